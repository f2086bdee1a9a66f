"""試写の扉: the stage of `madoguchi preview`, which no other office has."""
