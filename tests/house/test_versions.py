"""Libraries with known holes are not installed, and what is installed is what is locked."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.house.sources import ROOT

FLOORS = {
    "weasyprint": "70.0",
    "lxml": "6.1.0",
    "jinja2": "3.1.6",
    "flask": "3.1.3",
    "werkzeug": "3.1.6",
    "pyhanko": "0.38.0",
    "cryptography": "50.0.2",
    "sqlalchemy": "2.1.9",
}
# They evaluate what a person writes; nothing here may bring them in below the version that closed their holes.
UNWANTED = {"restrictedpython": "8.3", "simpleeval": "1.0.8"}


def _locked(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", (ROOT / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_library_with_a_known_hole_is_installed_or_locked(name: str) -> None:
    assert Version(version(name)) >= Version(FLOORS[name])
    assert Version(_locked("requirements.lock")[name]) >= Version(FLOORS[name])


@pytest.mark.parametrize("name", sorted(UNWANTED))
def test_no_weak_interpreter_comes_in(name: str) -> None:
    try:
        installed = version(name)
    except PackageNotFoundError:
        return

    assert Version(installed) >= Version(UNWANTED[name])


def test_every_dependency_is_locked_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [Requirement(one) for one in project["dependencies"]]
    locked = _locked("requirements.lock")

    lacking = [
        str(one) for one in wanted if one.name.lower() not in locked or locked[one.name.lower()] not in one.specifier
    ]
    bare = [
        block
        for block in re.findall(r"^\S+==.*$", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
        if not block.endswith("\\")
    ]

    assert not lacking + bare


def test_the_tests_run_on_the_versions_that_are_delivered() -> None:
    delivered, tested = _locked("requirements.lock"), _locked("requirements-test.lock")

    assert {name: tested.get(name) for name in delivered} == delivered
