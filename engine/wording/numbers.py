"""Numbers, money and file sizes in digits and in words."""

from decimal import ROUND_HALF_UP, Decimal

from num2words import num2words

from engine.errors import Invalid
from engine.wording.kyrgyz import in_kyrgyz
from engine.wording.plurals import plural

_SPACE = "\N{NO-BREAK SPACE}"
_MOST = 10**15
_SIGNS = {
    "KZT": {"kk": "₸", "ru": "₸", "ky": "₸", "en": "₸"},
    "KGS": {"kk": "сом", "ru": "сом", "ky": "сом", "en": "som"},
}
_COINS = {
    "KZT": {
        "kk": (("теңге",), ("тиын",)),
        "ru": (("тенге", "тенге", "тенге"), ("тиын", "тиына", "тиынов")),
        "ky": (("теңге",), ("тыйын",)),
        "en": (("tenge", "tenge"), ("tiyn", "tiyn")),
    },
    "KGS": {
        "kk": (("сом",), ("тыйын",)),
        "ru": (("сом", "сома", "сомов"), ("тыйын", "тыйына", "тыйынов")),
        "ky": (("сом",), ("тыйын",)),
        "en": (("som", "som"), ("tyiyn", "tyiyn")),
    },
}
_SIZES = {
    "kk": ("байт", "КБ", "МБ", "ГБ"),
    "ru": ("Б", "КБ", "МБ", "ГБ"),
    "ky": ("байт", "КБ", "МБ", "ГБ"),
    "en": ("B", "KB", "MB", "GB"),
}

Amount = int | float | Decimal


def number(value: Amount, language: str, places: int | None = None) -> str:
    """The number with groups of three: «1 500,5» (no-break spaces), in English «1,500.5»; `places` after the comma."""
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    plain = f"{exact:,f}"
    return plain if language == "en" else plain.replace(",", _SPACE).replace(".", ",")


def money(amount: Amount, language: str, currency: str = "KZT") -> str:
    """«1 500,50 ₸» or «1 500,50 сом»; whole amounts without a fraction. An unknown currency is written by its code."""
    exact = Decimal(str(amount))
    sign = _SIGNS.get(currency, {}).get(language, currency)
    return f"{number(exact, language, 0 if exact == exact.to_integral_value() else 2)}{_SPACE}{sign}"


def in_words(value: int, language: str) -> str:
    """A whole number in words, between minus and plus 10^15; Invalid outside."""
    if abs(value) >= _MOST:
        raise Invalid.one("number", "Expected a number below {most}, but {value} is larger.", most=_MOST, value=value)
    if language == "ky":
        return in_kyrgyz(value)
    return str(num2words(value, lang={"kk": "kz", "ru": "ru", "en": "en"}[language])).replace("  ", " ").strip()


def money_in_words(amount: Amount, language: str, currency: str = "KZT") -> str:
    """«бір мың бес жүз теңге 50 тиын»: whole part in words, hundredths in digits."""
    exact = Decimal(str(amount)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    whole, rest = int(exact), int(abs(exact) % 1 * 100)
    coins, small = _COINS[currency][language]
    said = f"{in_words(whole, language)} {plural(abs(whole), coins, language)}"
    return f"{said} {rest:02} {plural(rest, small, language)}"


def file_size(size: int, language: str) -> str:
    """«1,5 МБ»: powers of 1024, one place after the comma from megabytes on."""
    for step, unit in reversed(tuple(enumerate(_SIZES[language]))):
        if size >= 1024**step or step == 0:
            amount = number(Decimal(size) / 1024**step, language, 1 if step > 1 else 0)
            return f"{amount}{_SPACE}{unit}"
    raise AssertionError(size)
