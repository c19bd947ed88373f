"""The look by computation: contrast, weight, nothing inline, nothing from elsewhere."""

import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "webui"
DIST = WEB / "static" / "dist"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
PALETTE = (WEB / "assets" / "_palette.scss").read_text()

ON = ["paper", "surface", "sunken"]
TEXT = [(front, back) for front in ("ink", "muted", "accent", "accent-strong", "brick") for back in ON] + [
    ("accent-ink", "accent"), ("accent-ink", "accent-strong"),
    ("brick-ink", "brick"), ("brick-ink", "brick-strong"),
    ("paper", "ink"),
    *((tone, f"{tone}-soft") for tone in ("accent", "amber", "brick", "green")), ("accent-strong", "accent-soft"),
]  # fmt: skip
LINES = [("edge", back) for back in ON] + [("accent", back) for back in ON]


def family(name: str) -> dict[str, str]:
    block = PALETTE.split(f"${name}_family: (")[1].split(");")[0]
    return dict(re.findall(r'"([\w-]+)": (#[0-9a-f]{6})', block))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_by_four_and_a_half(theme: str) -> None:
    colours = family(theme)

    weak = {
        (f, b): round(contrast(colours[f], colours[b]), 2) for f, b in TEXT if contrast(colours[f], colours[b]) < 4.5
    }

    assert not weak


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_of_fields_and_focus_stand_out_by_three(theme: str) -> None:
    colours = family(theme)

    weak = {
        (f, b): round(contrast(colours[f], colours[b]), 2) for f, b in LINES if contrast(colours[f], colours[b]) < 3
    }

    assert not weak


def test_both_themes_have_the_same_tones() -> None:
    assert family("light").keys() == family("dark").keys()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_inline_and_nothing_from_elsewhere(path: Path) -> None:
    page = path.read_text()

    assert not re.search(r"<style|\sstyle\s*=|\son\w+\s*=\s*[\"']|javascript:|hx-on|hx-live|\bjs:", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", page)
    assert not re.search(r"hx-trigger=\"[^\"]*\[", page)


def test_the_built_files_call_nobody() -> None:
    for path in [*DIST.glob("app-*"), *DIST.glob("docs-*.js")]:
        outside = {
            url for url in re.findall(r"(?:https?:)?//[\w.-]+\.\w+", path.read_text()) if "www.w3.org" not in url
        }
        assert not outside, path.name


def test_what_a_page_loads_is_light() -> None:
    manifest = json.loads((DIST / "manifest.json").read_text())

    weight = sum(len(gzip.compress((DIST / manifest[name]).read_bytes(), 9, mtime=0)) for name in ("app.css", "app.js"))

    assert weight <= 100 * 1024


def test_the_manifest_and_the_folder_agree() -> None:
    manifest = json.loads((DIST / "manifest.json").read_text())

    assert {*manifest.values(), "manifest.json", "THIRD-PARTY-NOTICES.txt"} == {path.name for path in DIST.iterdir()}


def test_the_built_files_are_what_the_sources_give(tmp_path: Path) -> None:
    if not (ROOT / "node_modules" / "esbuild").exists():
        pytest.skip("needs the packages of package-lock.json: npm ci --ignore-scripts")

    subprocess.run(["node", WEB / "assets" / "build.js", tmp_path], check=True, cwd=ROOT)

    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert built == {path.name: path.read_bytes() for path in DIST.iterdir()}


def test_every_icon_asked_for_is_in_the_sprite() -> None:
    manifest = json.loads((DIST / "manifest.json").read_text())
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (DIST / manifest["icons.svg"]).read_text()))
    asked = {name for path in TEMPLATES for name in re.findall(r'\bicon\("([\w-]+)"\)', path.read_text())}
    asked |= set(
        re.findall(r'"([a-z0-9-]+)"(?:, "(?:accent|amber|brick|green)")?\),\n', (WEB / "words.py").read_text())
    )
    asked |= set(re.findall(r'\), "([\w-]+)", "/', (WEB / "__init__.py").read_text()))

    assert len(asked) > 20
    assert asked <= drawn


def test_the_lock_names_no_download_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())

    assert not [name for name, one in lock["packages"].items() if "resolved" in one]


def test_the_look_page_shows_every_part(teacher: FlaskClient) -> None:
    answer = teacher.get("/look")
    page = answer.text

    assert answer.status_code == 200
    macros = set(re.findall(r"macro (\w+)\(", (WEB / "templates" / "components.html").read_text()))
    shown = set(re.findall(r"part\.(\w+)", (ROOT / "tests" / "webui" / "rooms.py").read_text()))
    assert macros - shown <= {"pill"}
    assert 'aria-current="page"' in page
