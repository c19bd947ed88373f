"""People brought in from a spreadsheet: shown first, kept as shown, once."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from engine import audit
from engine.errors import NotAllowed, Stale, WrongState
from engine.exports.staff import people as exported
from engine.jobs import Job
from engine.office import OFFICE
from engine.people import commands, importing, looking, queries
from engine.people.importing import card
from engine.people.models import PeopleImport, Person
from engine.spreadsheets.writing import Sheet, write_xlsx
from engine.texts import LANGUAGES
from tests.engine.people.spreadsheet import HEAD, NEW, ZONE, brings_in, looks, said, shows, shows_file, states
from tests.offices import House


def test_what_a_file_would_do_is_shown_and_nothing_is_kept(small_house: House) -> None:
    known = ("docent", "", "", "new@example.org", "", "", "", None)
    wrong = ("Тестов", "Т", "", "nobody", "nowhere", "", "", "вчера")

    shown = shows(small_house, NEW, known, ("teacher", *[""] * 7), wrong)

    assert states(shown) == ["added", "changed", "unchanged", "refused"]
    assert [one[0] for one in shown.lines[1]["changes"]] == ["email"]
    assert {one[0] for one in shown.lines[3]["problems"]} == {"login", "email", "unit", "since"}
    with small_house.office.look(OFFICE) as work:
        assert work.session.scalar(select(func.count()).where(Person.login == "testov")) == 0


def test_what_was_shown_is_kept_once_with_audit_and_in_the_name_of_who_began_it(house: House) -> None:
    shown = shows(house, NEW, ("docent", "", "", "new@example.org", "", "", "", None))

    done = brings_in(house, shown)

    assert (done.state, done.done) == ("done", 2)
    with house.office.look(OFFICE) as work:
        who = queries.person(work, "testov")
        assert queries.person(work, "docent").email == "new@example.org"
        records = audit.records(work.session, f"person:{who.id}")
        assert [(one.act, one.actor) for one in records] == [("person.hired", "hr"), ("person.appointed", "hr")]
        assert [(one.unit_code, one.since) for one in looking.whole(work, "testov").posts] == [
            ("informatics", date(2026, 9, 1))
        ]
        row = work.session.get(PeopleImport, shown.id)
        assert row is not None and row.rows == []
    with pytest.raises(WrongState, match="begun already"):
        brings_in(house, shown)


def test_the_same_file_again_changes_nothing(small_house: House) -> None:
    brings_in(small_house, shows(small_house, NEW))

    assert states(shows(small_house, NEW)) == ["unchanged"]
    assert states(shows(small_house, (*NEW[:7], None))) == ["unchanged"]


def test_everybody_taken_out_comes_in_unchanged(small_house: House) -> None:
    brings_in(small_house, shows(small_house, NEW))
    file = BytesIO()
    for tongue in LANGUAGES:
        with small_house.office.look(small_house.actor("hr")) as work:
            work.actor = queries.actor(work, work.actor.person, language=tongue)
            table = exported(work)
            write_xlsx(Sheet(table.title, table.headings, table.rows), file := BytesIO(), ZONE)

        shown = shows_file(small_house, file.getvalue())

        assert shown.over == []
        assert [one for one in shown.lines if one["state"] != "unchanged"] == []


def test_people_who_changed_meanwhile_are_shown_again_and_nothing_is_kept(small_house: House) -> None:
    shown = shows(small_house, NEW, ("docent", "", "", "new@example.org", "", "", "", None))
    with small_house.office.work(OFFICE) as work:
        one = queries.person(work, "docent")
        commands.change_person(
            work, "docent", one.names, number=one.number, email="x@example.org", phone_work=None, phone_mobile=None
        )

    with pytest.raises(Stale, match="changed since"):
        brings_in(small_house, shown)
    with small_house.office.work(small_house.actor("hr")) as work:
        importing.show_again(work, shown.id)

    again = looks(small_house, shown.id)
    assert again.lines[1]["changes"] == [["email", "x@example.org", "new@example.org"]]
    assert brings_in(small_house, again).state == "done"


def test_a_line_about_somebody_changed_while_portions_are_kept_is_left_out(
    small_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PORTION", 1)
    shown = shows(small_house, NEW, ("docent", "", "", "new@example.org", "", "", "", None))
    with small_house.office.work(small_house.actor("hr")) as work:
        importing.bring_in(work, shown.id, shown.shown)
    with small_house.office.work(OFFICE) as work:
        one = queries.person(work, "docent")
        commands.change_person(
            work, "docent", one.names, number=one.number, email="x@example.org", phone_work=None, phone_mobile=None
        )

    small_house.settle()

    done = looks(small_house, shown.id)
    assert (done.state, states(done)) == ("done", ["added", "refused"])
    assert "as it was shown" in said(done, 1)


def test_an_import_goes_on_where_it_was_and_looks_for_tasks_once(
    small_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PORTION", 2)
    rows = [(f"test{at}", "Тестов", "", "", "informatics", "доцент", "teacher", date(2026, 9, 1)) for at in range(5)]
    shown = shows(small_house, *rows)
    with small_house.office.work(small_house.actor("hr")) as work:
        importing.bring_in(work, shown.id, shown.shown)

    with small_house.office.look(OFFICE) as work:
        before = work.session.scalar(select(func.count()).where(Job.name == "reseat"))
    seen = []
    for _ in range(3):
        with small_house.office.work(OFFICE) as work:
            work.session.query(Job).filter(Job.name == importing.JOB).delete()
            importing.carry_on(work, {"id": shown.id})
            work.session.flush()
            left = select(Job.args).where(Job.name == "reseat").order_by(Job.id).offset(before)
            seen.append([len(one["persons"]) for one in work.session.scalars(left)])

    assert seen == [[], [], [5]]
    assert looks(small_house, shown.id).state == "done"


def test_an_import_stops_when_who_began_it_may_no_more(small_house: House) -> None:
    shown = shows(small_house, NEW)
    with small_house.office.work(small_house.actor("hr")) as work:
        importing.bring_in(work, shown.id, shown.shown)
    with small_house.office.work(OFFICE) as work:
        commands.end_role(work, queries.person(work, "hr"), "hr")

    small_house.settle()

    with small_house.office.look(small_house.actor("admin")) as work:
        assert card(work, shown.id).state == "stopped"


def test_several_posts_of_one_person_stand_in_several_lines(small_house: House) -> None:
    second = ("testov", "", "", "", "mathematics", "доцент", "teacher", date(2026, 9, 1))

    shown = shows(small_house, NEW, second)

    assert states(shown) == ["added", "changed"]
    brings_in(small_house, shown)
    with small_house.office.look(OFFICE) as work:
        assert {one.unit_code for one in looking.whole(work, "testov").posts} == {"informatics", "mathematics"}


def test_lines_that_are_there_twice_or_disagree_are_refused(small_house: House) -> None:
    other = (*NEW[:3], "other@example.org", *NEW[4:])

    shown = shows(small_house, NEW, NEW, other)

    assert states(shown) == ["added", "refused", "refused"]
    assert "this is line 2 again" in said(shown, 1)
    assert "what line 2 says" in said(shown, 2)


def test_a_post_held_since_another_day_is_not_given_a_second_time(small_house: House) -> None:
    brings_in(small_house, shows(small_house, NEW))

    shown = shows(small_house, (*NEW[:7], date(2026, 10, 1)))

    assert states(shown) == ["refused"]
    assert "2026-09-01" in said(shown)


def test_a_post_is_changed_and_ended_by_its_line(small_house: House) -> None:
    brings_in(small_house, shows(small_house, NEW))
    head = (*HEAD, "until", "is_head")

    shown = shows(small_house, (*NEW[:5], "профессор", *NEW[6:], date(2027, 8, 31), "иә"), head=head)

    assert [one[0] for one in shown.lines[0]["changes"]] == ["title_ru", "is_head", "until"]
    brings_in(small_house, shown)
    with small_house.office.look(OFFICE) as work:
        (post,) = looking.whole(work, "testov").posts
        assert (post.title, post.is_head, post.until) == ("профессор", True, date(2027, 8, 31))


def test_a_person_is_known_by_his_number_and_a_new_one_needs_a_login(small_house: House) -> None:
    with small_house.office.work(OFFICE) as work:
        commands.hire(work, "testov", {"ru": {"family": "Тестов"}}, number="001101300011")
    head = ("Личный номер (ИИН)", "Фамилия", "Рабочий телефон")

    shown = shows(small_house, (1101300011, "Тестов", "+7 727 111-11-11"), ("12", "Н", ""), head=head)

    assert (states(shown), shown.lines[0]["login"]) == (["changed", "refused"], "testov")
    assert "Expected a login for somebody new" in said(shown, 1)


def test_a_unit_is_known_by_its_name_and_the_unit_above_tells_twins_apart(small_house: House) -> None:
    with small_house.office.work(OFFICE) as work:
        commands.open_unit(work, "lab-1", "department", {"ru": "Лаборатория"}, parent="fit")
        commands.open_unit(work, "lab-2", "department", {"ru": "Лаборатория"}, parent="informatics")
    head = ("Логин", "Подразделение", "Вышестоящее подразделение", "Должность")

    shown = shows(
        small_house,
        ("docent", "лаборатория", "", "инженер"),
        ("docent", "ЛАБОРАТОРИЯ", "fit", "инженер"),
        ("docent", "Нет такой", "", "инженер"),
        head=head,
    )

    assert states(shown) == ["refused", "changed", "refused"], [said(shown, at) for at in range(3)]
    assert "lab-1, lab-2" in said(shown)
    assert ["unit", "", "lab-1"] in shown.lines[1]["changes"]
    assert ["title_ru", "", "инженер"] in shown.lines[1]["changes"]


def test_nobody_changes_his_own_posts_by_a_file(small_house: House) -> None:
    shown = shows(small_house, ("hr", "", "", "", "rectorate", "ректор", "rector", None))

    assert states(shown) == ["refused"]
    assert "your own rights" in said(shown)


@pytest.mark.parametrize("login", ["teacher", "records", "dean"])
def test_nobody_else_brings_people_in(small_house: House, login: str) -> None:
    with pytest.raises(NotAllowed, match="HR department"):
        shows(small_house, NEW, by="owner" if login == "records" else login)


def test_whoever_has_not_sent_the_file_does_not_begin_it(small_house: House) -> None:
    shown = shows(small_house, NEW)

    with pytest.raises(WrongState, match="somebody else"):
        brings_in(small_house, shown, by="admin")


def test_old_imports_are_forgotten(small_house: House) -> None:
    shown = shows(small_house, NEW)
    small_house.authority.moved += timedelta(days=31)

    with small_house.office.work(OFFICE) as work:
        importing.forget(work)

    with small_house.office.look(OFFICE) as work:
        assert work.session.get(PeopleImport, shown.id) is None


@pytest.mark.full
@pytest.mark.timeout(1500)
def test_ten_thousand_people_are_brought_in(small_house: House) -> None:
    rows = [
        (f"t{at}", f"Тестов{at}", "Ержан", f"t{at}@example.org", "informatics", "доцент", "teacher", date(2026, 9, 1))
        for at in range(10_000)
    ]

    done = brings_in(small_house, shows(small_house, *rows))

    assert (done.state, done.done, done.counts["added"]) == ("done", 10_000, 10_000)
    assert set(states(shows(small_house, *rows))) == {"unchanged"}
