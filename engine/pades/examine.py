"""One signature examined: its bytes, what came after it, its certificate, and whether it holds for the archive.

No single field of the library's answers is right on its own (measured with 0.38): an expired certificate gets
`bottom_line`, a changed document gets `AdESPassed.OK`. Every question is therefore asked separately and the strictest
answer counts.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import core
from pyhanko.sign.ades.report import AdESIndeterminate, AdESPassed, AdESSubIndic
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_timestamp
from pyhanko.sign.validation.ades import AdESLTAValidationResult, ades_lta_validation, ades_with_time_validation
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy, RevocationCheckingRule
from pyhanko_certvalidator.registry import SimpleTrustManager

from engine.pades.certificate import describe, status_within
from engine.pades.outside import TOLERANCE, Reach
from engine.pades.report import Reason, SignatureRow
from engine.pades.sign import EVENT

BROKEN = "Expected field {field} to sign these bytes, but they were changed after signing."
CHANGED = "Expected only signatures to be added after field {field}, but the document was changed."
PARTIAL = "Expected field {field} to sign the whole document as it was, but it signs a part of it."
UNCLEAR = "Expected field {field} to hold a signature that can be checked, but it cannot be read."
UNPROVEN = "Expected field {field} to be proven by its certificate and time-stamp, but they do not prove it ({status})."
AHEAD = "Expected field {field} to be signed in the past, but its time-stamp is of a later moment than now."
WAITING = (
    "Expected an answer about the signature in field {field}, but the outside gives none. It is checked again later."
)

COVERS = {SignatureCoverageLevel.ENTIRE_FILE: "whole_file", SignatureCoverageLevel.ENTIRE_REVISION: "revision"}


@dataclass(frozen=True)
class Eyes:
    """What an examination may look at: the file alone, and the outside if it may be asked."""

    offline: Reach
    online: Reach | None


async def examine(eyes: Eyes, signature: EmbeddedPdfSignature) -> SignatureRow:
    """The row of one signature or document time-stamp; never raises: what cannot be checked is invalid."""
    row = SignatureRow(field=str(signature.field_name), verdict="invalid")
    try:
        row = _read(row, signature)
        if not _tight(signature):
            return replace(row, reasons=(Reason(BROKEN, {"field": row.field}),))
        stamp = signature.sig_object_type == "/DocTimeStamp"
        row = await (_time_stamp if stamp else _signature)(eyes, row, signature)
        return _not_ahead(eyes.offline, row)
    except TimeoutError:
        return replace(row, verdict="not_yet_verifiable", reasons=(Reason(WAITING, {"field": row.field}),))
    except Exception:
        return replace(row, verdict="invalid", reasons=(Reason(UNCLEAR, {"field": row.field}),))


def _read(row: SignatureRow, signature: EmbeddedPdfSignature) -> SignatureRow:
    holder = signature.sig_object
    certificate = describe(signature.signer_cert)
    contact = str(holder.get("/ContactInfo", ""))
    references = holder.get("/Reference", ())
    return replace(
        row,
        name=str(holder.get("/Name", "")) or certificate.owner,
        reason=str(holder.get("/Reason", "")),
        event_sha256=contact.removeprefix(EVENT) if contact.startswith(EVENT) else "",
        certificate=certificate,
        covers=COVERS.get(signature.evaluate_signature_coverage(), "part"),
        certifies=any(reference.get("/TransformMethod") == "/DocMDP" for reference in references),
    )


def _not_ahead(reach: Reach, row: SignatureRow) -> SignatureRow:
    """A time-stamp of tomorrow: one of the two clocks is wrong, and nobody can say yet which."""
    if row.verdict != "valid" or row.moment is None or row.moment <= reach.moment + reach.outside.drift:
        return row
    ahead = Reason(AHEAD, {"field": row.field})
    return replace(row, verdict="not_yet_verifiable", long_term=False, reasons=(ahead,))


def _tight(signature: EmbeddedPdfSignature) -> bool:
    """Whether nothing hides in the room left after the signature's value: no signature covers that room."""
    room = bytes(signature.pkcs7_content)
    value = core.Sequence.load(room).dump()
    return room.startswith(value) and not room[len(value) :].strip(b"\0")


async def _time_stamp(eyes: Eyes, row: SignatureRow, signature: EmbeddedPdfSignature) -> SignatureRow:
    """Its bytes and chain; whether its authority was revoked is asked by the signatures that rely on it."""
    off = RevocationCheckingRule.NO_CHECK
    status = await async_validate_pdf_timestamp(signature, eyes.offline.context(off, off))
    row = replace(row, level="timestamp", moment=status.timestamp)
    against = _against(row.field, status)
    if not against and row.covers == "whole_file" and not status.trusted:
        against = (Reason(UNPROVEN, {"field": row.field, "status": status.trust_problem_indic}),)
    return replace(row, verdict="invalid" if against else "valid", reasons=against)


async def _signature(eyes: Eyes, row: SignatureRow, signature: EmbeddedPdfSignature) -> SignatureRow:
    found = await ades_lta_validation(signature, _policy(eyes.offline, False), timing_info=_timing(eyes.offline.moment))
    status = found.api_status
    if status is None:
        return replace(row, reasons=(Reason(UNPROVEN, {"field": row.field, "status": found.ades_subindic}),))
    if against := _against(row.field, status):
        return replace(row, reasons=against)
    if not _for_archive(found, signature):
        found = await _when_closed(eyes.offline, signature, found)
    if _for_archive(found, signature):
        return _archived(row, found)
    if eyes.online is None:
        return replace(row, verdict="not_yet_verifiable", reasons=(Reason(WAITING, {"field": row.field}),))
    found = await ades_lta_validation(signature, _policy(eyes.online, True), timing_info=_timing(eyes.online.moment))
    return _archived(row, found) if _for_archive(found, signature) else await _now(eyes.online, row, signature)


async def _when_closed(
    reach: Reach, signature: EmbeddedPdfSignature, found: AdESLTAValidationResult
) -> AdESLTAValidationResult:
    """The same question as of the document time-stamp: the answers kept in the file are fresh then, and old an hour later.

    That the time-stamp itself holds today is its own row's matter, and every row must be valid.
    """
    closed = found.oldest_evidence_record_timestamp
    if closed is None or closed > reach.moment:
        return found
    return await ades_lta_validation(signature, _policy(reach, False), timing_info=_timing(closed))


def _against(field: str, status: PdfSignatureStatus | DocumentTimestampStatus) -> tuple[Reason, ...]:
    """What speaks against the bytes: value, coverage of its revision, and what was added after."""
    if not (status.intact and status.valid):
        return (Reason(BROKEN, {"field": field}),)
    if status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return (Reason(PARTIAL, {"field": field}),)
    level = status.modification_level
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return ()
    if status.docmdp_ok is False or level is None or level > ModificationLevel.FORM_FILLING:
        return (Reason(CHANGED, {"field": field}),)
    return ()


def _for_archive(found: AdESLTAValidationResult, signature: EmbeddedPdfSignature) -> bool:
    """Whether the file itself proves it: AdES, the library's own status, a later document time-stamp, and the dates."""
    status, moment, certificate = found.api_status, found.best_signature_time, signature.signer_cert
    return (
        found.ades_subindic == AdESPassed.OK
        and status is not None
        and status.bottom_line
        and found.oldest_evidence_record_timestamp is not None
        and certificate.not_valid_before <= moment <= certificate.not_valid_after
    )


def _archived(row: SignatureRow, found: AdESLTAValidationResult) -> SignatureRow:
    return replace(row, verdict="valid", level="LTA", moment=found.best_signature_time, long_term=True)


async def _now(reach: Reach, row: SignatureRow, signature: EmbeddedPdfSignature) -> SignatureRow:
    """A signature without (or not yet with) archive data: valid as long as its certificate is in force now."""
    certificate = await status_within(reach, signature.signer_cert, tuple(signature.other_embedded_certs))
    if certificate.verdict == "unknown":
        return replace(row, verdict="not_yet_verifiable", reasons=(Reason(certificate.template, certificate.facts),))
    if not certificate.good:
        return replace(row, reasons=(Reason(certificate.template, certificate.facts),))
    found = await ades_with_time_validation(
        signature.signed_data,
        _policy(reach, True).signature_validation_spec,
        timing_info=_timing(reach.moment),
        raw_digest=signature.compute_digest(),
        extra_status_kwargs=signature.summarise_integrity_info(),
        status_cls=PdfSignatureStatus,
    )
    status = found.api_status
    stamped = any(True for _ in extract_tst_data_iter(signature.signer_info, signed=False))
    if not stamped and found.ades_subindic == AdESIndeterminate.SIG_CONSTRAINTS_FAILURE and status is not None:
        return replace(row, verdict="valid", level="B")
    row = replace(row, level="T")
    if found.ades_subindic != AdESPassed.OK or status is None or not status.bottom_line:
        return _unproven(row, found.ades_subindic)
    moment = status.timestamp_validity.timestamp
    if not signature.signer_cert.not_valid_before <= moment <= signature.signer_cert.not_valid_after:
        return _unproven(row, AdESIndeterminate.OUT_OF_BOUNDS_NO_POE)
    return replace(row, verdict="valid", moment=moment)


def _unproven(row: SignatureRow, status: AdESSubIndic) -> SignatureRow:
    if status == AdESIndeterminate.TRY_LATER:
        return replace(row, verdict="not_yet_verifiable", reasons=(Reason(WAITING, {"field": row.field}),))
    return replace(row, reasons=(Reason(UNPROVEN, {"field": row.field, "status": status.standard_name}),))


def _policy(reach: Reach, online: bool) -> PdfSignatureValidationSpec:
    trusted = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=list(reach.outside.anchors)),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
        time_tolerance=TOLERANCE,
    )
    rule = RevinfoOnlineFetchingRule.NO_HISTORICAL_FETCH if online else RevinfoOnlineFetchingRule.LOCAL_ONLY
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=trusted,
            ts_cert_validation_policy=trusted,
            revinfo_gathering_policy=RevocationInfoGatheringSpec(rule, reach, CertificateFetchingRule.NEVER_FETCH),
            local_knowledge=LocalKnowledge(known_certs=list(reach.outside.issuers)),
            key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
        )
    )


def _timing(moment: datetime) -> ValidationTimingInfo:
    return ValidationTimingInfo(validation_time=moment, best_signature_time=moment, point_in_time_validation=False)
