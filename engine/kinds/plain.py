"""YAML as plain data: texts, numbers, yes and no, lists and mappings, with the line each stands on. Nothing else."""

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from engine.errors import KindProblem, KindRefused

LARGEST = 262_144
DEEPEST = 12
MOST_NODES = 20_000
Path: TypeAlias = tuple[str | int, ...]
_TAG = "tag:yaml.org,2002:"
_TAGS = frozenset(
    _TAG + name for name in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "value", "merge")
)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class Plain:
    """What a YAML file says; `lines` holds the line (from 1) of every path."""

    value: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of that path, or of the nearest one above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(content: bytes, place: str) -> Plain:
    """The data of a YAML file; raises KindRefused with the line.

    Anchors, aliases and tags are refused, and so are names that stand twice. `yes`, `on` and dates are texts; a number
    is one only when it is written without leading zeros (so `05` and `05-07` stay texts).
    """
    if len(content) > LARGEST:
        raise _refused(place, "Expected at most {most} bytes of YAML, but there are more.", most=LARGEST)
    try:
        text = content.decode("utf-8-sig")
        _check_events(text, place)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError:
        raise _refused(place, "Expected text in UTF-8, but it is written in another encoding.") from None
    except yaml.YAMLError as error:
        raise _unreadable(error, place) from None
    lines: dict[Path, int] = {}
    return Plain(_value(node, (), lines, place), lines)


def _unreadable(error: yaml.YAMLError, place: str) -> KindRefused:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else 1
    return _refused(
        place,
        "Expected YAML, but line {line} cannot be read: {reason}.",
        line,
        reason=str(getattr(error, "problem", "") or "")[:200],
    )


def _check_events(text: str, place: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refused(place, "Expected YAML without anchors and aliases, but there is one on line {line}.", line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or count > MOST_NODES:
            raise _refused(place, "Expected a smaller file, but line {line} is too deep or too far down.", line)


def _value(node: yaml.Node | None, path: Path, lines: dict[Path, int], place: str) -> Any:
    if node is None:
        return None
    lines[path] = node.start_mark.line + 1
    if node.tag not in _TAGS:
        raise _refused(place, "Expected YAML without tags, but there is one on line {line}.", lines[path])
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, place)
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, (*path, at), lines, place) for at, one in enumerate(node.value)]
    return _scalar(str(node.value), plain=getattr(node, "style", None) is None)


def _mapping(node: yaml.MappingNode, path: Path, lines: dict[Path, int], place: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _refused(place, "Expected a name before the colon on line {line}, but found something else.", line)
        if key.value in found:
            raise _refused(
                place,
                "Expected every name once, but {name} on line {line} stands there twice.",
                line,
                name=key.value[:80],
            )
        found[key.value] = _value(value, (*path, key.value), lines, place)
        lines[(*path, key.value)] = line
    return found


def _scalar(text: str, *, plain: bool) -> Any:
    if not plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _refused(place: str, template: str, line: int = 1, **facts: object) -> KindRefused:
    return KindRefused([KindProblem(place, template, {"line": line, **facts}, name=f"line {line}")])
