"""外部接続: the outside world, a folder for each port, the demo beside the real thing.

A folder has `port.py` (the Protocol), its adapters, and a `registry.py` that names them. One
gateway does not know another, and none knows a case, a page or a table.
"""
