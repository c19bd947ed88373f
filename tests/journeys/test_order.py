"""A rector's order with the people who live it: returned, approved in the other order, executed, acquainted, controlled."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.acts.views import document_view
from engine.documents.commands import let_read
from engine.documents.models import Document
from engine.documents.queries import listed
from engine.errors import Invalid, NotAllowed
from engine.instances.queries import of_document
from engine.notices.queries import feed
from engine.registration import queries as journals
from engine.signing.queries import rendition
from tests.offices import House, Paper
from tests.validators import pdftotext, qpdf_check, verapdf

SAMPLE = json.loads((Path(__file__).parents[2] / "processes" / "order" / "sample.json").read_text())["answers"]


def does(house: House, login: str, step: str, outcome: str, **more: Any) -> Paper:
    hand = house.as_(login)
    task = next(one for one in hand.tasks() if one.step == step)
    return hand.completes(outcome, task=task, **more)


def steps_of(house: House, login: str) -> list[str]:
    return sorted(one.step for one in house.as_(login).tasks())


def issued(house: House, **changed: Any) -> Paper:
    """An order from the HR department to its number."""
    paper = house.as_("hr").writes("order", **{**SAMPLE, **changed})
    does(house, "lawyer", "approve_lawyer", "approve")
    does(house, "finance", "approve_finance", "approve")
    does(house, "rector", "sign_rector", "sign")
    does(house, "registrar", "register", "register")
    return paper


def bytes_of(house: House, paper: Paper) -> bytes:
    with house.office.look(house.actor("hr")) as work:
        kept = rendition(work, work.get(Document, paper.id))
        assert kept is not None
        return house.office.tools.files.get(kept.latest)


def test_an_order_is_returned_by_finance_and_filed_after_everybody_did_his_part(house: House) -> None:
    paper = house.as_("hr").writes("order", **{**SAMPLE, "acquaint": ["dean", "teacher"], "executors": ["it", "fit"]})

    does(house, "lawyer", "approve_lawyer", "approve")
    does(house, "finance", "approve_finance", "return", comment="2-тармаққа қаржыландыру көзін көрсету қажет")
    does(house, "hr", "rework", "submit", text_ru=SAMPLE["text_ru"] + "\n6. Расходы – за счёт сметы.")
    does(house, "finance", "approve_finance", "approve")
    does(house, "lawyer", "approve_lawyer", "approve")
    does(house, "rector", "sign_rector", "sign")
    does(house, "registrar", "register", "register")

    assert paper.view("hr").document.state == "on_execution"
    assert steps_of(house, "registrar") == ["paper_duplicate"]
    assert steps_of(house, "teacher") == ["acknowledge"]
    assert steps_of(house, "dean") == ["acknowledge", "execute"]
    does(house, "admin", "execute", "report", report="Қолжетімділік берілді.")
    does(house, "dean", "execute", "report", report="Таныстырылды.")
    does(house, "vice1", "control", "accept")
    assert paper.view("hr").document.state == "on_execution"
    does(house, "dean", "acknowledge", "acknowledge")
    does(house, "teacher", "acknowledge", "acknowledge")
    does(house, "registrar", "paper_duplicate", "print_done", place="104-кабинет, 2-шкаф")

    view = paper.view("hr")
    assert view.document.state == "filed"
    assert view.document.number == "1 НҚ"
    rounds = [(one.step, one.round, one.outcome) for one in view.tasks if one.stage == "on_approval"]
    assert sorted(rounds) == [
        ("approve_finance", 1, "return"),
        ("approve_finance", 2, "approve"),
        ("approve_lawyer", 1, "approve"),
        ("approve_lawyer", 2, "approve"),
    ]
    assert {(one.field, one.level) for one in view.signatures} == {
        ("sign_rector", "certificate"),
        ("register", "certificate"),
    }
    assert house.broken() == []


def test_the_number_stands_in_both_languages_in_the_file_the_journal_and_the_search(small_house: House) -> None:
    paper = issued(small_house, subtype="hr", executors=[], acquaint=[])

    pdf = bytes_of(small_house, paper)
    text = " ".join(pdftotext(pdf).split())
    with small_house.office.look(small_house.actor("registrar")) as work:
        line = journals.page(work, "orders_hr")[-1]
        found = [[one.id for one in listed(work, text=words)[0]] for words in ("1 ЖҚ", "1 лс")]
    assert "1 ЖҚ / 1 ЛС" in text
    assert paper.view("hr").document.number == "1 ЖҚ"
    assert line.number == "1 ЖҚ"
    assert line.shown == ("1 ЛС" if small_house.actor("registrar").language == "ru" else "1 ЖҚ")
    assert found == [[paper.id], [paper.id]]
    assert small_house.broken() == []


def test_its_file_is_whole_for_one_item_and_for_thirty(small_house: House) -> None:
    for count in (1, 30):
        items = "\n".join(
            f"{n}. Құрылымдық бөлімше басшылары осы бұйрықты орындау үшін қажетті шараларды қабылдасын."
            for n in range(1, count + 1)
        )
        paper = small_house.as_("hr").writes(
            "order", **{**SAMPLE, "text_kk": f"БҰЙЫРАМЫН:\n{items}", "text_ru": f"ПРИКАЗЫВАЮ:\n{items}"}
        )

        pdf = bytes_of(small_house, paper)
        text = pdftotext(pdf)
        assert text.index("БҰЙРЫҚ") < text.index("БҰЙЫРАМЫН") < text.index("ПРИКАЗЫВАЮ")
        assert f"{count}. Құрылымдық" in text
        assert qpdf_check(pdf) == ""
        assert all(one.ok for one in verapdf([pdf]))


def test_each_sort_of_order_has_a_journal_and_numbers_of_its_own(small_house: House) -> None:
    papers = [issued(small_house, subtype=one, executors=[], acquaint=[]) for one in ("leave", "trip", "leave")]

    assert [one.view("hr").document.number for one in papers] == ["1 Д", "1 ІС", "2 Д"]


def test_only_the_hr_department_begins_an_order(small_house: House) -> None:
    with pytest.raises(NotAllowed):
        small_house.as_("teacher").writes("order", **SAMPLE)


def test_an_order_without_its_mirror_is_not_begun(small_house: House) -> None:
    with pytest.raises(Invalid) as refused:
        small_house.as_("hr").writes("order", **{key: value for key, value in SAMPLE.items() if key != "text_ru"})

    assert {one.field for one in refused.value.problems} == {"text_ru"}


def test_when_only_the_executors_change_nobody_is_asked_again_who_approved(small_house: House) -> None:
    house = small_house
    paper = house.as_("hr").writes("order", **SAMPLE)
    does(house, "lawyer", "approve_lawyer", "approve")
    does(house, "finance", "approve_finance", "return", comment="Бухгалтерияны қосыңыз")

    does(house, "hr", "rework", "submit", executors=["it", "accounting"])

    assert [(one.step, one.state) for one in paper.view("hr").tasks if one.round == 2] == [
        ("approve_lawyer", "skipped"),
        ("approve_finance", "open"),
    ]
    assert house.broken() == []


def test_an_order_prints_what_it_is_based_on(small_house: House) -> None:
    memo = small_house.registers_a_memo()

    with small_house.office.work(small_house.actor("registrar")) as work:
        let_read(work, memo.id, [small_house.actor("hr").person], "reader")
    paper = small_house.as_("hr").writes("order", **{**SAMPLE, "basis": ["№ 05-07/1"]})

    text = " ".join(pdftotext(bytes_of(small_house, paper)).split())
    assert "№ 05-07/1 қызметтік жазба" in text
    assert "Основание: служебная записка № 05-07/1 от" in text
    assert [(relation, one) for relation, one in paper.view("hr").links] == [("basis", memo.id)]


def test_its_title_is_told_to_every_reader_in_his_language_wherever_it_stands(small_house: House) -> None:
    paper = issued(small_house, executors=[], acquaint=[])
    titles = {"kk": SAMPLE["title_kk"], "ru": SAMPLE["title_ru"]}

    shown: dict[str, set[str]] = {}
    for language in titles:
        with small_house.office.look(replace(small_house.actor("hr"), language=language)) as work:
            found = [*listed(work)[0], *listed(work, text=titles["kk"])[0], *listed(work, text=titles["ru"])[0]]
            lists = [one.title for one in found] + [journals.page(work, "orders_core")[-1].title]
            tasks = [one.document_title for one in of_document(work, paper.id)]
            told = [str(one.facts["title"]) for one in feed(work) if one.document == paper.id]
            shown[language] = {*lists, *tasks, *told, document_view(work, paper.id).document.title}

    assert shown == {language: {title} for language, title in titles.items()}
