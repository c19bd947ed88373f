"""The verdict on a PDF's signatures, as a value: for people (sentences), for programs (JSON)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from engine.errors import fill
from engine.pades.certificate import CertificateFacts


class Reason(NamedTuple):
    """One thing that speaks against a signature or the file: a sentence with named places, and the facts for them."""

    template: str
    facts: Mapping[str, object] = MappingProxyType({})

    @property
    def message(self) -> str:
        return fill(self.template, self.facts)

    def to_dict(self) -> dict[str, object]:
        facts = {name: str(value) for name, value in self.facts.items()}
        return {"template": self.template, "facts": facts, "message": self.message}


@dataclass(frozen=True)
class SignatureRow:
    """One signature or document time-stamp, oldest first in a verdict.

    `verdict` is that of this signature alone: valid, invalid or not_yet_verifiable. `level` is B, T, LTA or timestamp.
    `moment` is the earliest moment the signature is proven to have existed at, UTC. `covers` is whole_file, revision
    or part. `event_sha256` is the hash of the event a simple signature stands for, or empty.
    """

    field: str
    verdict: str
    level: str = "B"
    name: str = ""
    reason: str = ""
    event_sha256: str = ""
    moment: datetime | None = None
    certificate: CertificateFacts | None = None
    covers: str = "part"
    certifies: bool = False
    long_term: bool = False
    reasons: tuple[Reason, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The same for JSON: moments in ISO 8601."""
        return {
            "field": self.field,
            "verdict": self.verdict,
            "level": self.level,
            "name": self.name,
            "reason": self.reason,
            "event_sha256": self.event_sha256,
            "moment": self.moment.isoformat() if self.moment else None,
            "certificate": self.certificate.to_dict() if self.certificate else None,
            "covers": self.covers,
            "certifies": self.certifies,
            "long_term": self.long_term,
            "reasons": [reason.to_dict() for reason in self.reasons],
        }


@dataclass(frozen=True)
class Verdict:
    """Whether a PDF's signatures hold: `verdict` is valid, invalid, not_yet_verifiable or unsigned.

    `long_term` says that the file proves its signatures by itself, also when the certificates have ended. `reasons`
    is everything that speaks against it: first what is about the file, then what is about single signatures.
    """

    verdict: str
    sha256: str
    checked_at: datetime
    long_term: bool = False
    reasons: tuple[Reason, ...] = ()
    signatures: tuple[SignatureRow, ...] = ()

    @property
    def valid(self) -> bool:
        return self.verdict == "valid"

    def to_dict(self) -> dict[str, object]:
        """The same for JSON, as the API shows it."""
        return {
            "verdict": self.verdict,
            "long_term": self.long_term,
            "sha256": self.sha256,
            "checked_at": self.checked_at.isoformat(),
            "reasons": [reason.to_dict() for reason in self.reasons],
            "signatures": [row.to_dict() for row in self.signatures],
        }
