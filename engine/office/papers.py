"""Papers made when somebody asks for them: the sheets of a document as of now."""

from engine.documents import rights
from engine.errors import NotFound, Unavailable
from engine.office import Office
from engine.sheets import making
from engine.sheets.queries import SheetCard, newest, showing
from engine.work import OFFICE, Actor

AT_ONCE = 300  # rows; a longer sheet is made by a job while the asker waits no longer


def sheet(office: Office, actor: Actor, document_id: str, type: str, language: str = "") -> SheetCard:
    """The sheet as of now, made if it is not there yet; giving it out is noted. Without a language it is the document's.

    Raises NotFound (also when there is nothing to show), NotAllowed, Unavailable (being made, no seal, no time-stamp).
    """
    with office.look(actor) as work:
        document = rights.seen(work, document_id)
        said = making.said_now(work, document, type, language or document.language)
        gathered = making.of(work, document_id, said, asker=actor.person or None)
    if not gathered.rows:
        raise NotFound("Expected to find a sheet of document {document}, but there is none.", document=document_id)
    if not _there(office, gathered):
        _make(office, gathered)
    with office.work(actor) as work:
        found = showing(work, document_id, gathered.type, gathered.language, gathered.shows)
        assert found is not None
        work.record(f"document:{document_id}", "sheet.fetched", type, after={"sha256": found.sha256})
    return found


def _there(office: Office, gathered: making.Gathered) -> bool:
    with office.look(OFFICE) as work:
        return showing(work, gathered.document, gathered.type, gathered.language, gathered.shows) is not None


def _make(office: Office, gathered: making.Gathered) -> None:
    if gathered.rows > AT_ONCE:
        with office.work(OFFICE) as work:
            asker = gathered.asker
            making.leave(work, gathered.document, gathered.type, language=gathered.language, asker=asker)
        raise Unavailable(
            "Expected the sheet of {rows} lines, but it is being made. Ask again in a minute.", rows=gathered.rows
        )
    made = making.made(office.tools, gathered)
    with office.work(OFFICE) as work:
        making.keep(work, gathered, made)


def sheets_now(office: Office, actor: Actor, document_id: str) -> dict[str, bytes]:
    """The sheets for an evidence package, by type: as of now, or the newest there are when the outside does not answer."""
    found = {}
    for type in making.TYPES:
        try:
            found[type] = sheet(office, actor, document_id, type)
        except Unavailable:
            with office.look(actor) as work:
                held = newest(work, document_id).get(type)
            found |= {type: held} if held else {}
        except NotFound:
            continue
    return {type: office.tools.files.get(one.sha256) for type, one in found.items()}
