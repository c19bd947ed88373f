"""A letter as its receiver reads it: in his language, with no more of the document than title, kind and number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from engine.documents.models import Document
from engine.mail import Mail, one_line
from engine.notices.letters import DIGEST, LETTERS, SECRET
from engine.notices.models import Letter
from engine.notices.sentences import SENTENCES
from engine.notices.told import in_language
from engine.notices.wording import in_words, term_phrase
from engine.people.models import Person
from engine.people.queries import own_address
from engine.phrases import say
from engine.wording import person_name
from engine.work import Work

HIDING = frozenset({"restricted"})  # access whose documents' titles stay in the house
ME = "/me/notices"

_PAGE = Markup(
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{subject}</title></head>'
    '<body style="margin:0;padding:24px;font-family:sans-serif;font-size:16px;line-height:1.5;color:#1b1b1b;'
    'background:#ffffff"><div style="max-width:560px;margin:0 auto">{lines}<p style="margin:24px 0">'
    '<a href="{link}" style="display:inline-block;padding:12px 20px;background:#1f4e79;color:#ffffff;'
    'text-decoration:none;border-radius:6px">{button}</a></p>{foot}</div></body></html>'
)
_LINE = Markup('<p style="margin:0 0 8px">{}</p>')
_ITEM = Markup('<p style="margin:0 0 8px"><a href="{}" style="color:#1f4e79">{}</a></p>')
_FOOT = Markup(
    '<p style="margin:24px 0 0;font-size:13px;color:#595959">{} <a href="{}" style="color:#1f4e79">{}</a></p>'
)


@dataclass(frozen=True)
class MorningLine:
    """A line of the letter of the morning."""

    words: str
    link: str


@dataclass(frozen=True)
class _Said:
    subject: str
    button: str
    link: str
    lines: tuple[str, ...] = ()
    items: tuple[MorningLine, ...] = field(default=())


def compose(work: Work, letter: Letter, who: Person, language: str, documents: Mapping[str, Document]) -> Mail:
    """The message. `documents` are those it is about; a line whose document is not there is left out."""
    said = _said(work, letter, language, documents)
    base = work.tools.settings.base_url.rstrip("/")
    foot, settings = say("You get these letters because of your settings.", language), say("Change them", language)
    ours = letter.letter in SENTENCES or letter.letter == DIGEST
    text = _text(said, base, f"{foot} {base}{ME}" if ours else "")
    html = _PAGE.format(
        language=language,
        subject=said.subject,
        lines=Markup("").join(
            [*map(_LINE.format, said.lines), *(_ITEM.format(base + i.link, i.words) for i in said.items)]
        ),
        link=base + said.link,
        button=said.button,
        foot=_FOOT.format(foot, base + ME, settings) if ours else "",
    )
    sender = work.tools.settings.mail_from or f"bagyt@{_host(base)}"
    return Mail(
        to=address(letter, who),
        name=person_name(who.names, language),
        sender=sender,
        sender_name="Bagyt",
        subject=said.subject,
        text=text,
        html=str(html),
        language=language,
        id=f"{letter.code}@{_host(base)}",
        at=letter.created,
        unsubscribe=base + ME if ours else "",
    )


def address(letter: Letter, who: Person) -> str:
    """Where the letter goes, "" when there is no address. What opens an account goes to the person's own, or where its facts say."""
    if letter.letter in SECRET:
        return str(letter.facts.get("to") or own_address(who))
    return who.email or ""


def _host(base: str) -> str:
    name = urlsplit(base).hostname or "localhost"
    return f"[{name}]" if name.replace(".", "").isdecimal() else name


def _text(said: _Said, base: str, foot: str) -> str:
    parts = [
        *said.lines,
        *(f"{one.words}\n{base}{one.link}" for one in said.items),
        f"{said.button}: {base}{said.link}",
    ]
    return "\n\n".join([*parts, f"-- \n{foot}"] if foot else parts) + "\n"


def _said(work: Work, letter: Letter, language: str, documents: Mapping[str, Document]) -> _Said:
    wording, facts = LETTERS[letter.letter], letter.facts
    if letter.letter == DIGEST:
        items = tuple(_items(work, facts["lines"], language, documents))
        first = say(wording.lines[0], language)
        return _Said(say(wording.subject, language), say(wording.button, language), letter.link, (first,), items)
    if letter.letter in SENTENCES:
        return _of_act(work, letter, language, documents)
    return _Said(
        say(wording.subject, language, facts),
        say(wording.button, language),
        letter.link,
        tuple(say(one, language, facts) for one in wording.lines),
    )


def _of_act(work: Work, letter: Letter, language: str, documents: Mapping[str, Document]) -> _Said:
    wording = LETTERS[letter.letter]
    facts = _told(work, letter.facts, language, documents.get(letter.document_id or ""))
    words = one_line(say(wording.subject, language, facts))
    left, moment = term_phrase(work, letter.facts, language)
    lines = [words, facts["kind_title"]]
    lines += [f"№ {facts['number']}"] if facts.get("number") else []
    lines += [say("Term: {moment} ({left})", language, {"moment": moment, "left": left})] if moment else []
    subject = f"{words} – {left}" if left else words
    return _Said(subject, say(wording.button, language), letter.link, tuple(map(one_line, lines)))


def _told(work: Work, given: Mapping[str, Any], language: str, document: Document | None) -> dict[str, Any]:
    """The facts in the receiver's words; the title of a document that is not for everybody's eyes is its kind's."""
    facts = in_words(work, in_language(given, document, language), language)
    if document is not None and document.access in HIDING:
        facts["title"] = facts["kind_title"]
    return facts


def _items(
    work: Work, lines: Sequence[Mapping[str, Any]], language: str, documents: Mapping[str, Document]
) -> list[MorningLine]:
    found = []
    for line in lines:
        document = documents.get(line["document"] or "")
        if line["document"] and document is None:
            continue
        facts = _told(work, line["facts"], language, document)
        left, _ = term_phrase(work, line["facts"], language)
        words = one_line(say(SENTENCES.get(line["act"], line["act"]), language, facts))
        link = f"/tasks/{line['task']}" if line["task"] else f"/documents/{line['document']}" if document else "/feed"
        found.append(MorningLine(f"{words} – {left}" if left else words, link))
    return found
