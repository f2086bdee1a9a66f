"""点検: what can be said of a definition once its names are resolved, before anybody uses it.

Each check adds to the desk what it finds; none of them changes anything.
"""
