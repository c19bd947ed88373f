"""What a row of a table of people would do: add somebody, change him, give him a post, nothing, or why it is refused.

A plan is made against a roll and moves it on, so a second row about the same person is planned as if the first were kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from engine.people import checks
from engine.people.checks import PARTS, Problems
from engine.people.columns import NO, POST, YES
from engine.people.roll import Known, Place, Post, Roll
from engine.texts import LANGUAGES

EMPTY: Mapping[str, Any] = {"names": {}, "number": None, "email": None, "phone_work": None, "phone_mobile": None}
EMPLOYEE = "employee"  # the code of a post that has none
Change = tuple[str, str, str]  # the column, what was there, what will be


@dataclass(frozen=True)
class Plan:
    """What a row does. `instead` is the post that `post` takes the place of; `doubtful` a new number whose digits do not fit."""

    state: str  # added, changed, unchanged, refused
    who: Known
    changes: tuple[Change, ...] = ()
    problems: Problems = field(default_factory=Problems)
    post: Post | None = None
    instead: Post | None = None
    doubtful: bool = False


def plan(roll: Roll, row: Mapping[str, str]) -> Plan:
    """The plan of the row; the roll goes on as if it were kept, unless it is refused."""
    problems = Problems()
    who = _who(roll, row, problems)
    fields = _fields(roll, row, who, problems)
    changes = _differences(_flat(who.fields), _flat(fields))
    post, instead = _post(roll, row, who, problems) if any(name in row for name in POST) else (None, None)
    appointed = _differences(_told(instead), _told(post)) if post is not None else ()
    if appointed and roll.himself and who.id == roll.himself:
        problems.add("unit", "Expected somebody else to change your own rights, but this is you.")
    if problems.found:
        return Plan("refused", who, problems=problems)
    state = "added" if who.login not in roll.by_login else "changed" if changes or appointed else "unchanged"
    after = replace(who, fields=fields)
    roll.put(after)
    if post is None or not appointed:
        return Plan(state, after, changes, doubtful=_doubtful(changes))
    roll.posted(after, post, instead)
    return Plan(state, after, (*changes, *appointed), problems, post, instead, _doubtful(changes))


def _doubtful(changes: tuple[Change, ...]) -> bool:
    return any(name == "number" and checks.number_looks_wrong(after) for name, _, after in changes)


def _who(roll: Roll, row: Mapping[str, str], problems: Problems) -> Known:
    found = roll.called_by(row)
    if found is None and "login" in row:
        found = Known(0, checks.login(problems, row["login"]), EMPTY)
    elif found is None and "number" in row:
        problems.add("login", "Expected a login for somebody new, but it is empty.")
    elif found is None:
        problems.add("login", "Expected a login or a personal number, but both are empty.")
    elif found.dismissed:
        problems.add("login", "Expected somebody who works here, but {login} is dismissed.", login=found.login)
    return found or Known(0, "", EMPTY)


def _fields(roll: Roll, row: Mapping[str, str], who: Known, problems: Problems) -> dict[str, Any]:
    """What is known of the person after the row; an empty cell leaves what is there."""
    fields = dict(who.fields)
    named = {one: _named(row, one, who.fields["names"].get(one, {})) for one in LANGUAGES}
    if any(f"{part}_{one}" in row for part in PARTS for one in LANGUAGES) or not who.fields["names"]:
        fields["names"] = checks.names(problems, named)
    for name, read in (("number", checks.number), ("email", checks.email)):
        if name in row:
            fields[name] = read(problems, row[name])
    for name in ("phone_work", "phone_mobile"):
        if name in row:
            fields[name] = checks.phone(problems, name, row[name])
    other = roll.by_number.get(fields["number"] or "")
    if other is not None and other.login != who.login:
        problems.add("number", "Expected a number nobody has, but it is of {login}.", login=other.login)
    return fields


def _named(row: Mapping[str, str], tongue: str, before: Mapping[str, str]) -> dict[str, str]:
    return {part: row.get(f"{part}_{tongue}") or before.get(part) or "" for part in PARTS}


def _post(roll: Roll, row: Mapping[str, str], who: Known, problems: Problems) -> tuple[Post | None, Post | None]:
    """The post the row speaks of as it will be, and the one it is now."""
    where = _unit(roll, row, problems)
    since, until = _day(row, "since", problems), _day(row, "until", problems)
    ticks = {name: _tick(row, name, problems) for name in ("is_head", "acting")}
    code = checks.line(problems, "post", row.get("post"), most=60)
    if problems.found or where is None:
        return None, None
    held = [one for one in who.posts if one.unit == where.code and code in ("", one.post)]
    same = [one for one in held if one.since == since] if since else [one for one in held if one.meets(roll.day, None)]
    first = since or roll.day
    instead = max(same, key=lambda one: _alike(one, row), default=None)
    before = instead or Post(0, where.code, code or EMPLOYEE, {}, False, False, first, None)
    title = {one: row.get(f"title_{one}") or before.title.get(one, "") for one in LANGUAGES}
    post = replace(
        before,
        title=checks.texts(problems, "title", title),
        is_head=before.is_head if ticks["is_head"] is None else ticks["is_head"],
        acting=before.acting if ticks["acting"] is None else ticks["acting"],
        until=until or before.until,
    )
    checks.days(problems, post.since, post.until)
    if instead is not None and not instead.id and post != instead:
        problems.add("post", "Expected each post of a person once, but a line above speaks of it.")
    _once(problems, held, post, instead)
    return post, instead


def _alike(one: Post, row: Mapping[str, str]) -> int:
    """How many of the row's cells say of the post what it is: of two like ones the row means the more alike."""
    return sum(row.get(name) == said for name, said in _told(one).items())


def _once(problems: Problems, held: list[Post], post: Post, instead: Post | None) -> None:
    # Else a file with another first day would put everybody into his post a second time.
    for one in held:
        if instead is None and one.post == post.post and one.meets(post.since, post.until):
            sentence = "Expected the day since which the post is held, {since}, but it is {day}."
            problems.add("since", sentence, since=one.since.isoformat(), day=post.since.isoformat())
            return


def _unit(roll: Roll, row: Mapping[str, str], problems: Problems) -> Place | None:
    if "unit" not in row:
        problems.add("unit", "Expected it to be filled, but it is empty.")
        return None
    found = roll.called(row["unit"])
    if "parent" in row:
        above = {one.id for one in roll.called(row["parent"])}
        if not above:
            problems.add("parent", "Expected an open unit, but there is no {unit}.", unit=row["parent"][:60])
            return None
        found = [one for one in found if one.parent in above]
    if not found:
        problems.add("unit", "Expected an open unit, but there is no {unit}.", unit=row["unit"][:60])
    if len(found) > 1:
        codes = ", ".join(one.code for one in found[:5])
        problems.add("unit", "Expected one unit, but {unit} may be any of {codes}.", unit=row["unit"][:60], codes=codes)
    return found[0] if len(found) == 1 else None


def _day(row: Mapping[str, str], name: str, problems: Problems) -> date | None:
    text = row.get(name, "")
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date() if text else None
        except ValueError:
            continue
    problems.add(name, "Expected a day, but {value} is none.", value=text[:40])
    return None


def _tick(row: Mapping[str, str], name: str, problems: Problems) -> bool | None:
    text = row.get(name, "").casefold()
    if not text:
        return None
    if text not in YES | NO:
        problems.add(name, "Expected yes or no, but it is {value}.", value=text[:40])
    return text in YES


def _flat(fields: Mapping[str, Any]) -> dict[str, str]:
    names = {f"{part}_{one}": fields["names"].get(one, {}).get(part, "") or "" for one in LANGUAGES for part in PARTS}
    return names | {name: fields[name] or "" for name in EMPTY if name != "names"}


def _told(post: Post | None) -> dict[str, str]:
    if post is None:
        return {}
    titles = {f"title_{one}": post.title.get(one, "") for one in LANGUAGES}
    ticks = {name: "1" if getattr(post, name) else "" for name in ("is_head", "acting")}
    days = {"since": post.since.isoformat(), "until": post.until.isoformat() if post.until else ""}
    return {"unit": post.unit, **titles, "post": post.post, **ticks, **days}


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    return tuple((name, before.get(name, ""), said) for name, said in after.items() if before.get(name, "") != said)
