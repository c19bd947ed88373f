"""The approval sheet and the familiarisation sheet: what they say, that they are sealed, and that each state has one."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from engine import pades
from engine.acts import handing, views
from engine.errors import Invalid, NotAllowed, NotFound
from engine.instances.models import Incident
from engine.jobs import Job
from engine.notices.models import Notice
from engine.office import OFFICE, looking, papers
from engine.office.looking import evidence
from engine.people.commands import substitute
from engine.people.queries import person, today
from engine.sheets import making, queries
from engine.sheets.queries import SheetCard
from engine.signing.commands import OPENING
from engine.work import Tools
from tests.circular import publishes_circulars
from tests.offices import House, Paper
from tests.validators import pdftotext, verapdf

ORDER = "Бұйрық № 77 ЖҚ"


def _kept(house: House, paper: Paper, type: str = "approval") -> SheetCard:
    with house.office.look(OFFICE) as work:
        return queries.newest(work, paper.id)[type]


def _said(house: House, sheet: SheetCard) -> str:
    text = pdftotext(house.office.tools.files.get(sheet.sha256))
    return " ".join(text.split())


def _the_dean_is_away(house: House) -> None:
    with house.office.work(OFFICE) as work:
        absent, stands, day = person(work, "dean"), person(work, "mathhead"), today(work)
        substitute(work, absent, stands, since=day, until=day + timedelta(days=9), basis=ORDER, may_sign=True)


def _a_memo_with_a_history(house: House) -> Paper:
    """Returned once; delegated; signed by a substitute; registered."""
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("return", comment="Бағасын көрсетіңіз")
    house.as_("teacher").completes("submit", text="Құны 200 000 теңге.")
    [task] = house.as_("chair").tasks()
    with house.office.work(house.actor("chair")) as work:
        handing.delegate(work, task.id, "docent", "Қараңыз")
    _the_dean_is_away(house)
    house.as_("docent").completes("approve")
    house.as_("mathhead").completes("sign", executor_unit="facility")
    house.as_("registrar").completes("register")
    return paper


def test_the_approval_sheet_tells_every_act_of_every_round_and_is_sealed(small_house: House) -> None:
    house = small_house

    paper = _a_memo_with_a_history(house)

    sheet = _kept(house, paper)
    text = _said(house, sheet)
    for words in ("КЕЛІСУ ПАРАҒЫ", "1-айналым", "2-айналым", "Қайтарылды", "Бағасын көрсетіңіз", "№ 05-07/1"):
        assert words in text
    for words in (
        "Өкілеттік берген: Оспанов",
        "Факультет деканы (м.а.)",
        f"Негіздеме: {ORDER}",
        "Ермеков",
        "Құпиясөзбен",
    ):
        assert words in text
    for words in ("(UTC+5)", "Қолтаңба жарамды", "Тіркелді"):
        assert words in text
    frozen = paper.view().rendition
    assert frozen is not None and frozen.sha256 in text.replace(" ", "")
    content = house.office.tools.files.get(sheet.sha256)
    found = pades.verdict(content, house.office.tools.outside, expected=(OPENING,))
    assert [one.field for one in found.signatures] == [OPENING]
    assert found.verdict == "valid", found.reasons
    assert [one.ok for one in verapdf([content])] == [True]


def test_a_sheet_is_made_once_for_what_it_shows(small_house: House) -> None:
    house = small_house
    paper = house.as_("teacher").writes()

    first = papers.sheet(house.office, house.actor("teacher"), paper.id, "approval")
    same = papers.sheet(house.office, house.actor("chair"), paper.id, "approval")
    russian = papers.sheet(house.office, house.actor("teacher"), paper.id, "approval", "ru")
    house.as_("chair").completes("approve")
    later = papers.sheet(house.office, house.actor("teacher"), paper.id, "approval")

    assert first == same
    assert "Ожидается решение" in _said(house, russian)
    assert later.sha256 != first.sha256
    assert "Келісілді" in _said(house, later)
    assert house.broken() == []


def test_a_stranger_gets_no_sheet_and_a_draft_has_none(quick_house: House) -> None:
    house = quick_house
    paper = house.as_("teacher").writes()
    draft = house.as_("teacher").writes(sends=False)

    with pytest.raises(NotAllowed):
        papers.sheet(house.office, house.actor("math1"), paper.id, "approval")
    with pytest.raises(NotFound):
        papers.sheet(house.office, house.actor("teacher"), draft.id, "approval")
    with pytest.raises(NotFound):
        papers.sheet(house.office, house.actor("teacher"), paper.id, "familiarisation")
    with pytest.raises(NotFound):
        papers.sheet(house.office, house.actor("teacher"), paper.id, "secret")


def test_the_familiarisation_sheet_names_each_person_and_why_somebody_is_not_acquainted(quick_house: House) -> None:
    house = publishes_circulars(quick_house)
    paper = house.as_("teacher").writes(
        "circular", subject="S", text="T", executors=["facility"], acquaint=["chair", "dean", "docent"]
    )
    house.as_("finance").completes("approve")
    house.as_("lawyer").completes("approve")
    house.as_("facility").completes("report", report="Дайын")
    house.as_("chair").completes("acknowledge")
    [left] = [one for one in paper.view().tasks if one.item == "docent"]
    with house.office.work(house.actor("hr")) as work:
        handing.excuse(work, left.id, "еңбек демалысында")

    now = papers.sheet(house.office, house.actor("teacher"), paper.id, "familiarisation", "kk")
    text = _said(house, now)
    house.as_("dean").completes("acknowledge")

    assert "Тізімде: 3. Танысты: 1. Танысқан жоқ: 2." in text
    assert "Оспанов Мұрат Айдарұлы" in text and "Құпиясөзбен" in text
    assert all(word in text for word in ("демалысында", "мерзімі", "Танысқан жоқ"))
    filed = _kept(house, paper, "familiarisation")
    assert filed.rows == 3
    asked = papers.sheet(house.office, house.actor("teacher"), paper.id, "familiarisation", "ky")
    assert "Таанышты: 2" in _said(house, asked)


def test_the_evidence_package_holds_the_sheets(small_house: House) -> None:

    paper = small_house.registers_a_memo()

    with ZipFile(BytesIO(evidence(small_house.office, small_house.actor("teacher"), paper.id))) as package:
        assert package.read("approval-sheet.pdf").startswith(b"%PDF-")
        assert "familiarisation-sheet.pdf" not in package.namelist()


def test_the_evidence_package_holds_the_whole_history(small_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = small_house.registers_a_memo()
    with small_house.office.look(small_house.actor("teacher")) as work:
        whole = [one.number for one in views.history(work, paper.id)]
    monkeypatch.setattr(looking, "PORTION", 7)

    with ZipFile(BytesIO(evidence(small_house.office, small_house.actor("teacher"), paper.id))) as package:
        told = json.loads(package.read("history.json"))

    assert len(whole) > 14
    assert [one["number"] for one in told][: len(whole)] == whole


@pytest.mark.full
def test_four_thousand_people_stand_on_one_sheet_within_the_limits_of_any_document(small_house: House) -> None:
    tools = small_house.office.tools
    line = {"place": "Аға оқытушы, Информатика кафедрасы", "at": "2026-11-23T10:05:00+05:00", "level": "Құпиясөзбен"}
    lines = [
        {**line, "name": f"Жақсыбекова Роза Маратқызы {one}", "acquainted": True, "mark": "Таныстым"}
        for one in range(4000)
    ]
    head = {"type": "familiarisation", "language": "kk", "organisation": "Үлгі университеті", "kind": "Бұйрық"}
    told = {**head, "title": "T", "number": "412 НҚ", "dated": "2026-11-23", "initiator": "И", "state": "Тіркелді"}

    with small_house.office.look(OFFICE) as work:
        gathered = making.of(work, "x" * 22, {**told, "lines": lines})
    made = making.made(tools, gathered)

    text = " ".join(pdftotext(tools.files.get(made.sha256)).split())
    assert "Тізімде: 4000. Танысты: 4000." in text
    assert "4000. Жақсыбекова Роза Маратқызы 3999" in text
    assert made.pages < tools.renderer.limits.pages


def test_a_silent_authority_only_delays_a_sheet(small_house: House) -> None:
    house = small_house
    paper = house.as_("teacher").writes()
    with house.office.work(OFFICE) as work:
        making.leave(work, paper.id, "approval")

    with house.authority.silent():
        house.settle()
        with house.office.look(OFFICE) as work:
            before = queries.newest(work, paper.id)
    house.goes_on(minutes=6)

    assert before == {}
    assert _kept(house, paper).rows == 1
    assert house.broken() == []


def test_a_sheet_nobody_can_make_is_an_incident_and_who_asked_is_told(
    small_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = small_house
    paper = house.as_("teacher").writes()
    teacher = house.actor("teacher")
    with house.office.work(OFFICE) as work:
        making.leave(work, paper.id, "approval", asker=teacher.person)
    tries: list[int] = []

    def too_long(tools: Tools, gathered: making.Gathered) -> making.Made:
        tries.append(gathered.tries)
        raise Invalid.one("text", "Expected at most {most} pages, but there are {count}.", most=2, count=3)

    monkeypatch.setattr(making, "made", too_long)
    house.settle()
    house.goes_on(minutes=6)
    house.goes_on(minutes=16)
    house.goes_on(days=1)

    assert tries == [0, 1, 2]
    with house.office.look(teacher) as work:
        told = [one.act for one in work.session.scalars(select(Notice).where(Notice.person_id == teacher.person))]
        [stopped] = work.session.scalars(select(Incident).where(Incident.document_id == paper.id))
    assert "sheet.failed" in told
    assert (stopped.template, stopped.facts) == (
        "Expected at most {most} pages, but there are {count}.",
        {"most": 2, "count": 3},
    )
    monkeypatch.undo()
    papers.sheet(house.office, teacher, paper.id, "approval")
    with house.office.look(OFFICE) as work:
        assert work.get(Incident, stopped.id).state == "resolved"
    assert house.broken() == []


def test_an_authority_that_stays_silent_is_told_in_the_end(small_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house = small_house
    monkeypatch.setattr(making, "MOST_TRIES", 2)
    paper = house.as_("teacher").writes()
    with house.office.work(OFFICE) as work:
        making.leave(work, paper.id, "approval")

    with house.authority.silent():
        house.settle()
        house.goes_on(minutes=6)

    with house.office.look(OFFICE) as work:
        found = select(Incident.token).where(Incident.document_id == paper.id, Incident.state == "open")
        assert list(work.session.scalars(found)) == ["sheet:approval:kk"]
        assert not list(work.session.scalars(select(Job).where(Job.name == making.JOB)))


def test_a_usual_reason_of_absence_is_read_by_everybody_in_his_own_language(quick_house: House) -> None:
    house = publishes_circulars(quick_house)
    paper = house.as_("teacher").writes("circular", subject="S", text="T", executors=["facility"], acquaint=["docent"])
    house.as_("finance").completes("approve")
    house.as_("lawyer").completes("approve")
    house.as_("facility").completes("report", report="Дайын")
    [left] = [one for one in paper.view().tasks if one.item == "docent"]
    reason = {"kk": "Демалыста", "ru": "Отпуск", "ky": "Өргүүдө", "en": "Leave"}

    with house.office.work(house.actor("hr")) as work:
        handing.excuse(work, left.id, reason)
    shown = {
        one: _said(house, papers.sheet(house.office, house.actor("teacher"), paper.id, "familiarisation", one))
        for one in ("kk", "ru", "ky")
    }

    for language, text in shown.items():
        assert reason[language] in text, language
