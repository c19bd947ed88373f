"""A browser without scripts, over the real office: it opens pages, fills their forms and presses their buttons."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.offices import House
from tests.pki import PASSPHRASE
from webui import BLUEPRINTS, create_app
from webui.port import OfficeSessions


class _Forms(HTMLParser):
    """The forms of a page: where they post, and what they hold."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({"action": one.get("action", ""), "method": one.get("method", "get"), "fields": []})
        if not self.forms:
            return
        fields: list[tuple[str, str]] = self.forms[-1]["fields"]
        if tag == "input" and "name" in one and one.get("type") not in {"file", "submit", "button"}:
            if one.get("type") in {"checkbox", "radio"} and "checked" not in one:
                return
            fields.append((one["name"], one.get("value", "")))
        elif tag == "textarea":
            self._area = one.get("name", "")
            fields.append((self._area, ""))
        elif tag == "select":
            self._select = one.get("name", "")
        elif tag == "option" and "selected" in one and self._select:
            fields.append((self._select, one.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            fields = self.forms[-1]["fields"]
            fields[-1] = (self._area, fields[-1][1] + data.removeprefix("\n"))


class Reader:
    """A person at a browser: `page` is what he sees."""

    def __init__(self, client: FlaskClient, house: House) -> None:
        self.client, self.house = client, house
        self.page: TestResponse

    def opens(self, address: str, *, status: int = 200) -> "Reader":
        self.page = self.client.get(address, follow_redirects=True)
        assert self.page.status_code == status, (self.page.status_code, address)
        return self

    @property
    def text(self) -> str:
        """The page's words, without its marks."""
        bare = re.sub(r"<(script|style)\b.*?</\1>", " ", self.page.text, flags=re.S)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())

    @property
    def address(self) -> str:
        return self.page.request.path

    def form(self, action: str) -> list[tuple[str, str]]:
        """What the form that posts there holds now."""
        parser = _Forms()
        parser.feed(self.page.text)
        return next(list(one["fields"]) for one in parser.forms if one["action"].partition("?")[0] == action)

    def sends(
        self, action: str, *, files: dict[str, tuple[bytes, str]] | None = None, status: int = 200, **given: Any
    ) -> "Reader":
        """Presses a button of the form that posts to `action`, with these fields typed over."""
        held = [(name, value) for name, value in self.form(action.partition("?")[0]) if name not in given]
        body: dict[str, Any] = {}
        for name, value in [*held, *((name, value) for name, value in given.items() if value is not None)]:
            body.setdefault(name, []).append(value)
        for name, (content, filename) in (files or {}).items():
            body.setdefault(name, []).append((BytesIO(content), filename))
        return self._posted(action, body, status)

    def posts(self, action: str, *, status: int = 200, **body: Any) -> "Reader":
        """Posts what no page offers, with the token of the page he sees."""
        token = re.search(r'name="csrf-token" content="([^"]*)"', self.page.text)
        assert token
        return self._posted(action, {"csrf_token": token[1], **body}, status)

    def _posted(self, action: str, body: dict[str, Any], status: int) -> "Reader":
        self.page = self.client.post(action, data=body, follow_redirects=False, content_type="multipart/form-data")
        self.house.settle()
        if self.page.status_code in {301, 302, 303}:
            self.page = self.client.get(self.page.headers["Location"], follow_redirects=True)
        assert self.page.status_code == status, (self.page.status_code, self.text[:500])
        return self

    def decides(self, outcome: str, *, title: str = "", status: int = 200, **given: Any) -> "Reader":
        """Opens the first task that waits (or that of the title) and presses a button."""
        self.opens(self.first_task(title))
        return self.sends(self.address, outcome=outcome, status=status, **given)

    def first_task(self, title: str = "") -> str:
        """The address of the first task in the list, or of the one on that title."""
        self.opens("/tasks")
        rows = re.findall(
            r'<a class="verb stretched-link" href="(/tasks/\w+)"[^>]*>.*?</a> · (.*?)</span>', self.page.text
        )
        return next(address for address, words in rows if title in words)


@pytest.fixture
def page_house(small_house: House) -> House:
    return small_house


@pytest.fixture
def pages_app(page_house: House) -> APIFlask:
    rooms = tuple(one for one in BLUEPRINTS if not one.startswith("webui.api"))
    office = page_house.office
    return create_app(
        office, OfficeSessions(office), secret_key="k" * 32, blueprints=rooms, config={"BAGYT_PATIENCE": 0}
    )


@pytest.fixture
def at(pages_app: APIFlask, page_house: House) -> Iterator[Any]:
    """`at("teacher")`: a browser where that person is signed in, in English."""
    readers: dict[str, Reader] = {}

    def reader(login: str) -> Reader:
        if login not in readers:
            client = pages_app.test_client()
            one = Reader(client, page_house)
            one.opens("/sign-in")
            one.sends("/sign-in", login=login, password=PASSPHRASE)
            one.posts("/language", language="en", next="/tasks")
            readers[login] = one
        return readers[login]

    return reader  # type: ignore[return-value]
