"""How states and outcomes are shown: words (English, the key), icon, tone. Never by tone alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from engine.kinds.labels import decided_label
from webui.languages import N_, language


@dataclass(frozen=True)
class Shown:
    """The words, the icon of the sprite, and the tone: "", accent, amber, brick or green."""

    words: str
    icon: str
    tone: str = ""


STATES: Mapping[str, Shown] = {
    "draft": Shown(N_("Draft"), "pencil-square"),
    "on_approval": Shown(N_("On approval"), "signpost-split", "accent"),
    "rework": Shown(N_("Being reworked"), "arrow-counterclockwise", "amber"),
    "on_signing": Shown(N_("On signing"), "pen", "accent"),
    "being_checked": Shown(N_("Being checked"), "hourglass-split", "amber"),
    "on_registration": Shown(N_("On registration"), "journal-text", "accent"),
    "registered": Shown(N_("Registered"), "check-circle", "green"),
    "on_execution": Shown(N_("On execution"), "play-circle", "accent"),
    "executed": Shown(N_("Executed"), "check-circle", "green"),
    "filed": Shown(N_("Filed"), "archive", "green"),
    "rejected": Shown(N_("Rejected"), "x-circle", "brick"),
    "withdrawn": Shown(N_("Withdrawn"), "reply"),
    "cancelled": Shown(N_("Cancelled"), "ban", "brick"),
    "annulled": Shown(N_("Annulled"), "ban", "brick"),
}

OUTCOMES: Mapping[str, Shown] = {
    "submit": Shown(N_("Send"), "send"),
    "approve": Shown(N_("Approve"), "check-lg", "green"),
    "approve_with_remark": Shown(N_("Approve with a remark"), "chat-left-text", "green"),
    "return": Shown(N_("Return for rework"), "arrow-counterclockwise", "amber"),
    "reject": Shown(N_("Reject"), "x-lg", "brick"),
    "sign": Shown(N_("Sign"), "pen", "green"),
    "refuse": Shown(N_("Refuse to sign"), "x-lg", "brick"),
    "register": Shown(N_("Register"), "journal-text", "green"),
    "decline_registration": Shown(N_("Decline registration"), "x-lg", "brick"),
    "report": Shown(N_("Report execution"), "send", "green"),
    "accept": Shown(N_("Accept"), "check-lg", "green"),
    "return_report": Shown(N_("Return the report"), "arrow-counterclockwise", "amber"),
    "acknowledge": Shown(N_("I have read it"), "eye", "green"),
    "pay": Shown(N_("Pay"), "check-lg", "green"),
    "settle": Shown(N_("Settle"), "check-lg", "green"),
    "return_settlement": Shown(N_("Return the settlement"), "arrow-counterclockwise", "amber"),
    "print_done": Shown(N_("Printed"), "printer", "green"),
}


def init_app(app: Flask) -> None:
    """Gives templates the two tables and the words of a decision that has been made."""
    app.jinja_env.globals.update(STATES=STATES, OUTCOMES=OUTCOMES, decided=lambda id: decided_label(id, language()))
