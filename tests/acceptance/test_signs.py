"""The signs of a correct implementation (domain 6.10), each by its number, on the shipped kinds."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from engine.accounts.commands import make_token
from engine.acts import end
from engine.acts.complete import Press
from engine.calendar.commands import set_day
from engine.documents.models import Document
from engine.errors import AccountLocked, Invalid, Unavailable, WrongState
from engine.instances.models import Task
from engine.instances.queries import TaskCard
from engine.office import OFFICE, access, looking, papers, press
from engine.people.commands import appoint, hire, substitute
from engine.people.queries import person, today
from engine.registration import queries as journals
from engine.registration.commands import open_journal, take_number
from engine.signing.commands import keep_credential
from tests.engine.crowd import crowd
from tests.engine.registration.test_numbers import documents
from tests.engine.walks.memory import press_cheaply
from tests.journeys.test_order import SAMPLE, does, issued
from tests.journeys.travel import ZONE, travels
from tests.journeys.travel import today as local_today
from tests.offices import House, Paper
from tests.validators import pdftotext
from webui.serving import application

ORDER = "Бұйрық № 77 ЖҚ, 20.11.2026"


def _pdf(house: House, paper: Paper, login: str = "teacher") -> str:
    frozen = paper.view(login).rendition
    assert frozen is not None
    return " ".join(pdftotext(house.office.tools.files.get(frozen.latest)).split())


def _of(house: House, login: str, paper: Paper) -> TaskCard:
    return next(one for one in house.as_(login).tasks() if one.document == paper.id)


def test_sign_01_a_memo_passes_with_four_people_and_its_file_shows_two_signatures_in_order(small_house: House) -> None:
    house = small_house

    paper = house.registers_a_memo(level="certificate")
    house.as_("facility").completes("report", report="Ауыстырылды")
    house.as_("dean").completes("accept")

    assert paper.state == "filed"
    decided = [one.done_by.login for one in paper.view().tasks[:3] if one.done_by]
    assert ["teacher", *decided] == ["teacher", "chair", "dean", "registrar"]
    verdict = looking.document_verdict(house.office, house.actor("teacher"), paper.id)
    assert verdict["verdict"] == "valid"
    fields = [one["field"] for one in verdict["signatures"]]
    assert [one for one in fields if one in ("sign_dean", "register")] == ["sign_dean", "register"]


def test_sign_02_the_registrar_is_refused_before_the_dean_has_signed(quick_house: House) -> None:
    house = quick_house
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    with house.office.work(OFFICE) as work:
        token = make_token(work, person(work, "registrar"), "test")
    client = application(house.office).test_client()

    def opened() -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return client.get(f"/api/v1/documents/{paper.id}", headers=headers).status_code

    assert opened() == 403
    assert house.as_("registrar").tasks() == []
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")
    assert opened() == 200


def test_sign_03_lawyer_approves_finance_returns_and_round_two_asks_both(quick_house: House) -> None:
    house = quick_house
    paper = house.as_("hr").writes("order", **SAMPLE)

    does(house, "lawyer", "approve_lawyer", "approve")
    does(house, "finance", "approve_finance", "return", comment="Көзін көрсетіңіз")

    told = {
        one.step: (one.outcome, one.comment or "") for one in paper.view("hr").tasks if one.round == 1 and one.outcome
    }
    assert told == {"approve_lawyer": ("approve", ""), "approve_finance": ("return", "Көзін көрсетіңіз")}
    does(house, "hr", "rework", "submit", text_ru=SAMPLE["text_ru"] + "\n6. За счёт сметы.")
    again = {one.step for one in paper.view("hr").tasks if one.round == 2 and one.state == "open"}
    assert again == {"approve_lawyer", "approve_finance"}


def test_sign_04_the_absent_deans_substitute_signs_and_the_block_prints_acting_and_the_order(
    small_house: House,
) -> None:
    house = small_house
    with house.office.work(OFFICE) as work:
        absent_one, stands, day = person(work, "dean"), person(work, "mathhead"), today(work)
        substitute(work, absent_one, stands, since=day, until=day + timedelta(days=9), basis=ORDER, may_sign=True)
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")

    house.as_("mathhead").completes("sign", executor_unit="facility")

    text = _pdf(house, paper)
    assert "м.а." in text and f"Негіздеме / Основание: {ORDER}" in text


def test_sign_05_without_an_answer_the_order_waits_without_a_number_and_goes_on_by_itself(small_house: House) -> None:
    house = small_house
    paper = house.as_("hr").writes("order", **{**SAMPLE, "executors": [], "acquaint": []})
    does(house, "lawyer", "approve_lawyer", "approve")
    does(house, "finance", "approve_finance", "approve")

    with house.authority.without_ocsp():
        does(house, "rector", "sign_rector", "sign")
        assert (paper.view("hr").document.state, paper.view("hr").document.number) == ("being_checked", None)
        assert house.as_("registrar").tasks() == []
    house.goes_on(minutes=6)

    assert [one.step for one in house.as_("registrar").tasks()] == ["register"]
    does(house, "registrar", "register", "register")
    assert paper.view("hr").document.number == "1 НҚ"


def test_sign_06_an_expired_certificate_is_refused_and_what_it_signed_a_year_ago_stays_valid(
    small_house: House,
) -> None:
    house = small_house
    signed = house.as_("teacher").writes(addressee="rector")
    house.as_("chair").completes("approve")
    house.as_("rector").completes("sign", level="certificate", executor_unit="facility")
    house.as_("registrar").completes("register", level="simple")

    house.goes_on(days=366)
    with house.office.work(OFFICE) as work:
        keep_credential(work, person(work, "rector").id, house.authority.made.p12("bad-expired"))
    fresh = house.as_("teacher").writes(addressee="rector")
    house.as_("chair").completes("approve", task=_of(house, "chair", fresh))
    with pytest.raises(Invalid) as refused:
        mine = _of(house, "rector", fresh)
        house.as_("rector").completes("sign", task=mine, level="certificate", executor_unit="facility")

    assert [one.field for one in refused.value.problems] == ["certificate"]
    verdict = looking.document_verdict(house.office, house.actor("teacher"), signed.id)
    assert verdict["verdict"] == "valid"


def test_sign_07_a_trip_ending_on_friday_before_a_moved_day_off_is_reported_by_the_third_working_day(
    small_house: House,
) -> None:
    house = small_house
    friday = local_today(house) + timedelta(days=(4 - local_today(house).weekday()) % 7 + 7)
    with house.office.work(house.actor("records")) as work:
        for ahead, works in enumerate((False, True, True, True)):
            set_day(work, friday + timedelta(days=3 + ahead), works=works, reason="Қаулы № 1")
    trip = travels(house, **{"from": friday.isoformat(), "to": friday.isoformat()})

    evening = datetime.combine(friday, time(18, 1), ZONE).astimezone(UTC)
    house.goes_on(seconds=(evening - house.office.tools.clock.now()).total_seconds())

    report = next(task for task in trip.view().tasks if task.step == "trip_report")
    assert report.due == datetime.combine(friday + timedelta(days=6), time(18), ZONE)


def test_sign_08_the_fourth_wrong_password_locks_and_a_forgotten_one_does_not_unlock(small_house: House) -> None:
    house = small_house
    house.office.tools.settings = replace(house.office.tools.settings, smtp_url="smtp://127.0.0.1:9")

    def enters(password: str) -> None:
        press.sign_in(house.office, "docent", password, address="", agent=None)

    for _ in range(3):
        with pytest.raises(Invalid):
            enters("wrong")
    with pytest.raises(AccountLocked):
        enters("wrong")
    access.forgot(house.office, "docent", address="")

    with pytest.raises(AccountLocked):
        enters("Demo-2026!")


def _staff(house: House, count: int) -> list[str]:
    """So many teachers more, in the chair of mathematics."""
    with house.office.work(OFFICE) as work:
        for at in range(count):
            names = {one: {"family": "Танысов", "given": f"Адам {at}", "patronymic": ""} for one in ("kk", "ru")}
            who = hire(work, f"many{at}", names)
            appoint(work, who, "mathematics", "teacher", {"kk": "Оқытушы", "ru": "Преподаватель"}, since=today(work))
    return [f"many{at}" for at in range(count)]


def _sign_09(house: House, sign: int) -> None:
    staff = _staff(house, 997)  # three work there already
    paper = issued(house, executors=[], acquaint=["mathematics"])
    assert _standing(house, paper) == {"open": 1000}

    for login in staff[:sign]:
        card = _of(house, login, paper)
        shown = paper.view(login).rendition
        press_cheaply(
            house.office, house.actor(login), card.id, Press("acknowledge", shown=shown.sha256 if shown else "")
        )
    house.settle()

    assert _standing(house, paper) == {"done": sign, "open": 1000 - sign}
    with pytest.raises(Unavailable):  # so many lines are laid out by a job
        papers.sheet(house.office, house.actor("hr"), paper.id, "familiarisation")
    house.settle()
    made = papers.sheet(house.office, house.actor("hr"), paper.id, "familiarisation")
    assert made.rows == 1000
    assert house.office.tools.files.get(made.sha256).startswith(b"%PDF-")


def _standing(house: House, paper: Paper) -> dict[str, int]:
    with house.office.look(OFFICE) as work:
        asked = select(Task.state, func.count()).where(Task.document_id == paper.id, Task.step == "acknowledge")
        return dict(tuple(row) for row in work.session.execute(asked.group_by(Task.state)))


def test_sign_09_a_thousand_people_are_asked_sign_each_for_himself_and_stand_on_one_sheet(small_house: House) -> None:
    _sign_09(small_house, 5)


@pytest.mark.full
@pytest.mark.timeout(1500)
def test_sign_09_all_but_three_of_a_thousand_sign(small_house: House) -> None:
    _sign_09(small_house, 997)


def test_sign_10_fifty_registrations_at_once_give_fifty_numbers_in_a_row(house: House) -> None:
    with house.office.work(OFFICE) as work:
        open_journal(work, "race", {"kk": "Жарыс"}, "internal", "{seq}", restart="yearly")
    registrar = house.actor("registrar").person

    def takes(id: str) -> str:
        with house.office.work(OFFICE) as work:
            row = work.get(Document, id, hold=True)
            return take_number(work, row, journal="race", card={}, registrar=registrar).number

    came = crowd([lambda id=id: takes(id) for id in documents(house, 50)], wait=250)

    assert sorted(came, key=int) == [str(number) for number in range(1, 51)]
    assert house.broken() == []


@pytest.mark.parametrize(("years", "asked"), [(75, ["paper_duplicate"]), (5, []), (10, []), (11, ["paper_duplicate"])])
def test_sign_11_more_than_ten_years_ask_for_paper(quick_house: House, years: int, asked: list[str]) -> None:
    house = quick_house
    house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")

    house.as_("registrar").completes("register", level="simple", retention_years=years)

    assert [one.step for one in house.as_("registrar").tasks()] == asked


def test_sign_15_nobody_withdraws_what_is_signed_and_an_annulled_number_stays(quick_house: House) -> None:
    house = quick_house
    paper = house.registers_a_memo()

    with pytest.raises(WrongState):
        house.as_("teacher").withdraws(paper)
    with house.office.work(house.actor("registrar")) as work:
        end.annul(work, paper.id, "Қате тіркелді")

    with house.office.look(house.actor("registrar")) as work:
        [line] = journals.page(work, "memos")
    assert (line.number, line.state) == ("05-07/1", "annulled")
    assert house.broken() == []
