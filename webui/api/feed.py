"""Calls about the feed."""

from typing import Any

from flask import request

from engine.errors import Invalid
from engine.notices import commands, queries
from webui import asked
from webui.api import answers
from webui.api.bodies import FeedRead
from webui.api.calling import CURSOR, LIMIT, Word, call, page, paging
from webui.api.shapes import moment
from webui.feed import worded
from webui.port import actor, office

YES_NO = {"type": "string", "enum": ["true", "false"], "default": "false"}
WORDS = (
    Word("unread", "Only lines that are not read", YES_NO),
    Word("mine", "Only lines about documents the caller started", YES_NO),
    Word("kind", "Only lines about documents of this kind"),
    LIMIT,
    CURSOR,
)


@call("GET", "/feed", gives=answers.Page[answers.NoticeLine], words=WORDS)
def list_feed() -> dict[str, Any]:
    """What happened with the caller's documents, newest first."""
    limit, cursor = paging()
    with office().look(actor()) as work:
        found = queries.feed(
            work,
            before=int(cursor or 0),
            limit=limit + 1,
            unread=request.args.get("unread") == "true",
            mine=request.args.get("mine") == "true",
            kind=request.args.get("kind", "")[:60],
        )
        items = [_line(worded(work, one).words, one) for one in found[:limit]]
    return page(items, str(found[limit - 1].id) if len(found) > limit else None)


def _line(words: str, one: queries.NoticeCard) -> dict[str, Any]:
    return {
        "id": one.id,
        "at": moment(one.at),
        "act": one.act,
        "words": words,
        "document": one.document,
        "task": one.task,
        "unread": one.unread,
    }


@call("POST", "/feed/read", takes=FeedRead, gives=answers.Unread)
def read_feed(body: FeedRead) -> dict[str, Any]:
    """Marks lines as read: those named, or all up to one."""
    if body.ids is None and body.up_to is None:
        raise Invalid.one("ids", "Expected lines by `ids` or all `up_to` one, but neither is given.")
    with office().work(actor()) as work:
        commands.read_some(work, [one for one in body.ids or () if 0 < one <= asked.MOST])
        commands.read(work, min(max(body.up_to or 0, 0), asked.MOST))
        return {"unread": queries.unread(work)}
