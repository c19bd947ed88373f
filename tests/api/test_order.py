"""A rector's order from its draft to its case by calls alone, and what other people's tools say of its papers."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.programs import Desk
from tests.browser.people import prefers
from tests.validators import pdfsig, pdftotext, qpdf_check, verapdf

ANSWERS = {
    "subtype": "core",
    "title_kk": "Электрондық құжат айналымына көшу туралы",
    "title_ru": "О переходе на электронный документооборот",
    "text_kk": "Уақытты үнемдеу мақсатында БҰЙЫРАМЫН:\n1. Барлық бөлімшелер ЭҚАЖ-ға көшсін.\n2. Бақылау проректорға жүктелсін.",
    "text_ru": "В целях экономии времени ПРИКАЗЫВАЮ:\n1. Всем подразделениям перейти на СЭД.\n2. Контроль возложить на проректора.",
    "executors": ["facility", "accounting"],
    "controller": "vice2",
    "acquaint": ["fit", "fped", "it", "unit:facility", "library", "accounting", "vice2", "dean", "fit"],
}
"""What HR types: 30 people with those of the units, some of them twice."""

BASIS = "№ 398 ЖҚ, 20.11.2026"
SAID = {
    "kk": {
        "finance": "Қаржыландыру көзін көрсетіңіз",
        "more": " Қаржыландыру көзі – университет қаражаты.",
        "report": "Орындалды",
        "excuse": "Еңбек демалысында",
        "place": "104-кабинет, 3-сөре",
        "sheet": ("КЕЛІСУ ПАРАҒЫ", "2-айналым", "(м.а.)", f"Негіздеме: {BASIS}"),
        "read": "Тізімде: 30. Танысты: 29. Танысқан жоқ: 1.",
    },
    "ru": {
        "finance": "Укажите источник финансирования",
        "more": " Источник – средства университета.",
        "report": "Исполнено",
        "excuse": "Трудовой отпуск",
        "place": "Кабинет 104, полка 3",
        "sheet": ("ЛИСТ СОГЛАСОВАНИЯ", "Круг 2", "и.о.", f"Основание: {BASIS}"),
        "read": "В списке: 30. Ознакомлено: 29. Не ознакомлено: 1.",
    },
}


def step(api: Desk, login: str, name: str, outcome: str, **more: Any) -> Any:
    """Completes the person's task at a step, having seen the order."""
    program = api(login)
    task = next(one for one in program.get("/tasks")["items"] if one["step"] == name)
    shown = {"rendition_sha256": task["rendition"]["sha256"]} if task["rendition"] else {}
    answers = more.pop("answers", {})
    return program.post(
        f"/tasks/{task['id']}/complete", outcome=outcome, password="Demo-2026!", answers=answers, **shown, **more
    )


def the_rector_is_away(api: Desk) -> None:
    """From today the vice-rector stands for him by an order and may sign."""
    today = api.house.office.tools.clock.now().date()
    days = {"since": today.isoformat(), "until": (today + timedelta(days=9)).isoformat()}
    api("hr").post("/substitutions", absent="rector", substitute="vice1", basis=BASIS, may_sign=True, **days)


def signed(api: Desk, said: dict[str, Any]) -> str:
    """Returned by finance, approved in the other order, signed by the rector's substitute, registered."""
    order = api("hr").post("/documents", kind="order", answers=ANSWERS, submit=True)
    step(api, "lawyer", "approve_lawyer", "approve")
    step(api, "finance", "approve_finance", "return", comment=said["finance"])
    changed = {
        **ANSWERS,
        "text_kk": ANSWERS["text_kk"] + SAID["kk"]["more"],
        "text_ru": ANSWERS["text_ru"] + SAID["ru"]["more"],
    }
    api("hr").call("PUT", f"/documents/{order['id']}", json={"answers": changed})
    api("hr").post(f"/documents/{order['id']}/submit")
    step(api, "finance", "approve_finance", "approve")
    step(api, "lawyer", "approve_lawyer", "approve")
    the_rector_is_away(api)
    step(api, "vice1", "sign_rector", "sign", level="certificate")
    step(api, "registrar", "register", "register")
    return str(order["id"])


def acquainted(api: Desk, id: str, said: dict[str, Any]) -> list[str]:
    """Everybody but one reads it and says so by password; that one is excused. Gives whom it was shown to."""
    open_rows = api("hr").get("/tasks", scope="all", document=id, state="open", limit=100)["items"]
    rows = {one["item"]: one for one in open_rows if one["step"] == "acknowledge"}
    api("hr").post(f"/tasks/{rows['psy3']['id']}/excuse", reason=said["excuse"])
    for login in rows.keys() - {"psy3"}:
        step(api, login, "acknowledge", "acknowledge")
    return sorted(rows)


def filed(api: Desk, language: str) -> tuple[Any, list[str]]:
    """The whole way; gives the order as HR's program sees it in the end, and who was acquainted."""
    said = SAID[language]
    id = signed(api, said)
    for login in ("facility", "chief_accountant"):
        step(api, login, "execute", "report", answers={"report": said["report"]})
    shown_to = acquainted(api, id, said)
    step(api, "vice2", "control", "accept")
    step(api, "registrar", "paper_duplicate", "print_done", answers={"place": said["place"]})
    return api("hr").get(f"/documents/{id}"), shown_to


@pytest.mark.parametrize("language", ["kk", pytest.param("ru", marks=pytest.mark.full)])
def test_an_order_is_returned_signed_by_the_substitute_acquainted_with_and_filed(api: Desk, language: str) -> None:
    said = SAID[language]
    for login in ("hr", "registrar"):
        prefers(api.house, login, language)

    order, shown_to = filed(api, language)
    path = f"/documents/{order['id']}"

    own = (order["state"], order["round"], order["number"], order["title"])
    assert own == ("filed", 2, "1 НҚ", ANSWERS[f"title_{language}"])  # told in the language of the reader
    assert (order["requisites"]["controller"], order["requisites"]["control"]) == ("vice2", True)
    assert len(shown_to) == 30
    assert order["tasks"] == []
    [registered] = api("registrar").get("/journals/orders_core/registrations")["items"]
    assert (registered["number"], registered["state"]) == ("1 НҚ", "registered")
    signatures = api("hr").get(f"{path}/signatures")["items"]
    assert [(one["person"]["login"], one["state"], one["level"]) for one in signatures] == [
        ("vice1", "valid", "certificate"), ("registrar", "valid", "certificate")
    ]  # fmt: skip
    assert signatures[0]["acting_for"]["login"] == "rector"
    papers_hold(api, path, said, language)
    assert api.house.broken() == []


def papers_hold(api: Desk, path: str, said: dict[str, Any], language: str) -> None:
    """The order and both its sheets: sealed, whole by other people's tools, and saying who stood for whom."""
    pdf = api("hr").bytes(f"{path}/pdf")
    sheets = {
        name: api("hr").bytes(f"{path}/{name}-sheet?language={language}") for name in ("approval", "familiarisation")
    }
    texts = {name: " ".join(pdftotext(sheet).split()) for name, sheet in sheets.items()}
    printed = " ".join(pdftotext(pdf).split())

    assert pdfsig(pdf).count("Signature is Valid") == 4
    assert [qpdf_check(one) for one in (pdf, *sheets.values())] == ["", "", ""]
    assert [one.broken for one in verapdf([pdf, *sheets.values()], "3a")] == [(), (), ()]
    assert api("hr").get(f"{path}/verdict")["verdict"] == "valid"
    for words in ("1 НҚ", "1 ОД", "м.а.", "и.о.", BASIS, ANSWERS["title_kk"], ANSWERS["title_ru"]):
        assert words in printed, words
    for words in (*said["sheet"], said["finance"].split()[0]):
        assert words in texts["approval"], words
    for words in (said["read"], *said["excuse"].split()):
        assert words in texts["familiarisation"], words
