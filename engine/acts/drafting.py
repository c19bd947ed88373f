"""What a process owner begins a draft from, and what is said of it: problems, scenarios, how much of the diagram they walk."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engine import kinds, scenario
from engine.catalogue import drafts
from engine.catalogue.drafts import Draft
from engine.catalogue.models import KindVersion
from engine.catalogue.queries import SHARED, current
from engine.errors import Invalid, KindProblem, KindRefused, NotFound, WrongState
from engine.kinds import Kind
from engine.kinds.copying import BLANK, around, check_name, copied, name_of, renamed
from engine.scenario import Report
from engine.texts import LANGUAGES, Text
from engine.work import Tools, Work
from engine.workflow import adopt, process_of

AS_IT_CAME = "BPMN"  # what the first save of an imported diagram is called


@dataclass(frozen=True)
class Checked:
    """A draft looked at: the kind when it can be read, all problems, and what its scenarios gave."""

    kind: Kind | None
    problems: tuple[KindProblem, ...]
    report: Report | None

    @property
    def ready(self) -> bool:
        """Whether it may be published."""
        return self.kind is not None and not any(one.severity == "error" for one in self.problems)


def check(tools: Tools, files: Mapping[str, bytes]) -> Checked:
    """What is wrong with those files, and what their scenarios give; a second at most, outside any transaction."""
    try:
        kind = kinds.read(files, kinds.read_folder(tools.settings.forms), tools.verbs)
    except KindRefused as refused:
        return Checked(None, refused.problems, None)
    told = scenario.report(kind)
    return Checked(kind, (*kind.warnings, *told.problems), told)


def open_draft(work: Work, kind: str) -> Draft:
    """A draft of a published kind, from its current version; raises NotFound, NotAllowed, WrongState."""
    drafts.must_own(work)
    running = current(work, kind)
    return drafts.put_up(work, kind, own_files(work, running.id), base=running.number, what=f"v{running.number}")


def own_files(work: Work, version_id: int) -> dict[str, bytes]:
    """The kind's own files of a version, as they were published."""
    row = work.get(KindVersion, version_id)
    held = kinds.unpack(work.tools.files.get(row.bundle))
    return {name: content for name, content in held.items() if not name.startswith(SHARED)}


def files_of(work: Work, kind: str, number: int) -> dict[str, bytes]:
    """The own files of a kind's version; raises NotFound."""
    return own_files(work, _version(work, kind, number).id)


def sha256_of(work: Work, kind: str, number: int) -> str:
    """The name of a version's bundle; raises NotFound."""
    return _version(work, kind, number).sha256


def _version(work: Work, kind: str, number: int) -> KindVersion:
    row = work.session.scalar(select(KindVersion).where(KindVersion.kind == kind, KindVersion.number == number))
    if row is None:
        raise NotFound("Expected to find version {number} of {kind}, but there is none.", number=number, kind=kind[:60])
    return row


def copy(work: Work, origin: str, name: str, title: Text) -> Draft:
    """A draft of a new kind that begins as a copy of another; raises Invalid, NotFound, WrongState."""
    _must_be_new(work, name, title)
    running = current(work, origin)
    return drafts.put_up(work, name, copied(own_files(work, running.id), name, title), base=None, what=f"← {origin}")


def begin_blank(work: Work, name: str, title: Text) -> Draft:
    """A draft of a new kind with the shortest route that runs: the head approves, the registrar registers."""
    _must_be_new(work, name, title)
    return drafts.put_up(work, name, copied(blank(), name, title), base=None, what="—")


def import_diagram(work: Work, name: str, title: Text, content: bytes) -> Draft:
    """A draft of a new kind around somebody's diagram, with what the diagram lacks put in: all else as in a blank one.

    Its first save holds the file as it came, and `adoption` says what was changed; what is still wrong is said by `check`.
    Raises Invalid when it is no BPMN at all.
    """
    _must_be_new(work, name, title)
    process, made = process_of(content), adopt(content)
    files = around(copied(blank(), name, title), content, made.lanes)
    first = drafts.put_up(work, name, files, base=None, what=AS_IT_CAME)
    if not process:
        return first
    ours = renamed(made.xml, process, name, next(iter(title.values())))
    return drafts.save(work, name, first.version, {"process.bpmn": ours})


def adoption(work: Work, kind: str) -> tuple[KindProblem, ...]:
    """What was changed in the diagram a draft began from, by element; empty when it began from none of another program."""
    found = drafts.first(work, kind)
    if found is None or found[0].what != AS_IT_CAME:
        return ()
    return adopt(found[1]["process.bpmn"]).changes


def import_bundle(work: Work, content: bytes) -> Draft:
    """A draft from an exported archive: of the kind its kind.yaml names. Raises KindRefused, WrongState."""
    drafts.must_own(work)
    files = kinds.unpack(content)
    name = name_of(files)
    newest = work.session.scalar(
        select(KindVersion.number).where(KindVersion.kind == name).order_by(KindVersion.number.desc()).limit(1)
    )
    return drafts.put_up(work, name, files, base=newest, what="zip")


def blank() -> dict[str, bytes]:
    """The files a new kind begins with."""
    return kinds.read_folder(BLANK)


def _must_be_new(work: Work, name: str, title: Text) -> None:
    drafts.must_own(work)
    check_name(name)
    if not any(title.get(one, "").strip() for one in LANGUAGES):
        raise Invalid.one("title", "Expected a title, but there is none.")
    if work.session.scalar(select(KindVersion.id).where(KindVersion.kind == name).limit(1)) is not None:
        raise WrongState("Expected a new name, but there is a kind {kind} already.", kind=name)
