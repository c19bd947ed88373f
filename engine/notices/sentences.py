"""What may be told: the closed table of acts, and by which switch of a person's each goes out by mail."""

from collections.abc import Mapping

# The sentence of each act; the facts are those of the document (kind, title, number) and of the act.
SENTENCES = {
    "task.opened": "{step} is asked of you: {title}",
    "task.reminded": "{step} is due soon: {title}",
    "task.overdue": "{step} is overdue: {title}",
    "task.escalated": "{step} has been overdue for a day and waits for {who}: {title}",
    "task.recounted": "The calendar changed: {step} is now due {due}: {title}",
    "task.done": "{who}: {outcome}: {title}",
    "task.all_done": "{step} is done by everybody: {title}",
    "task.claimed": "{who} took it from the queue: {title}",
    "task.released": "{who} gave it back to the queue: {title}",
    "task.handed": "{who} handed {step} over to {whom}: {title}",
    "due.proposed": "{who} asks to move the term of {step} to {due}: {title}",
    "due.granted": "{who} moved the term of {step} to {due}: {title}",
    "due.refused": "{who} did not move the term of {step}: {title}",
    "document.returned": "{who} returned it for rework: {title}",
    "document.rejected": "{who} rejected it: {title}",
    "document.declined": "{who} did not agree to what was asked: {title}",
    "document.registered": "Registered with № {number}: {title}",
    "document.day_before": "It is for {date}: {title}",
    "document.filed": "Executed and filed: {title}",
    "document.withdrawn": "{who} withdrew it: {title}",
    "document.annulled": "№ {number} was annulled: {title}",
    "document.cancelled": "{who} cancelled it: {title}",
    "document.being_checked": "The signature is being checked: {title}",
    "signature.invalid": "The signature was not accepted: {title}",
    "account.reported": "{who} reported that others may use the account {login}; it is locked",
    "incident.raised": "An automatic step of {title} stopped and needs attention",
    "run.paused": "{who} paused it: {title}",
    "run.went_on": "{who} let it go on: {title}",
    "run.step_skipped": "{who} left out {step}: {title}",
    "run.sent_back": "{who} sent it back to {step}: {title}",
    "sheet.failed": "A sheet of {title} could not be made; the process owners have been told",
    "job.failed": "Work in the background ({job}) did not succeed and needs attention",
}

# The switch of each act. An act that is not here goes by `progress`.
EVENT_OF: Mapping[str, str] = {
    "task.opened": "asked",
    "task.handed": "asked",
    "task.recounted": "soon",
    "due.proposed": "asked",
    "due.granted": "soon",
    "due.refused": "soon",
    "task.reminded": "soon",
    "document.day_before": "soon",
    "task.overdue": "overdue",
    "task.escalated": "overdue",
    "document.returned": "returned",
    "document.rejected": "returned",
    "document.declined": "returned",
    "document.withdrawn": "returned",
    "document.annulled": "returned",
    "document.cancelled": "returned",
    "signature.invalid": "returned",
    "document.registered": "registered",
    "document.filed": "registered",
    "account.reported": "stopped",
    "incident.raised": "stopped",
    "sheet.failed": "stopped",
    "job.failed": "stopped",
}
NOW, IN_DIGEST, NONE = "now", "digest", "none"
WAYS = (NOW, IN_DIGEST, NONE)

# The switches, in the order a page shows them, as they stand until somebody moves them.
EVENTS: Mapping[str, str] = {
    "asked": IN_DIGEST,
    "soon": NOW,
    "overdue": NOW,
    "returned": NOW,
    "registered": IN_DIGEST,
    "progress": IN_DIGEST,
    "stopped": NOW,
}
REMINDERS = frozenset({"soon", "overdue"})  # always in working time only (Y-44)
UNREAD_BY = frozenset({"incident.raised"})  # told to people who mend it without seeing the document


def event_of(act: str) -> str:
    """The switch an act goes by."""
    return EVENT_OF.get(act, "progress")
