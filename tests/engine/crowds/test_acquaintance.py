"""Thousands acquainted from one order: the rows are made in the background, and nothing else grows with them."""

from time import perf_counter

import pytest
from sqlalchemy import func, select

from engine.acts import views
from engine.acts.complete import Press
from engine.errors import Invalid
from engine.instances.models import Instance, Task, Waiting
from engine.instances.queries import LISTED, ListCard, of_documents
from engine.notices.models import Notice
from engine.office import OFFICE, running
from engine.sheets import making, queries
from tests.engine.crowds.people import counted, crowd_of
from tests.engine.walks.memory import press_cheaply
from tests.offices import House, Paper

ORDER = {
    "subtype": "core",
    "title_kk": "Тақырып туралы",
    "title_ru": "О теме",
    "text_kk": "БҰЙЫРАМЫН:\n1. Танысыңыздар.",
    "text_ru": "ПРИКАЗЫВАЮ:\n1. Ознакомиться.",
    "executors": [],
}
FEW = 10


def _does(house: House, login: str, outcome: str, *, paper: Paper, **answers: object) -> None:
    """Presses the button of the person's task on that document; his password is not asked for."""
    task = next(one for one in house.as_(login).tasks() if one.document == paper.id)
    frozen = house.as_(login).sees(task).document.rendition
    pressed = Press(outcome, dict(answers), "", "", frozen.sha256 if frozen else "")
    press_cheaply(house.office, house.actor(login), task.id, pressed)


def _approved(house: House, *acquaint: str, settle: bool = True) -> Paper:
    paper = house.as_("hr").writes("order", **ORDER, acquaint=list(acquaint))
    for login, outcome in (
        ("lawyer", "approve"),
        ("finance", "approve"),
        ("rector", "sign"),
        ("registrar", "register"),
    ):
        _does(house, login, outcome, paper=paper)
        if settle or login != "registrar":
            house.settle()
    return paper


def _list(house: House, paper: Paper) -> ListCard | None:
    return next(iter(paper.view("hr").lists), None)


def _state(house: House, paper: Paper) -> bytes:
    with house.office.look(OFFICE) as work:
        return work.get(Instance, paper.id).state


def _count(house: House, query: object) -> int:
    with house.office.look(OFFICE) as work:
        return work.session.scalar(query) or 0  # type: ignore[call-overload, no-any-return]


def _rows(paper: Paper):
    return select(func.count()).where(Task.document_id == paper.id, Task.step == "acknowledge")


def _notices(paper: Paper):
    return select(func.count()).where(Notice.document_id == paper.id, Notice.act == "task.opened")


def _page(house: House, paper: Paper, login: str) -> int:
    return counted(house, lambda: paper.view(login))


@pytest.mark.parametrize("count", [300, pytest.param(4000, marks=[pytest.mark.full, pytest.mark.timeout(3600)])])
def test_a_crowd_is_acquainted_from_one_order(quick_houses: House, count: int) -> None:
    house = quick_houses
    crowd_of(house, "few", FEW)
    crowd_of(house, "all", count)
    small = _approved(house, "few")
    small_statements = _page(house, small, "hr")
    before = _count(house, select(func.count()).select_from(Notice))

    started = perf_counter()
    large = _approved(house, "all")
    took = perf_counter() - started

    assert _count(house, _rows(large)) == count
    assert _count(house, select(func.count()).select_from(Notice)) - before >= count
    assert len(_state(house, large)) == len(_state(house, small))
    shown = _list(house, large)
    assert shown is not None
    assert (shown.all, shown.made, shown.open, shown.done) == (count, count, count, 0)
    assert len([one for one in large.view("hr").tasks if one.item]) == LISTED
    assert _page(house, large, "hr") == small_statements

    pressing = counted(house, lambda: _does(house, "all7", "acknowledge", paper=large))
    assert pressing == counted(house, lambda: _does(house, "few7", "acknowledge", paper=small))
    assert house.broken() == []
    print(f"{count} people: {took:.1f} s, {took / count * 1000:.1f} s for 1,000 rows")


def test_while_the_rows_are_made_the_page_says_how_far_it_is(quick_house: House) -> None:
    house = quick_house
    crowd_of(house, "all", 300)
    paper = _approved(house, "all", settle=False)
    steps = 0
    while not _count(house, _rows(paper)) and steps < 50:
        running.run_one(house.office, "test")
        steps += 1

    shown = _list(house, paper)

    assert shown is not None
    assert (shown.all, shown.made) == (300, 250)
    assert house.broken() == []
    house.settle()
    assert _count(house, select(func.count()).select_from(Waiting).where(Waiting.type == "rows")) == 0
    assert _count(house, _rows(paper)) == 300


def test_the_rest_of_a_long_list_is_paged(quick_house: House) -> None:
    house = quick_house
    crowd_of(house, "all", 120)
    paper = _approved(house, "all")

    seen, cursor = [], ""
    while True:
        with house.office.look(house.actor("hr")) as work:
            some, after = of_documents(work, document=paper.id, cursor=cursor, limit=50)
        seen += [one.item for one in some if one.item]
        if after is None:
            break
        cursor = after

    assert len(seen) == len(set(seen)) == 120


def test_everybody_sees_his_own_row_of_a_long_list(quick_house: House) -> None:
    house = quick_house
    logins = crowd_of(house, "all", 120)
    paper = _approved(house, "all")

    for login in logins[::17]:
        assert [one.item for one in paper.view(login).tasks if one.mine] == [login]
        with house.office.look(house.actor(login)) as work:
            assert views.task_view(work, house.as_(login).tasks()[0].id).task.item == login


@pytest.mark.parametrize("count", [300, pytest.param(4000, marks=[pytest.mark.full, pytest.mark.timeout(3600)])])
def test_the_familiarisation_sheet_of_a_crowd_is_made(quick_house: House, count: int) -> None:
    house = quick_house
    crowd_of(house, "all", count)
    paper = _approved(house, "all")

    with house.office.look(OFFICE) as work:
        gathered = making.gather(work, {"document": paper.id, "type": "familiarisation", "language": "kk"})
    assert gathered is not None
    started = perf_counter()
    made = making.made(house.office.tools, gathered)
    took = perf_counter() - started

    assert gathered.rows == count
    assert made.pages > count / 60
    assert house.office.tools.files.get(made.sha256).startswith(b"%PDF")
    with house.office.work(OFFICE) as work:
        making.keep(work, gathered, made)
    with house.office.look(OFFICE) as work:
        assert queries.newest(work, paper.id)["familiarisation"].sha256 == made.sha256
    print(f"{count} rows: a sheet of {made.pages} pages in {took:.1f} s")


def test_ten_thousand_names_with_doubles_are_taken_and_the_unknown_ones_told_together(quick_house: House) -> None:
    house = quick_house
    logins = crowd_of(house, "all", 400)
    many = (logins * 25)[:10_000]

    paper = house.as_("hr").writes("order", **ORDER, acquaint=many)

    assert paper.view("hr").document.answers["acquaint"] == logins
    with pytest.raises(Invalid) as too_many:
        house.as_("hr").writes("order", **ORDER, acquaint=[*many, "dean"])
    assert [(one.field, one.facts["count"]) for one in too_many.value.problems] == [("acquaint", 10_001)]
    with pytest.raises(Invalid) as unknown:
        house.as_("hr").writes("order", **ORDER, acquaint=[*logins, "nobody", "noone", "dean"])
    [problem] = unknown.value.problems
    assert (problem.facts["count"], problem.facts["values"]) == (2, "nobody, noone")
    checked = counted(house, lambda: house.as_("hr").writes("order", sends=False, **ORDER, acquaint=many))
    assert checked < 150


def test_an_order_for_a_crowd_goes_on_when_the_last_has_read_it(quick_house: House) -> None:
    house = quick_house
    logins = crowd_of(house, "all", 60)
    paper = _approved(house, "all")
    _does(house, "registrar", "print_done", paper=paper, place="104-кабинет")

    for login in logins[:-1]:
        _does(house, login, "acknowledge", paper=paper)
    assert paper.view("hr").document.state == "on_execution"
    _does(house, logins[-1], "acknowledge", paper=paper)
    house.settle()

    assert paper.view("hr").document.state == "filed"
    assert house.broken() == []
