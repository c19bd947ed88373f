"""The house's own words for the closed lists: outcomes, states, purposes, stages; in four languages.

The words are those of the glossary: approving (келісу, макулдашуу) is not consent (келісім, макулдук) and not
confirming (бекіту, бекитүү).
"""

from collections.abc import Mapping

from engine.texts import Text, said

OUTCOMES: Mapping[str, Text] = {
    "submit": {"kk": "Жіберу", "ru": "Отправить", "ky": "Жөнөтүү", "en": "Send"},
    "approve": {"kk": "Келісу", "ru": "Согласовать", "ky": "Макулдашуу", "en": "Approve"},
    "approve_with_remark": {
        "kk": "Ескертумен келісу",
        "ru": "Согласовать с замечанием",
        "ky": "Эскертүү менен макулдашуу",
        "en": "Approve with a remark",
    },
    "return": {"kk": "Қайтару", "ru": "Вернуть", "ky": "Кайтаруу", "en": "Return"},
    "reject": {"kk": "Қабылдамау", "ru": "Отклонить", "ky": "Четке кагуу", "en": "Reject"},
    "sign": {"kk": "Қол қою", "ru": "Подписать", "ky": "Кол коюу", "en": "Sign"},
    "refuse": {
        "kk": "Қол қоюдан бас тарту",
        "ru": "Отказать в подписи",
        "ky": "Кол коюудан баш тартуу",
        "en": "Refuse to sign",
    },
    "register": {"kk": "Тіркеу", "ru": "Зарегистрировать", "ky": "Каттоо", "en": "Register"},
    "decline_registration": {
        "kk": "Тіркеуден бас тарту",
        "ru": "Отказать в регистрации",
        "ky": "Каттоодон баш тартуу",
        "en": "Decline registration",
    },
    "report": {"kk": "Есеп беру", "ru": "Отчитаться", "ky": "Отчёт берүү", "en": "Report"},
    "accept": {"kk": "Есепті қабылдау", "ru": "Принять отчёт", "ky": "Отчётту кабыл алуу", "en": "Accept the report"},
    "return_report": {
        "kk": "Есепті қайтару",
        "ru": "Вернуть отчёт",
        "ky": "Отчётту кайтаруу",
        "en": "Return the report",
    },
    "acknowledge": {"kk": "Таныстым", "ru": "Ознакомлен", "ky": "Тааныштым", "en": "I have read it"},
    "pay": {"kk": "Төлеу", "ru": "Выплатить", "ky": "Төлөө", "en": "Pay"},
    "settle": {"kk": "Есеп айырысуды жабу", "ru": "Закрыть расчёт", "ky": "Эсептешүүнү жабуу", "en": "Settle"},
    "return_settlement": {
        "kk": "Аванстық есепті қайтару",
        "ru": "Вернуть авансовый отчёт",
        "ky": "Аванстык отчётту кайтаруу",
        "en": "Return the settlement",
    },
    "print_done": {
        "kk": "Қағаз нұсқа жасалды",
        "ru": "Бумажный дубликат сделан",
        "ky": "Кагаз түрүндөгү көчүрмө жасалды",
        "en": "Paper duplicate made",
    },
}

DECIDED: Mapping[str, Text] = {
    "submit": {"kk": "Жіберілді", "ru": "Отправлено", "ky": "Жөнөтүлдү", "en": "Sent"},
    "approve": {"kk": "Келісілді", "ru": "Согласовано", "ky": "Макулдашылды", "en": "Approved"},
    "approve_with_remark": {
        "kk": "Ескертумен келісілді",
        "ru": "Согласовано с замечанием",
        "ky": "Эскертүү менен макулдашылды",
        "en": "Approved with a remark",
    },
    "return": {"kk": "Қайтарылды", "ru": "Возвращено", "ky": "Кайтарылды", "en": "Returned"},
    "reject": {"kk": "Қабылданбады", "ru": "Отклонено", "ky": "Четке кагылды", "en": "Rejected"},
    "sign": {"kk": "Қол қойылды", "ru": "Подписано", "ky": "Кол коюлду", "en": "Signed"},
    "refuse": {
        "kk": "Қол қоюдан бас тартылды",
        "ru": "Отказано в подписи",
        "ky": "Кол коюудан баш тартылды",
        "en": "Refused to sign",
    },
    "register": {"kk": "Тіркелді", "ru": "Зарегистрировано", "ky": "Катталды", "en": "Registered"},
    "decline_registration": {
        "kk": "Тіркеуден бас тартылды",
        "ru": "Отказано в регистрации",
        "ky": "Каттоодон баш тартылды",
        "en": "Registration declined",
    },
    "report": {"kk": "Есеп берілді", "ru": "Отчёт представлен", "ky": "Отчёт берилди", "en": "Reported"},
    "accept": {"kk": "Есеп қабылданды", "ru": "Отчёт принят", "ky": "Отчёт кабыл алынды", "en": "Report accepted"},
    "return_report": {
        "kk": "Есеп қайтарылды",
        "ru": "Отчёт возвращён",
        "ky": "Отчёт кайтарылды",
        "en": "Report returned",
    },
    "acknowledge": {"kk": "Таныстым", "ru": "Ознакомлен", "ky": "Тааныштым", "en": "Read"},
    "pay": {"kk": "Төленді", "ru": "Выплачено", "ky": "Төлөндү", "en": "Paid"},
    "settle": {"kk": "Есеп айырысу жабылды", "ru": "Расчёт закрыт", "ky": "Эсептешүү жабылды", "en": "Settled"},
    "return_settlement": {
        "kk": "Аванстық есеп қайтарылды",
        "ru": "Авансовый отчёт возвращён",
        "ky": "Аванстык отчёт кайтарылды",
        "en": "Settlement returned",
    },
    "print_done": {
        "kk": "Қағаз нұсқа жасалды",
        "ru": "Бумажный дубликат сделан",
        "ky": "Кагаз түрүндөгү көчүрмө жасалды",
        "en": "Paper duplicate made",
    },
}

STATES: Mapping[str, Text] = {
    "draft": {"kk": "Жоба", "ru": "Черновик", "ky": "Долбоор", "en": "Draft"},
    "on_approval": {"kk": "Келісуде", "ru": "На согласовании", "ky": "Макулдашууда", "en": "On approval"},
    "rework": {"kk": "Пысықтауда", "ru": "На доработке", "ky": "Кайра иштелүүдө", "en": "Rework"},
    "on_signing": {"kk": "Қол қоюда", "ru": "На подписи", "ky": "Кол коюуда", "en": "On signing"},
    "being_checked": {
        "kk": "Қолтаңба тексерілуде",
        "ru": "Подпись проверяется",
        "ky": "Кол тамга текшерилүүдө",
        "en": "Being checked",
    },
    "on_registration": {"kk": "Тіркеуде", "ru": "На регистрации", "ky": "Каттоодо", "en": "On registration"},
    "registered": {"kk": "Тіркелді", "ru": "Зарегистрирован", "ky": "Катталды", "en": "Registered"},
    "on_execution": {"kk": "Орындауда", "ru": "На исполнении", "ky": "Аткарууда", "en": "On execution"},
    "executed": {"kk": "Орындалды", "ru": "Исполнен", "ky": "Аткарылды", "en": "Executed"},
    "filed": {"kk": "Іске тігілді", "ru": "В деле", "ky": "Ишке тигилди", "en": "Filed"},
    "rejected": {"kk": "Қабылданбады", "ru": "Отклонён", "ky": "Четке кагылды", "en": "Rejected"},
    "withdrawn": {"kk": "Қайтарып алынды", "ru": "Отозван", "ky": "Кайтарып алынды", "en": "Withdrawn"},
    "cancelled": {"kk": "Тоқтатылды", "ru": "Прекращён", "ky": "Токтотулду", "en": "Cancelled"},
    "annulled": {"kk": "Күші жойылды", "ru": "Аннулирован", "ky": "Жокко чыгарылды", "en": "Annulled"},
}
FINAL = frozenset(("registered", "executed", "filed", "rejected", "withdrawn", "cancelled", "annulled"))

PURPOSES: Mapping[str, Text] = {
    "ask": {"kk": "Өтіну", "ru": "Попросить", "ky": "Суроо", "en": "Ask"},
    "order": {"kk": "Бұйыру", "ru": "Приказать", "ky": "Буйрук берүү", "en": "Order"},
    "travel": {"kk": "Іссапар", "ru": "Командировка", "ky": "Иш сапар", "en": "Travel"},
    "personnel": {"kk": "Кадр", "ru": "Кадры", "ky": "Кадр", "en": "Personnel"},
    "account": {"kk": "Есептік жазбам", "ru": "Моя учётная запись", "ky": "Учеттук жазуум", "en": "My account"},
}

ACCESS: Mapping[str, Text] = {
    "route": {
        "kk": "Маршрутқа қатысушылар",
        "ru": "Участники маршрута",
        "ky": "Маршруттун катышуучулары",
        "en": "Those on its route",
    },
    "unit": {"kk": "Бөлімше", "ru": "Подразделение", "ky": "Бөлүм", "en": "The unit"},
    "everyone": {
        "kk": "Барлық қызметкерлер",
        "ru": "Все сотрудники",
        "ky": "Бардык кызматкерлер",
        "en": "All employees",
    },
}

LEVELS: Mapping[str, Text] = {
    "click": {"kk": "Басу арқылы", "ru": "Нажатием", "ky": "Басуу менен", "en": "By a click"},
    "simple": {"kk": "Құпиясөзбен", "ru": "Паролем", "ky": "Сырсөз менен", "en": "By password"},
    "certificate": {"kk": "ЭЦҚ-мен", "ru": "ЭЦП", "ky": "ЭК менен", "en": "By certificate"},
}
STRENGTH = ("click", "simple", "certificate")


def outcome_label(outcome: str, language: str) -> str:
    """The words on the button of an outcome."""
    return said(OUTCOMES.get(outcome, outcome), language)


def decided_label(outcome: str, language: str) -> str:
    """The words for a decision that has been made."""
    return said(DECIDED.get(outcome, outcome), language)


def state_label(state: str, language: str) -> str:
    """The words for a document's state."""
    return said(STATES.get(state, state), language)
