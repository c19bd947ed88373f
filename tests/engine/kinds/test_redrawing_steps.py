"""Approvers put into routes and taken out again: the route runs, the drawing is sound, everything else stays as it was."""

from pathlib import Path

import pytest

from engine import kinds, scenario
from engine.errors import Invalid, KindRefused, Refusal, WrongState
from engine.kinds import Kind
from engine.kinds.copying import BLANK
from engine.kinds.redrawing import PLACES, Approver, New, drop, insert, reseat, table
from engine.steps import VERBS
from engine.workflow import Term
from tests.engine.kinds.sound import crossed, unsound

ROOT = Path(__file__).parents[3]
FOLDERS = {name: ROOT / "processes" / name for name in ("memo", "order", "trip")} | {"blank": BLANK}
KINDS = {name: kinds.read_folder(folder) for name, folder in FOLDERS.items()}
SHARED = kinds.read_folder(ROOT / "forms")
SHAPES = {name: verb.shape for name, verb in VERBS.items()}
MEMO, ORDER = KINDS["memo"], KINDS["order"]
Files = dict[str, bytes]
Problems = set[tuple[str, str, str]]


def looked_at(files: Files) -> tuple[Kind | None, Problems]:
    """The kind if it can be read, and what is wrong with it."""
    try:
        kind = kinds.read(files, SHARED, SHAPES)
    except KindRefused as refused:
        return None, {(one.severity, one.element, one.template) for one in refused.problems}
    return kind, {(one.severity, one.element, one.template) for one in kind.warnings}


PEOPLE = [
    (kind, row.step.id) for kind, files in KINDS.items() for row in table(files).rows if row.step.type == "person"
]
LIGHT = {
    "approve_chair",
    "approve_lawyer",
    "sign_rector",
    "register",
    "paper_duplicate",
    "accept",
    "execute",
    "advance",
}
TRIED = [
    pytest.param(kind, step, marks=[] if step in LIGHT and (kind, step) != ("trip", "register") else pytest.mark.full)
    for kind, step in PEOPLE
]


@pytest.mark.parametrize(("kind", "step"), TRIED)
def test_an_approver_is_put_in_everywhere_and_taken_out_again(kind: str, step: str) -> None:
    files = KINDS[kind]
    before = looked_at(files)[1]
    lane = table(files).row(step).step.lane
    for place in PLACES:
        try:
            changed, id = insert(files, step, place, Approver(lane=lane))
        except WrongState:
            assert place == "beside" or step == "rework"
            continue

        there = {**files, **changed}
        assert unsound(there["process.bpmn"]) == []
        assert crossed(there["process.bpmn"]) <= crossed(files["process.bpmn"])
        assert looked_at(there)[1] <= before
        rows = [row.step.id for row in table(there).rows]
        assert place == "beside" or (rows.index(id) < rows.index(step)) == (place == "before")
        back = {**there, **drop(there, id)}
        assert unsound(back["process.bpmn"]) == []
        assert looked_at(back)[1] <= before
        assert [row.step for row in table(back).rows] == [row.step for row in table(files).rows]
        assert {name for name in files if back[name] != files[name]} == {"process.bpmn"}


STORY = """scenario: {title}
people: {{initiator: teacher, chair: chair, dean: dean, registrar: registrar, executor: facility, legal: lawyer}}
answers: {{subject: О замене проектора, text: Прошу заменить проектор., language: ru, executor_unit: facility}}
play:
  - {{by: chair, at: approve_chair, does: approve}}
{moves}
expect: {{state: {state}}}
"""
ON = """  - {by: lawyer, at: approve_legal, does: approve}
  - {by: dean, at: sign_dean, does: sign, answers: {control: false}}
  - {by: registrar, at: register, does: register}
  - {by: facility, at: execute, does: report, answers: {report: Заменён.}}"""


def played(files: Files, moves: str, state: str) -> list[str]:
    """What does not hold of that story."""
    title = "tests/new.yaml"
    kind, problems = looked_at({**files, title: STORY.format(title="new", moves=moves, state=state).encode()})
    assert kind is not None, problems
    story = next(one for one in scenario.report(kind).played if one.scenario.place == title)
    return [one.message for one in story.problems]


@pytest.fixture(scope="module")
def with_lawyer() -> Files:
    """The memo with a lawyer after the head of the chair; nobody of her kind was on the route."""
    names = {"kk": "Заңгер", "ru": "Юрист", "ky": "Юрист", "en": "Lawyer"}
    who = Approver(new=New('unit("legal")', names), names={"kk": "Заңдылығын тексеру", "ru": "Проверить законность"})
    changed, id = insert(MEMO, "approve_chair", "after", who)
    assert id == "approve_legal"
    return {**MEMO, **changed}


def test_people_nobody_stood_for_get_a_lane_with_a_rule(with_lawyer: Files) -> None:
    found = table(with_lawyer)

    assert found.lanes["legal"].rule == 'unit("legal")'
    assert found.lanes["legal"].names["kk"] == "Заңгер"
    assert found.called("approve_legal", "kk") == "Заңдылығын тексеру"
    assert unsound(with_lawyer["process.bpmn"]) == []
    assert crossed(with_lawyer["process.bpmn"]) == set()
    lacking = looked_at(with_lawyer)[1] - looked_at(MEMO)[1]
    assert {(one[0], one[1]) for one in lacking} == {("warning", "approve_legal")}  # its names in two languages
    assert b"approve_legal: skip" in with_lawyer["kind.yaml"]


def test_the_approver_decides_as_his_neighbour_does(with_lawyer: Files) -> None:
    assert played(with_lawyer, ON, "filed") == []
    assert played(with_lawyer, "  - {by: lawyer, at: approve_legal, does: reject}", "rejected") == []
    back = "  - {by: lawyer, at: approve_legal, does: return}\n  - {by: teacher, at: rework, does: submit}\n"
    again = back + "  - {by: chair, at: approve_chair, does: approve}\n" + ON
    assert played(with_lawyer, again, "filed") == []


def test_who_is_put_beside_is_asked_at_the_same_time_and_his_return_counts() -> None:
    changed, id = insert(ORDER, "approve_lawyer", "beside", Approver(lane="controller"))
    there = {**ORDER, **changed}

    kind, problems = looked_at(there)

    assert kind is not None, problems
    back = next(one for one in kind.diagram.flows if one.id == "any_returned").condition
    assert back.count(f'get(outcomes, "{id}", "") == "return"') == 1
    assert back.count(f'get(outcomes, "{id}", "") == "reject"') == 1
    assert unsound(there["process.bpmn"]) == []


def test_of_two_who_decide_together_the_other_decides_alone() -> None:
    there = {**ORDER, **drop(ORDER, "approve_lawyer")}

    kind, _problems = looked_at(there)

    assert kind is not None
    assert "both" not in kind.diagram.steps
    assert "met" not in kind.diagram.steps
    assert all("approve_lawyer" not in one.condition for one in kind.diagram.flows)
    assert b"approve_lawyer" not in there["kind.yaml"] + there["translations.yaml"]
    assert unsound(there["process.bpmn"]) == []


@pytest.mark.parametrize(("kind", "step"), TRIED)
def test_a_step_is_taken_out_or_the_reason_is_told(kind: str, step: str) -> None:
    files = KINDS[kind]
    try:
        there = {**files, **drop(files, step)}
    except WrongState as refused:
        assert refused.template.startswith("Expected ")
        return

    assert unsound(there["process.bpmn"]) == []
    assert step not in table(there).diagram.steps
    blank = {name: content for name, content in there.items() if not name.startswith("tests/")}
    assert not [one for one in looked_at(blank)[1] if one[0] == "error"]


@pytest.mark.parametrize(
    ("files", "step"), [(MEMO, "sign_dean"), (MEMO, "register"), (MEMO, "execute"), (KINDS["blank"], "approve_head")]
)
def test_a_step_the_kind_needs_stays(files: Files, step: str) -> None:
    with pytest.raises(WrongState):
        drop(files, step)


def test_a_step_moves_to_the_lane_of_whoever_does_it() -> None:
    there = {**MEMO, **reseat(MEMO, "approve_chair", "dean")}

    assert table(there).row("approve_chair").step.lane == "dean"
    assert unsound(there["process.bpmn"]) == []
    assert looked_at(there)[1] <= looked_at(MEMO)[1]
    back = {**there, **reseat(there, "approve_chair", "chair")}
    assert [row.step for row in table(back).rows] == [row.step for row in table(MEMO).rows]
    assert unsound(back["process.bpmn"]) == []


@pytest.mark.parametrize(
    ("who", "field"),
    [
        (Approver(lane="nobody"), "lane"),
        (Approver(new=New("rm -rf", {"ru": "Х"})), "rule"),
        (Approver(new=New("", {"ru": "Х"})), "rule"),
        (Approver(new=New('unit("legal")')), "lane_name"),
        (Approver(lane="dean", level="loud"), "level"),
        (Approver(lane="dean", form="a\x01b"), "form"),
        (Approver(lane="dean", term=Term(0, "day")), "amount"),
        (Approver(lane="dean", names={"ru": "x" * 201}), "name_ru"),
    ],
)
def test_an_approver_nobody_can_be_is_refused_by_field(who: Approver, field: str) -> None:
    with pytest.raises(Invalid) as found:
        insert(MEMO, "approve_chair", "before", who)

    assert found.value.problems[0].field == field


@pytest.mark.parametrize(
    "step", ["start", "filed", "approved_chair", "nowhere", "order_registered", "remind", "extend"]
)
def test_a_place_where_nobody_can_be_put_is_refused_with_a_sentence(step: str) -> None:
    for place in (*PLACES, "above"):
        if (step, place) != ("order_registered", "after"):
            with pytest.raises(Refusal, match=r"^Expected "):
                insert(KINDS["trip"], step, place, Approver(lane="hr"))


def test_a_route_that_is_not_drawn_is_changed_all_the_same() -> None:
    drawn, _, _picture = MEMO["process.bpmn"].partition(b"  <bpmndi:BPMNDiagram")
    files = {**MEMO, "process.bpmn": drawn + b"</bpmn:definitions>\n"}

    changed, id = insert(files, "sign_dean", "before", Approver(lane="chair"))

    assert table({**files, **changed}).row(id).step.lane == "chair"
    assert b"BPMNShape" not in changed["process.bpmn"]


@pytest.mark.parametrize("place", ["before", "after"])
def test_of_two_in_one_way_the_second_is_not_asked_when_the_first_says_no(place: str) -> None:
    changed, id = insert(ORDER, "approve_lawyer", place, Approver(lane="lawyer"))
    first, second = (id, "approve_lawyer") if place == "before" else ("approve_lawyer", id)
    story = ORDER["tests/rejected.yaml"].decode().replace("at: approve_lawyer", f"at: {first}")
    both = story.replace(
        f"at: {first}, does: reject", f"at: {first}, does: approve}}\n  - {{by: lawyer, at: {second}, does: reject"
    )

    there = {**ORDER, **changed, "tests/one.yaml": story.encode(), "tests/both.yaml": both.encode()}

    kind, problems = looked_at(there)
    assert kind is not None, problems
    stories = {one.scenario.place: one.problems for one in scenario.report(kind).played}
    assert stories["tests/one.yaml"] == stories["tests/both.yaml"] == ()
