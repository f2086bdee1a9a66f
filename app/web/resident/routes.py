"""The residents' door: all its routes together."""

from fastapi import APIRouter

from app.web.resident import apply, cases, correct, files, home, pay, sign_in

router = APIRouter()
# As routes of its own: a router within a router would be asked again at each level, every time.
for part in (home, sign_in, apply, correct, cases, pay, files):
    router.routes.extend(part.router.routes)
