"""The settings, read once at start: one frozen value, one line of help each."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from engine.errors import Invalid

ROOT = Path(__file__).resolve().parent.parent


def _setting(help: str, default: Any) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Settings:
    """What an installation may choose; each is also an environment variable BAGYT_<NAME>."""

    data: Path = _setting("Folder of the database, files, keys and demo PKI.", ROOT / "var")
    database_url: str = _setting("SQLAlchemy address of the database; empty = SQLite in the data folder.", "")
    jobs: str = _setting("Job engine: embedded (threads of this process) or procrastinate.", "embedded")
    job_threads: int = _setting("Threads that run jobs in the embedded engine.", 2)
    smtp_url: str = _setting(
        "smtp://user:password@host:587 or smtps://… for mail; empty = letters are held, the feed tells all.", ""
    )
    mail_from: str = _setting("Address letters come from; empty = bagyt@ the name of the public address.", "")
    secret_key_file: str = _setting("File with the installation's secret; empty = made in the data folder.", "")
    base_url: str = _setting("Public address, used in QR codes and mail.", "http://127.0.0.1:8000")
    timezone: str = _setting("Time zone of the organisation (IANA name).", "Asia/Almaty")
    country: str = _setting("Country of the holidays: KZ or KG.", "KZ")
    processes: Path = _setting("Folder of the bundled kinds.", ROOT / "processes")
    forms: Path = _setting("Folder of the shared forms.", ROOT / "forms")
    demo: bool = _setting("Demo installation: invented people, demo keys, movable clock.", False)
    tsa_url: str = _setting("Address of the time-stamp authority; empty = the demo PKI's.", "")
    trust_folder: str = _setting("Folder of trusted root certificates (PEM); empty = the demo PKI's root.", "")
    seal_file: str = _setting("PKCS#12 of the organisation's seal; empty = the demo PKI's seal.", "")
    seal_password_file: str = _setting("File with the password of the seal's PKCS#12.", "")
    password_memory: int = _setting("Memory of one password hash, KiB (argon2id).", 47104)
    trusted_proxies: int = _setting("How many proxies stand before the web and tell the caller's address.", 0)
    max_upload: int = _setting("Largest request body, bytes.", 64 * 1024 * 1024)
    four_eyes: bool = _setting("Nobody publishes a kind he has worked on himself.", False)
    metrics_token: str = _setting("Bearer token that may read /metrics from elsewhere; empty = this machine only.", "")
    idle_minutes: int = _setting("Minutes without a request after which a session ends.", 30)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, **given: Any) -> "Settings":
        """The settings of BAGYT_* variables, with what was given on the command line before them."""
        read = {
            one.name: environment[name] for one in fields(cls) if (name := f"BAGYT_{one.name.upper()}") in environment
        }
        typed = {one.name: _typed(one.name, one.type, read[one.name]) for one in fields(cls) if one.name in read}
        return cls(**{**typed, **{name: value for name, value in given.items() if value is not None}})

    @property
    def database(self) -> str:
        """The address of the database in force."""
        return self.database_url or f"sqlite:///{(self.data / 'bagyt.sqlite').resolve()}"


def _typed(name: str, kind: Any, value: str) -> Any:
    if kind in (int, "int"):
        if not value.strip().isdecimal():
            raise Invalid.one(f"BAGYT_{name.upper()}", "Expected a whole number, but it is {value}.", value=value)
        return int(value)
    if kind in (bool, "bool"):
        return value.strip().lower() in {"1", "yes", "true", "on"}
    return Path(value) if kind in (Path, "Path") else value
