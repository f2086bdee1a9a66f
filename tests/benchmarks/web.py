"""submit, act, form_page: requests to the office's real web process, and to the bare one."""

import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.benchmarks.measuring import ROUNDS, Result, Side, Work, compare
from tests.benchmarks.office import FLOOR, OURS, Place, Served, serving
from tests.benchmarks.preparing import ANSWERS, PAGE, RESIDENT, THIRTY, TWENTY, Prepared

FILED, APPROVED, SHOWN = 50, 40, 60
"""How many of each a round does: enough for a clock that ticks a hundred times a second."""
APPROVALS = APPROVED * (ROUNDS + 1)
_keys = itertools.count()


def measure(place: Place, prepared: Prepared) -> list[Result]:
    """Measure what people wait for."""
    with serving(place, OURS) as ours, serving(place, FLOOR) as floor:
        return [
            _pair("submit", ours, floor, _filing(prepared), (FILED, 1.5)),
            _pair("act", ours, floor, _approving(prepared), (APPROVED, 1.5)),
            _pair("form_page", ours, floor, _reading(prepared), (SHOWN, 2.0)),
            compare(
                "form_page.bare",
                Side(_reading(prepared)(ours), ours.cpu),
                Side(lambda times: _repeat(times, lambda: floor.get("/bare", {})), floor.cpu),
                None,
                times=SHOWN,
            ),
        ]


def _pair(
    name: str,
    ours: Served,
    floor: Served,
    asking: Callable[[Served], Work],
    bounds: tuple[int, float],
) -> Result:
    times, aim = bounds
    mine, theirs = Side(asking(ours), ours.cpu), Side(asking(floor), floor.cpu)
    return compare(name, mine, theirs, aim, times=times)


def _filing(prepared: Prepared) -> Callable[[Served], Work]:
    body = _json({"procedure": TWENTY, "answers": ANSWERS, "attachments": []})

    def file(served: Served) -> None:
        headers = _bearer(prepared, RESIDENT) | {"idempotency-key": f"bench-{next(_keys)}"}
        served.post("/api/v1/cases", body, headers, 201)

    return lambda served: lambda times: _repeat(times, lambda: file(served))


def _approving(prepared: Prepared) -> Callable[[Served], Work]:
    body = _json({"act": "approve", "note": "適当と認めます。"})

    def asking(served: Served) -> Work:
        turns = iter(prepared.turns)

        def approve() -> None:
            number, person, revision = next(turns)
            headers = _bearer(prepared, person) | {"if-match": f'"{revision}"'}
            served.post(f"/api/v1/cases/{number}/acts", body, headers, 200)

        return lambda times: _repeat(times, approve)

    return asking


def _reading(prepared: Prepared) -> Callable[[Served], Work]:
    headers = {"cookie": f"mg-session={prepared.session}"}
    path = f"/apply/{THIRTY}/{PAGE}"
    return lambda served: lambda times: _repeat(times, lambda: served.get(path, headers))


def _repeat(times: int, work: Callable[[], Any]) -> None:
    for _ in range(times):
        work()


def _bearer(prepared: Prepared, person: str) -> dict[str, str]:
    return {"authorization": f"Bearer {prepared.tokens[person]}"}


def _json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
