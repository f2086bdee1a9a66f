"""Malware scanners: the demo's, and a real ClamAV with a signature of our own."""

import io
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest

from app.gateways.scanning import clamd, registry
from app.gateways.scanning.clamd import ClamdScanner
from app.gateways.scanning.demo import DemoScanner
from app.kernel.errors import Outage, Refusal

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MARK = b"MADOGUCHI-TEST-SIGNATURE-2026"
LIMIT = 1024 * 1024

CONFIG = """
LocalSocket {folder}/clamd.sock
TCPSocket {port}
TCPAddr 127.0.0.1
DatabaseDirectory {folder}/db
PidFile {folder}/clamd.pid
LogFile {folder}/clamd.log
Foreground yes
StreamMaxLength 1M
MaxThreads 4
"""


def test_the_demo_takes_what_is_clean():
    verdict = DemoScanner().scan(b"%PDF-1.7")
    assert (verdict.clean, verdict.scanner) == (True, "demo")
    assert not DemoScanner().live


def test_the_demo_finds_the_test_string_wherever_it_stands():
    verdict = DemoScanner().scan(io.BytesIO(b"\x89PNG" + EICAR))
    assert not verdict.clean
    assert "demo" in verdict.found


def test_the_registry_knows_both():
    assert registry.build("demo:").name == "demo"
    assert registry.build("tcp://scan.example") == ClamdScanner(host="scan.example", port=3310)
    assert registry.build("unix:///run/c.ctl") == ClamdScanner(path=Path("/run/c.ctl"))


@pytest.mark.parametrize("url", ["", "http://x", "tcp://", "unix://run/c", "tcp://x:y"])
def test_an_address_that_is_none_is_told(url):
    with pytest.raises(Outage) as caught:
        clamd.scanner(url)
    assert caught.value.code == "scan.url_invalid"


# --- a daemon that answers as we say --------------------------------------------------------------


def answered(answer):
    """Ask a daemon that swallows everything and says `answer`."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        got = []

        def serve():
            line, _ = listening.accept()
            with line:
                data = b""
                while not data.endswith(b"\0\0\0\0"):
                    data += line.recv(65536)
                got.append(data)
                line.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            port = listening.getsockname()[1]
            return ClamdScanner("127.0.0.1", port).scan(b"content"), got[0]
        finally:
            thread.join()


def test_a_content_is_sent_in_counted_pieces():
    verdict, sent = answered(b"stream: OK\0")
    assert verdict.clean
    assert sent == b"zINSTREAM\0" + b"\0\0\0\x07content" + b"\0\0\0\0"


def test_what_was_found_is_told():
    verdict, _ = answered(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
    assert (verdict.clean, verdict.found) == (False, "Win.Test.EICAR_HDB-1")


@pytest.mark.parametrize(
    "answer",
    [b"", b"OK\0", b"stream: OK but\0", b"stream: ERROR\0", b"stream:  FOUND", b"\xff\xff\0"],
)
def test_any_other_answer_is_not_clean(answer):
    with pytest.raises(Outage) as caught:
        answered(answer)
    assert caught.value.code == "scan.unclear"


def test_too_large_for_the_daemon_is_refused():
    with pytest.raises(Refusal) as caught:
        answered(b"INSTREAM size limit exceeded. ERROR\0")
    assert caught.value.code == "upload.too_large_to_scan"


@pytest.mark.parametrize("scanner", [ClamdScanner("127.0.0.1", 9), ClamdScanner(path=Path("/no"))])
def test_a_daemon_that_is_down_is_an_outage(scanner):
    with pytest.raises(Outage) as caught:
        scanner.scan(b"x")
    assert (caught.value.code, caught.value.permanent) == ("scan.no_answer", False)
    with pytest.raises(Outage):
        scanner.check()


# --- a real ClamAV --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def daemon():
    """A clamd of our own, with signatures of our own, on a socket with a short path."""
    binary = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if not binary:
        pytest.skip("clamd is not installed: apt install clamav-daemon")
    with tempfile.TemporaryDirectory(prefix="clamd-") as name:
        folder = Path(name)
        (folder / "db").mkdir()
        signatures = [f"Test.Mark:0:*:{MARK.hex()}", f"Test.Eicar:0:*:{EICAR.hex()}"]
        (folder / "db" / "own.ndb").write_text("\n".join(signatures) + "\n")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        config = folder / "clamd.conf"
        config.write_text(CONFIG.format(folder=folder, port=port))
        process = subprocess.Popen(
            [binary, "--config-file", str(config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(ClamdScanner("127.0.0.1", port), process)
            yield {"tcp": f"tcp://127.0.0.1:{port}", "unix": f"unix://{folder}/clamd.sock"}
        finally:
            process.terminate()
            process.wait(20)


def _wait(scanner, process):
    for _ in range(300):
        assert process.poll() is None, "clamd ended"
        try:
            scanner.check()
        except Outage:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("clamd did not come up")


@pytest.fixture(params=["tcp", "unix"])
def scanner(daemon, request):
    return registry.build(daemon[request.param])


def test_clamav_takes_what_is_clean(scanner):
    scanner.check()
    assert scanner.scan(b"%PDF-1.7 " + b"x" * 300_000).clean
    assert scanner.scan(io.BytesIO(b"x" * 300_000)).clean
    assert scanner.scan(b"").clean


@pytest.mark.parametrize("bad", [MARK, EICAR])
def test_clamav_finds_the_signature_also_at_the_end_of_much(scanner, bad):
    verdict = scanner.scan(b"\0" * 200_000 + bad)
    assert not verdict.clean
    assert verdict.found.startswith("Test.")


def test_over_the_limit_of_clamav_is_refused_and_not_clean(scanner):
    with pytest.raises(Refusal) as caught:
        scanner.scan(b"x" * (20 * LIMIT))
    assert caught.value.code == "upload.too_large_to_scan"
