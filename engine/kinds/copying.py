"""A kind's files under another name: what carries the name is changed, all else stays byte for byte."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.errors import Invalid, KindProblem, KindRefused
from engine.kinds.plain import read_yaml
from engine.texts import LANGUAGES, Text

BLANK = Path(__file__).parent / "blank"  # the shortest route that runs
NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")


def check_name(name: str) -> str:
    """The name of a kind; raises Invalid."""
    if not NAME.fullmatch(name):
        raise Invalid.one(
            "name",
            "Expected 2 to 40 small Latin letters, digits and _ that begin with a letter, but it is {name}.",
            name=name[:60],
        )
    return name


def name_of(files: Mapping[str, bytes]) -> str:
    """The name kind.yaml gives; raises KindRefused, Invalid."""
    if "kind.yaml" not in files:
        name = "kind.yaml"
        raise KindRefused(
            [KindProblem(name, "Expected the file {name} in the kind's folder, but there is none.", {"name": name})]
        )
    said = read_yaml(files["kind.yaml"], "kind.yaml").value
    return check_name(str(said.get("kind", "")) if isinstance(said, dict) else "")


def copied(files: Mapping[str, bytes], name: str, title: Text) -> dict[str, bytes]:
    """Those files as a kind of that name and title; the title's missing languages stay those of the first one given."""
    check_name(name)
    old = name_of(files)
    made = dict(files)
    made["kind.yaml"] = _settings(files["kind.yaml"].decode(), name, title)
    if "process.bpmn" in files:
        made["process.bpmn"] = renamed(files["process.bpmn"], old, name, next(iter(title.values())))
    if "sample.json" in files:
        made["sample.json"] = _sample(files["sample.json"], name)
    return made


def _settings(text: str, name: str, title: Text) -> bytes:
    said = {one: title.get(one) or next(iter(title.values())) for one in LANGUAGES}
    titles = "title: " + json.dumps(said, ensure_ascii=False)
    text = re.sub(r"(?m)^kind:.*$", lambda _: f"kind: {name}", text, count=1)
    return re.sub(r"(?m)^title:.*(\n[ \t]+.*)*", lambda _: titles, text, count=1).encode()


def renamed(diagram: bytes, old: str, name: str, title: str) -> bytes:
    """The diagram with its process under another id and name, and what refers to it."""
    text = diagram.decode()
    quoted = re.escape(old)
    text = re.sub(rf'(<[\w:]*process\b[^>]*?\bid="){quoted}"', rf'\g<1>{name}"', text)
    text = re.sub(rf'\b(processRef|bpmnElement|calledElement)="{quoted}"', rf'\g<1>="{name}"', text)
    shown = title.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    for element in ("process", "participant"):
        pattern = rf'(<[\w:]*{element}\b[^>]*?\bname=")[^"]*"'
        text = re.sub(pattern, lambda found: f'{found[1]}{shown}"', text, count=1)
    return text.encode()


def around(files: Mapping[str, bytes], diagram: bytes, lanes: Sequence[str]) -> dict[str, bytes]:
    """The files of a new kind with another program's diagram: the initiator sits in every lane until its owner says who does.

    What the new kind's own route was told by its steps goes: scenarios, names, signing, registering, rules of one's own.
    """
    rows = "".join(f"\n  {json.dumps(lane, ensure_ascii=False)}: initiator" for lane in lanes) or " {}"
    settings = _without(files["kind.yaml"].decode(), "own_document", "registrar", "levels", "rendition", "people")
    settings += f"\npeople:{rows}\nrendition: {{template: template.html, style: template.css}}\n"
    page = re.sub(r'(?s)<table class="top">.*?</table>\n', "", files["template.html"].decode())
    made = {
        "kind.yaml": settings,
        "template.html": page,
        "translations.yaml": _without(files["translations.yaml"].decode(), "diagram"),
    }
    kept = {name: content for name, content in files.items() if not name.startswith("tests/")}
    return {**kept, **{name: text.encode() for name, text in made.items()}, "process.bpmn": diagram}


def _without(text: str, *keys: str) -> str:
    """The YAML text without those keys of its first level and what belongs to them."""
    for key in keys:
        text = re.sub(rf"(?m)^{key}:.*\n([ \t]+.*\n)*", "", text, count=1)
    return text


def _sample(content: bytes, name: str) -> bytes:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return content
    if not isinstance(found, dict):
        return content
    return (json.dumps({**found, "kind": name}, ensure_ascii=False, indent=2) + "\n").encode()
