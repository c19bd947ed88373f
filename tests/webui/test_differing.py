"""What changed in a text is told by its words, and long runs that stayed are shortened."""

import pytest

from webui.differing import pieces

SENTENCE = "Заменить проектор в аудитории 305 до конца учебной недели"


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (
            "Заменить проектор",
            "Заменить экран",
            [("same", "Заменить"), ("same", " "), ("gone", "проектор"), ("same", " "), ("new", "экран")],
        ),
        ("", "Новый текст", [("new", "Новый текст")]),
        ("Старый текст", "", [("gone", "Старый текст")]),
        ("в срок", "в срок до пятницы", [("same", "в срок"), ("same", " "), ("new", "до пятницы")]),
        (
            "Первый вариант",
            "Второй вариант",
            [("gone", "Первый"), ("same", " "), ("new", "Второй"), ("same", " вариант")],
        ),
        ("Срочно заменить", "заменить", [("gone", "Срочно"), ("same", " "), ("same", "заменить")]),
        ("один два", "три четыре пять", [("gone", "один два"), ("same", "\n"), ("new", "три четыре пять")]),
    ],
)
def test_words_that_are_gone_and_new_are_told_apart(before: str, now: str, told: list[tuple[str, str]]) -> None:
    assert pieces(before, now) == told


def test_of_a_long_text_the_change_is_shown_with_some_words_beside_it() -> None:
    text = " ".join(f"слово{n}" for n in range(200))

    told = pieces(text, text.replace("слово100 ", "иное "))

    assert told == [
        ("same", " … слово94 слово95 слово96 слово97 слово98 слово99"),
        ("same", " "),
        ("gone", "слово100"),
        ("same", " "),
        ("new", "иное"),
        ("same", " слово101 слово102 слово103 слово104 слово105 слово106 …"),
    ]


def test_lines_of_the_text_stay_lines() -> None:
    told = pieces(f"1. {SENTENCE}.", f"1. {SENTENCE}.\n2. Отчитаться.")

    assert told == [("same", f"1. {SENTENCE}."), ("same", "\n"), ("new", "2. Отчитаться.")]
