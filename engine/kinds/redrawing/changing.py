"""One row of the table changed: name, form, term, buttons, level of signature. Who does it is changed in `seating`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.errors import Invalid
from engine.kinds.redrawing.drawing import Drawing, check_id, take_away
from engine.kinds.redrawing.table import DIAGRAM, TRANSLATIONS, Files, Table, mapping, plain, table
from engine.kinds.redrawing.yaml_text import put_all
from engine.texts import LANGUAGES, Text, check_words, said
from engine.workflow import OUTCOMES, Diagram, Outcome, Step, Term
from engine.workflow.diagram import COMMENTS, LEVELS, UNITS
from engine.workflow.leads_to import walk
from engine.workflow.marks import hides
from engine.workflow.markup import own
from engine.workflow.written import BACK

LONGEST_NAME = 200
FAMILIES: tuple[tuple[str, ...], ...] = (
    ("approve", "approve_with_remark", "return", "reject"),
    ("sign", "return", "refuse"),
    ("register", "decline_registration"),
    ("accept", "return_report"),
    ("settle", "return_settlement"),
)
NOT_PERSON = "Expected a person's step, but {element} is none."
_FORM = re.compile(r"[\w:.-]{0,80}")
_ANSWER = re.compile(r"[A-Za-z_][\w.]{0,79}|")
Changed = dict[str, bytes]


@dataclass(frozen=True)
class Change:
    """What a row shall say; None stays as it is. `Term()` is no term; names by language, empty ones stay as they are."""

    names: Text | None = None
    form: str | None = None
    level: str | None = None
    term: Term | None = None
    buttons: Sequence[Outcome] | None = None


def change(files: Files, step: str, wanted: Change) -> Changed:
    """The files that change, as they shall be; raises Invalid, NotFound, KindRefused."""
    known = table(files)
    held = known.row(step).step
    if wanted != Change(names=wanted.names):
        held = person(known, step)
    drawing = Drawing(files[DIAGRAM])
    made: Changed = {}
    if wanted.form is not None and wanted.form != held.form:
        _set(drawing, step, "task", "form", check_form(wanted.form))
    if wanted.level is not None and wanted.level != held.level:
        _set(drawing, step, "task", "level", check_id(wanted.level, LEVELS, "level"))
    if wanted.term is not None and (wanted.term != (held.term or Term())):
        set_term(drawing, step, wanted.term)
    if wanted.buttons is not None and tuple(wanted.buttons) != held.outcomes:
        _set_buttons(drawing, known, held, wanted.buttons)
    if wanted.names is not None:
        made |= set_names(files, drawing, known, step, wanted.names)
    return made | {DIAGRAM: drawing.content()}


def person(known: Table, step: str) -> Step:
    """The person's step with that id; raises NotFound, Invalid."""
    found = known.row(step).step
    if found.type != "person":
        raise Invalid.one("step", NOT_PERSON, element=step)
    return found


def check_form(name: str) -> str:
    """The name when a form may be called so; raises Invalid."""
    if not _FORM.fullmatch(name):
        raise Invalid.one("form", "Expected one of those offered, but {found} is none.", found=name[:60])
    return name


def _set(drawing: Drawing, step: str, setting: str, key: str, value: str) -> None:
    held = drawing.setting(step, setting, put=True)
    if held is not None and value:
        held.set(key, value)
    elif held is not None and key in held.attrib:
        del held.attrib[key]


def check_term(term: Term) -> None:
    """Raises Invalid for a term no diagram can hold."""
    if not _ANSWER.fullmatch(term.answer):
        raise Invalid.one("answer", "Expected the name of a field, but {found} is none.", found=term.answer[:60])
    if term.unit and term.unit not in UNITS:
        raise Invalid.one("unit", "Expected one of those offered, but {found} is none.", found=term.unit[:60])
    if (term.amount or term.unit) and not (1 <= term.amount <= 10_000 and term.unit):
        raise Invalid.one("amount", "Expected a whole number from 1 to 10000 and what is counted, but it is not.")


def set_term(drawing: Drawing, step: str, term: Term) -> None:
    """Writes the term of a step; `Term()` takes it away. Raises Invalid."""
    check_term(term)
    counted = {"amount": str(term.amount), "unit": term.unit} if term.amount else {}
    wanted = {**({"answer": term.answer} if term.answer else {}), **counted}
    held = drawing.setting(step, "term", put=bool(wanted))
    if held is None:
        return
    if not wanted:
        take_away(held)
        return
    for key in ("answer", "amount", "unit"):
        if key in wanted:
            held.set(key, wanted[key])
        elif key in held.attrib:
            del held.attrib[key]
    if not term.remind:
        held.set("remind", "no")
    elif "remind" in held.attrib:
        del held.attrib["remind"]


def offered(diagram: Diagram, step: Step) -> tuple[str, ...]:
    """The buttons a step may have: those it has, and those of the same sort that the ways behind it know."""
    has = [one.id for one in step.outcomes]
    forth = next((one for one in has if one not in BACK), "approve")
    sort = next((family for family in FAMILIES if set(has) <= set(family)), FAMILIES[0] if not has else ())
    on = set(walk(diagram, step.id, forth).taken)
    known = [one for one in sort if one not in BACK or set(walk(diagram, step.id, one).taken) != on]
    return tuple(one for one in OUTCOMES if one in has or one in known)


def _set_buttons(drawing: Drawing, known: Table, step: Step, wanted: Sequence[Outcome]) -> None:
    may = offered(known.diagram, step)
    if not wanted:
        raise Invalid.one("buttons", "Expected at least one button, but there is none.")
    if len({one.id for one in wanted}) != len(wanted):
        raise Invalid.one("buttons", "Expected each button once, but one is there twice.")
    for one in wanted:
        check_id(one.comment, COMMENTS, "buttons")
        if one.id not in may:
            sentence = (
                "Expected a button some way behind the step knows, but {found} leads nowhere else. Draw the way first."
            )
            raise Invalid.one("buttons", sentence, found=one.id[:60])
    write_buttons(drawing, step.id, wanted)


def write_buttons(drawing: Drawing, step: str, wanted: Sequence[Outcome]) -> None:
    """The buttons of a step as these, in this order; what is written of one that stays is kept."""
    held = {one.get("id", ""): one for one in own(drawing.find(step), "outcome")}
    for id, element in held.items():
        if id not in {one.id for one in wanted}:
            take_away(element)
    strong = next((one.id for one in wanted if one.primary), wanted[0].id)
    for one in wanted:
        element = held[one.id] if one.id in held else drawing.add_setting(step, "outcome", id=one.id)
        if element.get("comment", "none") != one.comment or "comment" not in element.attrib:
            element.set("comment", one.comment)
        if one.id == strong:
            element.set("primary", "yes")
        elif "primary" in element.attrib:
            del element.attrib["primary"]


def check_names(names: Text) -> Text:
    """The names without spaces around them, none empty; raises Invalid."""
    for one, words in names.items():
        check_words(words, f"name_{one}", most=LONGEST_NAME)
        if hides(words):
            raise Invalid.one(f"name_{one}", "Expected text, but it holds characters that cannot be shown.")
    return {one: " ".join(words.split()) for one, words in names.items() if one in LANGUAGES and words.strip()}


def set_names(files: Files, drawing: Drawing, known: Table, id: str, wanted: Text) -> Changed:
    """Names an element: in the drawing in the language it is written in, in translations.yaml in the others."""
    names = check_names(wanted)
    held = drawing.find(id)
    said_there = {one.get("lang", ""): one for one in own(held, "text")}
    drawn = names.get(known.written_in) or held.get("name") or said(names, known.written_in)
    if drawn and drawn != held.get("name"):
        held.set("name", drawn)
    others = {}
    for one, words in names.items():
        if one in said_there:
            said_there[one].set("name", words)
        elif one != known.written_in:
            others[one] = words
    before = mapping(mapping(plain(files, TRANSLATIONS).get("diagram")).get(id))
    after = {**{str(one): str(words) for one, words in before.items()}, **others}
    return {} if after == before else put_texts(files, {id: after})


def put_texts(files: Files, texts: Mapping[str, Text]) -> Changed:
    """translations.yaml with these names of what is drawn."""
    return {TRANSLATIONS: put_all(files.get(TRANSLATIONS, b""), "diagram", texts, TRANSLATIONS)}
