"""A piece of work measured against its floor: turn by turn in the same run, by CPU time.

CPU time is that of everybody who takes part, the database's processes among them, since the wall
clock says little on a machine that has other things to do. Each round gives one ratio, and the
median of the rounds is kept.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

import psutil

ROUNDS = 9

Work = Callable[[int], object]
"""Does a piece of work so many times."""

Cpu = Callable[[], float]
"""Says how many seconds of CPU time those who take part have used so far."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared."""

    work: Work
    cpu: Cpu = time.process_time


@dataclass(frozen=True, slots=True)
class Result:
    """What came out: `ratio` is by CPU time, `wall` the same by the clock on the wall."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    aim: float | None = None
    wall: float | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "floor": None if self.floor is None else round(self.floor, 3),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
        }


def compare(
    name: str, ours: Side, floor: Side, aim: float | None, *, times: int, rounds: int = ROUNDS
) -> Result:
    """Measure both in turn, after one round that does not count; gives milliseconds for one."""
    _spent(ours, times), _spent(floor, times)
    cpu: list[tuple[float, float]] = []
    wall: list[tuple[float, float]] = []
    for number in range(rounds):
        if number % 2:
            theirs, mine = _spent(floor, times), _spent(ours, times)
        else:
            mine, theirs = _spent(ours, times), _spent(floor, times)
        cpu.append((mine[0], theirs[0]))
        wall.append((mine[1], theirs[1]))
    return Result(
        name,
        median(mine for mine, _ in cpu) / times * 1000,
        "ms",
        median(theirs for _, theirs in cpu) / times * 1000,
        _ratio(cpu),
        aim,
        _ratio(wall),
    )


def of_processes(pids: Callable[[], Iterable[int]]) -> Cpu:
    """Give the CPU time of processes; those that come later count from when they came."""

    def spent() -> float:
        total = 0.0
        for pid in pids():
            try:
                used = psutil.Process(pid).cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += used.user + used.system
        return total

    return spent


def of_self() -> float:
    """Give the CPU time of this process."""
    return time.process_time()


def together(*parts: Cpu) -> Cpu:
    """Give the CPU time of several who work together."""
    return lambda: sum(part() for part in parts)


def _spent(side: Side, times: int) -> tuple[float, float]:
    used, began = side.cpu(), time.perf_counter()
    side.work(times)
    return side.cpu() - used, time.perf_counter() - began


def _ratio(pairs: Iterable[tuple[float, float]]) -> float:
    return median(mine / theirs for mine, theirs in pairs)
