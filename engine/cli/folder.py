"""A kind's folder as a person names it: read, and its problems as lines of text."""

from collections.abc import Iterable
from pathlib import Path

from engine import kinds
from engine.config import Settings
from engine.errors import KindProblem, NotFound
from engine.steps import VERBS


def read(folder: Path, settings: Settings) -> kinds.Kind:
    """The kind of the folder; raises NotFound, or KindRefused with all problems at once."""
    if not folder.is_dir():
        raise NotFound("Expected a kind's folder, but {path} is none.", path=folder)
    verbs = {name: verb.shape for name, verb in VERBS.items()}
    return kinds.read(kinds.read_folder(folder), kinds.read_folder(settings.forms), verbs)


def lines(problems: Iterable[KindProblem]) -> list[str]:
    """One line for each problem: severity, file, element with its name, sentence."""
    told = []
    for one in problems:
        element = f" {one.element}" + (f" “{one.name}”" if one.name else "") if one.element else ""
        told.append(f"{one.severity}: {one.place}{element}: {one.message}")
    return told
