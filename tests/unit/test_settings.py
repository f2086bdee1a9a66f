"""What may stand in the environment."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from app import settings
from app.settings import SettingsError

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "MADOGUCHI_ENV": "production",
    "MADOGUCHI_BASE_URL": "https://madoguchi.example.jp",
    "MADOGUCHI_DATABASE_URL": "postgresql://app:geheim@db/madoguchi",
    "MADOGUCHI_DATA_DIR": "/srv/madoguchi",
    "MADOGUCHI_SECRETS_DIR": "/etc/madoguchi/secrets",
    "MADOGUCHI_SMTP_URL": "smtps://app:geheim@mail",
    "MADOGUCHI_MAIL_FROM": "madoguchi@city.jp",
    "MADOGUCHI_CLAMD_URL": "tcp://clamd:3310",
    "MADOGUCHI_PAYMENT_PROVIDERS": "komoju",
}


def test_an_empty_environment_is_the_demo():
    found = settings.read({})
    assert found.env == "demo"
    assert found.database_url == "embedded"
    assert found.base_url == "http://127.0.0.1:8000"
    assert found.storage_url == (Path.cwd() / "var" / "files").as_uri()
    assert settings.faults(found) == ()


def test_a_production_environment_that_is_complete_has_no_faults():
    found = settings.read(PRODUCTION)
    assert found.production
    assert settings.faults(found) == ()


def test_folders_follow_the_data_folder():
    found = settings.read({"MADOGUCHI_DATA_DIR": "/srv/m"})
    assert found.secrets_dir == Path("/srv/m/secrets")
    assert found.storage_url == "file:///srv/m/files"


def test_the_address_follows_host_and_port():
    assert settings.read({"PORT": "8123"}).base_url == "http://127.0.0.1:8123"
    assert settings.read({"HOST": "0.0.0.0"}).base_url == "http://127.0.0.1:8000"  # noqa: S104
    assert settings.read({"MADOGUCHI_BASE_URL": "https://x.jp/"}).base_url == "https://x.jp"


def test_a_slip_of_the_pen_gets_a_suggestion():
    with pytest.raises(SettingsError, match="もしかして: MADOGUCHI_DATABASE_URL"):
        settings.read({"MADOGUCHI_DATABSE_URL": "embedded"})


def test_a_setting_like_no_other_is_refused_too():
    with pytest.raises(SettingsError, match=re.escape("settings.md")):
        settings.read({"MADOGUCHI_XYZZY": "1"})


def test_names_of_other_programs_are_left_alone():
    assert settings.read({"PATH": "/bin", "DATABASE_URL": "sqlite://"}).database_url == "embedded"


def test_an_empty_value_is_the_default():
    assert settings.read({"MADOGUCHI_ENV": " ", "PORT": ""}).port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MADOGUCHI_ENV", "prod"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "八千"),
        ("PORT", "８０００"),
        ("MADOGUCHI_BASE_URL", "example.jp"),
        ("MADOGUCHI_BASE_URL", "https://x.jp/path"),
        ("MADOGUCHI_BASE_URL", "https://u@x.jp"),
        ("MADOGUCHI_DATABASE_URL", "mysql://db"),
        ("MADOGUCHI_STORAGE_URL", "/srv/files"),
        ("MADOGUCHI_SMTP_URL", "mail.example.jp"),
        ("MADOGUCHI_CLAMD_URL", "http://clamd"),
        ("MADOGUCHI_WEB_PROCESSES", "-1"),
        ("MADOGUCHI_LOG_LEVEL", "loud"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_by_name(name, value):
    with pytest.raises(SettingsError, match=name):
        settings.read({name: value})


def test_all_mistakes_are_told_at_once():
    with pytest.raises(SettingsError) as caught:
        settings.read({"PORT": "x", "MADOGUCHI_ENV": "x", "MADOGUCHI_X": "x"})
    assert len(caught.value.lines) == 3


def test_production_refuses_every_demo_part_and_says_what_to_set():
    wrong = settings.faults(settings.read({"MADOGUCHI_ENV": "production"}))
    named = {text.split(":", maxsplit=1)[0] for text in wrong}
    assert named == set(PRODUCTION) - {"MADOGUCHI_ENV", "MADOGUCHI_DATA_DIR"}


@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"MADOGUCHI_ENV", "MADOGUCHI_DATA_DIR"}))
def test_production_misses_each_single_part(name):
    found = settings.read({key: value for key, value in PRODUCTION.items() if key != name})
    wrong = settings.faults(found)
    assert len(wrong) == 1
    assert wrong[0].startswith(name)


def test_the_demo_provider_is_refused_in_production_beside_a_real_one():
    found = settings.read(PRODUCTION | {"MADOGUCHI_PAYMENT_PROVIDERS": "komoju, demo"})
    assert len(settings.faults(found)) == 1


def test_passwords_are_not_shown():
    shown = repr(settings.read(PRODUCTION))
    assert "geheim" not in shown
    with pytest.raises(SettingsError) as caught:
        settings.read({"MADOGUCHI_SMTP_URL": "http://app:geheim@mail"})
    assert "geheim" not in str(caught.value)


def test_settings_cannot_be_changed():
    with pytest.raises(AttributeError):
        settings.read({}).port = 1


def test_every_setting_has_a_row_in_the_reference():
    text = (ROOT / "docs/reference/settings.md").read_text()
    rows = re.findall(r"^\| `([A-Z_]+)` \|", text, flags=re.MULTILINE)
    expected = {
        each.name.upper() if each.name in {"host", "port"} else f"MADOGUCHI_{each.name.upper()}"
        for each in fields(settings.Settings)
    }
    assert set(rows) == expected
    assert len(rows) == len(expected)
