"""画面: HTTP in, HTML and JSON out. No rule and no SQL; everything is asked of the services."""
