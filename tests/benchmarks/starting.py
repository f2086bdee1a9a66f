"""start and rss: how long the web process takes until it is ready, and what both processes hold."""

import json
import subprocess
import sys
import time
from statistics import median

import psutil

from tests.benchmarks.measuring import Result
from tests.benchmarks.office import FLOOR, OURS, ROOT, Place, end, free_port, serving
from tests.benchmarks.preparing import ANSWERS, RESIDENT, TWENTY, Prepared

_ROUNDS = 5
_SETTLED = 90.0
_FILED = 5


def measure(place: Place, prepared: Prepared) -> list[Result]:
    """Measure the start on a database that is there, and the memory after some work."""
    return [_start(place), _memory(place, prepared)]


def _start(place: Place) -> Result:
    for name in (OURS, FLOOR):
        _begin(place, name)
    found = [(_begin(place, OURS), _begin(place, FLOOR)) for _ in range(_ROUNDS)]
    return Result(
        "start",
        median(ours[0] for ours, _ in found) * 1000,
        "ms",
        median(floor[0] for _, floor in found) * 1000,
        median(ours[0] / floor[0] for ours, floor in found),
        1.5,
        median(ours[1] / floor[1] for ours, floor in found),
    )


def _begin(place: Place, name: str) -> tuple[float, float]:
    """Start a web process and give the CPU and wall time until it was ready."""
    began = time.perf_counter()
    with serving(place, name) as served:
        wall = time.perf_counter() - began
        used = psutil.Process(served.process.pid).cpu_times()
        return used.user + used.system, wall


def _memory(place: Place, prepared: Prepared) -> Result:
    worker = subprocess.Popen(
        [sys.executable, "-m", "app.worker"],
        cwd=ROOT,
        env=place.process_environment(OURS, free_port()),
        stderr=(place.folder / "worker.log").open("ab"),
    )
    try:
        with serving(place, OURS) as served, serving(place, FLOOR) as floor:
            body = json.dumps({"procedure": TWENTY, "answers": ANSWERS, "attachments": []})
            headers = {"authorization": f"Bearer {prepared.tokens[RESIDENT]}"}
            for number in range(_FILED):
                headers["idempotency-key"] = f"memory-{number}"
                served.post("/api/v1/cases", body.encode(), headers, 201)
            _wait_for_papers(place)
            held = [_held(served.process.pid), _held(worker.pid)]
            return Result("rss", sum(held), "MB", _held(floor.process.pid), None, None)
    finally:
        end(worker)


def _wait_for_papers(place: Place) -> None:
    """Wait until the worker has made papers, so that it holds all that it needs for them."""
    import psycopg  # noqa: PLC0415

    until = time.monotonic() + _SETTLED
    issued = "SELECT count(*) FROM documents WHERE state = 'issued'"
    with psycopg.connect(place.server.address(OURS), autocommit=True) as connection:
        while time.monotonic() < until:
            found = connection.execute(issued).fetchone()
            if found and found[0] >= _FILED:
                return
            time.sleep(0.5)
    raise TimeoutError("the worker makes no papers")


def _held(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss) / 1_000_000
