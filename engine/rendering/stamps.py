"""What the picture of a signature says: a person's, by certificate or by password, and the registrar's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

import segno

from engine.wording import numeric_date, numeric_moment

_SAID = {
    "certificate": {
        "kk": "ЭЦҚ қойылды",
        "ru": "Подписано ЭЦП",
        "ky": "ЭК коюлду",
        "en": "Signed with a digital signature",
    },
    "simple": {
        "kk": "Жүйеде құпиясөзбен расталды",
        "ru": "Подтверждено паролем в системе",
        "ky": "Системада сырсөз менен ырасталды",
        "en": "Confirmed by password in the system",
    },
    "registered": {"kk": "Тіркелді", "ru": "Зарегистрировано", "ky": "Катталды", "en": "Registered"},
    "serial": {"kk": "Сертификат №", "ru": "Сертификат №", "ky": "Сертификат №", "en": "Certificate No."},
    "valid_to": {"kk": "жарамды мерзімі", "ru": "действителен до", "ky": "жарактуу мөөнөтү", "en": "valid to"},
    "check": {"kk": "Тексеру", "ru": "Проверка", "ky": "Текшерүү", "en": "Check"},
    "acting": {"kk": "м.а.", "ru": "и.о.", "ky": "м.а.", "en": "acting"},
    "basis": {"kk": "Негіздеме", "ru": "Основание", "ky": "Негиз", "en": "Basis"},
}


@dataclass(frozen=True)
class PersonStamp:
    """Who signed and when; `level` is "certificate" or "simple". The moment is written as it is, in its own zone.

    `post` is the post he signs in; with `acting` it is another's, whom he stands for by the order `basis`.
    """

    name: str
    moment: datetime
    level: str
    serial: str = ""
    valid_to: date | None = None
    post: str = ""
    acting: bool = False
    basis: str = ""


@dataclass(frozen=True)
class RegistrarStamp:
    """Number and date of the registration, the page that verifies the document (as a QR code), and who registered."""

    number: str
    day: date
    moment: datetime
    name: str
    url: str


def stamp_css(width: float, height: float) -> str:
    """The sheet for a page of that size in points."""
    return (
        f"@page {{ size: {width}pt {height}pt; margin: 2pt }}"
        'html { font-family: "Bagyt Sans"; line-height: 1.15; color: #12305c }'
        f"body {{ margin: 0; padding: 1pt 3pt; border: .6pt solid #12305c; border-radius: 2pt; "
        f"min-height: {height - 8}pt; box-sizing: border-box }}"
        "p { margin: 0; text-align: left; overflow-wrap: anywhere }"
        ".said { font-weight: 700 } .small { font-size: 85% }"
        f".qr {{ position: absolute; top: 4pt; left: 4pt; width: {height - 12}pt; height: {height - 12}pt }}"
        f".words {{ margin-left: {height - 8}pt }}"
    )


def stamp_html(stamp: PersonStamp | RegistrarStamp, languages: Sequence[str], height: float) -> str:
    """The body of the stamp in those languages."""
    if isinstance(stamp, PersonStamp):
        return _person(stamp, languages)
    return _registrar(stamp, languages, height)


def _person(stamp: PersonStamp, languages: Sequence[str]) -> str:
    lines = [f'<p class="said">{_both(stamp.level, languages)}</p>']
    if stamp.post:
        acting = f" ({_both('acting', languages)})" if stamp.acting else ""
        lines.append(f"<p>{escape(stamp.post)}{acting}</p>")
    lines.append(f"<p>{escape(stamp.name)}</p>")
    if stamp.basis:
        lines.append(f'<p class="small">{_both("basis", languages)}: {escape(stamp.basis)}</p>')
    lines.append(f"<p>{zoned(stamp.moment)}</p>")
    if stamp.serial:
        valid = f", {_both('valid_to', languages)} {stamp.valid_to:%d.%m.%Y}" if stamp.valid_to else ""
        lines.append(f'<p class="small">{_both("serial", languages)} {escape(stamp.serial)}{valid}</p>')
    return "".join(lines)


def in_post(post: str, acting: bool, language: str) -> str:
    """A post, with the short words for one who acts in it for another: «Факультет деканы (м.а.)», «Декан факультета (и.о.)»."""
    return f"{post} ({_SAID['acting'][language]})" if acting else post


def _registrar(stamp: RegistrarStamp, languages: Sequence[str], height: float) -> str:
    side = height - 12
    code = segno.make(stamp.url, error="m").svg_inline(border=1, dark="#000", omitsize=True)
    picture = code.replace("<svg ", f'<svg width="{side}pt" height="{side}pt" ', 1)
    return (
        f'<div class="qr">{picture}</div><div class="words">'
        f'<p class="said">{_both("registered", languages)}</p>'
        f'<p class="said">№ {escape(stamp.number)}</p><p>{numeric_date(stamp.day, "en")}</p>'
        f"<p>{escape(stamp.name)}</p>"
        f'<p class="small">{zoned(stamp.moment)}</p><p class="small">{_both("check", languages)}: QR</p></div>'
    )


def _both(key: str, languages: Sequence[str]) -> str:
    said = dict.fromkeys(_SAID[key][language] for language in languages)
    return escape(" / ".join(said))


def zoned(moment: datetime) -> str:
    """A moment as it is, in figures, with its distance from UTC."""
    offset = moment.utcoffset()
    if offset is None:
        return numeric_moment(moment)
    hours, minutes = divmod(int(offset.total_seconds()) // 60, 60)
    return f"{numeric_moment(moment)} (UTC{hours:+d}{f':{minutes:02}' if minutes else ''})"
