"""Empty signature fields, all made in one revision before anybody signs.

A field added after the certifying seal would break it (DocMDP P=2), so the whole route's fields are made at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

from engine.errors import Invalid

UNREADABLE = "Expected a PDF that can be signed, but this file cannot be read as one."


class Box(Protocol):
    """A place on a page: `page` counts from 0, points from the lower left corner."""

    @property
    def page(self) -> int: ...
    @property
    def x1(self) -> float: ...
    @property
    def y1(self) -> float: ...
    @property
    def x2(self) -> float: ...
    @property
    def y2(self) -> float: ...


@dataclass(frozen=True)
class FieldPlace:
    """A signature field to be made: without a box it is invisible (seals); `label` is read to people."""

    name: str
    box: Box | None = None
    label: str = ""


def add_fields(pdf: bytes, fields: Sequence[FieldPlace]) -> bytes:
    """The PDF with these empty signature fields, added in one revision; PDF/A stays PDF/A.

    Raises Invalid when the PDF cannot be read, is encrypted, or has a field of that name.
    """
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        for place in fields:
            append_signature_field(writer, _specification(place))
        out = BytesIO()
        writer.write(out)  # type: ignore[no-untyped-call]
    except (PdfError, ValueError, KeyError, TypeError) as error:
        raise Invalid.one("pdf", UNREADABLE) from error
    return out.getvalue()


def field_names(reader: PdfHandler, *, filled: bool) -> list[str]:
    """Names of the signature fields that are (or are not) filled, in the order of the form."""
    return [name for name, _value, _ref in enumerate_sig_fields(reader, filled_status=filled)]


def _specification(place: FieldPlace) -> SigFieldSpec:
    label = place.label or place.name
    if place.box is None:
        return SigFieldSpec(sig_field_name=place.name, readable_field_name=label)
    box = place.box
    return SigFieldSpec(
        sig_field_name=place.name,
        on_page=box.page,
        box=(box.x1, box.y1, box.x2, box.y2),  # type: ignore[arg-type]  # fractions of a point are written as they are
        empty_field_appearance=True,
        readable_field_name=label,
    )
