"""Drafts of kinds: begun from what is published, saved without overwriting anybody, taken back, published with a reason."""

import pytest

from engine import kinds
from engine.acts import drafting
from engine.audit import records
from engine.catalogue import drafts, queries
from engine.errors import Invalid, KindRefused, NotAllowed, NotFound, Stale, WrongState
from engine.office import OFFICE, press
from tests.offices import House

TITLE = {"kk": "Кітапханаға жазба", "ru": "Записка в библиотеку"}
README = b"# Ours\n"


def _begin(house: House, login: str = "owner", kind: str = "memo") -> drafts.Draft:
    with house.office.work(house.actor(login)) as work:
        return drafting.open_draft(work, kind)


def _save(house: House, seen: int, changes: dict[str, bytes | None], login: str = "owner") -> drafts.Draft:
    with house.office.work(house.actor(login)) as work:
        return drafts.save(work, "memo", seen, changes)


def _copy(house: House, name: str = "library_memo") -> drafts.Draft:
    with house.office.work(house.actor("owner")) as work:
        return drafting.copy(work, "memo", name, TITLE)


def _publish(house: House, kind: str, seen: int, reason: str = "Жаңа мерзім", login: str = "owner") -> int:
    return press.publish_draft(house.office, house.actor(login), kind, seen, reason=reason)


def test_a_draft_begins_with_the_files_of_the_version_in_force(quick_house: House) -> None:
    made = _begin(quick_house)

    assert (made.kind, made.base, made.version, made.saved_by) == ("memo", 1, 1, "owner")
    assert made.files == kinds.read_folder(quick_house.office.tools.settings.processes / "memo")


def test_of_two_owners_the_second_is_told_and_nothing_is_overwritten(quick_house: House) -> None:
    house = quick_house
    _begin(house)
    _save(house, 1, {"README.md": README})

    with pytest.raises(Stale, match="owner has saved it since"):
        _save(house, 1, {"README.md": b"# Theirs\n"})

    with house.office.look(house.actor("owner")) as work:
        held = drafts.draft(work, "memo")
        assert (held.version, held.files["README.md"]) == (2, README)
        assert [one.what for one in drafts.saves(work, "memo")] == ["README.md", "v1"]


def test_a_second_draft_of_a_kind_is_refused_with_who_works_on_the_first(quick_house: House) -> None:
    _begin(quick_house)

    with pytest.raises(WrongState, match="owner is working on one"):
        _begin(quick_house)


def test_saving_what_is_there_already_is_no_save(quick_house: House) -> None:
    made = _begin(quick_house)

    again = _save(quick_house, 1, {"README.md": made.files["README.md"]})

    assert again.version == 1


def test_an_earlier_save_is_taken_back_as_a_save_of_its_own(quick_house: House) -> None:
    house = quick_house
    made = _begin(house)
    _save(house, 1, {"README.md": README, "tests/refused.yaml": None})

    with house.office.work(house.actor("owner")) as work:
        then = drafts.take_back(work, "memo", 2, 1)

    assert (then.version, then.files) == (3, made.files)
    with house.office.work(house.actor("owner")) as work, pytest.raises(NotFound):
        drafts.take_back(work, "memo", 3, 99)


@pytest.mark.parametrize("login", ["teacher", "rector", "admin"])
def test_nobody_but_an_owner_sees_or_changes_a_draft(quick_house: House, login: str) -> None:
    house = quick_house
    _begin(house)

    with pytest.raises(NotAllowed):
        _save(house, 1, {"README.md": README}, login)
    with house.office.look(house.actor(login)) as work, pytest.raises(NotAllowed):
        drafts.draft(work, "memo")
    with pytest.raises(NotAllowed):
        _publish(house, "memo", 1, login=login)


@pytest.mark.parametrize("name", ["../kind.yaml", "a/b.yaml", "run.py", ".hidden.yaml", ""])
def test_a_file_that_has_no_place_in_a_kind_is_refused(quick_house: House, name: str) -> None:
    _begin(quick_house)

    with pytest.raises(KindRefused):
        _save(quick_house, 1, {name: b"x"})


def test_a_copy_is_a_kind_of_its_own_that_runs(quick_house: House) -> None:
    house = quick_house
    made = _copy(house)

    found = drafting.check(house.office.tools, made.files)

    assert found.ready
    assert found.kind is not None
    assert (found.kind.name, found.kind.texts("title", "kk")) == ("library_memo", "Кітапханаға жазба")
    assert found.report is not None
    assert found.report.coverage == 1.0


def test_a_published_draft_is_the_next_version_and_the_draft_ends(quick_house: House) -> None:
    house = quick_house
    _begin(house)
    _save(house, 1, {"README.md": README})

    number = _publish(house, "memo", 2)

    assert number == 2
    with house.office.look(house.actor("owner")) as work:
        assert drafting.files_of(work, "memo", 2)["README.md"] == README
        assert [one.number for one in queries.versions(work, "memo")] == [2, 1]
        with pytest.raises(NotFound):
            drafts.draft(work, "memo")
        acts = [one.act for one in records(work.session, "kind:memo", after=0, limit=50)]
    assert acts == ["kind.published", "kind.draft_begun", "kind.draft_saved", "kind.published", "kind.draft_published"]
    assert house.broken() == []


def test_a_new_kind_is_there_for_everybody_once_it_is_published(quick_house: House) -> None:
    house = quick_house
    _copy(house)

    _publish(house, "library_memo", 1)

    written = house.as_("teacher").writes("library_memo", subject="Кітап", text="Кітап сұраймын.")
    assert written.view().kind.name == "library_memo"


def test_a_draft_with_problems_is_not_published_and_stays(quick_house: House) -> None:
    house = quick_house
    _begin(house)
    _save(house, 1, {"tests/refused.yaml": None})

    with pytest.raises(KindRefused):
        _publish(house, "memo", 2)

    with house.office.look(house.actor("owner")) as work:
        assert drafts.draft(work, "memo").version == 2
        assert [one.number for one in queries.versions(work, "memo")] == [1]


def test_a_draft_is_published_as_it_was_seen_and_with_a_reason(quick_house: House) -> None:
    house = quick_house
    _begin(house)
    _save(house, 1, {"README.md": README})

    with pytest.raises(Stale):
        _publish(house, "memo", 1)
    with pytest.raises(Invalid):
        _publish(house, "memo", 2, reason=" ")

    with house.office.look(OFFICE) as work:
        assert [one.number for one in queries.versions(work, "memo")] == [1]


@pytest.mark.parametrize("name", ["memo2!", "M", "1memo", "a" * 41, "кат", ""])
def test_a_name_that_is_none_is_refused(quick_house: House, name: str) -> None:
    with pytest.raises(Invalid):
        _copy(quick_house, name)


def test_what_is_exported_comes_back_byte_for_byte(quick_house: House) -> None:
    house = quick_house
    made = _copy(house)
    packed = kinds.pack(made.files)
    with house.office.work(house.actor("owner")) as work:
        drafts.end(work, "library_memo", 1)

    with house.office.work(house.actor("owner")) as work:
        again = drafting.import_bundle(work, packed)

    assert again.files == made.files
    assert kinds.pack(again.files) == packed
