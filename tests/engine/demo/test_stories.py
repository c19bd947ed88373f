"""The demo is made once, also when its making is broken off."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engine import audit, kinds
from engine.acts.publish import publish
from engine.catalogue.queries import versions
from engine.config import Settings
from engine.demo import beginning, living
from engine.demo.stories import STORIES
from engine.documents.models import Document
from engine.fsck import fsck
from engine.office import OFFICE
from engine.office.opening import opened_office

FEW = tuple(story for story in STORIES if (story.acts[-1:] and story.acts[-1].outcome == "reject") or not story.sent)


def begin(settings: Settings) -> list[str]:
    told: list[str] = []
    beginning.begin(settings, told.append)
    return told


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A folder for a demo of two documents: one rejected, one a draft."""
    monkeypatch.setattr(living, "STORIES", FEW)
    assert len(FEW) == 2
    return Settings(data=tmp_path, database_url=sqlite_url, demo=True, password_memory=64)


def test_what_was_broken_off_goes_on_and_nothing_is_doubled(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed = living._press
    monkeypatch.setattr(living, "_press", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        begin(settings)
    monkeypatch.setattr(living, "_press", pressed)

    told = [begin(settings), begin(settings)]

    with opened_office(settings) as office, office.look(OFFICE) as work:
        states = sorted(work.session.scalars(select(Document.state)))
        broken = list(fsck(work))
    assert states == ["draft", "rejected"]
    assert broken == []
    assert "Making the demo university" not in told[0]
    assert told[1] == []


def test_the_acts_are_spread_over_working_hours_of_the_past(settings: Settings) -> None:
    begin(settings)

    with opened_office(settings) as office, office.look(OFFICE) as work:
        moments = list(
            work.session.scalars(select(audit.AuditRecord.at).where(audit.AuditRecord.stream.like("document:%")))
        )
        first, last = work.session.execute(select(func.min(Document.created), func.max(Document.created))).one()
    assert max(moments) < datetime.now(UTC)
    assert (last - first).days >= 5


def test_a_kind_that_its_owner_changed_is_not_put_back(settings: Settings, tmp_path: Path) -> None:
    begin(settings)
    files = kinds.read_folder(settings.processes / "memo")
    shared = kinds.read_folder(settings.forms)
    with opened_office(settings) as office, office.work(OFFICE) as work:
        publish(work, {**files, "README.md": b"Changed by its owner.\n"}, shared, reason="Changed")

    begin(settings)

    with opened_office(settings) as office, office.look(OFFICE) as work:
        assert [one.reason for one in versions(work, "memo")] == ["Changed", "Bundled with the program"]
