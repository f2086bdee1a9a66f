"""Who is asking, and whether they may see what they ask for.

Somebody else's case is answered as one that does not exist, so that numbers tell nothing.
"""

from datetime import datetime, timedelta

from app.cases.model import Actor, Case, Post
from app.kernel.clock import local_day
from app.kernel.errors import Refusal
from app.services.context import Context
from app.store import limits, people
from app.store.transaction import Tx, read

SYSTEM = Actor("system", "madoguchi", "窓口システム")


def actor(ctx: Context, tx: Tx, person_id: str) -> Actor:
    """Give a person as one who acts, with the posts held today.

    Raises `Refusal("person.unknown")` for somebody who does not exist or may no longer act.
    """
    found = people.with_posts(tx, person_id, local_day(ctx.clock()))
    if found is None or found[0].disabled_at is not None:
        raise Refusal(
            "person.unknown",
            "このアカウントは使えません。",
            "サインインし直すか、管理者に問い合わせてください。",
        )
    return acting(*found)


def acting(person: people.Person, posts: frozenset[Post]) -> Actor:
    """Give a person with the posts held as one who acts."""
    return Actor(person.kind, person.id, person.name, posts)


def somebody(ctx: Context, person_id: str) -> Actor:
    """Give a person as one who acts, to whoever has no transaction open. Raises as `actor`."""
    with read(ctx.database) as tx:
        return actor(ctx, tx, person_id)


def limit(tx: Tx, bucket: str, most: int, window: timedelta, at: datetime) -> None:
    """Count one more of something, and refuse it beyond the limit (`limit.reached`)."""
    if limits.hit(tx, bucket, window, at) > most:
        raise Refusal(
            "limit.reached",
            "短い間に何度も操作が行われたため、いったん受け付けを止めています。",
            "しばらく時間をおいてから、もう一度お試しください。",
        )


def not_found() -> Refusal:
    """Give the one answer for what does not exist and what is somebody else's."""
    return Refusal(
        "case.not_found",
        "その番号の案件は見つかりません。",
        "番号に間違いがないか、申請したときと同じ方法でサインインしているかを確かめてください。",
    )


def waiting_keys(case: Case, applicant: bool, posts: tuple[Post, ...]) -> tuple[str, ...]:
    """Give the keys by which worklists find who is waited for."""
    keys = [f"post:{post.unit}:{post.name}" for post in posts]
    return (*keys, f"person:{case.applicant}") if applicant else tuple(keys)
