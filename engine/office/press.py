"""Presses that take more than one transaction: signing in, proving a password, completing a task with a signature."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from engine import kinds, pades
from engine.accounts import commands as accounts
from engine.accounts import passwords
from engine.accounts.queries import kept_password, of_person
from engine.acts import complete as acts
from engine.acts import preparing, start
from engine.acts import publish as publishing
from engine.catalogue import drafts
from engine.documents.models import Document
from engine.errors import AgreementMissing, Invalid, PasswordChange, Stopped, Unavailable
from engine.instances.progress import raise_incident
from engine.office import Office
from engine.people.queries import actor as actor_of
from engine.steps.pictures import person_picture, registrar_picture
from engine.work import OFFICE, Actor


def sign_in(office: Office, login: str, password: str, *, address: str, agent: str | None) -> tuple[str, str, Actor]:
    """A new session of the person: its cookie, its form token, and who he is.

    Raises Invalid for a wrong login or password (the same for both), AccountLocked, TooMany.
    """
    person_id = prove_password(office, login.strip(), password, address=address, what="sign-in")
    with office.work(Actor(person=person_id, login=login.strip(), address=address)) as work:
        cookie, csrf = accounts.start_session(work, person_id, address=address, agent=agent)
        account = of_person(work, person_id)
        return cookie, csrf, actor_of(work, person_id, language=account.language if account else "kk", address=address)


def prove(office: Office, actor: Actor, password: str) -> None:
    """Whether it is really he, and may act in his own name: his password typed again. Counted like a wrong sign-in.

    Raises AgreementMissing (Y-04), PasswordChange (Y-24), Invalid, AccountLocked.
    """
    with office.look(actor) as work:
        account = of_person(work, actor.person)
    if account is not None and not account.agreed:
        raise AgreementMissing()
    if account is not None and account.must_change:
        raise PasswordChange()
    if not password:
        raise Invalid.one("password", "Expected your password, but there is none.")
    prove_password(office, actor.login, password, address=actor.address or "", what="signing")


def prove_password(office: Office, login: str, password: str, *, address: str, what: str) -> int:
    """The person whose password it is; each wrong try is counted. Raises Invalid, AccountLocked, TooMany."""
    memory = office.tools.settings.password_memory
    with office.look(OFFICE) as work:
        kept = kept_password(work, login)
        if kept is None:
            accounts.must_not_hurry(work, address)
    right = (
        passwords.fits(kept[1] if kept else passwords.nobodys_hash(memory), password, memory=memory)
        and kept is not None
    )
    with office.work(Actor(person=kept[0] if kept else 0, login=login if kept else "nobody", address=address)) as work:
        result = accounts.tried(work, kept[0] if kept else None, right=right, address=address, what=what)
    accounts.refuse(result)
    assert kept is not None
    return kept[0]


def complete(office: Office, actor: Actor, task_id: str, press: acts.Press, *, once: str | None = None) -> str:
    """Completes a task; gives the id of its document. Nothing is kept when anything is refused.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid (fields, wrong password, a certificate that may not be used),
    Unavailable when a signature by the person's own key needs an answer from outside.
    """
    if not press.password:
        with stopping(office), office.work(actor, once=once) as work:
            return acts.at_once(work, task_id, press).id
    with office.look(actor) as work:
        seen = acts.ready(work, task_id, press)
    if seen.proves:
        prove(office, actor, press.password)
    put = (
        _sign(office, actor, task_id, press, seen)
        if seen.signing is not None and seen.signing.key is not None
        else None
    )
    with stopping(office), office.work(actor, once=once) as work:
        return acts.complete(work, task_id, press, seen, put).id


def start_document(
    office: Office, actor: Actor, kind: str, answers: dict[str, Any], *, submit: bool, once: str | None = None
) -> str:
    """A new document of the actor's, a draft or straight onto its route; gives its id."""
    with office.work(actor, once=once) as work:
        document = start.create(work, kind, answers)
        if submit:
            start.submit(work, document.id)
        return document.id


def publish_draft(office: Office, actor: Actor, kind: str, seen: int, *, reason: str, once: str | None = None) -> int:
    """Publishes the draft as it was seen; gives the number of the version. Raises as `acts.publish.publish_draft`."""
    shared = kinds.read_folder(office.tools.settings.forms)
    with office.look(actor) as work:
        files = drafts.draft(work, kind).files
    proven = publishing.prove(office.tools, files, shared)
    with office.work(actor, once=once) as work:
        return publishing.publish_draft(work, kind, seen, shared, reason=reason, proven=proven).number


@contextmanager
def stopping(office: Office) -> Iterator[None]:
    """Leaves an incident when a press cannot be kept because the route stops; the press itself is undone."""
    try:
        yield
    except Stopped as stopped:
        facts = {key: str(value) for key, value in stopped.facts.items()}
        with office.work(OFFICE) as work:
            document = work.session.get(Document, stopped.document)
            if document is not None:  # one that was made in the same press is undone with it
                raise_incident(work, document, stopped.step, stopped.template, facts)
        raise


def _sign(office: Office, actor: Actor, task_id: str, press: acts.Press, seen: acts.Ready) -> acts.Put:
    """The person's own signature in his field, made before the press is kept.

    A registrar's number is taken for the document first, because his signature covers it; it stays the document's also
    when the signing then fails, and is used when he tries again.
    """
    wanted, tools = seen.signing, office.tools
    assert wanted is not None and wanted.key is not None
    signatory = _opened(wanted.key, press.password)
    status = pades.certificate_status(signatory.certificate, tools.outside, owner=wanted.number or "")
    if status.verdict == "unknown" and wanted.registers:
        raise Unavailable(status.template, **status.facts)
    if status.verdict not in {"good", "unknown"}:
        raise Invalid.one("certificate", status.template, **status.facts)
    with office.work(actor) as work:
        event, picture = preparing.prepare(work, task_id, press, seen, signatory.facts.to_dict())
    drawn = registrar_picture(tools, picture) if wanted.registers else person_picture(tools, picture)
    signed = pades.sign(
        tools.files.get(wanted.latest),
        wanted.field,
        signatory,
        tools.outside,
        name=wanted.name,
        reason=acts.REASON,
        event_sha256=event["sha256"],
        picture=drawn,
        checked=status.good,
    )
    return acts.Put(wanted.latest, tools.files.put(signed), signatory.certificate.dump(), event["event"])


def _opened(key: bytes, password: str) -> pades.Signatory:
    try:
        return pades.from_pkcs12(key, password)
    except Invalid:
        raise Invalid.one("password", "Expected the password of your key, but this one does not open it.") from None
