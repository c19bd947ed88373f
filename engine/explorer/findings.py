"""What is wrong with a route, each with an example of how a document comes to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.errors import KindProblem, Refusal
from engine.explorer.net import Net, net_of
from engine.explorer.search import MOST_STATES, Search, leading_to, search, ways
from engine.explorer.states import Hop, State
from engine.kinds import Kind
from engine.kinds.labels import OUTCOMES
from engine.workflow import Outcome, Step, leads_to

PLACE = "process.bpmn"
MOST_PATHS = 10_000
AGAINST = frozenset("return reject refuse decline_registration return_report return_settlement".split())
MET: Mapping[str, str] = {
    "dead": "Expected a way on from here every time, but once none of the conditions holds and the document stands still.",
    "twice": "Expected the document to come here once at a time, but it comes again while it is here. Let its branches meet before.",
    "unregistered": "Expected the document to be registered before this end, but this way passes the registrar by.",
    "unnumbered": "Expected the document to have a number before this end, but this way gives none.",
    "late_approval": "Expected to be asked for approval before the document is signed, but on this way it is signed before.",
    "unsigned": "Expected a valid signature before the document is registered, but this way brings none.",
    "unfrozen": "Expected the file to be made before it is signed, but on this way it is not made after the last change.",
    "early_number": "Expected the registrar's decision before the number is given, but on this way it is given without.",
    "early_seal": "Expected the number before the file is sealed, but on this way it is sealed without.",
    "unasked": "Expected an answer to {answer} before it is read, but on this way no form has asked for it.",
}
LIGHT = frozenset(("never", "always", "alike", "unreached", "no_term"))  # documents go on; somebody should look
NOT_ALL = "Expected every branch to come together here, but once not all come and the document waits for ever."
STANDS = "Expected something to happen next, but on this way the document stands still here."
ENDLESS = "Expected a way to an end from here, but whatever is done only goes round."
UNREACHED = "Expected a way to this step, but no outcome and no answer leads to it."
NEVER = "Expected a condition that can hold, but it never does."
ALWAYS = "Expected a condition that sometimes does not hold, but it always does: no other flow is ever taken."
ALIKE = "Expected a way of its own for the button {outcome}, but it leads where {usual} leads."
NO_TERM = "Expected a term for this step, but it has none: nobody is reminded and nothing is late."


@dataclass(frozen=True)
class Finding:
    """One thing wrong: of which sort, at which element, and the shortest way there (empty when there is none)."""

    sort: str
    problem: KindProblem
    path: tuple[Hop, ...] = ()


@dataclass(frozen=True)
class Explored:
    """What walking a route found. `paths` counts ways to an end, up to 10,000; `whole` says that every state was seen."""

    findings: tuple[Finding, ...]
    states: int
    paths: int
    whole: bool


def explore(kind: Kind, *, most: int = MOST_STATES, most_paths: int = MOST_PATHS) -> Explored:
    """Everything wrong with the kind's route as far as it can be told without documents; never raises."""
    found = search(net_of(kind), most)
    findings = [*_met(found), *_standing(found), *_endless(found), *_of_conditions(found), *_of_steps(found)]
    findings.sort(key=lambda one: (one.problem.severity != "error", len(one.path)))
    return Explored(tuple(findings), len(found.states), sum(1 for _ in ways(found, most_paths)), found.whole)


def paths(kind: Kind, most: int = MOST_PATHS) -> int:
    """How many ways lead through the kind's route, each loop at most twice; counted up to `most`."""
    return sum(1 for _ in ways(search(net_of(kind)), most))


def _finding(
    route: Net, sort: str, element: str, template: str, facts: Mapping[str, object], path: tuple[Hop, ...]
) -> Finding:
    step, flow = route.steps.get(element), route.flows.get(element)
    name = step.name if step else flow.name if flow else ""
    severity = "warning" if sort in LIGHT else "error"
    return Finding(sort, KindProblem(PLACE, template, facts, element, name, severity), path)


def _met(found: Search) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    for note in found.notes:
        sort, element, word = note
        if (sort, element) in told or sort == "open":
            continue
        told.add((sort, element))
        if sort == "broken":
            refused: Refusal = found.route.refused[element]
            yield _finding(found.route, sort, element, refused.template, refused.facts, found.noted(note))
        else:
            yield _finding(found.route, sort, element, MET[sort], {"answer": word}, found.noted(note))


def _standing(found: Search) -> Iterator[Finding]:
    """Documents that stand still where no gateway is to blame."""
    told: set[str] = set()
    for at, state in enumerate(found.known()):
        if not _stands(found, at, state) or any(_is_gate(found.route, one.place) for one in state.tokens):
            continue
        token = next((one for one in state.tokens if one.place in found.route.flows), state.tokens[0])
        flow = found.route.flows.get(token.place)
        element = flow.target if flow else token.place
        if element not in told:
            told.add(element)
            yield _finding(
                found.route, "join" if flow else "stands", element, NOT_ALL if flow else STANDS, {}, found.path(at)
            )


def _stands(found: Search, at: int, state: State) -> bool:
    return bool(state.tokens) and not found.edges[at] and (found.whole or at < len(found.edges) // 2)


def _is_gate(route: Net, place: str) -> bool:
    step = route.steps.get(place)
    return step is not None and step.element in ("exclusiveGateway", "inclusiveGateway")


def _endless(found: Search) -> Iterator[Finding]:
    if not found.whole:
        return
    states = found.known()
    lost = set(range(len(states))) - leading_to(found, (at for at, targets in enumerate(found.edges) if not targets))
    for at in sorted(lost)[:1]:
        element = next((one.place for one in states[at].tokens if one.place in found.route.steps), "")
        yield _finding(found.route, "endless", element, ENDLESS, {}, found.path(at))


def _of_conditions(found: Search) -> Iterator[Finding]:
    route = found.route
    if not found.whole:
        return
    for id, told in sorted(route.verdicts.items()):
        flow = route.flows[id]
        if len(told) == 2:
            continue
        path = found.opened_before(flow.source)
        if told == {False} and id not in route.refused:
            yield _finding(route, "never", id, NEVER, {}, path)
        if told == {True} and not any(one.id in route.taken for one in route.leaving[flow.source] if one is not flow):
            yield _finding(route, "always", id, ALWAYS, {}, path)


def _of_steps(found: Search) -> Iterator[Finding]:
    route = found.route
    for step in route.steps.values():
        arriving = route.arriving.get(step.id, ())
        if found.whole and step.id not in route.reached and any(one.source in route.reached for one in arriving):
            yield _finding(route, "unreached", step.id, UNREACHED, {}, found.opened_before(arriving[0].source))
        if step.type == "person":
            if step.term is None:
                yield _finding(route, "no_term", step.id, NO_TERM, {}, found.opened(step.id))
            yield from (_alike(found, step, one) for one in step.outcomes if _leads_alike(route, step, one))


def _usual(step: Step) -> str:
    return next((one.id for one in step.outcomes if one.primary), step.outcomes[0].id)


def _leads_alike(route: Net, step: Step, outcome: Outcome) -> bool:
    usual = _usual(step)
    if outcome.id not in AGAINST or outcome.id == usual:
        return False
    one, other = ({found.id for found in leads_to(route.kind.diagram, step.id, id)} for id in (outcome.id, usual))
    return one == other


def _alike(found: Search, step: Step, outcome: Outcome) -> Finding:
    facts = {"outcome": OUTCOMES[outcome.id], "usual": OUTCOMES[_usual(step)]}
    path = found.opened(step.id)
    return _finding(found.route, "alike", step.id, ALIKE, facts, (*path, Hop(step.id, outcome.id)) if path else ())
