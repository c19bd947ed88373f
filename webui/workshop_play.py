"""Telling a scenario by playing: the owner is each person in turn, on the draft's route, and keeps the story as a test."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from engine import forms, kinds
from engine.acts import forming, recording
from engine.acts.recording import Story
from engine.catalogue import drafts
from engine.catalogue.drafts import Draft
from engine.errors import Invalid, KindRefused, Stale
from engine.kinds import Kind
from engine.kinds.labels import STATES
from engine.scenario import Played
from engine.texts import said
from engine.workflow import Step
from webui import asked, asking
from webui.languages import N_, _, language
from webui.port import actor, office
from webui.refusals import sentence, told
from webui.workshop_form_preview import Tried, drawn

pages = Blueprint("workshop_play", __name__)
SPANS = {"1h": N_("an hour"), "1d": N_("a day"), "3d": N_("three days"), "10d": N_("ten days")}
LIGHT = frozenset(("return", "reject", "refuse", "decline_registration", "return_settlement"))


@dataclass
class Scene:
    """What the page shows: the story, what came of it, whose form stands there, and what was refused."""

    story: Story | None = None
    played: Played | None = None
    at: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    problems: list[dict[str, str]] = field(default_factory=list)
    stale: str = ""


@pages.get("/workshop/<kind>/play")
def look(kind: str) -> str:
    return _page(*_opened(kind), Scene())


def _opened(kind: str) -> tuple[Draft, Kind]:
    """The draft and the kind in it; raises KindRefused when it cannot be read."""
    with office().look(actor()) as work:
        held = drafts.draft(work, kind)
    tools = office().tools
    return held, kinds.read(held.files, kinds.read_folder(tools.settings.forms), tools.verbs)


@pages.post("/workshop/<kind>/play")
def go_on(kind: str) -> str | AnyResponse | tuple[str, int]:
    held, read = _opened(kind)
    scene = Scene(at=request.form.get("_at", "")[:100], title=request.form.get("_title", "")[:200])
    try:
        scene.story = recording.opened(request.form["_story"]) if "_story" in request.form else None
        made = _told(held, read, scene)
    except Stale as refused:
        scene.stale = told(refused).detail
        return _page(held, read, scene), 409
    except (Invalid, KindRefused) as refused:
        scene.problems = list(told(refused).problems or [])
        return _page(held, read, scene), 422
    if made is not None:
        return made
    return (_page(held, read, scene), 422) if scene.problems else _page(held, read, scene)


def _told(held: Draft, kind: Kind, scene: Scene) -> AnyResponse | None:
    """Does what was pressed to the story; a move that cannot be made leaves it as it was, with what was typed."""
    act, story = request.form.get("_act", ""), scene.story
    if act.startswith("at:"):
        scene.at = act.removeprefix("at:")
    elif act == "keep" and story is not None:
        with office().work(actor()) as work:
            _draft, name = recording.keep(
                work, kind, asked.bounded(request.form.get("version", "")), story, scene.title
            )
        flash(_("The story is kept as {file}.", file=name), "success")
        return redirect(f"/workshop/{held.kind}/try")
    else:
        _moved(kind, scene, act)
    return None


def _moved(kind: Kind, scene: Scene, act: str) -> None:
    before, sent = scene.story, request.form
    step = kind.diagram.steps.get(scene.at)
    form = kind.forms.get(kind.start.form if before is None else step.form if step is not None else "")
    turned = asking.pressed(form)
    if turned is not None:  # one more row, one more name: the page alone changes
        scene.answers = dict(turned.raw)
        return
    if before is None or act == "begin":
        scene.answers = dict(asking.sent(form))
        after = recording.begun(kind, scene.answers)
    elif act.startswith("do:"):
        outcome = act.removeprefix("do:")
        scene.answers = dict(asking.sent(form))
        given = {} if outcome in LIGHT else scene.answers
        after = before.and_then(
            recording.acts(step.lane if step else "", scene.at, outcome, given, sent.get("_item", "")[:100])
        )
    elif act.startswith("says:"):
        after = before.and_then(recording.says(act.removeprefix("says:"), sent.get(f"_{act}", "")[:100]))
    elif act.startswith("wait:"):
        after = before.and_then(recording.waits(act.removeprefix("wait:")))
    elif act == "hear":
        after = before.and_then(recording.hears(sent.get("_message", "")[:100], sent.get("_key", "")[:100]))
    else:
        after = before.but_last() if act == "undo" else before
    came = recording.told(kind, after)
    if came.problems and len(after.play) > len(before.play if before else ()) - 1:
        scene.problems = [{"field": "", "message": sentence(one)} for one in came.problems]
        return
    scene.story, scene.at, scene.answers = after, "", {}


def _page(held: Draft, kind: Kind, scene: Scene) -> str:
    tongue = language()
    scene.played = recording.told(kind, scene.story) if scene.story else None
    played = scene.played
    open_now = list(dict.fromkeys(played.open)) if played else []
    at = scene.at if scene.at in open_now else next(iter(open_now), "")
    step = kind.diagram.steps.get(at)
    form = kind.start.form if played is None else step.form if step else ""
    return render_template(
        "workshop/play.html",
        kind=held.kind,
        draft=held,
        title=kind.texts("title", tongue),
        story=scene.story,
        played=played,
        state=said(STATES[played.state], tongue) if played and played.state in STATES else "",
        moves=[_words(kind, one) for one in scene.story.play] if scene.story else [],
        at=step,
        at_name=kind.step_name(at, tongue) if step else "",
        lane=kind.lane_name(step.lane, tongue) if step else "",
        others=[(one, kind.step_name(one, tongue)) for one in open_now if one != at],
        buttons=_buttons(kind, step) if step else [],
        form=_form(held, kind, form, scene) if form in kind.forms else "",
        left=played.left.get(at, ()) if played else (),
        answered=[(one, kind.step_name(one, tongue), what) for one, what in played.answered] if played else [],
        waits=[(kind.diagram.steps[one].message, kind.step_name(one, tongue)) for one in played.waits]
        if played
        else [],
        spans={span: _(words) for span, words in SPANS.items()},
        scene=scene,
        chosen="try",
    )


def _buttons(kind: Kind, step: Step) -> list[tuple[str, str, bool]]:
    return [(one.id, kind.outcome_label(step.id, one.id, language()), one.primary) for one in step.outcomes]


def _form(held: Draft, kind: Kind, name: str, scene: Scene) -> str:
    form, tongue = kind.forms[name], language()
    with office().look(actor()) as work:
        if scene.answers:
            tried = Tried(scene.answers)
        elif scene.played is None:
            tried = Tried(forming.trial(work, held, name, form, asking.choices(work, form), tongue))
        else:
            tried = Tried(forms.defaults(form, dict(scene.played.known)), fresh=True)
        return drawn(work, form, tried, tongue)


def _words(kind: Kind, move: Any) -> str:
    """A move as the list of moves tells it."""
    tongue, at = language(), str(move.get("at") or move.get("office") or "")
    name = kind.step_name(at, tongue) if at in kind.diagram.steps else at
    if "by" in move:
        lane = str(move["by"])
        does = kind.outcome_label(at, str(move.get("does", "")), tongue)
        who = kind.lane_name(lane, tongue) if lane in kind.people else lane
        return f"{who}: {name} → {does}" + (f" ({move['item']})" if move.get("item") else "")
    if "office" in move:
        return _("The office answers at {step}: {answer}", step=name, answer=move.get("says", move.get("fails", "")))
    if "message" in move:
        return _("The message {message} arrives", message=move["message"])
    return _(
        "Time passes: {span}", span=_(SPANS[move["forward"]]) if move.get("forward") in SPANS else move.get("forward")
    )
