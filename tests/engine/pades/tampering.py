"""What a forger does to a signed PDF: bytes changed, revisions added or cut off, structures put in."""

from collections.abc import Callable
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

RED = b"q 1 0 0 rg 100 400 300 40 re f Q"


def one_byte_flipped(pdf: bytes) -> bytes:
    place = pdf.index(b"stream", 1000) + 40
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def something_hidden_behind_the_signature(pdf: bytes) -> bytes:
    """In the room after the last signature's value, which no signature covers."""
    place = pdf.rindex(b"/ByteRange") - 30
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def byte_behind_the_signature_flipped(pdf: bytes) -> bytes:
    place = pdf.rindex(b"/Filter")
    return pdf[:place] + b"/Fiiter" + pdf[place + 7 :]


def garbage_appended(pdf: bytes) -> bytes:
    return pdf + b"\n%% hello\n"


def one_space_appended(pdf: bytes) -> bytes:
    return pdf + b" "


def an_ending_appended(pdf: bytes) -> bytes:
    return pdf + pdf[-600:]


def garbage_put_in_front(pdf: bytes) -> bytes:
    return b"<html>evil</html>\n" + pdf


def signature_zeroed(pdf: bytes) -> bytes:
    start = pdf.rindex(b"/Contents <") + 11
    return pdf[:start] + b"0" * 2000 + pdf[start + 2000 :]


def signed_range_shrunk(pdf: bytes) -> bytes:
    start = pdf.index(b"/ByteRange [0 ")
    end = pdf.index(b"]", start)
    first, second, third, length = (int(number) for number in pdf[start + 12 : end].split())
    other = b"/ByteRange [%d %d %d %d" % (first, second, third, length - 50)
    return pdf[:start] + other.ljust(end - start) + pdf[end:]


def page_content_added(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = first_page(writer)
        old = page.raw_get("/Contents")
        page["/Contents"] = generic.ArrayObject([old, writer.add_object(generic.StreamObject(stream_data=RED))])
        writer.mark_update(page.container_ref)

    return with_revision(pdf, change)


def annotation_added(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = first_page(writer)
        box = generic.ArrayObject(map(generic.NumberObject, (100, 400, 300, 440)))
        note = {"/Type": pdf_name("/Annot"), "/Subtype": pdf_name("/FreeText"), "/Rect": box}
        note |= {"/Contents": pdf_string("50 000 000"), "/DA": pdf_string("/Helv 20 Tf")}
        page["/Annots"].append(writer.add_object(dictionary(note)))
        writer.update_container(page["/Annots"])
        writer.mark_update(page.container_ref)

    return with_revision(pdf, change)


def page_added(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        content = writer.add_object(generic.StreamObject(stream_data=RED))
        size = generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842)))
        writer.insert_page(PageObject(contents=content, media_box=size, resources=generic.DictionaryObject()))

    return with_revision(pdf, change)


def script_added(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        script = {"/S": pdf_name("/JavaScript"), "/JS": pdf_string("app.alert(1)")}
        writer.root["/OpenAction"] = dictionary(script)
        writer.update_root()

    return with_revision(pdf, change)


def field_added(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        append_signature_field(writer, SigFieldSpec("extra", on_page=0, box=(330, 142, 560, 204)))

    return with_revision(pdf, change)


def title_changed(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.set_info(writer.add_object(dictionary({"/Title": pdf_string("Another")})))

    return with_revision(pdf, change)


def picture_of_the_registration_replaced(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        fields = [field.get_object() for field in writer.root["/AcroForm"]["/Fields"]]
        field = next(one for one in fields if one["/T"] == "register")
        box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 60)))
        form = {"/Type": pdf_name("/XObject"), "/Subtype": pdf_name("/Form"), "/BBox": box}
        look = generic.StreamObject(dict_data=dictionary(form), stream_data=RED)
        field["/AP"] = dictionary({"/N": writer.add_object(look)})
        writer.mark_update(field.container_ref)

    return with_revision(pdf, change)


def rolled_back(pdf: bytes, to: str) -> bytes:
    """The file cut off after the revision that signed this field: everything left is intact."""
    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    numbers = next(one for one in signatures if one.field_name == to).sig_object["/ByteRange"]
    return pdf[: int(numbers[2]) + int(numbers[3])]


def hybrid(pdf: bytes) -> bytes:
    """A file with a second table of contents, which some programs read and others do not."""
    start = pdf.rindex(b"startxref") + 10
    end = pdf.index(b"\n", start)
    old = pdf[start:end].strip()
    table = b"xref\n0 0\ntrailer\n<< /Size 1000 /Root 1 0 R /Prev " + old + b" /XRefStm " + old + b" >>\n"
    return pdf + b"\n" + table + b"startxref\n%d\n%%%%EOF\n" % (len(pdf) + 1)


def with_revision(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def first_page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    return writer.root["/Pages"]["/Kids"][0].get_object()


def dictionary(items: dict[str, object]) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(name): value for name, value in items.items()})


CHANGES = (
    one_byte_flipped,
    something_hidden_behind_the_signature,
    byte_behind_the_signature_flipped,
    garbage_appended,
    one_space_appended,
    an_ending_appended,
    garbage_put_in_front,
    signature_zeroed,
    signed_range_shrunk,
    page_content_added,
    annotation_added,
    page_added,
    script_added,
    field_added,
    title_changed,
    picture_of_the_registration_replaced,
)
