"""What an honest template may say, and how it is filled."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from engine.errors import Invalid, KindRefused
from engine.rendering import fill, problems, read_template

AUTHOR = {"names": {"kk": {"family": "Ермеков", "given": "Нұрлан", "patronymic": "Сәкенұлы"}}}


def filled(html: str, data: dict[str, Any] | None = None, language: str = "kk", **more: Any) -> str:
    return (
        fill(read_template(html), data or {}, language, **more)
        .replace("&nbsp;", " ")
        .replace("\N{NO-BREAK SPACE}", " ")
    )


@pytest.mark.parametrize(
    ("html", "comes_out"),
    [
        ("{{ doc.subject }}", "О замене"),
        ('{{ doc["subject"] }}', "О замене"),
        ("{{ doc.missing }}{{ missing.too }}", ""),
        ("{{ doc.subject|upper }}", "О ЗАМЕНЕ"),
        ("{{ doc.missing|default('—') }}", "—"),
        ("{{ doc.rows|length }} {{ doc.rows.0.name }} {{ (doc.rows|first) is defined }}", "2 бір "),
        (
            "{% for row in doc.rows %}{{ loop.index }}.{{ row.name }}{% if not loop.last %}, {% endif %}{% endfor %}",
            "1.бір, 2.екі",
        ),
        ("{% for row in doc.none %}x{% else %}жоқ{% endfor %}", "жоқ"),
        ("{% for row in doc.rows if row.sum > 1500 %}{{ row.name }}{% endfor %}", "екі"),
        ("{% if doc.year == 2025 %}a{% elif doc.year in [2026, 2027] %}b{% else %}c{% endif %}", "b"),
        ("{{ 'иә' if doc.agreed else 'жоқ' }}", "иә"),
        ("{{ doc.year }} {{ doc.share }} {{ doc.agreed }}", "2026 0,5 "),
        ("{{ doc.rows.1.sum|money }} {{ doc.rows.1.sum|money('KGS') }}", "2 500,50 ₸ 2 500,50 сом"),
        ("{{ doc.year|in_words('ru') }} / {{ doc.rows.0.sum|number }}", "две тысячи двадцать шесть / 1 500"),
        ("{{ doc.day|date }} {{ doc.day|attributive_date }} {{ doc.day|date('ru') }}", None),
        ("{{ doc.title }}{{ doc.tags|join('; ') }}{{ doc.tags }}", "Жазбаа; ба, б"),
        ("{{ doc.subject ~ ' № ' ~ 5 }}", "О замене № 5"),
        ("{# note <script> #}{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{{ language }}", "kk"),
    ],
)
def test_the_language_says_what_an_author_needs(html: str, comes_out: str | None) -> None:
    data = {
        "doc": {
            "subject": "О замене",
            "rows": [{"name": "бір", "sum": 1500}, {"name": "екі", "sum": Decimal("2500.5")}],
            "year": 2026,
            "share": 0.5,
            "agreed": True,
            "day": "2021-05-25",
            "title": {"kk": "Жазба", "ru": "Записка"},
            "tags": ["а", "б"],
        }
    }

    written = filled(html, data)

    assert problems(read_template(html)) == []
    assert written == (
        comes_out if comes_out is not None else "2021 жылғы 25 мамыр 2021 жылғы 25 мамырдағы 25 мая 2021 года"
    )


def test_names_and_moments_are_worded() -> None:
    data = {"author": AUTHOR, "at": datetime(2026, 11, 23, 20, 5, tzinfo=UTC), "day": date(2026, 11, 24)}
    almaty = timezone(timedelta(hours=5))

    assert filled("{{ author|short_name }}, {{ author|name }}", data) == "Н.С. Ермеков, Ермеков Нұрлан Сәкенұлы"
    assert filled("{{ author|family_name_first('ru') }}", data) == "Ермеков Н. С."
    assert filled("{{ at|moment }}", data, zone=almaty) == "2026 жылғы 24 қараша, 01:05"
    assert filled("{{ '2026-11-23T20:05:00+00:00'|date }} {{ day }}", data, zone=almaty) == (
        "2026 жылғы 24 қараша 2026 жылғы 24 қараша"
    )


def test_translations_of_the_kind_are_reached_by_key() -> None:
    texts = {("basis", "kk"): "Негіздеме", ("basis", "ru"): "Основание"}

    written = filled('{{ t("basis") }} / {{ t("basis", "ru") }}', texts=lambda key, language: texts[key, language])

    assert written == "Негіздеме / Основание"


@pytest.mark.parametrize("value", ["<script>x</script>", "<b onclick=x>", "a & b", '"><img src=x>', "{{ 7*7 }}"])
def test_data_never_become_markup(value: str) -> None:
    written = filled(
        '<p class="{{ v }}">{{ v }}</p>{{ v|paragraphs }}{{ [v, v]|join("<i>") }}{{ v|upper }}', {"v": value}
    )

    assert written.count("<") == written.count("<p") + written.count("</p>") == 4
    assert "49" not in written


def test_lines_of_a_text_become_paragraphs() -> None:
    assert filled("{{ text|paragraphs }}", {"text": "бір\r\n\r\n <екі>\n"}) == "<p>бір</p><p>&lt;екі&gt;</p>"


def test_names_and_keys_the_document_lacks_are_reported_with_their_line() -> None:
    template = read_template(
        "{{ doc.subject }}\n{{ doc.sum }}\n{% for row in doc.rows %}{{ row.item }}\n{{ row.itme }}{{ loop.index }}"
        '{% endfor %}\n{{ author.names }}{{ t("no") }}\n{{ title }}'
    )

    found = problems(template, known=["doc.subject", "doc.rows.item", "author"], keys=["yes"])

    assert [(problem.element, problem.facts["found"]) for problem in found] == [
        ("2", "doc.sum"),
        ("4", "doc.rows.itme"),
        ("5", "no"),
        ("6", "title"),
    ]


def test_a_template_with_problems_is_not_filled() -> None:
    with pytest.raises(KindRefused) as refused:
        filled("<p>\n{{ x|safe }}")

    assert refused.value.problems[0].element == "2"


@pytest.mark.parametrize(
    ("html", "data"),
    [
        (
            "{% for a in x %}{% for b in x %}{% for c in x %}{{ c }}{% endfor %}{% endfor %}{% endfor %}",
            {"x": ["a"] * 200},
        ),
        ("{% for a in x %}{{ t }}{% endfor %}", {"x": ["a"] * 100, "t": "т" * 100_000}),
        ("{{ x|join(t) }}", {"x": ["a"] * 10_000, "t": "т" * 100_000}),
        ("{{ t ~ t ~ t }}", {"t": "т" * 1_000_000}),
        ("{{ x|number }}", {"x": "1e999999999"}),
        ("{{ x|number(9) }}", {"x": "NaN"}),
        ("{{ x|money }}", {"x": "сто"}),
        ("{{ x|in_words }}", {"x": 10**20}),
        ("{{ x|date }}", {"x": "ертең"}),
        ("{{ x|moment }}", {"x": {"a": 1}}),
    ],
)
def test_too_much_and_unfit_data_are_refused(html: str, data: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        filled(html, data)

    assert refused.value.problems[0].message.startswith("Expected")


def test_objects_of_python_are_never_looked_into() -> None:
    class Secret:
        password = "secret"

        def __str__(self) -> str:
            return "secret"

    written = filled(
        "{{ x }}{{ x.password }}{{ y.x }}{{ y.x.password }}{{ z }}", {"x": Secret(), "y": {"x": Secret()}, "z": str}
    )

    assert written == ""
