"""Case, retention and paper duplicate of a registered document; the nomenclature people edit together."""

import threading
from time import sleep

import pytest
from sqlalchemy import select

from engine.acts import end
from engine.audit import records
from engine.documents.models import Document
from engine.errors import Invalid, NotAllowed, Stale, WrongState
from engine.registration import cases, keeping
from engine.registration.commands import change_card, take_number
from engine.registration.keeping import Kept
from engine.registration.models import Journal, Registration
from tests.engine.crowd import crowd
from tests.offices import House, Paper

TITLES = {"kk": "Бұйрықтар", "ru": "Приказы", "ky": "Буйруктар", "en": "Orders"}


def _kept(house: House, paper: Paper) -> Kept:
    with house.office.look(house.actor("records")) as work:
        found = keeping.kept(work, paper.id)
    assert found is not None
    return found


def _refiles(house: House, login: str, paper: Paper, case: str, years: str, reason: str, seen: str = "05-07/5") -> None:
    with house.office.work(house.actor(login)) as work:
        keeping.refile(work, paper.id, case=case, kept_for=years, reason=reason, seen=seen)


def test_after_sealing_the_records_administrator_refiles_with_a_reason_and_number_and_file_stay(
    quick_houses: House,
) -> None:
    house = quick_houses
    paper = house.registers_a_memo()
    number, file = paper.number, paper.view().rendition

    with pytest.raises(NotAllowed):
        _refiles(house, "registrar", paper, "05-07", "75", "Тізбе бойынша")
    with pytest.raises(Invalid):
        _refiles(house, "records", paper, "05-07", "75", " ")
    with pytest.raises(Invalid):
        _refiles(house, "records", paper, "99-99", "75", "Тізбе бойынша")
    with pytest.raises(Stale):
        _refiles(house, "records", paper, "05-07", "75", "Тізбе бойынша", seen="05-07/3")
    _refiles(house, "records", paper, "05-07", "75", "Тізбе бойынша")

    assert _kept(house, paper).retention_years == 75
    assert (paper.number, paper.view().rendition) == (number, file)
    assert house.broken() == []


@pytest.mark.parametrize(
    ("years", "paper"), [("5", ""), ("10", ""), ("11", "due"), ("75", "due"), ("permanent", "due")]
)
def test_over_ten_years_a_paper_duplicate_is_due_exactly_ten_not(quick_house: House, years: str, paper: str) -> None:
    memo = quick_house.registers_a_memo()

    _refiles(quick_house, "records", memo, "05-07", years, "Тізбе бойынша")

    assert _kept(quick_house, memo).paper == paper


@pytest.mark.parametrize("years", ["0", "101", "-5", "десять", "", "5.5", "²", "9" * 50])
def test_a_retention_nobody_can_keep_is_refused(quick_house: House, years: str) -> None:
    memo = quick_house.registers_a_memo()

    with pytest.raises(Invalid):
        _refiles(quick_house, "records", memo, "05-07", years, "Тізбе бойынша")


def test_where_the_paper_lies_is_noted_found_and_listed(quick_houses: House) -> None:
    house = quick_houses
    memo = house.registers_a_memo()
    _refiles(house, "records", memo, "05-07", "permanent", "Тізбе бойынша")

    with house.office.look(house.actor("registrar")) as work:
        [due] = keeping.papers(work, done=False)
    with house.office.work(house.actor("registrar")) as work:
        keeping.lay_paper(work, memo.id, "3-сөре,  12-папка")
    with house.office.look(house.actor("archivist")) as work:
        left = keeping.papers(work, done=False)
        found = keeping.papers(work, done=True, text="12-ПАПКА")
        others = keeping.papers(work, done=True, text="жоқ")

    assert due.number == memo.number
    assert (left, others) == ([], [])
    assert found[0].place == "3-сөре, 12-папка"
    with pytest.raises(NotAllowed), house.office.work(house.actor("teacher")) as work:
        keeping.lay_paper(work, memo.id, "менде")
    with pytest.raises(NotAllowed), house.office.look(house.actor("teacher")) as work:
        keeping.papers(work, done=True)


def test_an_annulled_document_is_not_refiled(quick_house: House) -> None:
    memo = quick_house.registers_a_memo()
    with quick_house.office.work(quick_house.actor("registrar")) as work:
        end.annul(work, memo.id, "Қате тіркелді")

    with pytest.raises(WrongState):
        _refiles(quick_house, "records", memo, "05-07", "5", "Тізбе бойынша")


def test_two_who_edit_one_case_do_not_undo_each_other(quick_houses: House) -> None:
    house = quick_houses
    records = house.actor("records")
    with house.office.work(records) as work:
        cases.open_case(work, "01-15", TITLES, "75")

    with house.office.work(records) as work:
        cases.change_case(work, "01-15", TITLES, "permanent", version=1)
    with pytest.raises(Stale), house.office.work(records) as work:
        cases.change_case(work, "01-15", TITLES | {"ru": "Другое"}, "5", version=1)

    with house.office.look(records) as work:
        assert cases.case(work, "01-15").retention_years is None
    with pytest.raises(NotAllowed), house.office.work(house.actor("registrar")) as work:
        cases.change_case(work, "01-15", TITLES, "5", version=2)


@pytest.mark.parametrize(
    ("index", "title", "kept", "fields"),
    [
        ("", TITLES, "5", {"index"}),
        ("05-07", TITLES, "5", {"index"}),
        ("a b", TITLES, "5", {"index"}),
        ("1" * 30, TITLES, "5", {"index"}),
        ("02-01", {"kk": "Бұйрықтар"}, "5", {"title_ru"}),
        ("02-01", TITLES | {"en": "x" * 301}, "0", {"title_en", "retention_years"}),
        ("02-01", TITLES | {"kk": "a\0b"}, "5", {"title_kk"}),
    ],
)
def test_all_that_is_wrong_with_a_new_case_is_said_at_once(
    quick_house: House, index: str, title: dict[str, str], kept: str, fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused, quick_house.office.work(quick_house.actor("records")) as work:
        cases.open_case(work, index, title, kept)

    assert {one.field for one in refused.value.problems} == fields


def test_what_was_refiled_before_the_sealing_stays_when_the_card_is_filled_otherwise(quick_house: House) -> None:
    house = quick_house
    paper = house.as_("teacher").writes()
    with house.office.work(house.actor("registrar")) as work:
        document = work.get(Document, paper.id)
        card = {"case": "05-07", "retention_years": 5}
        registrar = work.actor.person
        journal = work.session.scalars(select(Journal.code).order_by(Journal.code).limit(1)).one()
        number = take_number(work, document, journal=journal, card=card, registrar=registrar).number
    _refiles(house, "registrar", paper, "01-04", "75", "Басқа іс")

    with house.office.work(house.actor("registrar")) as work:
        row = work.session.scalars(select(Registration).where(Registration.document_id == paper.id)).one()
        change_card(work, row, {**card, "executors": ["facility"]})
    kept = _kept(house, paper)

    assert (kept.number, kept.case, kept.retention_years) == (number, "01-04", 75)
    with house.office.work(house.actor("registrar")) as work:
        row = work.session.scalars(select(Registration).where(Registration.document_id == paper.id)).one()
        change_card(work, row, {**card, "retention_years": 10, "executors": []})
    assert (_kept(house, paper).case, _kept(house, paper).retention_years) == ("05-07", 10)


@pytest.mark.parametrize(("years", "listed"), [("10", False), ("11", True), ("permanent", True)])
def test_the_list_of_paper_duplicates_that_are_due_begins_beyond_ten_years(
    quick_house: House, years: str, listed: bool
) -> None:
    memo = quick_house.registers_a_memo()

    _refiles(quick_house, "records", memo, "05-07", years, "Тізбе бойынша")

    with quick_house.office.look(quick_house.actor("registrar")) as work:
        assert [one.document for one in keeping.papers(work, done=False)] == [memo.id] * listed


def test_a_place_said_by_the_task_and_by_the_page_at_one_moment_is_kept_in_turn(quick_houses: House) -> None:
    house = quick_houses
    memo = house.registers_a_memo()
    gone, registrar = threading.Event(), house.actor("registrar")

    def by_page() -> None:
        with house.office.work(registrar) as work:
            keeping.lay_paper(work, memo.id, "1-сөре")
            work.session.flush()
            gone.set()
            sleep(0.5)  # the other waits for the lock by now

    def by_task() -> None:
        gone.wait(30)
        with house.office.work(registrar) as work:
            keeping.paper_made(work, memo.id, "2-сөре")

    came = crowd([by_page, by_task])

    assert came == [None, None]
    with house.office.look(registrar) as work:
        laid = [one for one in records(work.session, f"document:{memo.id}") if one.act == "paper.laid"]
    assert [(one.before, one.after) for one in laid] == [
        (None, {"place": "1-сөре"}),
        ({"place": "1-сөре"}, {"place": "2-сөре"}),
    ]
