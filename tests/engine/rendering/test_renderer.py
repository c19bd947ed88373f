"""Documents laid out by the real renderer, looked at by other people's validators."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import Invalid, Refusal
from engine.rendering import Attachment, Limits, Renderer
from tests.engine.rendering.conftest import Rendered
from tests.validators import pdftotext, qpdf_check, verapdf

ROOT = Path(__file__).parents[3]
MEMO = """<h1>ҚЫЗМЕТТІК ЖАЗБА / СЛУЖЕБНАЯ ЗАПИСКА</h1>
<p>Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі, «№ 1 500 ₸», <b>қалың</b>, <i>курсив</i>, <b><i>екеуі де</i></b></p>
<div lang="ru"><p>Прошу поручить замену вышедшего из строя проектора.</p></div>
<div lang="ky"><p>Өтүнөм: проекторду алмаштыруу жөнүндө буйрук берүүңүздү.</p></div>
<table><thead><tr><th>№</th><th>Аты-жөні</th></tr></thead><tbody><tr><td>1</td><td>Ермеков</td></tr></tbody></table>
<ol><li>бір</li><li>екі</li></ol><div id="sig-sign_dean" class="sig"></div>"""
ATTACHED = [Attachment("б.txt", b"second", "Акт", "Supplement"), Attachment("а.json", b"{}", "Деректер", "Source")]
IN_A_FRESH_PROCESS = """
import hashlib, sys
from datetime import UTC, datetime
from engine.rendering import Attachment, Renderer
renderer = Renderer()
made = renderer.pdf(sys.stdin.read(), "p { color: #333 }", title="T", language="kk", author="A",
    created=datetime(2026, 11, 23, tzinfo=UTC), identifier=b"0" * 16, attachments=[Attachment("a", b"x")])
renderer.close()
print(hashlib.sha256(made.pdf).hexdigest())
"""


def test_a_document_with_tables_languages_and_attachments_is_pdf_a_3a(rendered: Rendered) -> None:
    plain = rendered(MEMO).pdf
    attached = rendered(MEMO, attachments=ATTACHED).pdf
    signs = rendered("<p>≤ ≥ ≠ ✓ ☐ ☑ → <b>≤ ☑</b></p>", 'p { font-family: "Bagyt Sans" }').pdf
    long = rendered(MEMO + "<p>Мәтін.</p>" * 200).pdf

    verdicts = verapdf([plain, attached, signs, long])

    assert [verdict.broken for verdict in verdicts] == [()] * 4
    assert all(verdict.ok for verdict in verdicts)
    assert [qpdf_check(pdf) for pdf in (plain, attached)] == ["", ""]


def test_a_missing_character_is_what_breaks_pdf_a(rendered: Rendered) -> None:
    verdict = verapdf([rendered("<p>🙂</p>").pdf])[0]

    assert not verdict.ok


def test_kazakh_russian_and_kyrgyz_text_comes_back_out_of_the_pdf(renderer: Renderer, rendered: Rendered) -> None:
    pdf = rendered(MEMO).pdf

    for text in (" ".join(renderer.text(pdf)), pdftotext(pdf)):
        for words in ("Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі", "«№ 1 500 ₸»", "вышедшего из строя", "алмаштыруу жөнүндө буйрук"):
            assert words in " ".join(text.split())


def test_equal_arguments_give_equal_bytes_in_fresh_processes() -> None:
    def made() -> str:
        command = [sys.executable, "-c", IN_A_FRESH_PROCESS]
        return subprocess.run(command, input=MEMO, capture_output=True, text=True, check=True, cwd=ROOT).stdout

    first, second = made(), made()

    assert first == second
    assert len(first.strip()) == len(hashlib.sha256().hexdigest())


def test_places_are_told_in_points_from_the_bottom_left(rendered: Rendered) -> None:
    css = "@page { size: 400pt 300pt; margin: 50pt } .sig { width: 100pt; height: 40pt; margin: 0 }"
    second_page = '<p style="break-after: page">бір</p><div id="sig-x" class="sig"></div>'

    rendition = rendered(second_page, css, places=["sig-x"])

    box = rendition.boxes["sig-x"]
    assert rendition.pages == 2
    assert (box.page, box.x1, box.y1, box.x2, box.y2) == pytest.approx((1, 50, 210, 150, 250), abs=0.5)


def test_a_place_that_is_not_there_is_refused(rendered: Rendered) -> None:
    with pytest.raises(Invalid) as refused:
        rendered("<p>x</p>", places=["sig-x"])

    assert "sig-x" in refused.value.problems[0].message


def test_pages_become_pictures_and_can_be_counted(renderer: Renderer, rendered: Rendered) -> None:
    pdf = rendered('<p style="break-after: page">бір</p><p>екі</p>').pdf

    pictures = renderer.pages(pdf, scale=1)

    assert renderer.page_count(pdf) == len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_what_is_no_pdf_is_refused_in_a_sentence(renderer: Renderer) -> None:
    for content in (b"", b"\x00" * 1000, b"%PDF-1.7 nothing behind it"):
        with pytest.raises(Invalid):
            renderer.page_count(content)


def test_given_pictures_are_shown_and_others_refused(rendered: Rendered) -> None:
    pdf = rendered("<p>x</p>").pdf
    with pytest.raises(Invalid):
        rendered('<img src="image:logo" alt="">', images={"logo": pdf})
    with pytest.raises(Invalid):
        rendered('<img src="image:other" alt="">', images={"logo": b"\x89PNG\r\n\x1a\n"})


@pytest.mark.parametrize(
    "html",
    [
        '<p style="break-after: page">x</p>' * 20_000,
        "<table>" + "<tr><td>a</td><td>b</td></tr>" * 20_000 + "</table>",
        "<div>" * 3_000 + "x",
    ],
    ids=["20,000 page breaks", "20,000 rows", "3,000 nested"],
)
def test_a_document_over_the_limits_is_ended_and_the_next_one_works(html: str, rendered: Rendered) -> None:
    small = Renderer(Limits(seconds=2, megabytes=512))
    try:
        with pytest.raises(Invalid) as refused:
            rendered(html, by=small)

        assert refused.value.problems[0].field == "template"
        assert rendered("<p>бір</p>", by=small).pages == 1
    finally:
        small.close()


def test_more_pages_than_allowed_are_refused_with_their_number(rendered: Rendered) -> None:
    small = Renderer(Limits(pages=3))
    try:
        with pytest.raises(Invalid) as refused:
            rendered('<p style="break-after: page">x</p>' * 5, by=small)

        assert refused.value.problems[0].facts["most_pages"] == 3
    finally:
        small.close()


def test_a_renderer_that_was_closed_starts_again(rendered: Rendered) -> None:
    one = Renderer()
    rendered("<p>x</p>", by=one)
    one.close()

    again = rendered("<p>x</p>", by=one)

    one.close()
    assert again.pages == 1


def test_nothing_but_refusals_comes_out_of_odd_html(rendered: Rendered) -> None:
    for html in (
        "",
        "\x00",
        "<" * 500,
        "<p style='width:" + "calc(" * 300 + "1px'>x",
        "<svg width='99999999' height='9'/>",
    ):
        try:
            rendered(html)
        except Refusal as refusal:
            assert refusal.template.startswith("Expected")
