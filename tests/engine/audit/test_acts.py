"""Every act of a memo's way leaves its record, with what was before and after (Y-32)."""

from typing import Any

from sqlalchemy import select

from engine.audit import AuditRecord
from engine.office import OFFICE
from tests.offices import House


def _chain(house: House, stream: str) -> list[AuditRecord]:
    with house.office.look(OFFICE) as work:
        found = work.session.scalars(
            select(AuditRecord).where(AuditRecord.stream == stream).order_by(AuditRecord.number)
        )
        return list(found)


def test_the_chain_of_a_memo_tells_its_whole_way_with_before_and_after(quick_house: House) -> None:
    house = quick_house
    paper = house.as_("teacher").writes(sends=False)
    house.as_("teacher").sends(paper)
    house.as_("chair").completes("return", comment="Түзетіңіз")
    house.as_("teacher").completes("submit", text="жаңа мәтін")
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility", control=True)
    house.as_("registrar").completes("register", level="simple")
    house.as_("facility").completes("report", report="Орындалды")
    house.as_("dean").completes("return_report", comment="Толық емес")
    house.as_("facility").completes("report", report="Толық орындалды")
    house.as_("dean").completes("accept")

    chain = _chain(house, f"document:{paper.id}")
    acts = [one.act for one in chain]
    told: dict[str, Any] = {one.act: (one.actor, one.before, one.after) for one in chain}

    moved = [(one.before["state"], one.after["state"]) for one in chain if one.act == "document.moved"]
    assert [one for one, _ in moved][1:] == [one for _, one in moved][:-1]
    assert (moved[0][0], moved[-1][1]) == ("draft", "filed")
    assert [act for act in acts if act.startswith("task.")] == [
        "task.return",
        "task.submit",
        "task.approve",
        "task.sign",
        "task.register",
        "task.report",
        "task.return_report",
        "task.report",
        "task.accept",
    ]
    assert told["document.revised"] == ("teacher", {"text": house_text(chain)}, {"text": "жаңа мәтін"})
    assert told["task.sign"][0] == "dean"
    assert told["task.sign"][1]["state"] == "open"
    assert told["task.sign"][2]["answers"]["executor_unit"] == "facility"
    assert told["number.taken"][2]["number"] == paper.number
    assert told["resolution.reopened"][1]["state"] == "reported"
    assert {"document.created", "document.submitted", "rendition.frozen", "signature.asked", "signature.put"} <= set(
        acts
    )
    assert {"resolution.imposed", "document.registered", "document.filed"} <= set(acts)
    without = [one.act for one in chain if one.before is None and one.after is None]
    assert without == [] or set(without) <= {"signature.found_valid"}
    assert house.broken() == []


def house_text(chain: list[AuditRecord]) -> str:
    """The text the memo was created with."""
    return str(next(one for one in chain if one.act == "document.created").after["answers"]["text"])
