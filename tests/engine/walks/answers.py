"""What people write in a walk: answers for each kind and step, mostly good."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

COSTS = [{"item": "Жол жүру", "amount": "38 900"}, {"item": "Тұру", "amount": "75 000,50"}]
TEXTS = ("Мәтін", "Басқа мәтін", "Үшінші мәтін")
LISTS = ([], ["dean"], ["informatics"], ["it", "facility"], ["fit", "teacher", "dean"], ["hr", "hr2"])


def first(draw: Any, kind: str, today: date) -> dict[str, Any]:
    """The answers a document begins with."""
    text = draw(st.sampled_from(TEXTS))
    if kind == "memo":
        return {"subject": "Тақырып", "text": text}
    if kind == "order":
        given: dict[str, Any] = {
            "subtype": draw(st.sampled_from(("core", "hr", "leave", "trip"))),
            "title_kk": "Тақырып туралы",
            "title_ru": "О теме",
            "text_kk": f"БҰЙЫРАМЫН:\n1. {text}",
            "text_ru": "ПРИКАЗЫВАЮ:\n1. Текст",
            "executors": draw(st.sampled_from(LISTS)),
            "acquaint": draw(st.sampled_from(LISTS)),
        }
        if draw(st.booleans()):
            given["controller"] = draw(st.sampled_from(("vice1", "records")))
        return given
    ahead, days = draw(st.integers(0, 8)), draw(st.integers(1, 6))
    begins = today + timedelta(days=ahead)
    return {
        "purpose": "Конференция",
        "city": "Алматы",
        "costs": COSTS,
        "language": "kk",
        "from": begins.isoformat(),
        "to": (begins + timedelta(days=days - 1)).isoformat(),
        "advance": draw(st.booleans()),
    }


def of_step(draw: Any, step: str, outcome: str, today: date) -> dict[str, Any]:
    """The answers of a press."""
    match step, outcome:
        case "sign_dean", "sign":
            return {"executor_unit": "facility", "control": draw(st.booleans())}
        case "register", _:
            return draw(st.sampled_from(({}, {}, {"retention_years": "10"}, {"retention_years": "15"})))
        case "execute", _:
            return {"report": "Орындалды"}
        case "paper_duplicate", _:
            return {"place": "104-кабинет"}
        case "trip_report", _:
            return {"report": "Баяндама жасалды.", "actual_costs": COSTS}
        case (("accept" | "control" | "accept_report"), _):
            ahead = (today + timedelta(days=3)).isoformat()
            return draw(st.sampled_from(({}, {}, {"due": ahead})))
        case "rework", _:
            return draw(st.sampled_from(({}, {"text": TEXTS[1]}, {"text_kk": TEXTS[2]}, {"executors": ["hr"]})))
    return {}


def of_event(draw: Any, name: str, today: date) -> dict[str, Any]:
    """The answers of a change of a trip."""
    said: dict[str, Any] = {"change_reason": "Себебі бар"}
    if name == "cancel":
        return said
    return said | {"new_to": (today + timedelta(days=draw(st.integers(0, 14)))).isoformat()}
