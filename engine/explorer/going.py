"""Tokens on their way along flows until everybody waits: gateways, joins, sub-processes, ends."""

from collections.abc import Iterator
from typing import Any

from engine.errors import Refusal
from engine.explorer.net import Net
from engine.explorer.states import ABSENT, Pace, Token
from engine.workflow import Flow, Step, decide, execute

WAITS = frozenset(("person", "verb", "receive", "timer"))
POSITIVE = frozenset(("registered", "executed", "filed"))
LONGEST = 500  # gateways in one go: more is a circle that nobody stops


def settle(route: Net, pace: Pace) -> Iterator[Pace]:
    """Every way the pending tokens can go until they wait."""
    waiting = [(pace, 0)]
    while waiting:
        one, count = waiting.pop()
        if one.pending and count < LONGEST:
            flow, token = one.pending.pop()
            route.taken.add(flow.id)
            waiting += [(each, count + 1) for each in _arrive(route, one, flow, token)]
        elif not one.pending and (gone := _gone_on(route, one)):
            waiting += [(each, count + 1) for each in gone]
        else:
            yield one


def leave(route: Net, pace: Pace, step: str, token: Token) -> None:
    """Lets a token go from the step along its flows."""
    pace.pending += [(flow, token) for flow in reversed(route.leaving.get(step, ()))]


def _arrive(route: Net, pace: Pace, flow: Flow, token: Token) -> list[Pace]:
    step = route.steps[flow.target]
    route.reached.add(step.id)
    if step.type in WAITS or step.element == "eventBasedGateway":
        _wait(route, pace, step, token)
    elif step.type in ("sub", "call"):
        _enter(route, pace, step, token)
    elif step.is_end:
        _end(route, pace, step, token)
    elif step.element in ("parallelGateway", "inclusiveGateway") and len(route.arriving[step.id]) > 1:
        pace.tokens.append(Token(flow.id, token.around, route.heard(flow.id, token.outcome)))
        if step.element == "parallelGateway":
            _join(route, pace, step, token)
    elif step.element in ("exclusiveGateway", "inclusiveGateway"):
        return _choose(route, pace, step, token)
    else:
        if step.type == "script":
            _assign(route, pace, step)
        leave(route, pace, step.id, token)
    return [pace]


def _wait(route: Net, pace: Pace, step: Step, token: Token) -> None:
    if any(one.place == step.id and one.around == token.around for one in pace.tokens):
        pace.note("twice", step.id)
        return
    if step.stage == "on_approval" and "signed" in pace.marks:
        pace.note("late_approval", step.id)
    pace.note("open", step.id)
    pace.tokens.append(Token(step.id, token.around, route.heard(step.id, token.outcome)))


def _enter(route: Net, pace: Pace, step: Step, token: Token) -> None:
    if any(one.place == step.id and one.around == token.around for one in pace.tokens):
        pace.note("twice", step.id)
        return
    pace.tokens.append(Token(step.id, token.around))
    inside = Token("", (*token.around, step.id), token.outcome)
    for start in route.starts.get(step.called or step.id, ()):
        route.reached.add(start.id)
        leave(route, pace, start.id, inside)


def _end(route: Net, pace: Pace, step: Step, token: Token) -> None:
    if step.event == "terminate":
        drop(pace, token.around)
    if token.around:
        pace.names["_left"] = token.outcome
        _raise(route, pace, step, token)
        return
    pace.end = step.id
    if step.event == "terminate":
        pace.pending.clear()
    if step.id in POSITIVE and route.kind.registrar:
        missing = "unregistered" if "registered" not in pace.marks else "unnumbered"
        if "registered" not in pace.marks or "numbered" not in pace.marks:
            pace.note(missing, step.id)


def _raise(route: Net, pace: Pace, step: Step, token: Token) -> None:
    """An error or escalation that ends a part of a sub-process is caught on its border."""
    caught = next((one for one in route.attached.get(token.around[-1], ()) if one.event == step.event), None)
    if step.event not in ("error", "escalation") or caught is None:
        return
    outside = Token("", token.around[:-1], token.outcome)
    route.reached.add(caught.id)
    if caught.interrupting:
        drop(pace, token.around)
        pace.tokens = [one for one in pace.tokens if (one.place, one.around) != (token.around[-1], outside.around)]
    leave(route, pace, caught.id, outside)


def drop(pace: Pace, around: tuple[str, ...]) -> None:
    """Takes away every token in that sub-process and deeper."""
    pace.tokens = [one for one in pace.tokens if one.around[: len(around)] != around]
    pace.pending = [(flow, one) for flow, one in pace.pending if one.around[: len(around)] != around]


def _join(route: Net, pace: Pace, step: Step, token: Token) -> None:
    """A parallel join goes on with one token of each flow."""
    taken = []
    for flow in route.arriving[step.id]:
        here = [one for one in pace.tokens if one.place == flow.id and one.around == token.around]
        if len(here) > 1:
            pace.note("twice", step.id)
            pace.tokens.remove(here[1])
        taken += here[:1]
    if len(taken) == len(route.arriving[step.id]):
        for one in taken:
            pace.tokens.remove(one)
        leave(route, pace, step.id, token)


def _gone_on(route: Net, pace: Pace) -> list[Pace]:
    """The ways on when a finished sub-process or an inclusive join lets somebody go; none when all wait."""
    for token in list(pace.tokens):
        step = route.steps.get(token.place)
        if step is not None and step.type in ("sub", "call"):
            inside = (*token.around, step.id)
            if not any(one.around[: len(inside)] == inside for one in pace.tokens):
                pace.tokens.remove(token)
                leave(route, pace, step.id, token._replace(outcome=str(pace.names.pop("_left", "")), spent=frozenset()))
                return [pace]
    pace.names.pop("_left", "")
    met = next((token for token in pace.tokens if _all_came(route, pace, token)), None)
    if met is None:
        return []
    target = route.flows[met.place].target
    own = {one.id for one in route.arriving[target]}
    pace.tokens = [one for one in pace.tokens if one.place not in own or one.around != met.around]
    return _choose(route, pace, route.steps[target], met)


def _all_came(route: Net, pace: Pace, token: Token) -> bool:
    """Whether it stands at an inclusive join that nobody else can still come to."""
    flow = route.flows.get(token.place)
    if flow is None or route.steps[flow.target].element != "inclusiveGateway":
        return False
    coming = route.before[flow.target] - {one.id for one in route.arriving[flow.target]}
    return not any(one.place in coming and one.around[: len(token.around)] == token.around for one in pace.tokens)


def _assign(route: Net, pace: Pace, step: Step) -> None:
    try:
        found = execute(step.script, names_of(pace, ""))
    except Refusal:
        return
    pace.names.update({key: _kept(value) for key, value in found.items() if key in route.names})


def _kept(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value if isinstance(value, str | int | float) else str(value)


def names_of(pace: Pace, outcome: str) -> dict[str, object]:
    """What a condition sees."""
    answers = {key: list(one) if isinstance(one, tuple) else one for key, one in pace.answers.items()}
    told = {
        **pace.names,
        "doc": {key: one for key, one in answers.items() if one is not ABSENT},
        "outcomes": dict(pace.outcomes),
        "result": dict(pace.results),
        "round": pace.round,
    }
    return {**told, "outcome": outcome} if outcome else told


def _choose(route: Net, pace: Pace, step: Step, token: Token) -> list[Pace]:
    flows = route.leaving.get(step.id, ())
    if len(flows) < 2:
        leave(route, pace, step.id, token)
        return [pace]
    missing = next((key for flow in flows for key in _missing(route, pace, flow)), "")
    if missing:
        return [each for one in _tried(route, pace, missing) for each in _choose(route, one, step, token)]
    only = step.element == "exclusiveGateway"
    chosen: list[tuple[Pace, list[Flow]]] = [(pace, [])]
    for flow in [one for one in flows if one.condition and not one.default]:
        chosen = [each for one, held in chosen for each in _decided(route, one, held, flow, token, only=only)]
    otherwise = next((one for one in flows if one.default or not one.condition), None)
    for one, held in chosen:
        taken = held or ([otherwise] if otherwise else [])
        one.pending += [(flow, token) for flow in taken]
        if not taken:
            if not any(sort == "broken" for sort, _element, _word in one.notes):
                one.note("dead", step.id, token.outcome)
            one.tokens.append(Token(step.id, token.around, token.outcome))
    return [one for one, _held in chosen]


def _missing(route: Net, pace: Pace, flow: Flow) -> Iterator[str]:
    """The answers the flow's condition reads for which no value is tried yet."""
    read = route.conditions.get(flow.id)
    if read is not None and read.known and not flow.default:
        yield from (key for key in sorted(read.answers) if key not in pace.answers)


def _tried(route: Net, pace: Pace, key: str) -> Iterator[Pace]:
    for value in route.candidates[key]:
        one = pace.copy()
        one.answers[key] = one.given[key] = value
        yield one


def _decided(
    route: Net, pace: Pace, held: list[Flow], flow: Flow, token: Token, *, only: bool
) -> Iterator[tuple[Pace, list[Flow]]]:
    if (only and held) or any(sort == "broken" for sort, _element, _word in pace.notes):
        yield pace, held
        return
    told = _told(route, pace, flow, token)
    if told is not True:
        yield (pace if told is False else pace.copy()), held
    if told is not False:
        yield pace, [*held, flow]


def _told(route: Net, pace: Pace, flow: Flow, token: Token) -> bool | None:
    """What the condition says; None when it may say either."""
    read = route.conditions[flow.id]
    for key in sorted(read.direct - route.given):
        if f"asked:{key}" not in pace.marks:
            pace.note("unasked", flow.id, key)
    if not read.known or any(pace.answers.get(key, "") is ABSENT for key in read.direct):
        return None
    try:
        told = decide(flow.condition, names_of(pace, token.outcome))
    except Refusal as refused:
        route.refused.setdefault(flow.id, refused)
        pace.note("broken", flow.id)
        return False
    route.verdicts.setdefault(flow.id, set()).add(told)
    return told
