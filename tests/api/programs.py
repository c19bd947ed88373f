"""A program with a person's token: `program.post("/documents", kind="memo", …)`. Every answer is held against its call's note."""

from dataclasses import dataclass, field
from typing import Any

from apiflask import APIFlask
from flask.testing import FlaskClient
from pydantic import BaseModel
from sqlalchemy import text
from werkzeug.test import TestResponse

from engine.accounts.commands import make_token
from engine.office import OFFICE
from engine.people.queries import person
from tests.offices import House
from webui.api.answers import Problem
from webui.api.calling import CALLS
from webui.serving import application

NOTED = {f"api.{one.name}": one for one in CALLS}


@dataclass
class Program:
    """Calls in one person's name; `tongue` is asked for where the person has not chosen one."""

    desk: "Desk"
    login: str
    token: str = field(repr=False, default="")

    def call(self, method: str, path: str, **given: Any) -> TestResponse:
        """The plain answer; checked against what the call says it gives."""
        headers = {"Authorization": f"Bearer {self.token}", **given.pop("headers", {})}
        answer = self.desk.client.open(f"/api/v1{path}", method=method, headers=headers, **given)
        if method == "POST":
            self.desk.house.settle()
        hold(self.desk.app, method, path, answer)
        return answer

    def get(self, path: str, **words: Any) -> Any:
        return _json(self.call("GET", path, query_string=words))

    def bytes(self, path: str) -> bytes:
        answer = self.call("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.data

    def post(self, path: str, **body: Any) -> Any:
        return _json(self.call("POST", path, json=body))

    def refused(self, path: str, method: str = "POST", **body: Any) -> Any:
        """The problem a call is refused with."""
        answer = self.call(method, path, json=body)
        assert answer.status_code >= 400, answer.text
        return answer.get_json()

    def starts(self, *, submit: bool = True, **answers: Any) -> Any:
        given = {"subject": "Проекторды ауыстыру туралы", "text": "305-дәрісхана", **answers}
        return self.post("/documents", kind="memo", answers=given, submit=submit)

    def task(self) -> Any:
        """The first task that waits for this person, whole."""
        return self.get("/tasks/" + self.get("/tasks")["items"][0]["id"])

    def press(self, outcome: str, **more: Any) -> dict[str, Any]:
        """The body that completes the first task, having seen the rendition; `answers` as they are given."""
        task = self.task()
        seen = {"rendition_sha256": task["rendition"]["sha256"]} if task["rendition"] else {}
        return {"path": f"/tasks/{task['id']}/complete", "outcome": outcome, **seen, **more}

    def completes(self, outcome: str, *, comment: str = "", password: str = "Demo-2026!", **answers: Any) -> Any:
        return self.post(**self.press(outcome, comment=comment, password=password, answers=answers))


def _json(answer: TestResponse) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.get_json()


def hold(app: APIFlask, method: str, path: str, answer: TestResponse) -> None:
    """Fails when an answer is not what the call's note says."""
    assert answer.status_code < 500 or answer.status_code == 503, answer.text
    if answer.status_code >= 400:
        assert answer.mimetype == "application/problem+json", answer.text
        Problem.model_validate_json(answer.data)
        return
    noted = _noted(app, method, path)
    if noted and isinstance(noted.gives, type) and issubclass(noted.gives, BaseModel):
        assert answer.status_code == noted.status
        noted.gives.model_validate_json(answer.data)


def _noted(app: APIFlask, method: str, path: str) -> Any:
    endpoint, _ = app.url_map.bind("").match(f"/api/v1{path.partition('?')[0]}", method=method)
    return NOTED.get(endpoint)


class Desk:
    """The application over a house, and programs for its people."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.app = application(house.office)
        self.client: FlaskClient = self.app.test_client(use_cookies=False)
        self._programs: dict[str, Program] = {}

    def __call__(self, login: str) -> Program:
        if login not in self._programs:
            with self.house.office.work(OFFICE) as work:
                token = make_token(work, person(work, login), "test")
            self._programs[login] = Program(self, login, token)
        return self._programs[login]

    def nobody(self) -> Program:
        return Program(self, "", "none")


def count(desk: Desk, table: str) -> int:
    """How many rows there are."""
    with desk.house.office.look(OFFICE) as work:
        return int(work.session.scalar(text(f"SELECT count(*) FROM {table}")))
