"""How dates, names, numbers and spans are written in kk, ru, ky and en."""

from engine.wording.dates import attributive_date, clock_time, long_date, moment, numeric_date, numeric_moment
from engine.wording.names import full_name, person_name
from engine.wording.numbers import file_size, in_words, money, money_in_words, number
from engine.wording.spans import counted, due_phrase, duration

__all__ = [
    "attributive_date",
    "clock_time",
    "counted",
    "due_phrase",
    "duration",
    "file_size",
    "full_name",
    "in_words",
    "long_date",
    "moment",
    "money",
    "money_in_words",
    "number",
    "numeric_date",
    "numeric_moment",
    "person_name",
]
