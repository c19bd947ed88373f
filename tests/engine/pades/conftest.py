"""One memo on its way: blank, certified, signed by the dean, registered, closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from engine.pades import FieldPlace, add_fields, certify, close, sign
from engine.rendering import Renderer
from tests.engine.pades.liar import liar  # noqa: F401
from tests.pki import DEAN, REGISTRAR, TestPki, pki  # noqa: F401

FIELDS = ("seal-open", "sign_dean", "register", "seal-close")
MEMO = """
<h1>Қызметтік жазба</h1><p>Аудиторияға проектор орнатуды сұраймын. Прошу установить проектор в аудиторию.</p>
<div id="sign_dean" style="height:20mm;width:70mm"></div><div id="register" style="height:20mm;width:70mm"></div>
"""
LATER_EVENT = "cd" * 32
EVENT = "ab" * 32


@dataclass(frozen=True)
class Memo:
    """The bytes of one memo after each stage."""

    frozen: bytes
    opened: bytes
    signed: bytes
    registered: bytes
    closed: bytes

    def stages(self) -> dict[str, bytes]:
        return dict(vars(self))


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    running = Renderer()
    yield running
    running.close()


def rendered(renderer: Renderer, html: str, css: str = "", places: tuple[str, ...] = ()) -> tuple[bytes, dict]:
    made = renderer.pdf(
        html,
        css,
        title="Қызметтік жазба",
        language="kk",
        author="Үлгі университеті",
        created=datetime(2026, 11, 21, tzinfo=UTC),
        identifier=b"0123456789abcdef",
        places=places,
    )
    return made.pdf, dict(made.boxes)


@pytest.fixture(scope="session")
def frozen(renderer: Renderer) -> bytes:
    """The memo with its four empty fields."""
    pdf, boxes = rendered(renderer, MEMO, places=("sign_dean", "register"))
    return add_fields(pdf, [FieldPlace(name, boxes.get(name), f"Қолы: {name}") for name in FIELDS])


@pytest.fixture(scope="session")
def picture(renderer: Renderer) -> bytes:
    """What the registrar's field shows."""
    css = "@page { size: 70mm 20mm; margin: 1mm } body { font-size: 8pt }"
    return rendered(renderer, "<p>№ 117-Ө<br>21.11.2026 ж.<br>Тіркелді</p>", css)[0]


@pytest.fixture(scope="session")
def memo(pki: TestPki, frozen: bytes, picture: bytes) -> Memo:  # noqa: F811
    """Sealed by the organisation, signed by the dean's own key, registered and closed."""
    outside, seal = pki.outside(), pki.signatory("seal")
    opened = certify(frozen, "seal-open", seal, outside)
    signed = sign(
        opened,
        "sign_dean",
        pki.signatory("dean"),
        outside,
        name=DEAN.name,
        reason="Бекітемін",
        event_sha256=EVENT,
    )
    registered = sign(
        signed,
        "register",
        seal,
        outside,
        name=REGISTRAR.name,
        reason="Тіркелді № 117-Ө",
        event_sha256=LATER_EVENT,
        picture=picture,
    )
    return Memo(frozen, opened, signed, registered, close(registered, "seal-close", seal, outside))
