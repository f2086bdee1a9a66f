"""The doors: what people and programs see, and nothing of how it comes about."""
