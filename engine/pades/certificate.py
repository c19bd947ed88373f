"""What a certificate says, and whether it may be used now: chain, dates, usage, owner, revocation."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import x509
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import InsufficientRevinfoError, RevokedError
from pyhanko_certvalidator.policy_decl import RevocationCheckingRule
from pyhanko_certvalidator.util import get_declared_revinfo

from engine.errors import fill
from engine.pades.moment import run
from engine.pades.outside import Outside, Reach, reaching

SENTENCES: Mapping[str, str] = {
    "good": "The certificate of {owner} is valid.",
    "expired": "Expected a certificate that is in force, but the certificate of {owner} expired on {valid_to}.",
    "not_yet_valid": "Expected a certificate that is in force, but the certificate of {owner} begins on {valid_from}.",
    "revoked": "Expected a certificate that is in force, but the certificate of {owner} was revoked on {revoked_at}.",
    "foreign": "Expected a certificate of a trusted authority, but {issuer} is not one.",
    "wrong_owner": "Expected a certificate of the person who signs, but this one belongs to {owner}.",
    "wrong_usage": "Expected a certificate for signing documents, but the one of {owner} is for something else.",
    "unknown": "Expected an answer about the certificate of {owner}, but its authority gives none. "
    "The check will be repeated.",
}
WRONG_ORGANISATION = "Expected a certificate of the organisation, but this one belongs to {owner}."


@dataclass(frozen=True)
class CertificateFacts:
    """What stands in a certificate. Moments are UTC; `serial` is hexadecimal; numbers are digits or empty."""

    owner: str
    subject: str
    number: str
    organisation: str
    organisation_number: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime

    def to_dict(self) -> dict[str, str]:
        """The same for JSON: moments in ISO 8601."""
        return {name: _iso(value) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class CertificateStatus:
    """Whether a certificate may be used now: `verdict` is a key of SENTENCES, `template` its sentence."""

    verdict: str
    template: str
    facts: Mapping[str, object] = field(default_factory=dict)
    certificate: CertificateFacts | None = None
    revoked_at: datetime | None = None

    @property
    def good(self) -> bool:
        return self.verdict == "good"

    @property
    def message(self) -> str:
        return fill(self.template, self.facts)


def describe(certificate: x509.Certificate) -> CertificateFacts:
    """What stands in the certificate; ValueError if it cannot be read."""
    subject = certificate.subject.native
    return CertificateFacts(
        owner=_first(subject.get("common_name")),
        subject=certificate.subject.human_friendly,
        number=_digits(_first(subject.get("serial_number"))),
        organisation=_first(subject.get("organization_name")),
        organisation_number=_organisation_number(subject),
        issuer=_first(certificate.issuer.native.get("common_name")) or certificate.issuer.human_friendly,
        serial=format(certificate.serial_number, "X"),
        valid_from=certificate.not_valid_before,
        valid_to=certificate.not_valid_after,
    )


def certificate_status(
    certificate: x509.Certificate,
    outside: Outside,
    *,
    owner: str | None = None,
    organisation: str | None = None,
    chain: Iterable[x509.Certificate] = (),
) -> CertificateStatus:
    """Whether the certificate may sign now; asks its authority only when everything else is in order.

    `chain` are the issuers that came with it, `owner` is the number of the person who wants to sign (IIN, PIN),
    `organisation` that of the organisation (BIN).
    Checked in this order: trusted chain, dates, usage, owner, revocation. A certificate that cannot be read is foreign;
    one whose authority does not answer is unknown, never good (fail closed).
    """
    moment = outside.now()

    async def work() -> CertificateStatus:
        async with reaching(outside, moment) as reach:
            return await status_within(reach, certificate, tuple(chain), owner, organisation)

    return run(work(), moment)


async def status_within(
    reach: Reach,
    certificate: x509.Certificate,
    chain: tuple[x509.Certificate, ...] = (),
    owner: str | None = None,
    organisation: str | None = None,
) -> CertificateStatus:
    """`certificate_status` inside an operation that already reaches outside."""
    try:
        facts = describe(certificate)
        trusted = await _chains(reach, certificate, chain)
    except (ValueError, KeyError, TypeError, AttributeError):
        return CertificateStatus("foreign", SENTENCES["foreign"], {"issuer": "?"})
    if not trusted:
        return _answer("foreign", facts)
    told = _by_itself(certificate, facts, reach.moment, owner)
    if told == "good" and organisation is not None and facts.organisation_number != _digits(organisation):
        return _answer("wrong_owner", facts, template=WRONG_ORGANISATION)
    return await _asked(reach, certificate, chain, facts) if told == "good" else _answer(told, facts)


def _by_itself(certificate: x509.Certificate, facts: CertificateFacts, moment: datetime, owner: str | None) -> str:
    if moment > facts.valid_to:
        return "expired"
    if moment < facts.valid_from:
        return "not_yet_valid"
    if not _for_signing(certificate):
        return "wrong_usage"
    if owner is not None and facts.number != _digits(owner):
        return "wrong_owner"
    return "good"


def _for_signing(certificate: x509.Certificate) -> bool:
    """Signing documents needs non-repudiation, and mail protection or no extended usage (as national CAs issue)."""
    usage = certificate.key_usage_value.native if certificate.key_usage_value is not None else set()
    extended = certificate.extended_key_usage_value
    return "non_repudiation" in usage and (extended is None or "email_protection" in extended.native)


async def _chains(reach: Reach, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...]) -> bool:
    """Whether a trusted root vouches for it, at a moment when the certificate itself was in force."""
    within = max(certificate.not_valid_before, min(reach.moment, certificate.not_valid_after))
    off = RevocationCheckingRule.NO_CHECK
    context = Reach(reach.outside, within, None).context(off, off)
    try:
        await CertificateValidator(certificate, chain, validation_context=context).async_validate_path()
    except Exception:
        return False
    return True


async def _asked(
    reach: Reach, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...], facts: CertificateFacts
) -> CertificateStatus:
    either = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
    _, has_ocsp = get_declared_revinfo(certificate)
    own = RevocationCheckingRule.OCSP_REQUIRED if has_ocsp else either
    validator = CertificateValidator(certificate, chain, validation_context=reach.context(own, either))
    try:
        await validator.async_validate_path()
    except RevokedError as error:
        if error.is_ee_cert and not error.is_side_validation:
            return _answer("revoked", facts, revoked_at=error.revocation_dt)
        return _answer("foreign", facts)
    except InsufficientRevinfoError:
        return _answer("unknown", facts)
    except Exception:
        return _answer("unknown", facts)
    return _answer("good", facts)


def _answer(
    verdict: str, facts: CertificateFacts, *, template: str = "", revoked_at: datetime | None = None
) -> CertificateStatus:
    places: dict[str, object] = {"owner": facts.owner, "issuer": facts.issuer, "serial": facts.serial}
    places |= {"valid_from": _day(facts.valid_from), "valid_to": _day(facts.valid_to)}
    if revoked_at is not None:
        places["revoked_at"] = _day(revoked_at)
    return CertificateStatus(verdict, template or SENTENCES[verdict], places, facts, revoked_at)


def _first(value: object) -> str:
    return str(value[0] if isinstance(value, list) else value or "")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _organisation_number(subject: Mapping[str, Any]) -> str:
    units = subject.get("organizational_unit_name") or []
    marked = [unit for unit in (units if isinstance(units, list) else [units]) if unit.startswith(("BIN", "INN"))]
    return _digits(marked[0] if marked else _first(subject.get("organization_identifier")))


def _day(moment: datetime) -> str:
    return moment.strftime("%d.%m.%Y")


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
