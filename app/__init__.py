"""窓口 Madoguchi: the digital counter on which a city's procedures run."""
