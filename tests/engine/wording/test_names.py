"""Short and full names."""

from engine import wording

DINA = {
    "kk": {"family": "Сейітова", "given": "Дина", "patronymic": "Қанатқызы"},
    "ru": {"family": "Сеитова", "given": "Дина", "patronymic": "Канатовна"},
    "en": {"family": "Seitova", "given": "Dina", "patronymic": ""},
}
BAKYT = {"ky": {"family": "Асанов", "given": "Бакыт", "patronymic": "Эмил уулу"}}


def short(names: dict[str, dict[str, str]], language: str, form: str = "family_first") -> str:
    return wording.person_name(names, language, form).replace("\N{NO-BREAK SPACE}", "_")


def test_lists_have_the_family_name_first() -> None:
    assert short(DINA, "kk") == "Сейітова_Д._Қ."
    assert short(DINA, "ru") == "Сеитова_Д._К."
    assert short(DINA, "en") == "Seitova_D."
    assert short(BAKYT, "ky") == "Асанов_Б._Э."


def test_signatures_have_the_initials_first() -> None:
    assert short(DINA, "kk", "initials_first") == "Д.Қ._Сейітова"
    assert short(DINA, "ru", "initials_first") == "Д.К._Сеитова"
    assert short(BAKYT, "ky", "initials_first") == "Б.Э._Асанов"


def test_a_double_name_has_both_initials_and_a_missing_part_leaves_no_gap() -> None:
    assert short({"ru": {"family": "Ким", "given": "Анна-Мария"}}, "ru") == "Ким_А.-М."
    assert short({"ru": {"family": "", "given": "Анна"}}, "ru") == "А."
    assert short({}, "ru") == ""


def test_a_language_without_a_name_takes_the_nearest() -> None:
    assert short(DINA, "ky") == "Сеитова_Д._К."
    assert wording.full_name(BAKYT, "ru") == "Асанов Бакыт Эмил уулу"
    assert wording.full_name(DINA, "en") == "Dina Seitova"
