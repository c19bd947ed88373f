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
    """The tools of an installation by its settings; raises Unavailable when a file they name is not there."""
    settings.data.mkdir(parents=True, exist_ok=True)
    clock = clock or Clock(settings.data / "demo-clock.json" if settings.demo else None)
    return Tools(
        settings=settings,
        clock=clock,
        files=Files(settings.data / "files"),
        machine=Machine(secret(settings)),
        renderer=Renderer(),
        trust=outside(settings, clock),
        stamp=seal(settings),
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


def outside(settings: Settings, clock: Clock) -> pades.Outside | None:
    """The time-stamp authority and the trusted roots in force; None when either is not set."""
    demo = _demo(settings)
    tsa = settings.tsa_url or (demo.tsa_url if demo else "")
    given = [_read(one) for one in sorted(Path(settings.trust_folder).glob("*.pem"))] if settings.trust_folder else []
    pem = b"".join(given) if settings.trust_folder else demo.trust if demo else b""
    if not pem or not tsa:
        return None
    return pades.Outside(tsa_url=tsa, roots=pades.certificates(pem), now=clock.now)


def seal(settings: Settings) -> pades.Signatory | None:
    """The organisation's seal; None when it is not set."""
    if settings.seal_file:
        password = settings.seal_password_file and _read(Path(settings.seal_password_file)).decode().strip()
        return pades.from_pkcs12(_read(Path(settings.seal_file)), password)
    demo = _demo(settings)
    return pades.from_pkcs12(demo.p12("seal"), DEMO_PASSWORD) if demo else None


def _demo(settings: Settings) -> demopki.DemoPki | None:
    folder = settings.data / "pki"
    return demopki.opened(folder) if (folder / "pki.json").exists() else None


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unavailable("Expected to read {file}, but {problem}.", file=file, problem=error.strerror) from error
