"""Filling signature fields: the certifying seal, people's signatures, and the closing that lasts for the archive."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.api import CAdESSignedAttrSpec, GenericCommitment
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import collect_validation_info
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import InsufficientRevinfoError, PathError, ValidationError
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import RevocationCheckingRule

from engine.errors import Invalid, NotAllowed, Unavailable, WrongState
from engine.pades.certificate import SENTENCES, describe, status_within
from engine.pades.fields import UNREADABLE, field_names
from engine.pades.moment import run
from engine.pades.outside import Outside, Reach, reaching
from engine.pades.signatory import Signatory
from engine.pades.timestamps import CheckedTimeStamper

EVENT = "bagyt:event:"
NO_ANSWER = "Expected an answer about a certificate in the document, but its authority gives none. Try again later."


@dataclass(frozen=True)
class _Wording:
    """What the signature says about itself, and how it looks."""

    name: str = ""
    reason: str = ""
    contact: str = ""
    picture: bytes | None = None
    checked: bool = True
    commitment: GenericCommitment = GenericCommitment.PROOF_OF_APPROVAL
    certifies: bool = False


def certify(
    pdf: bytes, field: str, signatory: Signatory, outside: Outside, *, reason: str = "", picture: bytes | None = None
) -> bytes:
    """The PDF certified by the organisation's seal: from now on only signature fields may be filled.

    PAdES-B-T; has to be the first signature. Raises Unavailable when the outside does not answer, NotAllowed when the
    certificate may not be used, WrongState when the field is not there or not empty or something was signed already.
    """
    wording = _Wording(reason=reason, picture=picture, commitment=GenericCommitment.PROOF_OF_ORIGIN, certifies=True)
    return _filled(pdf, field, signatory, outside, wording)


def sign(
    pdf: bytes,
    field: str,
    signatory: Signatory,
    outside: Outside,
    *,
    name: str,
    reason: str,
    event_sha256: str = "",
    picture: bytes | None = None,
    checked: bool = True,
) -> bytes:
    """The PDF with a person's field filled: PAdES-B-T, the person's approval.

    With the person's own signatory it is a certificate signature; with the organisation's it is the technical seal of
    a simple one, and `name`, `reason` and the hash of the event say whose and what. `picture` is a one-page PDF that
    becomes the field's appearance. With `checked=False` it is signed although the certificate's authority does not
    answer: the verdict is then not_yet_verifiable until it does. Raises as `certify`.
    """
    contact = EVENT + event_sha256 if event_sha256 else ""
    return _filled(pdf, field, signatory, outside, _Wording(name, reason, contact, picture, checked))


def close(pdf: bytes, field: str, signatory: Signatory, outside: Outside, *, reason: str = "") -> bytes:
    """The PDF with the closing seal, revocation data of every signature and one document time-stamp: PAdES-B-LTA.

    Nothing follows the time-stamp, so it covers the whole file. Raises as `certify`; also NotAllowed when a
    certificate used earlier in the document may no longer be relied on.
    """
    moment = outside.now()
    wording = _Wording(reason=reason, commitment=GenericCommitment.PROOF_OF_ORIGIN)

    async def work() -> bytes:
        outside.stamps.clear()  # the evidence is gathered for the certificate of a token, which has to be today's
        async with reaching(outside, moment) as reach:
            return await _archived(reach, await _fill(reach, pdf, field, signatory, wording))

    return run(work(), moment)


def _filled(pdf: bytes, field: str, signatory: Signatory, outside: Outside, wording: _Wording) -> bytes:
    moment = outside.now()

    async def work() -> bytes:
        async with reaching(outside, moment) as reach:
            return await _fill(reach, pdf, field, signatory, wording)

    return run(work(), moment)


async def _fill(reach: Reach, pdf: bytes, field: str, signatory: Signatory, wording: _Wording) -> bytes:
    writer = _writer(pdf, field, wording.certifies)
    await _check_certificate(reach, signatory.certificate, signatory.chain, must_answer=wording.checked)
    off = RevocationCheckingRule.NO_CHECK
    context = reach.hard() if wording.checked else reach.context(off, off)
    signer = PdfSigner(
        _metadata(field, wording, context),
        signatory.signer,
        timestamper=CheckedTimeStamper(reach),
        stamp_style=_style(wording.picture),
    )
    try:
        return await _signed(signer, writer, reach.moment)
    except InsufficientRevinfoError as error:
        raise Unavailable(NO_ANSWER) from error
    except (SigningError, ValidationError, PathError) as error:
        if isinstance(error.__cause__, InsufficientRevinfoError):
            raise Unavailable(NO_ANSWER) from error
        raise NotAllowed(SENTENCES["foreign"], issuer=signatory.facts.issuer) from error
    except (PdfError, TimeoutError) as error:
        raise (Unavailable(NO_ANSWER) if isinstance(error, TimeoutError) else _unreadable()) from error


async def _signed(signer: PdfSigner, writer: IncrementalPdfFileWriter, moment: datetime) -> bytes:
    """The library's own steps one by one, because only so the date in the signature is the one it is told."""
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = moment
    checked = await session.perform_presign_validation(writer)
    reserved = await session.estimate_signature_container_size(checked)
    prepared = session.prepare_tbs_document(checked, bytes_reserved=reserved)
    out = BytesIO()
    digest, _ = prepared.digest_tbs_document(output=out)
    attributes = PdfCMSSignedAttributes(
        signing_time=moment, cades_signed_attrs=signer.signature_meta.cades_signed_attr_spec
    )
    done = await prepared.perform_signature(digest.document_digest, attributes)
    await done.post_signature_processing(out)
    return out.getvalue()


async def _archived(reach: Reach, pdf: bytes) -> bytes:
    """Revocation data of every signature and a document time-stamp, in one revision."""
    context = reach.hard()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    paths = []
    for signature in PdfFileReader(BytesIO(pdf)).embedded_regular_signatures:
        await _check_certificate(reach, signature.signer_cert, tuple(signature.other_embedded_certs))
        paths += await _evidence(context, signature)
    out = BytesIO()
    await PdfTimeStamper(CheckedTimeStamper(reach)).async_timestamp_pdf(
        writer,
        "sha256",
        context,
        validation_paths=paths,
        output=out,
        dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
    )
    return out.getvalue()


async def _evidence(context: ValidationContext, signature: EmbeddedPdfSignature) -> list[ValidationPath]:
    """The chains of the signature and its time-stamp; their revocation data stays in the context."""
    try:
        found: list[ValidationPath] = await collect_validation_info(signature, context)
    except (InsufficientRevinfoError, TimeoutError) as error:
        raise Unavailable(NO_ANSWER) from error
    except (ValidationError, PathError) as error:
        owner = describe(signature.signer_cert).owner
        raise NotAllowed(
            "Expected every signature in the document to be proven, but the one by the certificate of {owner} is not.",
            owner=owner,
        ) from error
    return found


def _writer(pdf: bytes, field: str, certifies: bool) -> IncrementalPdfFileWriter:
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        empty, filled = field_names(writer.prev, filled=False), field_names(writer.prev, filled=True)
    except (PdfError, ValueError, KeyError, TypeError) as error:
        raise _unreadable() from error
    if field in filled:
        raise WrongState("Expected the signature field {field} to be empty, but it is signed already.", field=field)
    if field not in empty:
        raise WrongState("Expected a signature field {field}, but the document has none.", field=field)
    if certifies and filled:
        raise WrongState("Expected to certify an unsigned document, but it has signatures already.")
    return writer


async def _check_certificate(
    reach: Reach, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...], *, must_answer: bool = True
) -> None:
    status = await status_within(reach, certificate, chain)
    if status.verdict == "unknown":
        if must_answer:
            raise Unavailable(status.template, **status.facts)
    elif not status.good:
        raise NotAllowed(status.template, **status.facts)


def _metadata(field: str, wording: _Wording, context: ValidationContext) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=wording.certifies,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        validation_context=context,
        cades_signed_attr_spec=CAdESSignedAttrSpec(commitment_type=wording.commitment.asn1),
        name=wording.name or None,
        reason=wording.reason or None,
        contact_info=wording.contact or None,
    )


def _style(picture: bytes | None) -> StaticStampStyle:
    """The picture filling its field; without one nothing is drawn, since the default text would break PDF/A."""
    middle = AxisAlignment.ALIGN_MID
    layout = SimpleBoxLayoutRule(middle, middle, Margins(), InnerScaling.STRETCH_TO_FIT)
    background = None if picture is None else _Picture(picture)
    return StaticStampStyle(border_width=0, background=background, background_opacity=1.0, background_layout=layout)


class _Picture(PdfContent):
    """The first page of a PDF, drawn into another."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        form = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)))
        self.resources.xobject["/Picture"] = form
        left, low, right, high = form.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(high - low))
        return b"/Picture Do"


def _unreadable() -> Invalid:
    return Invalid.one("pdf", UNREADABLE)
