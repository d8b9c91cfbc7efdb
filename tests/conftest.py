"""Options and fixtures of the whole suite."""

from __future__ import annotations

import gc
import os
import tempfile

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases"]

settings.register_profile("gate", deadline=None, derandomize=True)
settings.register_profile(
    "many",
    deadline=None,
    max_examples=20_000,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("gate")

# Lists that whoever runs the suite has imported for their own work would change what is found.
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="edi-service-tests-")
os.environ.pop("EDI_SERVICE_CODES", None)


@pytest.hookimpl(optionalhook=True)  # of a plugin that may be left out
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: what waits for a machine leaves them idle."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_collection_finish() -> None:
    """Thousands of tests are known for as long as they run: no cycles are looked for in them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)  # as the command has it


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="rewrite what the scenarios expect")
    parser.addoption(
        "--orders", type=int, default=30, help="how many orders of answers are tried on a store"
    )
    parser.addoption(
        "--soak", type=float, default=300.0, help="for how many seconds the service is watched"
    )
    parser.addoption(
        "--thorough", action="store_true", help="inject every fault rather than a few of each kind"
    )


@pytest.fixture
def is_thorough(request: pytest.FixtureRequest) -> bool:
    """Whether every fault is to be injected; the gate injects a few of each kind."""
    return bool(request.config.getoption("--thorough"))
