"""What a running Madoguchi is told from outside: read once from the environment, then frozen.

Imported by `app.configured` and `app.bootstrap` alone; everything else is given what it needs.
Each setting has a row in `docs/reference/settings.md`. Must not know: what is built from them.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast
from urllib.parse import urlsplit

Env: TypeAlias = Literal["demo", "production"]

PREFIX = "MADOGUCHI_"
_UNPREFIXED = ("HOST", "PORT")
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class SettingsError(Exception):
    """The environment says something that cannot be meant; the lines say what, each in Japanese."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside. The names in the environment are in upper case."""

    env: Env = "demo"
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = "http://127.0.0.1:8000"
    database_url: str = field(default="embedded", repr=False)
    data_dir: Path = Path("var")
    storage_url: str = ""
    secrets_dir: Path = Path("var/secrets")
    procedures_dir: Path = Path("procedures")
    workflows_dir: Path = Path("workflows")
    smtp_url: str = field(default="demo:", repr=False)
    mail_from: str = "madoguchi@localhost.example"
    mail_from_name: str = "東京都 窓口"
    clamd_url: str = "demo:"
    payment_providers: tuple[str, ...] = ("demo",)
    web_processes: int = 1
    worker_concurrency: int = 2
    log_level: str = "warning"

    @property
    def production(self) -> bool:
        """Say whether real cases are handled here."""
        return self.env == "production"


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment; `SettingsError` with every mistake at once."""
    given = dict(os.environ if environment is None else environment)
    known = {_variable(each.name): each.name for each in fields(Settings)}
    wrong = [_unknown(name, known) for name in sorted(given) if _is_stray(name, known)]
    values: dict[str, Any] = {}
    for variable, name in known.items():
        text = given.get(variable, "").strip()
        if not text:
            continue
        try:
            values[name] = _READERS.get(name, str)(text)
        except ValueError as error:
            wrong.append(f"{variable}={_shown(variable, text)}: {error}")
    if wrong:
        raise SettingsError(tuple(wrong))
    return _completed(values)


def faults(settings: Settings) -> tuple[str, ...]:
    """Say what keeps these settings from being used in production; nothing in the demo."""
    if not settings.production:
        return ()
    return tuple(text for is_wrong, text in _PRODUCTION if is_wrong(settings))


_PRODUCTION: tuple[tuple[Callable[[Settings], bool], str], ...] = (
    (
        lambda each: urlsplit(each.base_url).scheme != "https",
        "MADOGUCHI_BASE_URL: 住民に見える住所を https:// で指定してください。",
    ),
    (
        lambda each: each.database_url == "embedded",
        "MADOGUCHI_DATABASE_URL: PostgreSQL 15以上の住所 (postgresql://…) を指定してください。",
    ),
    (
        lambda each: each.smtp_url == "demo:",
        "MADOGUCHI_SMTP_URL: メールサーバーの住所 (smtps://… など) を指定してください。",
    ),
    (
        lambda each: each.mail_from.endswith(".example"),
        "MADOGUCHI_MAIL_FROM: 差出人のメールアドレスを指定してください。",
    ),
    (
        lambda each: each.clamd_url == "demo:",
        "MADOGUCHI_CLAMD_URL: ウイルス検査 (ClamAV) の住所を指定してください。",
    ),
    (
        lambda each: not each.payment_providers or "demo" in each.payment_providers,
        "MADOGUCHI_PAYMENT_PROVIDERS: demo ではない決済事業者を指定してください。",
    ),
    (
        lambda each: each.secrets_dir.is_relative_to(each.data_dir),
        "MADOGUCHI_SECRETS_DIR: 鍵の置き場所を MADOGUCHI_DATA_DIR の外に指定してください。",
    ),
)


def _completed(values: dict[str, Any]) -> Settings:
    """Fill in what follows from other settings."""
    host, port = values.get("host", "127.0.0.1"), values.get("port", 8000)
    shown = host if host in _LOOPBACK else "127.0.0.1"
    data_dir = values.get("data_dir", Path("var").absolute())
    derived = {
        "base_url": f"http://{shown}:{port}",
        "data_dir": data_dir,
        "secrets_dir": data_dir / "secrets",
        "storage_url": (data_dir / "files").as_uri(),
    }
    return Settings(**derived | values)


def _variable(name: str) -> str:
    upper = name.upper()
    return upper if upper in _UNPREFIXED else PREFIX + upper


def _is_stray(name: str, known: Mapping[str, str]) -> bool:
    return name.startswith(PREFIX) and name not in known


def _unknown(name: str, known: Mapping[str, str]) -> str:
    bare = {each.removeprefix(PREFIX): each for each in known}
    close = get_close_matches(name.removeprefix(PREFIX), bare, n=1)
    hint = (
        f"もしかして: {bare[close[0]]}"
        if close
        else "一覧は docs/reference/settings.md にあります。"
    )
    return f"{name} という設定はありません。{hint}"


def _shown(variable: str, text: str) -> str:
    """Show a value in a message, unless a password may stand in it."""
    return "…" if variable.endswith("_URL") else text


def _env(text: str) -> Env:
    if text not in {"demo", "production"}:
        raise ValueError("demo か production を指定してください。")
    return cast(Env, text)


def _whole(least: int, most: int) -> Callable[[str], int]:
    def reader(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
            raise ValueError(f"{least}から{most}までの整数を指定してください。")
        return int(text)

    return reader


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError("http:// か https:// で始まる、パスのない住所を指定してください。")
    if parts.query or parts.fragment or parts.username:
        raise ValueError("住所だけを指定してください。")
    return text.rstrip("/")


def _database_url(text: str) -> str:
    if text != "embedded" and urlsplit(text).scheme != "postgresql":
        raise ValueError("embedded か postgresql://… を指定してください。")
    return text


def _smtp_url(text: str) -> str:
    if text != "demo:" and urlsplit(text).scheme not in {"smtp", "smtp+starttls", "smtps"}:
        raise ValueError("smtp://、smtp+starttls://、smtps:// のいずれかを指定してください。")
    return text


def _storage_url(text: str) -> str:
    if urlsplit(text).scheme not in {"file", "s3"}:
        raise ValueError("file:///… を指定してください。")
    return text


def _clamd_url(text: str) -> str:
    if text != "demo:" and urlsplit(text).scheme not in {"tcp", "unix"}:
        raise ValueError("tcp://host:3310 か unix:///path を指定してください。")
    return text


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))


def _log_level(text: str) -> str:
    if text not in {"debug", "info", "warning", "error"}:
        raise ValueError("debug、info、warning、error のいずれかを指定してください。")
    return text


_READERS: Mapping[str, Callable[[str], object]] = {
    "env": _env,
    "port": _whole(1, 65535),
    "base_url": _base_url,
    "database_url": _database_url,
    "data_dir": _path,
    "storage_url": _storage_url,
    "secrets_dir": _path,
    "procedures_dir": _path,
    "workflows_dir": _path,
    "smtp_url": _smtp_url,
    "clamd_url": _clamd_url,
    "payment_providers": _names,
    "web_processes": _whole(1, 64),
    "worker_concurrency": _whole(1, 64),
    "log_level": _log_level,
}
