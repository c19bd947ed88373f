"""Every folder of processes/: it is clean, its stories pass and walk everything, and it says all in four languages."""

import json
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from lxml import etree

from engine import kinds, scenario
from engine.kinds.labels import ACCESS, LEVELS, OUTCOMES, PURPOSES, STATES
from engine.kinds.settings import KEYS
from engine.rendering import fill
from engine.steps import VERBS
from engine.texts import LANGUAGES
from engine.workflow.diagram import OUTCOMES as CLOSED_OUTCOMES
from engine.workflow.diagram import STAGES

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(one.parent for one in (ROOT / "processes").glob("*/kind.yaml"))
SHAPES = {name: verb.shape for name, verb in VERBS.items()}
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DD = "{http://www.omg.org/spec/DD/20100524/DI}"
each_kind = pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: one.name)


def read(folder):
    return kinds.read(kinds.read_folder(folder), kinds.read_folder(ROOT / "forms"), SHAPES)


def test_there_is_a_kind():
    assert "memo" in {one.name for one in FOLDERS}


@each_kind
def test_its_folder_is_clean(folder):
    kind = read(folder)

    assert kind.name == folder.name
    assert [one.message for one in kind.warnings] == []


@each_kind
def test_its_stories_pass_and_walk_every_flow(folder):
    report = scenario.report(read(folder))

    assert [f"{one.place} {one.element} {one.name} {one.message}" for one in report.problems] == []
    assert report.coverage == 1.0


@each_kind
def test_it_says_everything_in_four_languages(folder):
    kind = read(folder)

    for language in LANGUAGES:
        assert kind.title.get(language)
        assert kind.description.get(language)
        named = [one.id for one in (*kind.diagram.steps.values(), *kind.diagram.flows) if one.name]
        for id in (*named, *kind.diagram.lanes):
            assert kind.element_names(id).get(language), (id, language)
        for step in kind.diagram.persons():
            for outcome in step.outcomes:
                assert kind.outcome_label(step.id, outcome.id, language)
    for key, texts in kind.translations.template.items():
        assert set(texts) == set(LANGUAGES), key


@each_kind
def test_its_forms_speak_four_languages(folder):
    kind = read(folder)

    lacking = [
        (name, field.id, language)
        for name, form in kind.forms.items()
        for field in form.all()
        for language in LANGUAGES
        if not field.label.get(language)
    ]
    assert lacking == []


@each_kind
def test_it_packs_to_the_same_bytes(folder):
    files = kinds.read_folder(folder)
    packed = kinds.pack(files)

    assert kinds.unpack(packed) == files
    assert kinds.pack(kinds.unpack(packed)) == packed


@each_kind
def test_its_template_fills_in_every_language(folder):
    kind = read(folder)
    someone = {
        "name": {"ru": {"family": "Оспанов", "given": "Марат", "patronymic": ""}},
        "post": "декан",
        "unit": "ФИТ",
        "to": "",
    }
    data = {
        "organisation": "Университет",
        "doc": dict(kind.sample["answers"]),
        "people": dict.fromkeys(kind.people, someone),
        "initiator": someone,
        "attachments": [{"number": 1, "name": "акт.pdf", "size": 3}],
    }

    for language in kind.languages:
        page = fill(kind.template, data, language, texts=kind.texts)
        assert all(f'id="sig-{step}"' in page for step in kind.fields)
        assert "Оспанов" in page
        assert kind.texts("kind", language) in page


@each_kind
def test_its_diagram_reads_well(folder):
    root = etree.parse(folder / "process.bpmn").getroot()
    shapes = {one.get("bpmnElement"): one.find(DC + "Bounds") for one in root.iter(DI + "BPMNShape")}
    boxes = {id: tuple(float(one.get(key)) for key in ("x", "y", "width", "height")) for id, one in shapes.items()}
    kind = read(folder)

    nodes = {id: boxes[id] for id in kind.diagram.steps if not kind.diagram.steps[id].attached_to}
    for (one, a), (other, b) in combinations(nodes.items(), 2):
        beside = kind.diagram.steps[one].parent == kind.diagram.steps[other].parent
        assert not (beside and _overlap(a, b)), f"{one} and {other} overlap"
    for id, box in nodes.items():
        lane = kind.diagram.steps[id].lane
        assert lane == "" or _inside(box, boxes[lane]), f"{id} stands outside its lane"
    drawn = {one.get("bpmnElement"): one for one in root.iter(DI + "BPMNEdge")}
    lines = {}
    for flow in kind.diagram.flows:
        points = [(float(one.get("x")), float(one.get("y"))) for one in drawn[flow.id].findall(DD + "waypoint")]
        assert len(points) >= 2, flow.id
        assert _touches(points[0], boxes[flow.source]), f"{flow.id} does not begin at {flow.source}"
        assert _touches(points[-1], boxes[flow.target]), f"{flow.id} does not end at {flow.target}"
        lines[flow.id] = points
    for (one, a), (other, b) in combinations(lines.items(), 2):
        assert not any(_cross(p, q) for p in pairwise(a) for q in pairwise(b)), f"{one} crosses {other}"


def _overlap(a, b):
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def _inside(box, lane):
    return (
        lane[0] <= box[0]
        and lane[1] <= box[1]
        and box[0] + box[2] <= lane[0] + lane[2]
        and box[1] + box[3] <= lane[1] + lane[3]
    )


def _touches(point, box):
    x, y = point
    return box[0] - 1 <= x <= box[0] + box[2] + 1 and box[1] - 1 <= y <= box[1] + box[3] + 1


def _cross(p, q):
    """Whether two straight pieces cross in their inner points; pieces that only touch or run together do not."""
    (a, b), (c, d) = p, q

    def side(u, v, w):
        return (v[0] - u[0]) * (w[1] - u[1]) - (v[1] - u[1]) * (w[0] - u[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def test_a_kind_made_by_copying_the_memo_and_changing_data_runs():
    files = kinds.read_folder(ROOT / "processes" / "memo")
    for name in ("kind.yaml", "process.bpmn", "sample.json"):
        text = files[name].decode()
        text = text.replace("kind: memo", "kind: library_memo").replace('"kind": "memo"', '"kind": "library_memo"')
        text = text.replace('<bpmn:process id="memo"', '<bpmn:process id="library_memo"').replace(
            'processRef="memo"', 'processRef="library_memo"'
        )
        files[name] = (
            text.replace("Служебная записка", "Записка в библиотеку").replace("code: memos", "code: library").encode()
        )
    files["kind.yaml"] = files["kind.yaml"].replace(
        b'head(answer("executor_unit")) or head(initiator.unit)', b'unit("library")'
    )

    kind = kinds.read(files, kinds.read_folder(ROOT / "forms"), SHAPES)

    assert kind.name == "library_memo"
    assert str(kind.journal) == "library"
    assert scenario.problems(kind) == ()


@pytest.mark.parametrize(
    "table", [OUTCOMES, STATES, PURPOSES, ACCESS, LEVELS], ids=["outcomes", "states", "purposes", "access", "levels"]
)
def test_the_houses_own_words_are_in_four_languages(table):
    assert all(set(texts) == set(LANGUAGES) and all(texts.values()) for texts in table.values())


def test_the_houses_words_cover_the_closed_lists():
    assert set(OUTCOMES) == set(CLOSED_OUTCOMES)
    assert set(STATES) >= set(STAGES)


def test_the_schema_for_editors_knows_the_keys_of_kind_yaml():
    schema = json.loads((ROOT / "processes" / "kind.schema.json").read_text())

    assert list(schema["properties"]) == list(KEYS)
