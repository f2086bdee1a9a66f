"""The residents' door: all its routes together."""

from fastapi import APIRouter

from app.web.resident import apply, cases, correct, files, home, pay, sign_in

router = APIRouter()
for part in (home, sign_in, apply, correct, cases, pay, files):
    router.include_router(part.router)
