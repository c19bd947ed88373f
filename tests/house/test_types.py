"""The engine is strictly typed, and the code is written as agreed."""

import subprocess
import sys

from tests.house.sources import ROOT


def _tool(*words: str) -> None:
    told = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stdout + told.stderr


def test_the_engine_is_strictly_typed() -> None:
    _tool("mypy", "-p", "engine")


def test_ruff_has_nothing_to_say() -> None:
    _tool("ruff", "check", "--quiet", "--output-format", "concise", "engine", "webui", "tests")
