"""API v1: the door for programs. JSON, bearer tokens, and problems as RFC 9457 has them."""
