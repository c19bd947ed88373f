"""Kyrgyz cardinals, which num2words lacks."""

_ONES = ("", "бир", "эки", "үч", "төрт", "беш", "алты", "жети", "сегиз", "тогуз")
_TENS = ("", "он", "жыйырма", "отуз", "кырк", "элүү", "алтымыш", "жетимиш", "сексен", "токсон")
_SCALES = ("", "миң", "миллион", "миллиард", "триллион")


def in_kyrgyz(value: int) -> str:
    """The whole number in words: 1125 → «бир миң бир жүз жыйырма беш»."""
    if value < 0:
        return f"минус {in_kyrgyz(-value)}"
    if value == 0:
        return "нөл"
    words: list[str] = []
    for power in range(len(_SCALES) - 1, -1, -1):
        three = value // 1000**power % 1000
        if three:
            words += [*_under_thousand(three), _SCALES[power]]
    return " ".join(word for word in words if word)


def _under_thousand(value: int) -> list[str]:
    hundreds = [_ONES[value // 100], "жүз"] if value >= 100 else []
    return [*hundreds, _TENS[value // 10 % 10], _ONES[value % 10]]
