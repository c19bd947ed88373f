"""Scenarios told by playing: a document that nobody has written, taken step by step through a draft's route.

Nothing of it touches people, files or the database; the story is kept as a file of the draft when its teller says so.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from engine import scenario
from engine.catalogue import drafts
from engine.catalogue.drafts import Draft
from engine.errors import Invalid, KindRefused
from engine.kinds import MOST_MOVES, Kind, read_story
from engine.scenario import Played
from engine.work import Work
from engine.workflow import compile_process

LARGEST = 200_000  # signs of a story that comes back from a page
PLACE = "tests/"
_SPAN = re.compile(r"\d{1,4} ?[dhm]")


@dataclass(frozen=True)
class Story:
    """What was told so far: who sits in which lane, the start form's answers, the moves as a scenario file writes them."""

    people: Mapping[str, str]
    answers: Mapping[str, Any]
    play: tuple[Mapping[str, Any], ...] = field(default=())

    def text(self) -> str:
        """The story for a hidden field of a page; `opened` reads it back."""
        return json.dumps({"people": self.people, "answers": self.answers, "play": self.play}, ensure_ascii=False)

    def and_then(self, move: Mapping[str, Any]) -> "Story":
        """The story with one more move; raises Invalid when it is too long."""
        if len(self.play) >= MOST_MOVES:
            raise Invalid.one("story", "Expected a story of at most {most} moves, but it is longer.", most=MOST_MOVES)
        return Story(self.people, self.answers, (*self.play, move))

    def but_last(self) -> "Story":
        """The story without its last move."""
        return Story(self.people, self.answers, self.play[:-1])


def begun(kind: Kind, answers: Mapping[str, Any]) -> Story:
    """A story's beginning; in each lane sits somebody who is called as the lane."""
    return Story({lane: lane for lane in kind.people}, _filled(answers))


def opened(text: str) -> Story:
    """The story a page has sent back; raises Invalid."""
    try:
        found = json.loads(text) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(found.get(one), dict) for one in ("people", "answers")):
        raise Invalid.one("story", "Expected the story that was told so far, but it cannot be read. Begin it anew.")
    moves = found.get("play")
    if not isinstance(moves, list) or not all(isinstance(one, dict) for one in moves):
        raise Invalid.one("story", "Expected the story that was told so far, but it cannot be read. Begin it anew.")
    return Story({str(k): str(v) for k, v in found["people"].items()}, found["answers"], tuple(moves))


def acts(by: str, at: str, does: str, answers: Mapping[str, Any], item: str = "") -> dict[str, Any]:
    """A person's move."""
    told = {"by": by, "at": at, "does": does, "item": item, "answers": _filled(answers)}
    return {key: value for key, value in told.items() if value not in ("", {})}


def says(at: str, answer: str) -> dict[str, Any]:
    """What the office answers to a verb."""
    return {"office": at, "says": answer}


def waits(span: str) -> dict[str, Any]:
    """Time passes; raises Invalid for what is no span."""
    if not _SPAN.fullmatch(span.strip()):
        raise Invalid.one("span", "Expected a span such as 3d, 5h or 30m, but it is {found}.", found=span[:20])
    return {"forward": span.strip()}


def hears(message: str, key: object) -> dict[str, Any]:
    """A message arrives."""
    return {"message": message, "key": key} if key else {"message": message}


def told(kind: Kind, story: Story) -> Played:
    """What has come of the story so far."""
    content = _written(story, "story", {})
    read, problems = read_story(content, PLACE + "story.yaml")
    if problems or read is None:
        raise KindRefused(problems)
    return scenario.play(kind, read, compile_process(kind.reading))


def keep(work: Work, kind: Kind, seen: int, story: Story, title: str) -> tuple[Draft, str]:
    """The draft with the story as one more scenario that ends as it does now, and its file's name.

    Raises Invalid without a title or a move, KindRefused when the story cannot go as told, Stale, NotAllowed.
    """
    if not title.strip():
        raise Invalid.one("title", "Expected a title, but there is none.")
    if not story.play:
        raise Invalid.one("story", "Expected at least one move, but nothing has been done yet.")
    played = told(kind, story)
    if played.problems:
        raise KindRefused(played.problems)
    expect: dict[str, Any] = {"state": played.state, "rounds": played.rounds}
    expect |= {"end": played.end} if played.end else {"open": list(dict.fromkeys(played.open))}
    held = drafts.draft(work, kind.name)
    name = _free(held.files, title)
    return drafts.save(work, kind.name, seen, {name: _written(story, title.strip()[:200], expect)}, what=name), name


def _free(files: Mapping[str, bytes], title: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:40] or "story"
    return next(one for n in range(1, 1000) if (one := f"{PLACE}{plain}{f'_{n}' if n > 1 else ''}.yaml") not in files)


def _written(story: Story, title: str, expect: Mapping[str, Any]) -> bytes:
    held = {
        "scenario": title,
        "people": dict(story.people),
        "answers": dict(story.answers),
        "play": [dict(one) for one in story.play] or [waits("1m")],
        "expect": dict(expect),
    }
    return yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=120).encode()


def _filled(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that were given; fields left empty say nothing."""
    return {key: value for key, value in answers.items() if value not in ("", None, [], {})}


def walked(kind: Kind, others: Sequence[Played], played: Played) -> tuple[int, int]:
    """How many flows of the diagram the story walks that no other scenario does, and how many it walks."""
    before = {flow for one in others for flow in one.walked}
    return len(played.walked - before), len(played.walked)
