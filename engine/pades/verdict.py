"""The one strict verdict on a PDF's signatures (ADR 0004)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature

from engine.pades.examine import UNCLEAR, Eyes, examine
from engine.pades.fields import field_names
from engine.pades.moment import run
from engine.pades.outside import Outside, Reach, reaching
from engine.pades.report import Reason, SignatureRow, Verdict

UNREADABLE = "Expected a PDF, but this file cannot be read as one."
ENCRYPTED = "Expected a PDF that anybody can read, but this one is encrypted."
HYBRID = "Expected a PDF that every program reads the same, but this one holds two tables of contents."
NOT_THE_FILE = "Expected the file that was registered, but these are other bytes."
APPENDED = "Expected the last signature to cover the whole file, but something follows it."
MISSING = "Expected a signature in field {field}, but it is empty or not there."
UNEXPECTED = "Expected no signature in field {field}, but there is one."
DISORDERED = "Expected the signatures in the order {expected}, but they are in the order {found}."
UNSIGNED = "Expected a signed PDF, but there is no signature in it."


def verdict(
    pdf: bytes,
    outside: Outside,
    *,
    expected: Sequence[str] | None = None,
    sha256: str | None = None,
    online: bool = True,
) -> Verdict:
    """Whether the signatures of the PDF hold, by its own data first and by asking outside where that is not enough.

    Valid means: every signature and time-stamp matches its bytes; nothing but signatures was added after any of them;
    the newest covers the whole file; every certificate was in force, unrevoked, trusted and meant for signing when it
    signed; exactly the `expected` fields are filled, in that order; and the file has the given `sha256`. What the
    outside did not answer is `not_yet_verifiable`. Never raises: a file that cannot be checked is invalid.
    """
    moment = outside.now()
    digest = hashlib.sha256(pdf).hexdigest()
    other = () if sha256 is None or sha256.lower() == digest else (Reason(NOT_THE_FILE),)
    try:
        reader = PdfFileReader(BytesIO(pdf))
        refused = _refused(reader)
        signatures = [] if refused else list(reader.embedded_signatures)
        filled = [] if refused else field_names(reader, filled=True)
    except Exception:
        return Verdict("invalid", digest, moment, reasons=(Reason(UNREADABLE), *other))
    if refused:
        return Verdict("invalid", digest, moment, reasons=(Reason(refused), *other))
    people = [signature for signature in signatures if signature.sig_object_type != "/DocTimeStamp"]
    if not people and not filled:
        return Verdict("unsigned", digest, moment, reasons=(Reason(UNSIGNED), *other))
    rows = run(_examined(outside, moment, signatures, online), moment)
    unread = [Reason(UNCLEAR, {"field": name}) for name in filled if name not in {row.field for row in rows}]
    against = (*other, *unread, *_not_whole(rows), *_not_expected([str(one.field_name) for one in people], expected))
    return _summed_up(digest, moment, rows, against)


async def _examined(
    outside: Outside, moment: datetime, signatures: Sequence[EmbeddedPdfSignature], online: bool
) -> tuple[SignatureRow, ...]:
    async with reaching(outside, moment, online) as reach:
        eyes = Eyes(Reach(outside, moment, None), reach if online else None)
        return tuple([await examine(eyes, signature) for signature in signatures])


def _refused(reader: PdfFileReader) -> str:
    if reader.encrypted:
        return ENCRYPTED
    return HYBRID if reader.xrefs.hybrid_xrefs_present else ""


def _not_whole(rows: Sequence[SignatureRow]) -> tuple[Reason, ...]:
    """Bytes after the newest signature are seen by no signature: the library's own verdict stays positive there."""
    return () if rows and rows[-1].covers == "whole_file" else (Reason(APPENDED),)


def _not_expected(found: list[str], expected: Sequence[str] | None) -> tuple[Reason, ...]:
    """A file cut back to an earlier revision is intact; only knowing what ought to be signed tells."""
    if expected is None or found == list(expected):
        return ()
    missing = [Reason(MISSING, {"field": name}) for name in expected if name not in found]
    extra = [Reason(UNEXPECTED, {"field": name}) for name in found if name not in expected]
    if not missing and not extra:
        return (Reason(DISORDERED, {"expected": ", ".join(expected), "found": ", ".join(found)}),)
    return (*missing, *extra)


def _summed_up(digest: str, moment: datetime, rows: tuple[SignatureRow, ...], against: tuple[Reason, ...]) -> Verdict:
    told = {row.verdict for row in rows}
    reasons = (*against, *(reason for row in rows for reason in row.reasons))
    if against or "invalid" in told:
        return Verdict("invalid", digest, moment, False, reasons, rows)
    if "not_yet_verifiable" in told:
        return Verdict("not_yet_verifiable", digest, moment, False, reasons, rows)
    lasting = all(row.long_term for row in rows if row.level != "timestamp")
    return Verdict("valid", digest, moment, lasting, reasons, rows)
