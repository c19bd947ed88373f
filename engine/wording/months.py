"""Months and days of the week by themselves, as heads of a calendar have them."""

_MONTHS = {
    "kk": "Қаңтар Ақпан Наурыз Сәуір Мамыр Маусым Шілде Тамыз Қыркүйек Қазан Қараша Желтоқсан",
    "ru": "Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь Декабрь",
    "ky": "Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь Декабрь",
    "en": "January February March April May June July August September October November December",
}
_DAYS = {
    "kk": "Дүйсенбі Сейсенбі Сәрсенбі Бейсенбі Жұма Сенбі Жексенбі",
    "ru": "Понедельник Вторник Среда Четверг Пятница Суббота Воскресенье",
    "ky": "Дүйшөмбү Шейшемби Шаршемби Бейшемби Жума Ишемби Жекшемби",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_SHORT = {
    "kk": "Дс Сс Ср Бс Жм Сб Жс",
    "ru": "Пн Вт Ср Чт Пт Сб Вс",
    "ky": "Дш Шш Шр Бш Жм Иш Жш",
    "en": "Mo Tu We Th Fr Sa Su",
}


def month_name(month: int, language: str) -> str:
    """The month (1 to 12) standing by itself: kk «Қаңтар», ru «Январь»."""
    return _MONTHS[language].split()[month - 1]


def weekday_name(day: int, language: str, *, short: bool = False) -> str:
    """The day of the week, 0 for Monday as Python counts: ru «Понедельник», `short` «Пн»."""
    return (_SHORT if short else _DAYS)[language].split()[day]
