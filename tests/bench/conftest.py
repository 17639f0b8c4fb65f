"""What the benchmarks share."""

import time
from collections.abc import Callable
from statistics import median

import pytest


@pytest.fixture
def milliseconds() -> Callable[[Callable[[], object], int], float]:
    """Return the median time of some calls, for the peer or floor of a benchmark."""

    def measure(run: Callable[[], object], times: int) -> float:
        taken = []
        for _ in range(times):
            start = time.perf_counter()
            run()
            taken.append(time.perf_counter() - start)
        return median(taken) * 1000

    return measure


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter):
    session = terminalreporter.config._benchmarksession
    for bench in session.benchmarks:
        for name, value in bench.extra_info.items():
            terminalreporter.write_line(f"{bench.name}: {name} = {value:.2f}")
