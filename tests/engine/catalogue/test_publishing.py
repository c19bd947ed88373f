"""Publishing kinds: the same folder is the same version, a changed one the next; documents end on theirs; wrong ones are refused whole."""

import pytest
from sqlalchemy import select

from engine import kinds
from engine.acts.publish import publish
from engine.audit import AuditRecord
from engine.catalogue import queries
from engine.catalogue.models import KindVersion
from engine.errors import Invalid, KindRefused, NotAllowed
from engine.office import OFFICE
from tests.engine.crowd import crowd
from tests.offices import House

REASON = "Жаңа мерзім"


def _folder(house: House) -> tuple[dict[str, bytes], dict[str, bytes]]:
    settings = house.office.tools.settings
    return kinds.read_folder(settings.processes / "memo"), kinds.read_folder(settings.forms)


def _publish(house: House, files: dict[str, bytes], login: str = "owner", reason: str = REASON) -> int:
    with house.office.work(house.actor(login)) as work:
        return publish(work, files, _folder(house)[1], reason=reason).number


def _versions(house: House) -> list[int]:
    with house.office.look(OFFICE) as work:
        return [one.number for one in queries.versions(work, "memo")]


def test_the_same_files_are_the_same_version_and_changed_ones_the_next(quick_house: House) -> None:
    house = quick_house
    files, _ = _folder(house)
    changed = files | {"README.md": files["README.md"] + b"\n."}

    numbers = [_publish(house, files), _publish(house, changed), _publish(house, changed), _publish(house, files)]

    assert numbers == [1, 2, 2, 3]
    assert _versions(house) == [3, 2, 1]
    with house.office.look(OFFICE) as work:
        noted = work.session.scalars(
            select(AuditRecord.after).where(AuditRecord.stream == "kind:memo").order_by(AuditRecord.number)
        )
        assert [(one["version"], one["reason"]) for one in noted][1:] == [(2, REASON), (3, REASON)]
    assert house.broken() == []


def test_documents_on_their_way_end_on_the_version_they_began_with(quick_house: House) -> None:
    house = quick_house
    old = house.as_("teacher").writes()
    files, _ = _folder(house)
    _publish(
        house,
        files | {"kind.yaml": files["kind.yaml"].replace("ru: Служебная записка".encode(), "ru: Записка".encode())},
    )

    new = house.as_("teacher").writes()
    for _ in range(2):
        house.as_("chair").completes("approve")
        house.as_("dean").completes("sign", level="simple", executor_unit="facility", control=False)
        house.as_("registrar").completes("register", level="simple")
        house.as_("facility").completes("report", report="Орындалды")

    assert [(one.state, one.view().kind_number, one.view().kind.title["ru"]) for one in (old, new)] == [
        ("filed", 1, "Служебная записка"),
        ("filed", 2, "Записка"),
    ]
    assert house.broken() == []


def test_a_version_is_read_once_and_again_after_the_shelf_was_emptied(
    quick_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, read, times = quick_house, kinds.read, []
    monkeypatch.setattr(
        "engine.catalogue.queries.kinds.read", lambda *given, **how: (times.append(1), read(*given, **how))[1]
    )

    for _ in range(2):
        house.office.tools.shelf.clear()
        for _ in range(3):
            with house.office.look(OFFICE) as work:
                held = queries.current(work, "memo")
                assert queries.version(work, held.id) is held

    assert len(times) == 2


def test_two_who_publish_at_once_make_one_version(quick_houses: House) -> None:
    house = quick_houses
    files, _ = _folder(house)
    changed = files | {"README.md": files["README.md"] + b"\n."}

    came = crowd([lambda: _publish(house, changed)] * 4)

    assert set(came) == {2}
    assert _versions(house) == [2, 1]


@pytest.mark.parametrize(
    ("login", "reason", "refused"),
    [("teacher", REASON, NotAllowed), ("admin", REASON, NotAllowed), ("owner", " ", Invalid)],
)
def test_only_a_process_owner_publishes_and_says_why(
    quick_house: House, login: str, reason: str, refused: type[Exception]
) -> None:
    files, _ = _folder(quick_house)

    with pytest.raises(refused):
        _publish(quick_house, files | {"README.md": b"x"}, login, reason)

    assert _versions(quick_house) == [1]


def test_all_that_is_wrong_with_a_folder_is_told_at_once_and_nothing_is_kept(quick_house: House) -> None:
    files, _ = _folder(quick_house)
    wrong = files | {
        "kind.yaml": files["kind.yaml"].replace(b"registrar: role(", b"registrar: roll("),
        "process.bpmn": files["process.bpmn"].replace(b'name="make_rendition"', b'name="run_anything"'),
        "template.html": files["template.html"] + b"{{ doc.nothing_such }}{% import 'x' %}",
    }

    with pytest.raises(KindRefused) as refused:
        _publish(quick_house, wrong)

    places = {one.place for one in refused.value.problems}
    assert {"kind.yaml", "process.bpmn", "template.html"} <= places
    assert all(one.message.startswith("Expected") for one in refused.value.problems)
    with quick_house.office.look(OFFICE) as work:
        assert len(list(work.session.scalars(select(KindVersion)))) == len(quick_house_kinds(quick_house))
    assert quick_house.broken() == []


def quick_house_kinds(house: House) -> list[str]:
    """The names of all kinds of the office."""
    with house.office.look(OFFICE) as work:
        return [one.kind.name for one in queries.all_current(work)]
