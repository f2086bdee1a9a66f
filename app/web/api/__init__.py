"""API v1: the door for programs, as `docs/reference/api.md` describes it. JSON and bearer tokens."""
