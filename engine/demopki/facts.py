"""What a demo authority's folder says: its port, its organisation, its people, and who was revoked when."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

FACTS = "pki.json"
ARCHITECTURE = "bagyt"
BAD = ("expired", "not_yet_valid", "revoked", "foreign", "wrong_usage", "wrong_owner")


@dataclass(frozen=True)
class Holder:
    """One person who gets a certificate; `number` is the state's number of the person (IIN, PIN), digits only."""

    login: str
    name: str
    number: str


@dataclass(frozen=True)
class Organisation:
    """Whose seal it is; `number` is the state's number of the organisation (BIN, INN)."""

    name: str
    number: str
    country: str = "KZ"


@dataclass(frozen=True)
class DemoPki:
    """A demo authority as its folder describes it. A value: it opens no port and keeps no file open."""

    folder: Path
    port: int
    made: datetime
    organisation: Organisation
    people: tuple[Holder, ...]
    revoked: Mapping[str, datetime]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def tsa_url(self) -> str:
        """Where time-stamps are given (RFC 3161 over HTTP)."""
        return f"{self.url}/{ARCHITECTURE}/tsa/tsa"

    @property
    def root(self) -> bytes:
        """The root certificate, PEM: the only thing a validator needs to trust."""
        return (self.folder / "root.pem").read_bytes()

    @property
    def trust(self) -> bytes:
        """The root and the issuing authority, PEM: what an installation is told to trust."""
        return self.root + (self.folder / "issuing.pem").read_bytes()

    def p12(self, login: str) -> bytes:
        """The person's key and chain as PKCS#12 under the demo password; KeyError if there is none.

        `seal` is the organisation's; `bad-expired`, `bad-revoked` … are the ones of BAD.
        """
        path = self.folder / "p12" / f"{login}.p12"
        if path.parent != self.folder / "p12" or not path.is_file():
            raise KeyError(login)
        return path.read_bytes()

    def revoke(self, login: str, since: datetime) -> "DemoPki":
        """The same authority with this certificate revoked since that moment; a running server follows at once."""
        changed = replace(self, revoked={**self.revoked, login: since})
        write(changed)
        return changed


def write(pki: DemoPki) -> None:
    """Keeps the facts in the folder, whole or not at all."""
    facts = {
        "port": pki.port,
        "made": pki.made.isoformat(),
        "organisation": asdict(pki.organisation),
        "people": [asdict(holder) for holder in pki.people],
        "revoked": {login: since.isoformat() for login, since in pki.revoked.items()},
    }
    fresh = pki.folder / (FACTS + ".new")
    fresh.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(pki.folder / FACTS)


def opened(folder: Path) -> DemoPki:
    """The demo authority of the folder; FileNotFoundError if none was made there."""
    facts: dict[str, Any] = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    return DemoPki(
        folder=folder,
        port=facts["port"],
        made=datetime.fromisoformat(facts["made"]),
        organisation=Organisation(**facts["organisation"]),
        people=tuple(Holder(**holder) for holder in facts["people"]),
        revoked={login: datetime.fromisoformat(since) for login, since in facts["revoked"].items()},
    )
