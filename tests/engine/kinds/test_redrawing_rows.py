"""The route as a table: nothing of the diagram is missing in it, and a changed row changes nothing else."""

import re
from pathlib import Path
from typing import Any

import pytest

from engine import kinds
from engine.errors import Invalid, KindRefused, NotFound, Refusal
from engine.kinds.copying import BLANK
from engine.kinds.redrawing import Change, change, offered, table
from engine.kinds.redrawing.drawing import Drawing
from engine.workflow import Outcome, Term, read

ROOT = Path(__file__).parents[3]
FOLDERS = {name: ROOT / "processes" / name for name in ("memo", "order", "trip")} | {"blank": BLANK}
KINDS = {name: kinds.read_folder(folder) for name, folder in FOLDERS.items()}
MEMO = KINDS["memo"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_diagram_is_missing_in_the_table(kind: str) -> None:
    files = KINDS[kind]
    drawn = read(files["process.bpmn"]).diagram
    assert drawn is not None

    found = table(files)

    assert sorted(row.step.id for row in found.rows) == sorted(drawn.steps)
    assert sorted(way.flow for row in found.rows for way in row.ways) == sorted(one.id for one in drawn.flows)
    assert set(found.lanes) == set(drawn.lanes)
    assert all(found.lanes[row.step.lane].rule for row in found.rows if row.step.type == "person")
    assert all(one.leads for row in found.rows for one in row.buttons)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_stand_in_the_order_of_the_walk(kind: str) -> None:
    found = table(KINDS[kind])
    order = [row.step.id for row in found.rows]

    assert order[0] == "start"
    main = [one for one in ("freeze", "register", "assign_number", "close", "file_away", "filed") if one in order]
    assert sorted(main, key=order.index) == main


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_only_opened_stays_byte_for_byte(kind: str) -> None:
    content = KINDS[kind]["process.bpmn"]

    assert Drawing(content).content() == content


def changed(files: dict[str, bytes], step: str, **wanted: Any) -> dict[str, bytes]:
    return {**files, **change(files, step, Change(**wanted))}


def lines_of(before: bytes, after: bytes) -> set[str]:
    return set(after.decode().splitlines()) - set(before.decode().splitlines())


def test_a_row_is_changed_and_every_other_line_stays() -> None:
    buttons = (Outcome("approve", "optional"), Outcome("return", "required", True))
    names = {"kk": "Қарау", "ru": "Рассмотреть", "en": "Look into"}

    after = changed(MEMO, "approve_chair", names=names, form="resolution", term=Term(3, "day", remind=False),
                    level="simple", buttons=buttons)  # fmt: skip

    step = table(after).row("approve_chair")
    assert (step.step.form, step.step.level, step.step.term) == ("resolution", "simple", Term(3, "day", remind=False))
    assert step.step.outcomes == buttons
    assert step.names == {**names, "ky": "Катты макулдашуу"}
    assert len(lines_of(MEMO["process.bpmn"], after["process.bpmn"])) == 5
    assert len(lines_of(MEMO["translations.yaml"], after["translations.yaml"])) == 1


def test_comments_and_settings_of_other_tools_stay_where_they_are() -> None:
    space = b'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    term = b'<bagyt:term amount="1" unit="workday" />'
    task = b'<bpmn:userTask id="approve_chair"'
    theirs = b'<!-- ours -->\n        <camunda:list %s><camunda:one  name="x" /></camunda:list>\n        ' % space
    drawn = MEMO["process.bpmn"].replace(task, task + b" %s camunda:assignee='me'" % space)
    drawn = drawn.replace(term, theirs + term, 1)

    after = changed({**MEMO, "process.bpmn": drawn}, "approve_chair", term=Term(7, "workday"))

    assert after["process.bpmn"] == drawn.replace(term, b'<bagyt:term amount="7" unit="workday"/>', 1)


def test_a_term_is_taken_away_and_put_back() -> None:
    without = changed(MEMO, "register", term=Term())
    assert table(without).row("register").step.term is None

    back = changed(without, "register", term=Term(0, "", "due"))

    assert table(back).row("register").step.term == Term(0, "", "due")


def test_only_buttons_that_a_way_knows_are_offered() -> None:
    found = table(MEMO)

    assert offered(found.diagram, found.row("approve_chair").step) == (
        "approve",
        "approve_with_remark",
        "return",
        "reject",
    )
    assert offered(found.diagram, found.row("execute").step) == ("report",)
    assert "reject" not in offered(found.diagram, found.row("sign_dean").step)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"term": Term(0, "workday")}, "amount"),
        ({"term": Term(20_000, "day")}, "amount"),
        ({"term": Term(-1, "day")}, "amount"),
        ({"term": Term(1, "moon")}, "unit"),
        ({"term": Term(0, "", "a b")}, "answer"),
        ({"level": "loud"}, "level"),
        ({"form": "../x"}, "form"),
        ({"buttons": ()}, "buttons"),
        ({"buttons": (Outcome("pay"),)}, "buttons"),
        ({"buttons": (Outcome("approve"), Outcome("approve"))}, "buttons"),
        ({"buttons": (Outcome("approve", "loud"),)}, "buttons"),
        ({"names": {"ru": "x" * 300}}, "name_ru"),
        ({"names": {"kk": "a\u202eb"}}, "name_kk"),
    ],
)
def test_what_no_diagram_can_hold_is_refused_by_field(wanted: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as found:
        change(MEMO, "approve_chair", Change(**wanted))

    assert found.value.problems[0].field == field


def test_what_is_no_persons_step_has_a_name_alone() -> None:
    after = changed(MEMO, "verify", names={"ru": "Проверить"})

    assert table(after).called("verify", "ru") == "Проверить"
    with pytest.raises(Invalid):
        change(MEMO, "verify", Change(level="simple"))
    with pytest.raises(NotFound):
        change(MEMO, "nowhere", Change(level="simple"))


def test_a_route_that_cannot_be_read_is_refused_and_odd_settings_are_not() -> None:
    with pytest.raises(KindRefused):
        table({"process.bpmn": b"<a"})
    with pytest.raises(KindRefused):
        table({})
    found = table({"process.bpmn": MEMO["process.bpmn"], "kind.yaml": b"people: [", "translations.yaml": b"- x"})
    assert found.lanes["chair"].rule == ""


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "data" / "miwg").rglob("*.bpmn")), ids=lambda one: one.name)
def test_diagrams_of_other_tools_have_their_table_or_a_refusal(path: Path) -> None:
    files = {"process.bpmn": path.read_bytes()}
    try:
        found = table(files)
    except Refusal:
        return

    assert found.rows
    for row in found.rows:
        if row.step.type == "person":
            offered(found.diagram, row.step)
    named = next((row for row in found.rows if re.search(f'id="{row.step.id}"', files["process.bpmn"].decode())), None)
    if named is not None:
        after = {**files, **change(files, named.step.id, Change(names={"ru": "Другое"}))}
        assert table(after).called(named.step.id, "ru") == "Другое"
