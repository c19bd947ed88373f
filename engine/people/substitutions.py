"""Who stands for whom, by order: never himself, never round in a ring, never two who may sign for one."""

from datetime import date, timedelta

from sqlalchemy import select

from engine.errors import Invalid, NotFound, WrongState
from engine.people import checks, queries, rights
from engine.people.following import day_after, reseat, seen
from engine.people.models import Person, Substitution
from engine.work import Work

PAST = timedelta(days=365)


def substitute(
    work: Work, absent: Person, substitute: Person, *, since: date, until: date, basis: str, may_sign: bool = False
) -> Substitution:
    """Lets one person stand for another in those days (both included), by an order. Raises NotAllowed, Invalid."""
    rights.may_substitutions(work)
    rights.not_himself(work, substitute)
    _hold_all(work)
    basis = _checked(work, absent, substitute, since, until, basis)
    others = _in_those_days(work, since, until)
    if may_sign:
        _sole_signer(others, absent)
    _no_ring(others, absent, substitute, since, until)
    row = work.add(
        Substitution(
            absent_id=absent.id, substitute_id=substitute.id, since=since, until=until, basis=basis, may_sign=may_sign
        )
    )
    after = _told(row) | {"substitute": substitute.login}
    work.record(f"person:{absent.id}", "substitution.ordered", absent.login, after=after)
    reseat(work, [absent.id, substitute.id], since, day_after(until))
    work.session.flush()
    return row


def end_substitution(
    work: Work, id: int, *, last: date | None = None, reason: str = "", seen_version: int | None = None
) -> None:
    """Ends it after the day `last`, or at once when none is given. Raises NotAllowed, NotFound, Invalid, Stale, WrongState."""
    rights.may_substitutions(work)
    _hold_all(work)
    row = work.session.get(Substitution, id)
    if row is None:
        raise NotFound("Expected to find the substitution {id}, but there is none.", id=id)
    day = queries.today(work)
    if row.ended or row.until < day:
        raise WrongState("Expected a substitution that goes on or comes, but this one is over.")
    seen(row, seen_version)
    problems = checks.Problems()
    said = checks.line(problems, "reason", reason, most=300)
    if last is not None and not day <= last <= row.until:
        places = {"first": day.isoformat(), "until": row.until.isoformat(), "day": last.isoformat()}
        problems.add("last", "Expected a day from {first} to {until}, but it is {day}.", **places)
    problems.stop()
    before = _told(row)
    if last is None or last < row.since:
        row.ended = True
    else:
        row.until = last
    row.reason = said
    absent = work.get(Person, row.absent_id)
    work.record(f"person:{absent.id}", "substitution.ended", absent.login, before=before, after=_told(row))
    reseat(work, [row.absent_id, row.substitute_id], day if row.ended else day_after(row.until))


def _checked(work: Work, absent: Person, stands: Person, since: date, until: date, basis: str) -> str:
    problems = checks.Problems()
    day = queries.today(work)
    said = checks.line(problems, "basis", basis, most=300, needed=True)
    checks.days(problems, since, until)
    if since < day - PAST:
        problems.add("since", "Expected a beginning within the last year, but it is {day}.", day=since.isoformat())
    if absent.id == stands.id:
        problems.add("substitute", "Expected another person to stand in, but it is the absent one himself.")
    for name, one in (("absent", absent), ("substitute", stands)):
        if one.dismissed is not None or (one.leaves is not None and one.leaves < since):
            problems.add(name, "Expected somebody who works here in those days, but {login} does not.", login=one.login)
    problems.stop()
    return said


def _hold_all(work: Work) -> None:
    # Two orders at once could close a ring neither of them sees: they queue for the first person's row.
    work.session.flush()
    work.session.scalar(select(Person.id).order_by(Person.id).limit(1).with_for_update(key_share=True))


def _in_those_days(work: Work, since: date, until: date) -> list[Substitution]:
    query = select(Substitution).where(
        Substitution.ended.is_(False), Substitution.since <= until, Substitution.until >= since
    )
    return list(work.session.scalars(query.order_by(Substitution.id)))


def _sole_signer(others: list[Substitution], absent: Person) -> None:
    for one in others:
        if one.absent_id == absent.id and one.may_sign:
            raise Invalid.one(
                "may_sign",
                "Expected one substitute who may sign in those days, but from {since} to {until} there is another.",
                since=one.since.isoformat(),
                until=one.until.isoformat(),
            )


def _no_ring(others: list[Substitution], absent: Person, stands: Person, since: date, until: date) -> None:
    """Whoever stands in must not, on any of those days, be stood for by a chain that ends with the absent one."""
    ahead, known = [(stands.id, since, until)], set()
    while ahead:
        person, start, end = ahead.pop()
        for one in others:
            first, last = max(start, one.since), min(end, one.until)
            if one.absent_id != person or first > last or (one.substitute_id, first, last) in known:
                continue
            if one.substitute_id == absent.id:
                raise Invalid.one(
                    "substitute",
                    "Expected no ring of substitutes, but {login} is himself away in those days and {absent} stands for him.",
                    login=stands.login,
                    absent=absent.login,
                )
            known.add((one.substitute_id, first, last))
            ahead.append((one.substitute_id, first, last))


def _told(row: Substitution) -> dict[str, object]:
    return {
        "since": str(row.since),
        "until": str(row.until),
        "basis": row.basis,
        "may_sign": row.may_sign,
        "ended": bool(row.ended),
    } | ({"reason": row.reason} if row.reason else {})
