"""Running documents follow a new version of their route, or say why not; and come back as they stood."""

from typing import Any

import pytest
from sqlalchemy import select

from engine.acts import handing, moving
from engine.acts.moving import Line, Looked
from engine.catalogue.queries import version
from engine.documents.commands import keep_draft
from engine.documents.models import Document, Draft
from engine.errors import Invalid, NotAllowed, NotFound, WrongState
from engine.instances.models import Candidate, Instance, Task, Waiting
from engine.instances.moving import entries
from engine.office import OFFICE
from tests.engine.instances.moving_cases import CASES, Case, at_execution, at_first, at_second
from tests.offices import House, Paper
from tests.routes import LETTER, publishes


@pytest.fixture
def house(quick_house: House) -> House:
    publishes(quick_house, LETTER)
    return quick_house


def _waits(paper: Paper) -> tuple[str, ...]:
    return tuple(sorted({one.step for one in paper.view().tasks if one.state in ("open", "held")}))


def _looks(house: House, to: int) -> list[Looked]:
    with house.office.look(house.actor("owner")) as work:
        return moving.look(work, "letter", to)[0]


def _moves(house: House, to: int, *papers: Paper) -> int:
    with house.office.work(house.actor("owner")) as work:
        move = moving.order(work, "letter", to, [one.id for one in papers] or None, "Жаңа тәртіп").id
    house.settle()
    return move


def _lines(house: House, move: int) -> list[Line]:
    with house.office.look(house.actor("owner")) as work:
        return moving.lines(work, "letter", move)[0]


def _undoes(house: House, move: int, paper: Paper) -> None:
    with house.office.work(house.actor("owner")) as work:
        moving.undo(work, "letter", move, paper.id)
    house.settle()


def _stands(house: House, paper: Paper) -> dict[str, Any]:
    """Everything that makes up where a document stands, but those rows that were taken back."""
    with house.office.look(OFFICE) as work:
        tasks = select(Task).where(Task.document_id == paper.id, ~Task.token.contains("~")).order_by(Task.id)
        rows = [*work.session.scalars(tasks)]
        ids = [one.id for one in rows]
        places = select(Candidate).where(Candidate.task_id.in_(ids)).order_by(Candidate.task_id, Candidate.person_id)
        rows += [*work.session.scalars(places)]
        rows += [*work.session.scalars(select(Waiting).where(Waiting.document_id == paper.id).order_by(Waiting.token))]
        rows += [work.get(Instance, paper.id), work.get(Document, paper.id)]
        written = [{one.key: getattr(row, one.key) for one in row.__table__.columns} for row in rows]
        return {"rows": written, "log": entries(work, paper.id)}


def _replayed(house: House, paper: Paper) -> tuple[bytes, bytes]:
    with house.office.look(OFFICE) as work:
        instance = work.get(Instance, paper.id)
        spec = version(work, instance.version_id).spec
        return instance.state, work.tools.machine.replay(spec, entries(work, paper.id)).state


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_document_follows_as_a_person_would_expect_and_comes_back_as_it_stood(quick_house: House, case: Case) -> None:
    house = quick_house
    publishes(house, case.base)
    paper = case.way(house)
    to = publishes(house, case.to)
    before = _stands(house, paper)

    [looked] = _looks(house, to)
    assert _stands(house, paper) == before
    move = _moves(house, to)
    [line] = _lines(house, move)

    if case.refused:
        assert looked.plan.reason and line.reason and (looked.plan.outcome, line.state) == ("cannot", "refused")
        assert case.refused in line.reason.template.format(**_said(line.reason.facts))
        assert _stands(house, paper) == before and house.broken() == []
        return
    assert (looked.plan.outcome, line.state, _waits(paper)) == (case.outcome, "moved", case.waits)
    assert house.broken() == []
    state, fresh = _replayed(house, paper)
    assert state == fresh

    _undoes(house, move, paper)
    assert _stands(house, paper) == before
    assert house.broken() == []

    _moves(house, to)
    assert _waits(paper) == case.waits
    assert house.broken() == []


def _said(facts: Any) -> dict[str, Any]:
    return {
        name: (one.get("en") or next(iter(one.values()))) if isinstance(one, dict) else one
        for name, one in facts.items()
    }


def test_who_had_taken_typed_or_been_handed_a_task_keeps_it(house: House) -> None:
    paper = at_execution(house, acquaint=[])
    [task] = house.as_("facility").tasks()
    with house.office.work(house.actor("facility")) as work:
        keep_draft(work, f"task:{task.id}", {"report": "Жартысы дайын"})
    house.goes_on(hours=30)
    [before] = house.as_("facility").tasks()

    _moves(house, publishes(house, LETTER.change("execute", days=9).insert("more", "file_away")))

    [after] = house.as_("facility").tasks()
    assert (after.id, after.due, after.opened) == (before.id, before.due, before.opened)
    with house.office.look(house.actor("facility")) as work:
        assert work.session.scalars(select(Draft.answers)).all() == [{"report": "Жартысы дайын"}]
    house.as_("facility").completes("report", report="Дайын")
    assert _waits(paper) == ("more",)


def test_a_task_goes_to_whom_the_new_version_says_but_one_handed_over_stays_with_him(house: House) -> None:
    paper, handed = at_second(house), at_second(house)
    [task] = [one for one in house.as_("finance").tasks() if one.document == handed.id]
    with house.office.work(house.actor("finance")) as work:
        handing.delegate(work, task.id, "accountant", "Қараңыз")

    _moves(house, publishes(house, LETTER.who("finance", 'head(unit("hr"))')))

    assert [one.document for one in house.as_("hr").tasks()] == [paper.id]
    assert [one.document for one in house.as_("accountant").tasks()] == [handed.id]
    assert house.as_("finance").tasks() == [] and house.broken() == []


def test_a_task_that_was_taken_back_says_why_also_when_its_step_is_no_longer_drawn(house: House) -> None:
    at_second(house)
    [task] = house.as_("finance").tasks()

    _moves(house, publishes(house, LETTER.redraw("second", "money").change("money", name="Ақша")))

    seen = house.as_("finance").sees(task)
    assert (seen.task.state, seen.task.comment, seen.step_name) == ("withdrawn", "Жаңа тәртіп", "second")
    assert seen.task.why["template"] == "The route of the document was changed: {reason}" and seen.outcomes == ()


def test_nothing_is_undone_behind_the_next_act(house: House) -> None:
    paper = at_second(house)
    move = _moves(house, publishes(house, LETTER.insert("third", "second")))
    house.as_("hr").completes("approve")

    assert [one.undoable for one in _lines(house, move)] == [False]
    with pytest.raises(WrongState, match="somebody has"):
        _undoes(house, move, paper)


def test_many_follow_in_the_background_each_for_itself_and_all_go_back(house: House) -> None:
    papers = [at_first(house) for _ in range(3)]
    house.as_("lawyer").completes("approve")
    to = publishes(house, LETTER.insert("third", "second").insert("early", "first"))

    move = _moves(house, to)

    with house.office.look(house.actor("owner")) as work:
        [told] = moving.progress(work, "letter", move)
        assert (told.total, told.left, dict(told.counts)) == (3, 0, {"moved": 2, "refused": 1})
        assert [(one.number, one.count, one.current) for one in moving.by_version(work, "letter")] == [
            (2, 2, True),
            (1, 1, False),
        ]
    assert sorted(_waits(one) for one in papers) == [("early",), ("early",), ("second",)]

    with house.office.work(house.actor("owner")) as work:
        assert moving.undo(work, "letter", move) == 2
    house.settle()

    assert sorted(_waits(one) for one in papers) == [("first",), ("first",), ("second",)]
    assert house.broken() == []


def test_only_a_process_owner_moves_and_says_why(house: House) -> None:
    at_first(house)
    to = publishes(house, LETTER.insert("third", "second"))

    for login in ("teacher", "registrar", "rector"):
        with pytest.raises(NotAllowed), house.office.work(house.actor(login)) as work:
            moving.order(work, "letter", to, None, "R")
        with pytest.raises(NotAllowed), house.office.look(house.actor(login)) as work:
            moving.look(work, "letter", to)
    for reason in ("", " ", "x" * 501, "a\0b"):
        with pytest.raises(Invalid), house.office.work(house.actor("owner")) as work:
            moving.order(work, "letter", to, None, reason)
    with pytest.raises(NotFound), house.office.work(house.actor("owner")) as work:
        moving.order(work, "letter", 99, None, "R")
    with pytest.raises(Invalid), house.office.work(house.actor("owner")) as work:
        moving.order(work, "letter", to, ["nothing"], "R")
