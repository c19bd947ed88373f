"""The words of the sheets, in four languages (glossary 79–91)."""

from collections.abc import Mapping

from engine.texts import Text, said

WORDS: Mapping[str, Text] = {
    "approval": {"kk": "Келісу парағы", "ru": "Лист согласования", "ky": "Макулдашуу барагы", "en": "Approval sheet"},
    "familiarisation": {
        "kk": "Танысу парағы",
        "ru": "Лист ознакомления",
        "ky": "Таанышуу барагы",
        "en": "Familiarisation sheet",
    },
    "settlement": {
        "kk": "Іссапар бойынша есеп айырысу парағы",
        "ru": "Лист расчёта по командировке",
        "ky": "Иш сапар боюнча эсептешүү барагы",
        "en": "Settlement sheet of a trip",
    },
    "what": {"kk": "Көрсеткіш", "ru": "Показатель", "ky": "Көрсөткүч", "en": "What"},
    "amount": {"kk": "Сомасы", "ru": "Сумма", "ky": "Суммасы", "en": "Amount"},
    "in_words": {"kk": "Жазумен", "ru": "Прописью", "ky": "Жазуу менен", "en": "In words"},
    "planned": {
        "kk": "Жоспарланған шығындар",
        "ru": "Запланированные расходы",
        "ky": "Пландалган чыгымдар",
        "en": "Planned costs",
    },
    "advance": {"kk": "Төленген аванс", "ru": "Выплаченный аванс", "ky": "Төлөнгөн аванс", "en": "Advance paid"},
    "actual": {
        "kk": "Нақты шығындар",
        "ru": "Фактические расходы",
        "ky": "Иш жүзүндөгү чыгымдар",
        "en": "Actual costs",
    },
    "to_pay": {
        "kk": "Іссапарға шығушыға төленеді",
        "ru": "К выплате командируемому",
        "ky": "Иш сапарга баруучуга төлөнөт",
        "en": "To be paid to the traveller",
    },
    "to_return": {
        "kk": "Іссапарға шығушы қайтарады",
        "ru": "К возврату командируемым",
        "ky": "Иш сапарга баруучу кайтарат",
        "en": "To be given back by the traveller",
    },
    "as_of": {
        "kk": "Жағдайы: {at}",
        "ru": "По состоянию на {at}",
        "ky": "{at} карата абал",
        "en": "As of {at}",
    },
    "document": {"kk": "Құжат", "ru": "Документ", "ky": "Документ", "en": "Document"},
    "number": {
        "kk": "Тіркеу нөмірі",
        "ru": "Регистрационный номер",
        "ky": "Каттоо номери",
        "en": "Registration number",
    },
    "unnumbered": {"kk": "тіркелмеген", "ru": "не зарегистрирован", "ky": "каттала элек", "en": "not registered"},
    "initiator": {"kk": "Бастамашы", "ru": "Инициатор", "ky": "Демилгечи", "en": "Initiator"},
    "state": {"kk": "Күйі", "ru": "Состояние", "ky": "Абалы", "en": "State"},
    "round": {"kk": "{round}-айналым", "ru": "Круг {round}", "ky": "{round}-айлампа", "en": "Round {round}"},
    "file": {
        "kk": "Шешім қабылданған файл, SHA-256: {sha256}",
        "ru": "Файл, по которому принимались решения, SHA-256: {sha256}",
        "ky": "Чечим кабыл алынган файл, SHA-256: {sha256}",
        "en": "The file decided on, SHA-256: {sha256}",
    },
    "step": {"kk": "Кезең", "ru": "Этап", "ky": "Этап", "en": "Stage"},
    "who": {"kk": "Кім", "ru": "Кто", "ky": "Ким", "en": "Who"},
    "decision": {"kk": "Шешім, ескерту", "ru": "Решение, замечание", "ky": "Чечим, эскертүү", "en": "Decision, remark"},
    "when": {"kk": "Қашан, қалай", "ru": "Когда, как", "ky": "Качан, кантип", "en": "When, how"},
    "acting": {
        "kk": "{name} үшін (м.а.)",
        "ru": "и.о., за: {name}",
        "ky": "{name} үчүн (м.а.)",
        "en": "acting for {name}",
    },
    "basis": {"kk": "Негіздеме: {basis}", "ru": "Основание: {basis}", "ky": "Негиз: {basis}", "en": "Basis: {basis}"},
    "delegated": {
        "kk": "Өкілеттік берген: {name}",
        "ru": "Делегировал(а): {name}",
        "ky": "Ыйгарым укук берген: {name}",
        "en": "Delegated by {name}",
    },
    "reassigned": {
        "kk": "Қайта тапсырған: {name}",
        "ru": "Переназначил(а): {name}",
        "ky": "Кайра тапшырган: {name}",
        "en": "Reassigned by {name}",
    },
    "before": {
        "kk": "Қосымша келісуші (алдында), сұраған: {name}",
        "ru": "Дополнительный согласующий (до), запросил(а): {name}",
        "ky": "Кошумча макулдашуучу (алдында), сураган: {name}",
        "en": "Added approver (before), asked by {name}",
    },
    "beside": {
        "kk": "Қосымша келісуші (қатар), сұраған: {name}",
        "ru": "Дополнительный согласующий (параллельно), запросил(а): {name}",
        "ky": "Кошумча макулдашуучу (катар), сураган: {name}",
        "en": "Added approver (beside), asked by {name}",
    },
    "again": {
        "kk": "Қайта келісуге сұраған: {name}",
        "ru": "Повторное согласование запросил(а): {name}",
        "ky": "Кайра макулдашууну сураган: {name}",
        "en": "Asked again by {name}",
    },
    "waits": {"kk": "Шешім күтілуде", "ru": "Ожидается решение", "ky": "Чечим күтүлүүдө", "en": "Decision awaited"},
    "taken_back": {"kk": "Тапсырма алынды", "ru": "Задача снята", "ky": "Тапшырма алынды", "en": "Task withdrawn"},
    "passed_over": {"kk": "Өткізіп жіберілді", "ru": "Пропущено", "ky": "Өткөрүп жиберилди", "en": "Passed over"},
    "own_document": {
        "kk": "Өткізіп жіберілді: өз құжаты",
        "ru": "Пропущено: собственный документ",
        "ky": "Өткөрүп жиберилди: өзүнүн документи",
        "en": "Passed over: own document",
    },
    "carried_over": {
        "kk": "{round}-айналымда келісілген; мазмұны өзгермеген",
        "ru": "Согласовано в круге {round}; содержание не менялось",
        "ky": "{round}-айлампада макулдашылган; мазмуну өзгөргөн эмес",
        "en": "Approved in round {round}; the content has not changed",
    },
    "signature_valid": {
        "kk": "Қолтаңба жарамды",
        "ru": "Подпись действительна",
        "ky": "Кол тамга жарактуу",
        "en": "The signature is valid",
    },
    "signature_invalid": {
        "kk": "Қолтаңба жарамсыз",
        "ru": "Подпись недействительна",
        "ky": "Кол тамга жараксыз",
        "en": "The signature is invalid",
    },
    "being_checked": {
        "kk": "Қолтаңба тексерілуде",
        "ru": "Подпись проверяется",
        "ky": "Кол тамга текшерилүүдө",
        "en": "The signature is being checked",
    },
    "event": {
        "kk": "Әрекет, SHA-256: {sha256}",
        "ru": "Событие, SHA-256: {sha256}",
        "ky": "Аракет, SHA-256: {sha256}",
        "en": "Event, SHA-256: {sha256}",
    },
    "other_file": {
        "kk": "басқа файл, SHA-256: {sha256}",
        "ru": "другой файл, SHA-256: {sha256}",
        "ky": "башка файл, SHA-256: {sha256}",
        "en": "another file, SHA-256: {sha256}",
    },
    "acquainted": {"kk": "Таныстым", "ru": "Ознакомлен(а)", "ky": "Тааныштым", "en": "Acquainted"},
    "not_acquainted": {
        "kk": "Танысқан жоқ: {reason}",
        "ru": "Не ознакомлен(а): {reason}",
        "ky": "Тааныша элек: {reason}",
        "en": "Not acquainted: {reason}",
    },
    "not_yet": {
        "kk": "мерзімі өткен жоқ",
        "ru": "срок не истёк",
        "ky": "мөөнөтү бүтө элек",
        "en": "the term has not passed",
    },
    "overdue": {
        "kk": "мерзімі {due} өтті",
        "ru": "срок истёк {due}",
        "ky": "мөөнөтү {due} бүттү",
        "en": "the term passed on {due}",
    },
    "counted": {
        "kk": "Тізімде: {all}. Танысты: {done}. Танысқан жоқ: {left}.",
        "ru": "В списке: {all}. Ознакомлено: {done}. Не ознакомлено: {left}.",
        "ky": "Тизмеде: {all}. Таанышты: {done}. Тааныша элек: {left}.",
        "en": "Listed: {all}. Acquainted: {done}. Not acquainted: {left}.",
    },
    "post": {
        "kk": "Лауазымы, бөлімшесі",
        "ru": "Должность, подразделение",
        "ky": "Кызматы, бөлүмү",
        "en": "Post, unit",
    },
    "mark": {
        "kk": "Танысу белгісі",
        "ru": "Отметка об ознакомлении",
        "ky": "Таанышуу белгиси",
        "en": "Acquaintance",
    },
    "sealed": {
        "kk": "Парақты жүйе құрды; ұйымның электрондық мөрімен және уақыт белгісімен расталған.",
        "ru": "Лист составлен системой; заверен электронной печатью организации и меткой времени.",
        "ky": "Баракты система түздү; уюмдун электрондук мөөрү жана убакыт белгиси менен ырасталган.",
        "en": "Made by the system; sealed with the organisation's electronic seal and a time-stamp.",
    },
}


def word(key: str, language: str, **facts: object) -> str:
    """A sentence of the sheets in that language."""
    return said(WORDS[key], language).format(**facts)
