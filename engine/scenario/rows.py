"""Tasks for each of a list, and rounds that repeat only what must be, as a story tells them."""

from dataclasses import dataclass, field
from typing import Any

from engine.scenario.stage import Stage
from engine.workflow import Step

FOR = ("approve", "approve_with_remark")


@dataclass
class Rows:
    """One waiting point: who of its list is still asked, and what the others said."""

    left: list[str]
    said: list[str] = field(default_factory=list)


def usual(step: Step) -> str:
    """The outcome that is meant when nothing speaks against it."""
    return next((one.id for one in step.outcomes if one.primary), step.outcomes[0].id)


def opened(stage: Stage, token: str, step: Step) -> str:
    """Keeps a task that opens; gives the outcome where it is passed over at once: an empty list, an approval that stands."""
    if step.of:
        listed = {**stage.answers, **stage.added}.get(step.of)
        named = [one for one in dict.fromkeys(listed) if isinstance(one, str)] if isinstance(listed, list) else []
        if not named:
            return usual(step)
        stage.rows[token] = Rows(named)
    elif step.stage == "on_approval" and stage.same and step.id in stage.approved:
        return "approve"
    stage.tasks[token] = step.id
    stage.state = step.stage or stage.state
    return ""


def said(stage: Stage, token: str, item: str, outcome: str) -> str:
    """What a waiting point goes on with after one of its list (all of them, when none is named); empty while some are left."""
    rows: Any = stage.rows.get(token)
    if rows is None:
        return outcome
    rows.left = [one for one in rows.left if item and one != item]
    rows.said.append(outcome)
    if rows.left:
        return ""
    del stage.rows[token]
    against = [one for one in ("reject", "refuse", "return") if one in rows.said]
    return against[0] if against else outcome


def next_round(stage: Stage, answers: dict[str, Any]) -> None:
    """What the round before decided that stands, because only requisites changed (kind.yaml: `rounds: {repeat: changed}`)."""

    def content(held: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in held.items() if key not in stage.kind.requisites}

    stage.same = stage.kind.repeat == "changed" and content(answers) == content(stage.answers)
    stage.approved = frozenset(step for step, outcome in stage.outcomes.items() if outcome in FOR)
