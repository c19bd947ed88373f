"""What every test stands on: the long form, the skip policy of CI, and how hard the generators of examples try."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
LONG = "long form: run with --full"
BY_HAND = "takes very long: run by hand with --hand"
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

# Fixtures stand in modules of their own, so that this page stays short.
pytest_plugins = [
    f"tests.{name}" for name in ("databases", "offices", "postoffice", "browsers") if (HERE / f"{name}.py").exists()
]

_same = {"derandomize": True, "database": None, "deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("dev", max_examples=50, **_same)
settings.register_profile("ci", max_examples=200, **_same)
settings.register_profile("full", max_examples=2000, **_same)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="also run the long form of checks (marked full)")
    parser.addoption(
        "--hand", action="store_true", help="also run what takes very long and is run by hand (marked hand)"
    )


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("full" if config.getoption("--full") else "ci" if IN_CI else "dev")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for marker, option, reason in (("full", "--full", LONG), ("hand", "--hand", BY_HAND)):
        for item in items:
            if not config.getoption(option) and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def _is_refused(report: pytest.TestReport | pytest.CollectReport) -> bool:
    """In CI a check that did not run counts as one that failed; only the long form may be left out."""
    return (
        IN_CI
        and report.skipped
        and not hasattr(report, "wasxfail")
        and not any(reason in str(report.longrepr) for reason in (LONG, BY_HAND))
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if _is_refused(report):
        report.outcome, report.longrepr = "failed", f"Skipped in CI, where everything has to run: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    report = yield
    if _is_refused(report):
        report.outcome, report.longrepr = "failed", f"Skipped in CI, where everything has to run: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def _nothing_of_this_machine() -> None:
    """No setting of the shell that starts the tests reaches them."""
    for name in [name for name in os.environ if name.startswith("BAGYT_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return HERE.parent
