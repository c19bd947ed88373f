"""Putting the data of several tokens together: each contributes only what it changed since they parted."""

from collections.abc import Iterable, Mapping
from typing import Any


def merged(base: Mapping[str, Any], branches: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Three-way merge of `branches` that all started from `base`; where two changed one value the later branch wins.

    Dictionaries are merged by key, lists that only grew keep what every branch appended. Nothing given is changed.
    """
    result = dict(base)
    for branch in branches:
        _merge(result, base, branch)
    return result


def _merge(result: dict[str, Any], base: Mapping[str, Any], branch: Mapping[str, Any]) -> None:
    for key, value in branch.items():
        if key in base and (base[key] is value or base[key] == value):
            continue
        result[key] = _both(result.get(key), base.get(key), value) if key in result else value
    for key in base:
        if key not in branch:
            result.pop(key, None)


def _both(ours: Any, base: Any, theirs: Any) -> Any:
    if ours in (base, theirs):
        return theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        together = dict(ours)
        _merge(together, base if isinstance(base, dict) else {}, theirs)
        return together
    if isinstance(ours, list) and isinstance(theirs, list):
        start = base if isinstance(base, list) else []
        if ours[: len(start)] == start and theirs[: len(start)] == start:
            return ours + theirs[len(start) :]
    return theirs
