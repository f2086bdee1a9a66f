"""What a browser posted: the texts by name, the files, and which button was pressed.

Read once by a dependency, so that routes stay plain functions. Knows no field and no page.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from app.kernel.errors import Refusal

LARGEST = 120 * 1024 * 1024
"""The largest form that is taken, files and all."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A form as it was posted; an input that came several times has several texts."""

    texts: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[UploadFile, ...]]

    def text(self, name: str) -> str:
        """Give the last text of that name, "" where there is none."""
        return self.texts.get(name, ("",))[-1]

    @property
    def button(self) -> tuple[str, str]:
        """Give which button was pressed, and what it is about: `add`, `managers`."""
        verb, _, about = (self.text("_action") or "next").partition(":")
        return verb, about


async def posted(request: Request) -> AsyncIterator[Posted]:
    """Read the form of a request; its files are let go when the answer has been given."""
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > LARGEST:
        raise Refusal(
            "upload.too_large",
            "一度に送れる大きさを超えています。",
            "ファイルを小さくするか、何回かに分けて送ってください。",
        )
    async with request.form() as form:
        texts: dict[str, tuple[str, ...]] = {}
        files: dict[str, tuple[UploadFile, ...]] = {}
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                # A file input that was left empty is posted as a file without a name.
                if value.filename:
                    files[name] = (*files.get(name, ()), value)
            else:
                # The database keeps no NUL, and nobody can type one.
                texts[name] = (*texts.get(name, ()), value.replace("\x00", "\ufffd"))
        yield Posted(texts, files)


Form = Annotated[Posted, Depends(posted)]
