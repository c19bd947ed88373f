"""Built assets by their plain names: `app.css` → the file with its hash in the name, so it can be kept for a year."""

import json
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, url_for
from markupsafe import Markup, escape

FOLDER = Path(__file__).parent / "static" / "dist"


def read_manifest(folder: Path = FOLDER) -> Mapping[str, str]:
    """Plain name → built name."""
    found: dict[str, str] = json.loads((folder / "manifest.json").read_text())
    return found


def init_app(app: Flask) -> None:
    """Gives templates `asset(name)` and `icon(name)`."""
    manifest = read_manifest()

    def asset(name: str) -> str:
        return url_for("static", filename=f"dist/{manifest[name]}")

    def icon(name: str, label: str = "") -> Markup:
        voice = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
        return Markup(f'<svg class="icon" {voice}><use href="{asset("icons.svg")}#{escape(name)}"></use></svg>')  # noqa: S704

    app.jinja_env.globals.update(asset=asset, icon=icon)
