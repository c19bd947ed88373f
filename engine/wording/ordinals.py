"""Ordinals in digits: «3-ші», «3-й», «3-чү», "3rd"."""

_KAZAKH_HARD = {6, 9, 10, 20, 30, 40, 60, 90, 1000, 1_000_000}
_KYRGYZ = {
    **{1: "чи", 2: "чи", 3: "чү", 4: "чү", 5: "чи", 6: "чы", 7: "чи", 8: "чи", 9: "чу"},
    **{10: "чу", 20: "чы", 30: "чу", 40: "чы", 50: "чү", 60: "чы", 70: "чи", 80: "чи", 90: "чу"},
    **{100: "чү", 1000: "чи", 1_000_000: "чу"},
}


def ordinal(number: int, language: str) -> str:
    """The ordinal of a whole number from 1 on, masculine in Russian: kk «3-ші», ky «3-чү», en "3rd"."""
    if language == "ru":
        return f"{number}-й"
    if language == "en":
        return f"{number}{_english(number)}"
    last = _spoken_last(number)
    if language == "kk":
        return f"{number}-{'шы' if last in _KAZAKH_HARD else 'ші'}"
    return f"{number}-{_KYRGYZ[last]}"


def _spoken_last(number: int) -> int:
    """The last numeral that is spoken: 23 → 3, 40 → 40, 300 → 100, 5000 → 1000."""
    if number % 10:
        return number % 10
    if number % 100:
        return number % 100
    return next(power for power in (1_000_000, 1000, 100) if number % power == 0)


def _english(number: int) -> str:
    if 11 <= number % 100 <= 13:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
