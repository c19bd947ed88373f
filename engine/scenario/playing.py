"""One story played: persons' outcomes and the office's answers fed to the machine, what it does checked."""

from collections.abc import Mapping
from typing import Any

from engine import forms
from engine.errors import Invalid, Refusal
from engine.kinds import STATES, Kind, Move, Scenario
from engine.scenario.office import numbered
from engine.scenario.rows import next_round, opened, said
from engine.scenario.stage import Failed, Played, Stage
from engine.workflow import (
    Advance,
    Ended,
    Machine,
    MessageSent,
    Step,
    StepRequested,
    Stuck,
    TaskOpened,
    TaskWithdrawn,
    WaitClosed,
    WaitOpened,
)
from engine.workflow.leads_to import walk

MOST_STEPS = 2000
_STATES = {"close_rendition": "registered", "file_away": "executed"}
_LIGHT = frozenset("return reject refuse decline_registration return_settlement".split())  # the form is not asked for


def play(kind: Kind, scenario: Scenario, spec: bytes) -> Played:
    """What comes of the story; `spec` is the kind's compiled process. Never raises for what a story says."""
    stage = Stage(kind, scenario, Machine(b"scenario"), spec, moves=list(scenario.play))
    try:
        _tell(stage)
        _check(stage)
    except Failed:
        pass
    return Played(
        scenario,
        frozenset(stage.walked),
        tuple(stage.problems),
        stage.state,
        stage.end,
        stage.rounds,
        stage.number,
        tuple(sorted(stage.tasks.values())),
        left={stage.tasks[token]: tuple(rows.left) for token, rows in stage.rows.items() if token in stage.tasks},
        waits=tuple(sorted(set(stage.waits.values()))),
        answered=tuple(stage.answered),
        known={**stage.answers, **stage.added},
    )


def _tell(stage: Stage) -> None:
    stage.answers = _filled(stage, stage.kind.start.form, {}, stage.scenario.answers, None)
    for step in stage.kind.diagram.steps.values():
        if step.element == "startEvent" and not step.parent:
            _walk(stage, step.id, "")
    begin = {key: value for key, value in stage.names().items() if key in ("doc", "round")}
    _take(stage, stage.machine.start(stage.spec, begin, stage.now), None)
    _settle(stage, None)
    while stage.moves:
        move = stage.moves.pop(0)
        stage.answered.clear()
        try:
            _make(stage, move)
        except Refusal as refused:
            raise stage.fail(move, refused.template, **_plain(refused.facts)) from None
        _settle(stage, move)


def _make(stage: Stage, move: Move) -> None:
    if move.sort == "person":
        _act(stage, move)
    elif move.forward is not None:
        _pass_time(stage, move)
    elif move.sort == "message":
        _deliver(stage, move)
    else:
        raise stage.fail(move, "Expected the office to be asked for {at}, but nothing asks for it now.", at=move.at)


def _act(stage: Stage, move: Move) -> None:
    token, step = _task(stage, move)
    if move.does not in {one.id for one in step.outcomes}:
        known = ", ".join(one.id for one in step.outcomes)
        raise stage.fail(
            move, "Expected one of {known} at {at}, but found {found}.", known=known, at=step.id, found=move.does
        )
    given = (
        _filled(stage, step.form, {**stage.answers, **stage.added}, move.answers, move)
        if step.form and move.does not in _LIGHT
        else {}
    )
    if move.does == "submit":
        next_round(stage, given or stage.answers)
        stage.answers, stage.rounds, stage.outcomes = given or stage.answers, stage.rounds + 1, {}
    elif move.does in ("sign", "register") or move.answers:
        stage.added.update(given)
    if move.item and move.item not in getattr(stage.rows.get(token), "left", ()):
        raise stage.fail(move, "Expected {item} to be asked at {at}, but nobody is.", item=move.item, at=step.id)
    outcome = said(stage, token, move.item, move.does)
    if outcome:
        del stage.tasks[token]
        _finish(stage, token, step, outcome, move)


def _finish(stage: Stage, token: str, step: Step, outcome: str, move: Move | None) -> None:
    stage.outcome = stage.outcomes[step.id] = outcome
    _walk(stage, step.id, outcome)
    data = {"outcome": outcome, "doc": stage.names()["doc"], "round": stage.rounds}
    _take(stage, stage.machine.finish(stage.spec, stage.run, token, data, stage.now), move)


def _task(stage: Stage, move: Move) -> tuple[str, Step]:
    steps = stage.kind.diagram.steps
    lanes = {lane for lane, name in stage.scenario.people.items() if name == move.by}
    found = [
        (token, steps[id])
        for token, id in stage.tasks.items()
        if (id == move.at or not move.at) and steps[id].lane in lanes
    ]
    if not found:
        waiting = ", ".join(sorted(set(stage.tasks.values()))) or "—"
        raise stage.fail(
            move,
            "Expected {who} to have the task {at}, but open are: {open}.",
            who=move.by,
            at=move.at or "—",
            open=waiting,
        )
    return found[0]


def _filled(
    stage: Stage, form_name: str, before: Mapping[str, Any], given: Mapping[str, Any], move: Move | None
) -> dict[str, Any]:
    form = stage.kind.forms.get(form_name)
    if form is None:
        return dict(given)
    try:
        raw = {**forms.defaults(form, {**stage.kind.card_of(stage.answers), **before}), **given}
        return forms.check(form, raw, _Everything(raw), now=stage.now.date())
    except Invalid as refused:
        for one in refused.problems:
            stage.wrong(
                move,
                "Expected answers that fit the form, but {field} does not: {reason}",
                field=one.field,
                reason=one.message,
            )
        raise Failed() from None


class _Everything:
    """Knows every person, unit, file, journal and case that the answers name: a story is told without a directory."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self._named = tuple(one for one in answers.values() if isinstance(one, str))

    def person(self, login: str) -> bool:
        return True

    def unit(self, code: str) -> bool:
        return True

    def file(self, id: str) -> bool:
        return True

    def options(self, key: str) -> tuple[str, ...]:
        return self._named


def _pass_time(stage: Stage, move: Move) -> None:
    assert move.forward is not None
    until = stage.now + move.forward
    for _ in range(MOST_STEPS):
        if stage.due is None or stage.due > until:
            break
        stage.now = max(stage.now, stage.due)
        _take(stage, stage.machine.wake(stage.spec, stage.run, stage.now), move)
        _settle(stage, move)
    stage.now = until


def _deliver(stage: Stage, move: Move) -> None:
    advance = stage.machine.deliver(stage.spec, stage.run, move.message, move.key, dict(move.answers), stage.now)
    _take(stage, advance, move)


def _settle(stage: Stage, move: Move | None) -> None:
    """Answers the verbs that are asked for: as the story says where it says so next, else as if all went well."""
    for _ in range(MOST_STEPS):
        if not stage.verbs:
            return
        told = stage.moves[0] if stage.moves and stage.moves[0].sort == "office" else None
        token = next((one for one, id in stage.verbs.items() if told and id == told.at), "")
        if token:
            stage.moves.pop(0)
        else:
            token, told = next(iter(stage.verbs)), None
        _answer(stage, token, told or move, told)


def _answer(stage: Stage, token: str, move: Move | None, told: Move | None) -> None:
    step = stage.kind.diagram.steps[stage.verbs.pop(token)]
    stage.answered.append((step.id, told.fails if told is not None and told.fails else None))
    if told is not None and told.fails:
        for one in stage.kind.diagram.steps.values():
            if one.attached_to == step.id and one.event == "error":
                _walk(stage, one.id, "")
        _take(stage, stage.machine.fail(stage.spec, stage.run, token, told.fails, stage.now), move)
        return
    answer = told.says if told is not None else _usual(stage, step, move)
    stage.results[step.id] = answer
    stage.answered[-1] = (step.id, answer)
    stage.state = _STATES.get(step.verb, stage.state)
    _walk(stage, step.id, "")
    data = {"doc": stage.names()["doc"], "result": answer}
    _take(stage, stage.machine.finish(stage.spec, stage.run, token, data, stage.now), move)


def _usual(stage: Stage, step: Step, move: Move | None) -> Any:
    if step.verb == "apply_signature":
        return "valid"
    if step.verb == "assign_number" and stage.kind.books:
        stage.number = numbered(stage, move)
        return stage.number
    return "done"


def _walk(stage: Stage, step: str, outcome: str) -> None:
    stage.walked.update(walk(stage.kind.diagram, step, outcome, stage.names()).taken)


def _take(stage: Stage, advance: Advance, move: Move | None) -> None:
    stage.run, stage.due = advance.state, advance.next_due
    passed: list[tuple[str, Step, str]] = []
    for happening in advance.happenings:
        match happening:
            case TaskOpened(token, step):
                drawn = stage.kind.diagram.steps[step]
                outcome = opened(stage, token, drawn)
                passed += [(token, drawn, outcome)] if outcome else []
            case StepRequested(token, step):
                stage.verbs[token] = step
            case TaskWithdrawn(token):
                stage.tasks.pop(token, None)
                stage.rows.pop(token, None)
                stage.verbs.pop(token, None)
            case WaitOpened(token, step):
                stage.waits[token] = step
            case WaitClosed(token, step):
                _close_wait(stage, token, step)
            case Ended(end):
                stage.end, stage.state = end, end if end in STATES else stage.state
            case Stuck(step, template, facts):
                raise stage.fail(move, template, **_plain(facts))
            case MessageSent():
                continue
    for token, drawn, outcome in passed:
        _finish(stage, token, drawn, outcome, move)


def _close_wait(stage: Stage, token: str, step: str) -> None:
    stage.waits.pop(token, None)
    _walk(stage, step, "")


def _plain(facts: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in facts.items() if key not in ("move", "template", "step")}


def _check(stage: Stage) -> None:
    expect = stage.scenario.expect
    found = {"state": stage.state, "end": stage.end, "rounds": stage.rounds, "number": stage.number}
    for key, value in found.items():
        if key in expect and expect[key] != value:
            sentence = "Expected {what} to be {wanted} in the end, but it is {found}."
            stage.wrong(None, sentence, what=key, wanted=expect[key], found=value or "—")
    if "open" in expect and sorted(expect["open"]) != sorted(set(stage.tasks.values())):
        sentence = "Expected {what} to be {wanted} in the end, but it is {found}."
        stage.wrong(
            None,
            sentence,
            what="open",
            wanted=", ".join(expect["open"]),
            found=", ".join(sorted(stage.tasks.values())) or "—",
        )
