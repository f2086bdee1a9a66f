"""Contents of files, kept under keys."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.gateways.storage import registry
from app.gateways.storage.files import FileStorage
from app.kernel.errors import Outage, Refusal

CONTENT = "書類".encode() * 300_000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def storage(tmp_path):
    return FileStorage(tmp_path / "files")


def test_a_content_comes_back_as_it_was(storage):
    stored = storage.put("uploads/2026/a1", CONTENT)
    assert (stored.key, stored.sha256, stored.size) == ("uploads/2026/a1", DIGEST, len(CONTENT))
    assert storage.read("uploads/2026/a1", DIGEST) == CONTENT


def test_a_content_goes_in_and_out_in_pieces(storage):
    assert storage.put("a", io.BytesIO(CONTENT)).sha256 == DIGEST
    pieces = list(storage.stream("a", DIGEST))
    assert len(pieces) > 1
    assert b"".join(pieces) == CONTENT


def test_an_empty_content_is_one_too(storage):
    stored = storage.put("a", b"")
    assert storage.read("a", stored.sha256) == b""


def test_a_changed_content_is_not_given_out(storage):
    storage.put("a", CONTENT)
    path = storage.root / "a"
    path.chmod(0o600)
    path.write_bytes(CONTENT[:-1] + b"X")
    with pytest.raises(Outage) as caught:
        storage.stream("a", DIGEST)
    assert (caught.value.code, caught.value.permanent) == ("storage.tampered", True)


def test_contents_that_were_exchanged_are_noticed(storage):
    one, two = storage.put("a", b"one"), storage.put("b", b"two")
    (storage.root / "a").rename(storage.root / "c")
    (storage.root / "b").rename(storage.root / "a")
    with pytest.raises(Outage):
        storage.read("a", one.sha256)
    assert storage.read("a", two.sha256) == b"two"


def test_the_same_content_again_is_welcome_and_another_is_refused(storage):
    storage.put("a", CONTENT)
    assert storage.put("a", CONTENT).sha256 == DIGEST
    with pytest.raises(Refusal) as caught:
        storage.put("a", b"other")
    assert caught.value.code == "storage.key_taken"
    assert storage.read("a", DIGEST) == CONTENT


def test_of_many_writers_of_one_key_one_wins_and_the_content_is_whole(storage):
    def write(number):
        try:
            return storage.put("a", bytes([number]) * 100_000)
        except Refusal:
            return None

    with ThreadPoolExecutor(8) as pool:
        (won,) = [each for each in pool.map(write, range(16)) if each]
    assert len(storage.read("a", won.sha256)) == 100_000
    assert [each.name for each in storage.root.iterdir()] == ["a"]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/etc/passwd",
        "../a",
        "a/../b",
        "a/..",
        "a//b",
        "a/",
        "./a",
        ".hidden",
        "a/.b",
        "a\\b",
        "a\x00b",
        "a\n",
        "a b",
        "書類",
        "a/" * 9 + "a",
        "x" * 101,
        "c:a",
    ],
)
def test_a_key_that_leads_astray_is_refused(storage, key):
    for attempt in (
        lambda: storage.put(key, b"x"),
        lambda: storage.read(key, DIGEST),
        lambda: storage.delete(key),
    ):
        with pytest.raises(Refusal) as caught:
            attempt()
        assert caught.value.code == "storage.key_invalid"


def test_a_link_in_the_folder_is_not_followed(storage, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    storage.check()
    (storage.root / "a").symlink_to(secret)
    (storage.root / "folder").symlink_to(tmp_path)
    with pytest.raises(Outage):
        storage.read("a", hashlib.sha256(b"secret").hexdigest())
    with pytest.raises(Refusal):
        storage.read("folder/secret", hashlib.sha256(b"secret").hexdigest())
    with pytest.raises(Refusal):
        storage.put("folder/new", b"x")


def test_a_content_that_is_gone_is_an_outage(storage):
    with pytest.raises(Outage) as caught:
        storage.read("a", DIGEST)
    assert caught.value.code == "storage.missing"


def test_a_deleted_content_is_gone(storage):
    storage.put("a/b", CONTENT)
    storage.delete("a/b")
    storage.delete("a/b")
    with pytest.raises(Outage):
        storage.read("a/b", DIGEST)


def test_nothing_is_left_of_a_content_that_broke_off(storage):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise OSError("線が切れた")

    with pytest.raises(OSError, match="線"):
        storage.put("a", Broken())
    assert list(storage.root.iterdir()) == []


def test_contents_are_not_for_everybody(storage):
    storage.put("a", CONTENT)
    assert (storage.root / "a").stat().st_mode & 0o007 == 0


def test_the_check_finds_a_folder_that_cannot_be_one(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Outage):
        FileStorage(tmp_path / "file").check()
    FileStorage(tmp_path / "new").check()


def test_the_registry_makes_a_store_from_an_address(tmp_path):
    made = registry.build((tmp_path / "書 類").as_uri())
    made.put("a", b"x")
    assert (tmp_path / "書 類" / "a").read_bytes() == b"x"


@pytest.mark.parametrize(
    ("url", "word"),
    [("s3://bucket", "s3"), ("", "file"), ("file://host/x", "file"), ("/srv", "file")],
)
def test_an_address_that_is_not_supported_is_told(url, word):
    with pytest.raises(Outage, match=word):
        registry.build(url)
