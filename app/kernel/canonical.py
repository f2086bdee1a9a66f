"""One byte sequence for one value: canonical JSON (RFC 8785 for the values we allow) and digests.

Floats are refused, so that a digest never depends on how a number is printed. Strings are kept
code point for code point: no normalisation ever happens here.
"""

import hashlib
import json


def canonical(value: object) -> bytes:
    """Give the canonical JSON bytes of `value` (dict, list, tuple, str, int, bool, None)."""
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode("utf-8", "surrogatepass")


def digest(value: object) -> str:
    """Give the SHA-256 of the canonical JSON of `value`, in lower-case hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def ordered_digest(value: object) -> str:
    """Give the SHA-256 of a value in which the order of the keys means something too."""
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, str):
        return
    if isinstance(value, float):
        raise TypeError("canonical JSON has no floats; give an int or a decimal string")
    if isinstance(value, dict):
        for each in value.values():
            _refuse_floats(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            _refuse_floats(each)
