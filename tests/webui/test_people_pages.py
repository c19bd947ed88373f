"""Pages of people, units and substitutions: without a script, with what was typed kept, for whom they are."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from engine.office import OFFICE
from engine.people import commands, looking, queries
from engine.people.models import Person
from engine.spreadsheets.writing import Sheet, write_xlsx
from tests.offices import House
from tests.webui.pages import Reader

At = Callable[[str], Reader]
HERE = "/administration/people"


def _day(house: House, ahead: int = 0) -> date:
    with house.office.look(OFFICE) as work:
        return queries.today(work) + timedelta(days=ahead)


def test_the_overview_offers_what_a_person_may_use(at: At) -> None:
    assert HERE in at("hr").opens("/administration").page.text
    assert "/administration/units" in at("admin").opens("/administration").page.text
    at("teacher").opens("/administration", status=403)


def test_a_person_is_hired_appointed_found_and_dismissed(at: At, page_house: House) -> None:
    hr = at("hr").opens("/administration/new-person")
    hr.sends("/administration/new-person", login="ospanov", email="wrong", status=422)
    assert dict(hr.form("/administration/new-person"))["login"] == "ospanov"
    hr.sends("/administration/new-person", login="ospanov", email="o@example.org", family_ru="Тестов")
    assert hr.address == f"{HERE}/ospanov"

    hr.opens(f"{HERE}/ospanov/appoint")
    hr.sends(f"{HERE}/ospanov/appoint", unit="mathematics", title_ru="доцент", post="teacher")
    assert "Тестов" in hr.opens(f"{HERE}?q=тестов&unit=mathematics").text

    hr.opens(f"{HERE}/ospanov/dismiss")
    hr.sends(f"{HERE}/ospanov/dismiss", last=_day(page_house, -1).isoformat())
    assert "Тестов" not in hr.opens(f"{HERE}?q=тестов").text
    assert "Тестов" in hr.opens(f"{HERE}?q=тестов&state=dismissed").text


def test_what_somebody_else_changed_meanwhile_is_told_and_nothing_typed_is_lost(at: At, page_house: House) -> None:
    hr = at("hr").opens(f"{HERE}/docent/edit")
    with page_house.office.work(OFFICE) as work:
        one = looking.whole(work, "docent")
        fields = {"number": one.number, "phone_work": None, "phone_mobile": None}
        commands.change_person(work, "docent", one.names, email="new@example.org", **fields)

    hr.sends(f"{HERE}/docent/edit", phone_work="+7 727 111-11-11", status=409)

    assert dict(hr.form(f"{HERE}/docent/edit"))["phone_work"] == "+7 727 111-11-11"


def test_roles_are_given_by_the_administrator_alone(at: At, page_house: House) -> None:
    admin = at("admin").opens(f"{HERE}/docent")

    admin.sends(f"{HERE}/docent/grant", role="archivist", reason="№ 5")

    assert page_house.actor("docent").has("archivist")
    assert f"{HERE}/docent/grant" not in at("hr").opens(f"{HERE}/docent").page.text
    at("hr").posts(f"{HERE}/docent/grant", role="admin", status=403)
    admin.opens(f"{HERE}/admin").posts(f"{HERE}/admin/grant", role="registrar", status=403)


def test_a_substitution_is_ordered_refused_in_a_ring_and_ended(at: At, page_house: House) -> None:
    new, since, until = "/administration/new-substitution", _day(page_house), _day(page_house, 3)
    days = {"since": since.isoformat(), "until": until.isoformat(), "basis": "№ 41"}
    hr = at("hr").opens(new)
    hr.sends(new, absent="Somebody (docent)", substitute="teacher", **days)
    assert "№ 41" in hr.opens("/administration/substitutions").text

    hr.opens(new).sends(new, absent="teacher", substitute="docent", status=422, **days)
    assert "ring" in hr.text

    with page_house.office.look(OFFICE) as work:
        one = looking.substitutions(work, when="now", person_id=queries.person(work, "docent").id)[0]
    end = f"/administration/substitutions/{one.id}/end"
    hr.opens(end).sends(end, reason="№ 42")
    assert "№ 42" in hr.opens("/administration/substitutions?when=past").text


def test_what_is_typed_and_not_there_is_told_on_the_page_it_was_typed_on(at: At, page_house: House) -> None:
    new, since = "/administration/new-substitution", _day(page_house).isoformat()
    hr = at("hr").opens(new)
    hr.sends(new, absent="docent", substitute="nobody", since=since, until=since, basis="№ 41", status=422)
    assert "Expected to find the person nobody" in hr.text and "№ 41" in hr.page.text

    post = "/administration/people/docent/appoint"
    hr.opens(post).sends(post, unit="moon", title_ru="Доцент", since=since, status=422)
    assert "Expected to find the unit moon" in hr.text and "Доцент" in hr.page.text


def test_a_unit_is_opened_moved_and_closed(at: At) -> None:
    admin = at("admin").opens("/administration/new-unit")
    admin.sends("/administration/new-unit", code="robots", type="chair", name_ru="Кафедра роботов", parent="fit")
    assert "Кафедра роботов" in admin.opens("/administration/units").text

    admin.opens("/administration/units/robots").sends("/administration/units/robots", parent="robots", status=422)
    close = "/administration/units/robots/close"
    admin.opens(close).sends(close, successor="informatics")

    assert "Кафедра роботов" not in admin.opens("/administration/units").text


def test_a_colleague_has_a_card_for_everybody(at: At) -> None:
    assert "docent@example.org" in at("teacher").opens("/people/docent").text
    assert "/administration" not in at("teacher").opens("/people/docent").page.text
    at("teacher").opens("/people/nobody", status=404)


def _book(*rows: tuple[str, ...]) -> bytes:
    write_xlsx(Sheet("1", ("login", "family_ru", "email"), rows), file := BytesIO(), ZoneInfo("Asia/Almaty"))
    return file.getvalue()


def _sends(reader: Reader, content: bytes, *, status: int = 200) -> Reader:
    reader.opens(f"{HERE}/import")
    return reader.sends(f"{HERE}/import", files={"file": (content, "Қызметкерлер.xlsx")}, status=status)


def test_people_are_brought_in_from_a_spreadsheet_after_it_was_shown(at: At, page_house: House) -> None:
    hr = _sends(at("hr"), _book(("testov", "Тестов", "t@example.org"), ("Қате логин", "Т", "")))
    assert "Қызметкерлер.xlsx" in hr.text
    shown = hr.address

    assert "Тестов" not in hr.opens(f"{shown}?state=refused").text
    assert "Latin letters" in hr.text
    hr.opens(shown).sends(f"{shown}/apply")

    assert "Brought in: 1 new, 0 changed" in hr.opens(shown).text
    assert "Тестов" in at("hr").opens(f"{HERE}?q=testov").text
    hr.posts(f"{shown}/apply", shown="0", status=409)


def test_people_who_changed_since_they_were_shown_are_shown_again(at: At, page_house: House) -> None:
    hr = _sends(at("hr"), _book(("docent", "", "new@example.org")))
    shown = hr.address
    with page_house.office.work(OFFICE) as work:
        one = looking.whole(work, "docent")
        fields = {"number": one.number, "phone_work": None, "phone_mobile": None}
        commands.change_person(work, "docent", one.names, email="other@example.org", **fields)

    hr.sends(f"{shown}/apply", status=409)

    assert "other@example.org" in hr.text
    hr.sends(f"{shown}/apply")
    with page_house.office.look(OFFICE) as work:
        assert queries.person(work, "docent").email == "new@example.org"


def test_files_that_are_no_table_are_refused_and_nobody_else_sends_any(at: At) -> None:
    assert "Expected an XLSX file" in _sends(at("hr"), b"login;family_ru\r\n", status=422).text
    assert "Expected a file" in at("hr").opens(f"{HERE}/import").sends(f"{HERE}/import", status=422).text
    for page in ("import", "import/template.xlsx", "export.xlsx", "import/none"):
        at("teacher").opens(f"{HERE}/{page}", status=403)
    at("hr").opens(f"{HERE}/import/none", status=404)


def test_the_list_that_is_taken_out_comes_in_again(at: At) -> None:
    hr = at("hr")
    taken = hr.opens(f"{HERE}/export.xlsx").page.data

    assert "no line would change anything" in _sends(hr, taken).text
    assert hr.opens(f"{HERE}/import/template.xlsx").page.data[:2] == b"PK"


@pytest.fixture
def crowded(page_house: House) -> House:
    """The house with four thousand people more."""
    with page_house.office.work(OFFICE) as work:
        names = {"ru": {"family": "Тестов", "given": "Ержан"}}
        rows = [Person(login=f"t{at}", names=names, found_by=f"t{at} тестов ержан") for at in range(4000)]
        work.session.add_all([*rows, Person(login="zhumabek", names=names, found_by="zhumabek жұмабек")])
    return page_house


def test_people_are_chosen_among_thousands(at: At, crowded: House) -> None:
    new, since = "/administration/new-substitution", _day(crowded)
    hr = at("hr").opens(new)
    assert hr.page.text.count("<option") < 500

    with crowded.office.look(crowded.actor("hr")) as work:
        found = queries.search(work, "жұмабек")
    days = {"since": since.isoformat(), "until": since.isoformat(), "basis": "№ 41"}
    hr.sends(new, absent="docent", substitute=f"{found[0].name} ({found[0].login})", **days)

    assert [one.login for one in found] == ["zhumabek"]
    assert hr.address == "/administration/substitutions"
