"""What was found in a draft, as plain data: for programs, and for the script of the diagram's editor."""

from typing import Any

from engine.acts.drafting import Checked
from engine.catalogue.drafts import Draft
from webui.refusals import as_line


def checked(held: Draft, found: Checked) -> dict[str, Any]:
    """What was found, as plain data."""
    report = found.report
    stories = [] if report is None else report.played
    return {
        "version": held.version,
        "ready": found.ready,
        "coverage": None if report is None else report.coverage,
        "walked": sorted({flow for one in stories for flow in one.walked}),
        "stories": [
            {"name": one.scenario.place, "passed": not one.problems, "walked": sorted(one.walked)} for one in stories
        ],
        "problems": [as_line(one) for one in found.problems],
    }
