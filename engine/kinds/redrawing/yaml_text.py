"""A value put into a YAML file, or taken out, with everything else left as it is written."""

import json
import re
from collections.abc import Mapping

import yaml

from engine.kinds.plain import read_yaml

_PLAIN = re.compile(r'[a-z][a-z0-9_.]*(\([a-z0-9_.()"]*\))?')
_WORDS = re.compile(r"[^\W\d_][\w-]*( [\w-]+)*")
_OTHERS = frozenset(("yes", "no", "on", "off", "true", "false", "null", "y", "n"))  # what YAML reads as no text
Value = str | Mapping[str, str]


def put(content: bytes, path: tuple[str, ...], value: Value, place: str) -> bytes:
    """The file with that value at the path; raises KindRefused when the file cannot be read."""
    read_yaml(content, place)
    text = content.decode("utf-8-sig")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return _at_end(text, path, value).encode()
    held, at = root, 0
    while at < len(path) - 1:
        inner = _value(held, path[at])
        if not isinstance(inner, yaml.MappingNode):
            break
        held, at = inner, at + 1
    found = _value(held, path[at])
    if found is not None:
        return _over(text, found, _nested(path[at + 1 :], value))
    return _into(text, held, path[at], _nested(path[at + 1 :], value), root=held is root).encode()


def put_all(content: bytes, section: str, values: Mapping[str, Value], place: str) -> bytes:
    """The file with those values in a section of the first level, new ones after all others of it."""
    held = _value(root, section) if isinstance(root := _root(content, place), yaml.MappingNode) else None
    fresh = {key: one for key, one in values.items() if not isinstance(held, yaml.MappingNode) or not _value(held, key)}
    if isinstance(root, yaml.MappingNode) and isinstance(held, yaml.MappingNode) and not held.flow_style and fresh:
        first, *others = fresh
        indent = " " * held.value[0][0].start_mark.column
        more = "".join(f"\n{indent}{_key(one)}: {_written(fresh[one])}" for one in others)
        text = content.decode("utf-8-sig")
        content = _into(text, held, first, _written(fresh[first]) + more, root=False).encode()
        values = {key: one for key, one in values.items() if key not in fresh}
    for key, one in values.items():
        content = put(content, (section, key), one, place)
    return content


def _root(content: bytes, place: str) -> yaml.Node | None:
    read_yaml(content, place)
    found: yaml.Node | None = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    return found


def take_out(content: bytes, path: tuple[str, ...], place: str) -> bytes:
    """The file without what stands at the path; the same when nothing does."""
    read_yaml(content, place)
    text = content.decode("utf-8-sig")
    held = yaml.compose(text, Loader=yaml.SafeLoader)
    for key in path[:-1]:
        held = _value(held, key) if isinstance(held, yaml.MappingNode) else None
    if not isinstance(held, yaml.MappingNode) or _value(held, path[-1]) is None:
        return content
    return _without(text, held, path[-1]).encode()


def _value(node: yaml.MappingNode, key: str) -> yaml.Node | None:
    return next((value for name, value in node.value if name.value == key), None)


def _over(text: str, node: yaml.Node, written: str) -> bytes:
    start, end = int(node.start_mark.index), _end(node)
    if start == end:  # nothing stands after the colon
        written = " " + written
    return (text[:start] + written + text[end:]).encode()


def _into(text: str, held: yaml.MappingNode, key: str, written: str, *, root: bool) -> str:
    line = f"{_key(key)}: {written}"
    if held.flow_style and not root:
        end = int(held.end_mark.index) - 1
        return f"{text[:end].rstrip()}{', ' if held.value else ''}{line}{text[end:]}"
    last = held.value[-1]
    at = text.find("\n", _end(last[1]))
    at = len(text) if at < 0 else at
    indent = " " * held.value[0][0].start_mark.column
    between = "" if text[:at].endswith("\n") else "\n"
    return f"{text[:at]}{between}{indent}{line}{text[at:] or chr(10)}"


def _without(text: str, held: yaml.MappingNode, key: str) -> str:
    at = next(number for number, (name, _value) in enumerate(held.value) if name.value == key)
    name, value = held.value[at]
    start, end = int(name.start_mark.index), _end(value)
    if held.flow_style:
        if at + 1 < len(held.value):
            return text[:start] + text[int(held.value[at + 1][0].start_mark.index) :]
        return str(text[: _end(held.value[at - 1][1]) if at else start] + text[end:])
    if len(held.value) == 1:
        return text[:start] + "{}" + text[end:]
    line = text.rfind("\n", 0, start) + 1
    after = text.find("\n", end)
    return text[:line] + (text[after + 1 :] if after >= 0 else "")


def _end(node: yaml.Node) -> int:
    """Where what is written of the node ends; block collections end with the last thing in them."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _nested(path: tuple[str, ...], value: Value) -> str:
    written = _written(value)
    for key in reversed(path):
        written = f"{{{_key(key)}: {written}}}"
    return written


def _at_end(text: str, path: tuple[str, ...], value: Value) -> str:
    start = text.rstrip() + "\n" if text.strip() else ""
    return f"{start}{_key(path[0])}: {_nested(path[1:], value)}\n"


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", key) and key not in ("yes", "no", "on") else json.dumps(key)


def _written(value: Value) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {_text(one)}" for key, one in value.items()) + "}"
    return value if _PLAIN.fullmatch(value) and value not in _OTHERS else _text(value)


def _text(words: str) -> str:
    plain = _WORDS.fullmatch(words) and words.lower() not in _OTHERS
    return words if plain else json.dumps(words, ensure_ascii=False)
