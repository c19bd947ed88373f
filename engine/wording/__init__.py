"""How dates, names, numbers and spans are written in kk, ru, ky and en."""

from engine.wording.dates import (
    attributive_date,
    clock_time,
    day_and_month,
    long_date,
    moment,
    numeric_date,
    numeric_moment,
)
from engine.wording.months import month_name, weekday_name
from engine.wording.names import full_name, name_in_each, person_name
from engine.wording.numbers import file_size, in_words, money, money_in_words, number
from engine.wording.ordinals import ordinal
from engine.wording.periods import period
from engine.wording.spans import counted, due_phrase, duration

__all__ = [
    "attributive_date",
    "clock_time",
    "counted",
    "day_and_month",
    "due_phrase",
    "duration",
    "file_size",
    "full_name",
    "in_words",
    "long_date",
    "moment",
    "money",
    "money_in_words",
    "month_name",
    "name_in_each",
    "number",
    "numeric_date",
    "numeric_moment",
    "ordinal",
    "period",
    "person_name",
    "weekday_name",
]
