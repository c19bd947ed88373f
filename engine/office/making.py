"""Making the tools from the settings: keys, trust, renderer, machine."""

import os
import secrets
from pathlib import Path

from engine import demopki, pades
from engine.clock import Clock
from engine.config import Settings
from engine.errors import Unavailable
from engine.files import Files
from engine.rendering import Renderer
from engine.steps import VERBS
from engine.work import Tools
from engine.workflow import Machine

DEMO_PASSWORD = "Demo-2026!"  # noqa: S105  (known to everybody, printed at the start of a demo)


def make_tools(settings: Settings, *, clock: Clock | None = None) -> Tools:
    """The tools of an installation; raises Unavailable when a key or a trusted root it needs is not there."""
    settings.data.mkdir(parents=True, exist_ok=True)
    clock = clock or Clock(settings.data / "demo-clock.json" if settings.demo else None)
    return Tools(
        settings=settings,
        clock=clock,
        files=Files(settings.data / "files"),
        machine=Machine(secret(settings)),
        renderer=Renderer(),
        outside=outside(settings, clock),
        seal=seal(settings),
        verbs={name: verb.shape for name, verb in VERBS.items()},
    )


def secret(settings: Settings) -> bytes:
    """The installation's secret: read from its file, made on the first start."""
    place = Path(settings.secret_key_file) if settings.secret_key_file else settings.data / "secret.key"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_bytes(32))
    return place.read_bytes()


def outside(settings: Settings, clock: Clock) -> pades.Outside:
    """The time-stamp authority and the trusted roots in force."""
    folder = settings.data / "pki"
    tsa = settings.tsa_url or (demopki.opened(folder).tsa_url if folder.exists() else "")
    if settings.trust_folder:
        pem = b"".join(one.read_bytes() for one in sorted(Path(settings.trust_folder).glob("*.pem")))
    else:
        pem = demopki.opened(folder).trust if folder.exists() else b""
    if not pem or not tsa:
        raise Unavailable(
            "Expected trusted roots and a time-stamp authority, but none is set (BAGYT_TRUST_FOLDER, BAGYT_TSA_URL)."
        )
    return pades.Outside(tsa_url=tsa, roots=pades.certificates(pem), now=clock.now)


def seal(settings: Settings) -> pades.Signatory:
    """The organisation's seal."""
    if settings.seal_file:
        password = Path(settings.seal_password_file).read_text().strip() if settings.seal_password_file else ""
        return pades.from_pkcs12(Path(settings.seal_file).read_bytes(), password)
    folder = settings.data / "pki"
    if not folder.exists():
        raise Unavailable("Expected the organisation's seal, but none is set (BAGYT_SEAL_FILE).")
    return pades.from_pkcs12(demopki.opened(folder).p12("seal"), DEMO_PASSWORD)
