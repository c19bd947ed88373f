"""Pictures of signatures and the characters fonts lack."""

from datetime import date, datetime, timedelta, timezone

import pytest

from engine.rendering import PersonStamp, RegistrarStamp, Renderer, missing_characters

AT = datetime(2026, 11, 23, 10, 5, tzinfo=timezone(timedelta(hours=5)))
LONG = "Құдайбергенова-Нұрмұхамбетова Әсемгүл Абдирахмановна " * 3
PERSON = PersonStamp("Ермеков Н. С.", AT, "certificate", "5A7F0011223344", date(2027, 11, 23))
REGISTRAR = RegistrarStamp(
    "05-07/214", date(2026, 11, 23), AT, "Әбдірахманова Ж. Қ.", "https://edms.example/verify/8f4b"
)


def said(
    renderer: Renderer, stamp: PersonStamp | RegistrarStamp, width: float = 227, height: float = 62, *languages: str
) -> str:
    pdf = renderer.stamp(stamp, width=width, height=height, languages=languages or ("kk", "ru"))
    (text,) = renderer.text(pdf)
    return " ".join(text.split())


def test_a_certificate_and_a_password_are_told_apart_in_both_languages(renderer: Renderer) -> None:
    by_certificate = said(renderer, PERSON)
    by_password = said(renderer, PersonStamp("Ермеков Н. С.", AT, "simple"), 227, 62, "ky", "ru")

    assert "ЭЦҚ қойылды / Подписано ЭЦП" in by_certificate
    assert all(words in by_certificate for words in ("Ермеков Н. С.", "5A7F0011223344", "23.11.2027", "10:05 (UTC+5)"))
    assert "Системада сырсөз менен ырасталды / Подтверждено паролем в системе" in by_password
    assert "ЭЦП" not in by_password


def test_the_registrars_picture_carries_number_date_name_and_code(renderer: Renderer) -> None:
    text = said(renderer, REGISTRAR)

    assert all(words in text for words in ("Тіркелді / Зарегистрировано", "№ 05-07/214", "23.11.2026", "Әбдірахманова"))


@pytest.mark.parametrize(("width", "height"), [(227, 62), (120, 40), (100, 30)])
def test_long_names_make_smaller_letters_and_nothing_is_lost(renderer: Renderer, width: float, height: float) -> None:
    long_person = PersonStamp(LONG, AT, "certificate", "5A7F00112233445566778899AABBCCDDEEFF0011", date(2027, 11, 23))
    long_registrar = RegistrarStamp("05-07/214-" * 4, date(2026, 11, 23), AT, LONG, REGISTRAR.url)

    for stamp, last in ((long_person, "23.11.2027"), (long_registrar, "QR")):
        text = said(renderer, stamp, width, height)
        assert text.count("Әсемгүл") == 3
        assert text.endswith(last)


def test_characters_no_font_has_are_named() -> None:
    assert missing_characters("Құжат 🙂 № 5, \u20c0 中") == {"🙂", "\u20c0", "中"}


def test_what_documents_are_written_with_is_there() -> None:
    letters = "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁё «»„“”’–—… №₸€$₽ §©°±×÷≤≥½✓☐☑→ ÄÖÜßçñşğı \t\r\n\N{NO-BREAK SPACE}"

    assert missing_characters(letters) == set()
