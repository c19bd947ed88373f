"""What can happen next: persons' outcomes, verbs' answers, messages, timers, events on a border."""

from collections.abc import Iterator
from typing import Any

from engine.explorer.going import drop, leave, settle
from engine.explorer.net import Net
from engine.explorer.states import Hop, Pace, State, Token, begun
from engine.workflow import Step

LIGHT = frozenset("return reject refuse decline_registration return_settlement".split())  # no form is filled with them
CAUGHT_INSIDE = ("error", "escalation")


def first(route: Net) -> list[tuple[Hop, Pace]]:
    """Every way a document can begin."""
    found = []
    for start in route.starts.get("", ()):
        pace = Pace()
        _fill(route, pace, route.kind.start.form)
        route.reached.add(start.id)
        leave(route, pace, start.id, Token(start.id))
        found += [(_told(start.id, "", one), one) for one in settle(route, pace)]
    return found


def moves(route: Net, state: State) -> Iterator[tuple[Hop, Pace]]:
    """Everything that can happen in the state, each with what comes of it."""
    for token in state.tokens:
        step = route.steps.get(token.place)
        if step is None:
            continue
        for id, does, pace in _changes(route, state, token, step):
            yield from ((_told(id, does, one), one) for one in settle(route, pace))


def _told(step: str, does: str, pace: Pace) -> Hop:
    return Hop(step, does, tuple(sorted(pace.given.items())))


Change = tuple[str, str, Pace]


def _changes(route: Net, state: State, token: Token, step: Step) -> Iterator[Change]:
    if step.type == "person":
        for outcome in [one.id for one in step.outcomes] or [""]:
            yield step.id, outcome, _finished(route, _without(state, token), token, step, outcome)
    elif step.type == "verb":
        for answer in route.answers[step.id]:
            yield step.id, str(answer), _answered(route, _without(state, token), token, step, answer)
    elif step.type in ("receive", "timer") and not step.attached_to:
        yield step.id, "", _happened(route, _without(state, token), token, step)
    elif step.element == "eventBasedGateway":
        for flow in route.leaving.get(step.id, ()):
            route.taken.add(flow.id)
            event = route.steps[flow.target]
            yield event.id, "", _happened(route, _without(state, token), token, event)
    for event in route.attached.get(step.id, ()):
        if event.event in CAUGHT_INSIDE and step.type != "verb":
            continue
        if event.id not in token.spent:
            yield event.id, "", _interrupted(route, state, token, event)


def _without(state: State, token: Token) -> Pace:
    pace = begun(state)
    pace.tokens.remove(token)
    return pace


def _happened(route: Net, pace: Pace, token: Token, event: Step) -> Pace:
    route.reached.add(event.id)
    if event.form:
        _fill(route, pace, event.form)
    leave(route, pace, event.id, token._replace(spent=frozenset()))
    return pace


def _interrupted(route: Net, state: State, token: Token, event: Step) -> Pace:
    pace = _without(state, token)
    if event.interrupting:
        drop(pace, (*token.around, token.place))
    else:
        pace.tokens.append(token._replace(spent=token.spent | {event.id}))
    return _happened(route, pace, token, event)


def _finished(route: Net, pace: Pace, token: Token, step: Step, outcome: str) -> Pace:
    if step.form and outcome not in LIGHT:
        _fill(route, pace, step.form)
    if outcome == "submit":
        pace.round = min(pace.round + 1, route.most_rounds)
        pace.outcomes.clear()
        pace.marks -= {"signed", "frozen", "registered", "numbered"}
    if route.outcomes is None or step.id in route.outcomes:
        pace.outcomes[step.id] = outcome
    if outcome == "sign":
        _sign(route, pace, step)
    if outcome == "register":
        if route.kind.signers and "signed" not in pace.marks:
            pace.note("unsigned", step.id)
        pace.marks.add("registered")
    leave(route, pace, step.id, Token(step.id, token.around, outcome))
    return pace


def _sign(route: Net, pace: Pace, step: Step) -> None:
    if "frozen" not in pace.marks:
        pace.note("unfrozen", step.id)
    for one in pace.tokens:
        held = route.steps.get(one.place)
        if held is not None and held.stage == "on_approval":
            pace.note("late_approval", held.id)
    pace.marks.add("signed")


def _answered(route: Net, pace: Pace, token: Token, step: Step, answer: Any) -> Pace:
    if step.id in route.results:
        pace.results[step.id] = answer
    match step.verb:
        case "make_rendition":
            pace.marks.add("frozen")
        case "apply_signature" if answer == "invalid":
            pace.marks.discard("signed")
        case "assign_number":
            if route.kind.registrar and "registered" not in pace.marks:
                pace.note("early_number", step.id)
            pace.marks.add("numbered")
        case "close_rendition" if route.kind.registrar and "numbered" not in pace.marks:
            pace.note("early_seal", step.id)
        case "keep_answers" | "read_calendar":
            pace.answers.clear()
    leave(route, pace, step.id, token._replace(spent=frozenset()))
    return pace


def _fill(route: Net, pace: Pace, form: str) -> None:
    """The form is filled anew: what was tried for its answers before holds no longer."""
    for key in route.asked_by.get(form, ()):
        pace.answers.pop(key, None)
        pace.marks.add(f"asked:{key}")
