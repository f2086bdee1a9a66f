"""What the page of the preview shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Take:
    """A scenario whose answers can be tried, and what is wrong with how it went."""

    n: int
    name: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """`public/preview.html`: posts `scenario` to `/preview/fill`."""

    procedure: str
    title: str
    number: int
    broken: bool
    found: tuple[str, ...]
    takes: tuple[Take, ...]
