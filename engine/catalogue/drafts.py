"""Drafts of kinds: begun, saved, taken back, thrown away. Nothing an owner has saved is ever overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from engine import kinds
from engine.catalogue.models import DraftSave, KindDraft
from engine.db import put_new
from engine.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from engine.kinds.bundle import LARGEST_BUNDLE, LARGEST_FILE, check_names
from engine.work import Work


@dataclass(frozen=True)
class Draft:
    """A draft as it is now, with its files. `base` is the number of the version it began from; None: the kind is new."""

    kind: str
    base: int | None
    version: int
    began_at: datetime
    began_by: str
    saved_at: datetime
    saved_by: str
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class SaveCard:
    """One save of a draft."""

    version: int
    at: datetime
    by: str
    what: str


def must_own(work: Work) -> None:
    """Raises NotAllowed for anybody but process owners."""
    if not (work.actor.is_office or work.actor.has("owner")):
        raise NotAllowed("Expected a process owner, but you are none.")


def draft(work: Work, kind: str) -> Draft:
    """The draft of that kind; raises NotFound, NotAllowed."""
    must_own(work)
    return _opened(work, _row(work, kind))


def held(work: Work, kind: str) -> Draft | None:
    """The draft of that kind, if there is one; raises NotAllowed."""
    must_own(work)
    row = work.session.get(KindDraft, kind)
    return None if row is None else _opened(work, row)


def drafts(work: Work) -> list[Draft]:
    """All drafts, in the order of their kinds."""
    must_own(work)
    return [_opened(work, one) for one in work.session.scalars(select(KindDraft).order_by(KindDraft.kind))]


def saves(work: Work, kind: str) -> list[SaveCard]:
    """The saves of a draft, newest first."""
    must_own(work)
    query = select(DraftSave).where(DraftSave.kind == kind).order_by(DraftSave.version.desc())
    return [SaveCard(one.version, one.at, one.by, one.what) for one in work.session.scalars(query)]


def first(work: Work, kind: str) -> tuple[SaveCard, dict[str, bytes]] | None:
    """The save a draft began with, and its files; None without a draft."""
    must_own(work)
    one = work.session.scalar(select(DraftSave).where(DraftSave.kind == kind, DraftSave.version == 1))
    if one is None:
        return None
    return SaveCard(one.version, one.at, one.by, one.what), kinds.unpack(work.tools.files.get(one.bundle))


def put_up(work: Work, kind: str, files: Mapping[str, bytes], *, base: int | None, what: str) -> Draft:
    """A new draft; raises WrongState when there is one, NotAllowed, KindRefused for files that have no place in a kind."""
    must_own(work)
    bundle, who = _kept(work, files), work.actor.login
    row = {
        "kind": kind,
        "base": base,
        "bundle": bundle,
        "version": 1,
        "began_at": work.now,
        "began_by": who,
        "saved_at": work.now,
        "saved_by": who,
    }
    if not put_new(work.session, KindDraft, [row]):
        raise WrongState(
            "Expected no draft of {kind}, but {who} is working on one.", kind=kind, who=_row(work, kind).saved_by
        )
    held = _row(work, kind)
    _note(work, held, what)
    work.record(f"kind:{kind}", "kind.draft_begun", kind, after={"base": base, "what": what})
    return _opened(work, held)


def save(work: Work, kind: str, seen: int, changes: Mapping[str, bytes | None], *, what: str = "") -> Draft:
    """The draft with those files put in (None: taken out); raises Stale when somebody has saved since version `seen`.

    What is the same as before is no save.
    """
    row = _held(work, kind, seen)
    before = kinds.unpack(work.tools.files.get(row.bundle))
    files = {name: content for name, content in {**before, **changes}.items() if content is not None}
    if files == before:
        return _opened(work, row)
    changed = sorted(name for name in {*files, *before} if files.get(name) != before.get(name))
    return _put(work, row, _kept(work, files), what or ", ".join(changed))


def take_back(work: Work, kind: str, seen: int, version: int) -> Draft:
    """The draft as it was at that save, as a save of its own; raises NotFound, Stale."""
    row = _held(work, kind, seen)
    then = work.session.scalar(select(DraftSave).where(DraftSave.kind == kind, DraftSave.version == version))
    if then is None:
        raise NotFound("Expected to find save {version} of the draft, but there is none.", version=version)
    return _put(work, row, then.bundle, f"→ {version}")


def end(work: Work, kind: str, seen: int, *, published: int | None = None) -> None:
    """Takes the draft away: `published` as that version, else thrown away. Raises Stale."""
    row = _held(work, kind, seen)
    work.session.execute(delete(DraftSave).where(DraftSave.kind == kind))
    work.session.delete(row)
    work.record(
        f"kind:{kind}",
        "kind.draft_thrown_away" if published is None else "kind.draft_published",
        kind,
        before={"version": row.version, "bundle": row.bundle},
        after={"as": published},
    )


def workers(work: Work, kind: str) -> set[str]:
    """Who has saved the draft."""
    return set(work.session.scalars(select(DraftSave.by).where(DraftSave.kind == kind)))


def _row(work: Work, kind: str) -> KindDraft:
    row = work.session.get(KindDraft, kind)
    if row is None:
        raise NotFound("Expected to find a draft of {kind}, but there is none.", kind=kind[:60])
    return row


def _held(work: Work, kind: str, seen: int) -> KindDraft:
    must_own(work)
    row = work.session.get(KindDraft, kind, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("Expected to find a draft of {kind}, but there is none.", kind=kind[:60])
    if row.version != seen:
        raise Stale(
            "Expected the draft as you saw it, but {who} has saved it since. Yours is kept on your page: look at theirs, then save again.",
            who=row.saved_by,
            version=row.version,
        )
    return row


def _put(work: Work, row: KindDraft, bundle: str, what: str) -> Draft:
    row.bundle, row.version = bundle, row.version + 1
    row.saved_at, row.saved_by = work.now, work.actor.login
    _note(work, row, what)
    work.record(f"kind:{row.kind}", "kind.draft_saved", row.kind, after={"version": row.version, "what": what[:200]})
    return _opened(work, row)


def _note(work: Work, row: KindDraft, what: str) -> None:
    work.add(
        DraftSave(
            kind=row.kind, version=row.version, bundle=row.bundle, at=work.now, by=work.actor.login, what=what[:200]
        )
    )
    work.session.flush()


def _kept(work: Work, files: Mapping[str, bytes]) -> str:
    check_names(files)
    for name, content in files.items():
        if len(content) > LARGEST_FILE:
            raise Invalid.one(name, "Expected a file of at most {most} bytes, but it is larger.", most=LARGEST_FILE)
    if sum(map(len, files.values())) > LARGEST_BUNDLE:
        raise Invalid.one(
            "file", "Expected at most {most} bytes in the archive, but there are more.", most=LARGEST_BUNDLE
        )
    return work.tools.files.put(kinds.pack(files))


def _opened(work: Work, row: KindDraft) -> Draft:
    return Draft(
        row.kind,
        row.base,
        row.version,
        row.began_at,
        row.began_by,
        row.saved_at,
        row.saved_by,
        kinds.unpack(work.tools.files.get(row.bundle)),
    )
