"""The floors of docs/architecture.md hold."""

import pytest
from importlinter.cli import lint_imports


def test_every_import_goes_downwards_and_every_library_has_one_door(capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(no_logo=True)

    assert code == 0, capsys.readouterr().out
