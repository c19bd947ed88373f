"""The calendar's pages: a year for everybody, changes for those who look after it, nothing lost between two of them."""

from collections.abc import Callable

from tests.webui.pages import Reader

At = Callable[[str], Reader]
HERE = "/administration/calendar"


def test_everybody_sees_the_year_with_its_holidays_in_words(at: At) -> None:
    teacher = at("teacher").opens("/calendar?year=2026")

    assert "Calendar of 2026" in teacher.text
    assert "16 December Holiday: Independence Day" in teacher.text
    assert "9 March Holiday: instead of International Women's Day" in teacher.text
    assert HERE not in teacher.page.text


def test_a_year_that_is_none_is_told(at: At) -> None:
    teacher = at("teacher").opens("/calendar?year=3000", status=422)

    assert "Expected a year from 1995 to 2100, but it is 3000." in teacher.text
    teacher.opens("/calendar?year=2100").opens("/calendar?year=1995")
    assert "Expected a year, but двор is none." in teacher.opens("/calendar?year=двор", status=422).text


def test_what_would_move_is_told_before_anything_is_saved(at: At) -> None:
    admin = at("admin").opens(f"{HERE}/2026-12-30")

    admin.sends(f"{HERE}/2026-12-30", how="free", reason="№ 1", press="look")

    assert "No open term moves. Nothing is saved yet." in admin.text
    assert "№ 1" not in admin.opens("/calendar?year=2026").text


def test_a_day_is_changed_and_is_as_usual_again(at: At) -> None:
    admin = at("admin").opens(f"{HERE}/2026-12-30")

    admin.sends(f"{HERE}/2026-12-30", how="own", spans="09:00-13:00", reason="№ 1 бұйрық", press="save")
    assert "30 December Short day, 09:00–13:00 (№ 1 бұйрық)" in admin.text
    admin.opens(f"{HERE}/2026-12-30").sends(f"{HERE}/2026-12-30", how="usual", press="save")

    assert "№ 1 бұйрық" not in admin.text


def test_of_two_administrators_the_second_is_told_and_keeps_what_he_typed(at: At) -> None:
    admin = at("admin").opens(f"{HERE}/2026-12-29")
    seen = dict(admin.form(f"{HERE}/2026-12-29"))["seen"]
    admin.posts(f"{HERE}/2026-12-30", seen=seen, how="free", reason="бірінші", press="save")

    admin.posts(f"{HERE}/2026-12-29", seen=seen, how="free", reason="екінші", press="save", status=409)

    assert "it has changed since" in admin.text
    form = dict(admin.form(f"{HERE}/2026-12-29"))
    assert (form["reason"], form["how"]) == ("екінші", "free")
    admin.sends(f"{HERE}/2026-12-29", press="save")
    assert "бірінші" in admin.text
    assert "екінші" in admin.text


def test_wrong_fields_are_named_with_what_was_typed_kept(at: At) -> None:
    admin = at("admin").opens(f"{HERE}/2026-12-30")

    admin.sends(f"{HERE}/2026-12-30", how="own", spans="13:00-09:00", reason="№ 1", press="save", status=422)

    assert "Expected hours that end after they begin, but these do not." in admin.text
    assert dict(admin.form(f"{HERE}/2026-12-30"))["spans"] == "13:00-09:00"
    admin.sends(f"{HERE}/2026-12-30", how="free", reason=" ", press="look", status=422)
    assert "Expected the reason" in admin.text


def test_days_too_far_away_are_refused_by_a_sentence(at: At) -> None:
    admin = at("admin")

    assert "Expected a day from 2025-01-01 to 2031-12-31, but 2100-01-01 is outside." in (
        admin.opens(f"{HERE}/2100-01-01", status=422).text
    )
    assert "but 1826-05-08 is outside" in admin.opens(f"{HERE}/1826-05-08", status=422).text
    admin.opens(f"{HERE}/2026-02-30", status=404)


def test_a_years_transfers_are_looked_at_and_saved_at_once(at: At) -> None:
    lines = "# қаулы\n2026-12-28 free '№ 7'\n\n2026-12-26 works «№ 7»\n2026-12-31 09:00-13:00, 14:00-16:00 № 8"
    admin = at("admin").opens(f"{HERE}/import")

    admin.sends(f"{HERE}/import", lines=lines, press="look")
    assert "26.12.2026 Day off Working day № 7" in admin.text
    assert "Short day, 09:00–13:00, 14:00–16:00" in admin.text
    admin.sends(f"{HERE}/import", press="save")

    assert "26 December Working day (№ 7)" in admin.opens("/calendar?year=2026").text


def test_all_wrong_lines_are_named_and_nothing_is_saved(at: At) -> None:
    lines = (
        "2026-12-28 free '№ 7'\n2026-12-32 free '№ 7'\n2026-12-29 maybe № 7\n2026-12-28 works '№ 9'\n2026-12-30 free"
    )
    admin = at("admin").opens(f"{HERE}/import")

    admin.sends(f"{HERE}/import", lines=lines, press="save", status=422)

    assert all(f"Line {number}: Expected" in admin.text for number in (2, 3, 4, 5))
    assert "Line 1:" not in admin.text
    assert dict(admin.form(f"{HERE}/import"))["lines"] == lines
    assert "№ 7" not in admin.opens("/calendar?year=2026").text


def test_hours_of_a_six_day_week_are_in_force_from_their_day(at: At) -> None:
    admin = at("admin").opens(f"{HERE}/hours")

    admin.sends(f"{HERE}/hours", since="2026-12-01", reason="№ 3", day5="09:00-14:00", press="save")

    assert "26" in admin.opens("/calendar?year=2026").text
    said = admin.opens(f"{HERE}/hours").text
    assert "Saturday: 09:00–14:00" in said
    assert "Sunday: day off" in said
    admin.posts(f"{HERE}/hours", gone="2026-12-01", seen=dict(admin.form(f"{HERE}/hours"))["seen"], press="save")
    assert "Saturday: 09:00–14:00" not in admin.opens(f"{HERE}/hours").text


def test_only_those_who_look_after_the_calendar_change_it(at: At) -> None:
    for login in ("teacher", "registrar", "owner"):
        at(login).opens(HERE, status=403).opens(f"{HERE}/2026-12-30", status=403)
