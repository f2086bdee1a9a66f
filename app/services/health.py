"""点検: whether every part that the office depends on is there and works."""

from collections.abc import Callable
from dataclasses import dataclass

from app.documents import fonts
from app.kernel.errors import Outage
from app.services import catalogue
from app.services.context import Context
from app.store import migrate as migrations
from app.store.transaction import write


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part: whether it works, and in words."""

    part: str
    ok: bool
    words: str


def migrate(ctx: Context) -> None:
    """Bring the database up to date, and keep every definition in it."""
    migrations.upgrade(ctx.database)
    with write(ctx.database) as tx:
        catalogue.store_all(tx, ctx.catalogue, ctx.clock())


def ready(ctx: Context) -> bool:
    """Say whether requests can be served: the database answers and has the newest schema."""
    try:
        return migrations.current(ctx.database) == migrations.newest()
    except Outage:
        return False


def examine(ctx: Context) -> tuple[Finding, ...]:
    """Look at every part, and say which are the demo's stand-ins."""
    parts: list[tuple[str, Callable[[], str]]] = [
        ("データベース", lambda: _database(ctx)),
        ("手続の定義", lambda: _definitions(ctx)),
        ("フォント", _fonts),
        ("ファイルの保存", lambda: _checked(ctx.storage)),
        ("メール", lambda: _checked(ctx.mailer)),
        ("ウイルス検査", lambda: _checked(ctx.scanner)),
    ]
    parts += [
        (f"決済（{name}）", lambda each=provider: _checked(each))  # type: ignore[misc]
        for name, provider in ctx.providers.items()
    ]
    return tuple(_look(part, look) for part, look in parts)


def _look(part: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(part, True, look())
    except Outage as outage:
        return Finding(part, False, outage.message)


def _database(ctx: Context) -> str:
    now, newest = migrations.current(ctx.database), migrations.newest()
    if now != newest:
        raise Outage("store.old_schema", "madoguchi migrate を行ってください。", permanent=True)
    return f"接続でき、最新です（{now}）"


def _definitions(ctx: Context) -> str:
    wrong = [each for each in ctx.catalogue.library.diagnostics if each.severity == "error"]
    if wrong:
        words = f"{len(wrong)}か所に誤りがあります。madoguchi check を見てください。"
        raise Outage("definitions.wrong", words, permanent=True)
    return f"{len(ctx.catalogue.library.versions)}件を読み込みました"


def _fonts() -> str:
    fonts.require()
    missing = fonts.absent()
    return (
        f"使えます（任意のフォントのうち、ないもの: {'、'.join(missing)}）"
        if missing
        else "使えます"
    )


def _checked(part: object) -> str:
    check = getattr(part, "check", None)
    if callable(check):
        check()
    live = getattr(part, "live", True)
    name = getattr(part, "name", type(part).__name__)
    return f"{name}（使えます）" if live else f"{name}（デモ用の代役）"
