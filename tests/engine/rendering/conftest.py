"""One renderer for the whole run: its nursery is started once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.rendering import Renderer, Rendition

Rendered = Callable[..., Rendition]


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    renderer = Renderer()
    yield renderer
    renderer.close()


@pytest.fixture(scope="session")
def rendered(renderer: Renderer) -> Rendered:
    """Lays out HTML with ordinary facts around it."""

    def do(html: str, css: str = "", *, by: Renderer = renderer, **more: Any) -> Rendition:
        facts: dict[str, Any] = {
            "title": "Қызметтік жазба",
            "language": "kk",
            "author": "Үлгі университеті",
            "created": datetime(2026, 11, 23, 5, 5, tzinfo=UTC),
            "identifier": b"0123456789abcdef",
        }
        return by.pdf(html, css, **{**facts, **more})

    return do
