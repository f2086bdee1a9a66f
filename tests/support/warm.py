"""Loaded once by the server that other processes of a test are forked from, so that they begin
at once: the whole office, every definition, and the renderer."""

from app.documents import fonts
from tests.support import office, processes

__all__ = ["office", "processes"]

office.library_of_tests()
office.demo_people()
fonts.require()
__import__("weasyprint")
