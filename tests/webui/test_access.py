"""Who may open what: every address of the application, tried by everybody, against one table read by people.

`access.txt` holds a line for each method, address and thing. A new address without a line fails. To write the table anew
(then read each new line with sense): `WRITE_ACCESS=1 pytest tests/webui/test_access.py`.
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from engine.accounts.commands import make_token, start_session
from engine.control.commands import propose_due
from engine.office import OFFICE
from engine.people.queries import person
from tests.offices import House, _on_sqlite
from webui.serving import application

TABLE = Path(__file__).with_name("access.txt")
LOGINS = (
    "teacher",
    "chair",
    "dean",
    "facility",
    "registrar",
    "records",
    "hr",
    "accountant",
    "owner",
    "admin",
    "stranger",
)
WHO = ("nobody", *LOGINS)
DRAFTS = {  # calls where a draft is another case than a document on its way
    "api.get_document", "api.revise_document", "api.submit_document", "api.withdraw_document", "api.cancel_document",
    "api.attach_file", "documents.document", "starting.edit", "document_acts.submit", "paper.rendition",
}  # fmt: skip
SKIPPED = {"static"}
FILE = {"file": (b"x", "a.txt")}
BODIES: dict[str, Any] = {
    "api.create_document": {"kind": "memo", "answers": {"subject": "Т", "text": "М"}},
    "api.revise_document": {"answers": {"subject": "Т", "text": "М"}},
    "api.annul_document": {"comment": "Қате"},
    "api.cancel_document": {"comment": "Қате"},
    "api.withdraw_document": {"comment": "Қате"},
    "api.set_calendar_day": {"works": False, "reason": "№ 1"},
    "api.move_clock": {"forward": "1s"},
    "api.read_feed": {"up_to": 1},
    "api.propose_due": {"due": "2027-03-10", "reason": "Бөлшек жоқ"},
    "api.grant_due": {},
    "api.refuse_due": {"comment": "Күту мүмкін емес"},
    "api.open_case": {"index": "09-09", "title": {"kk": "Іс", "ru": "Дело"}, "retention_years": 5},
    "api.change_case": {"title": {"kk": "Іс", "ru": "Дело"}, "retention_years": 5, "version": 1},
    "api.refile": {"case": "05-07", "retention_years": 75, "reason": "Тізбе", "seen": "05-07/5"},
    "api.lay_paper": {"place": "3-сөре"},
    "api.excuse_task": {"reason": "Демалыста"},
    "api.change_person": {
        "names": {"ru": {"family": "Тестов"}},
        "number": None,
        "email": None,
        "phone_work": None,
        "phone_mobile": None,
        "version": 1,
    },
    "api.change_unit": {"name": {"ru": "Кафедра"}, "index": "", "parent": "", "version": 1},
    "api.apply_people_import": {"shown": "0"},
    "api.complete_task": {"outcome": "return", "comment": "Қате"},
    "api.hire_person": {"login": "fresh", "names": {"ru": {"family": "Новый", "given": "Человек"}}},
    "api.open_unit": {"code": "lab", "type": "chair", "name": {"kk": "Зертхана", "ru": "Лаборатория"}, "parent": "fit"},
    "api.order_substitution": {
        "absent": "math1",
        "substitute": "math2",
        "since": "2027-03-01",
        "until": "2027-03-02",
        "basis": "№ 1",
    },
    "api.delegate_task": {"to": "docent", "comment": "Қараңыз"},
    "api.reassign_task": {"to": "docent", "comment": "Ауырып қалды"},
    "api.add_approver": {"who": "docent", "order": "beside", "comment": "Қараңыз"},
    "api.move_documents": {"to": 1, "documents": [], "reason": "Тәртіп"},
    "api.undo_move": {},
    "api.skip_step": {"reason": "Керек емес"},
    "api.change_lane": {"version": 1, "rule": "initiator"},
    "api.pause_run": {"reason": "Тексеру"},
    "api.send_back_run": {"step": "approve_chair", "reason": "Қайта қараңыз"},
    "api.change_route_row": {"version": 1},
    "api.insert_approver": {"version": 1, "place": "before", "lane": "dean"},
    "api.drop_route_row": {"version": 1},
    "api.return_to_approver": {"who": "docent", "comment": "Қараңыз"},
}


@dataclass
class Gate:
    """The application over a house in fixed states, put back after every change."""

    house: House
    things: dict[str, dict[str, str]]
    tokens: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.app = application(self.house.office)
        self.app.config["BAGYT_PATIENCE"] = 0
        with self.house.office.work(OFFICE) as work:
            for login in LOGINS:
                self.tokens[login] = make_token(work, person(work, login), "test")
                self.cookies[login] = start_session(work, person(work, login).id, address="", agent="")
        self.file = self.house.office.tools.settings.data / "bagyt.sqlite"
        self.kept = self.file.with_suffix(".kept")
        self.house.office.database.close()
        shutil.copyfile(self.file, self.kept)
        self.noted = self.refusals()

    def put_back(self) -> None:
        self.house.office.database.close()
        for name in ("-wal", "-shm"):
            self.file.with_name(self.file.name + name).unlink(missing_ok=True)
        shutil.copyfile(self.kept, self.file)
        self.house.authority.moved = self.house.authority.moved.__class__()
        self.noted = self.refusals()

    def tries(self, who: str, method: str, endpoint: str, address: str) -> int:
        """The status one person gets."""
        client = self.app.test_client()
        given = self._api(who, endpoint) if address.startswith("/api/v1") else self._page(client, who, method)
        status = client.open(address, method=method, **given).status_code
        if status == 403 and who != "nobody":
            before, self.noted = self.noted, self.refusals()
            assert self.noted > before, f"{who} was refused {method} {address}, and the audit has no line"
        if method != "GET" and status < 400:
            self.put_back()
        return status

    def _api(self, who: str, endpoint: str) -> dict[str, Any]:
        given: dict[str, Any] = {}
        if endpoint in {"api.attach_file", "api.verify_file", "api.import_people"}:
            given["data"] = {"file": (BytesIO(b"x"), "a.txt")}
        elif endpoint in BODIES:
            given["json"] = self._body(endpoint)
        return given | ({"headers": {"Authorization": f"Bearer {self.tokens[who]}"}} if who in self.tokens else {})

    def _body(self, endpoint: str) -> Any:
        body = dict(BODIES[endpoint])
        return body | {"rendition_sha256": self.things["seen"]["approve"]} if endpoint == "api.complete_task" else body

    def _page(self, client: FlaskClient, who: str, method: str) -> dict[str, Any]:
        if who not in self.cookies:
            return {}
        cookie, token = self.cookies[who]
        client.set_cookie("bagyt", cookie)
        pressed = {"outcome": "return", "comment_return": "Қате", "shown": self.things["seen"]["approve"]}
        return {"data": {"csrf_token": token, "comment": "Қате"} | pressed} if method == "POST" else {}

    def refusals(self) -> int:
        with self.house.office.look(OFFICE) as work:
            return int(work.session.scalar(text("SELECT count(*) FROM audit_record WHERE act = 'access.refused'")))


def _asks_for_another_term(house: House) -> None:
    task = house.as_("facility").tasks()[0].id
    with house.office.work(house.actor("facility")) as work:
        propose_due(work, task, house.office.tools.clock.now().date() + timedelta(days=60), "Бөлшек жоқ")


@pytest.fixture(scope="module")
def gate(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    for house in _on_sqlite(request, tmp_path_factory.mktemp("gate") / "data"):
        filed = house.registers_a_memo()
        _asks_for_another_term(house)
        house.as_("facility").completes("report", report="Ауыстырылды")
        house.as_("dean").completes("accept")
        draft, memo = house.as_("teacher").writes(sends=False), house.as_("teacher").writes()
        task = house.as_("chair").tasks()[0].id
        seen = memo.view().rendition
        assert seen is not None
        yield Gate(
            house,
            {
                "document": {"draft": draft.id, "memo": memo.id, "filed": filed.id},
                "task": {"approve": task},
                "seen": {"approve": seen.sha256},
                "public": {"filed": filed.view().document.public_id},
            },
        )


def lines(gate: Gate) -> Iterator[tuple[str, str, str, str]]:
    """(method, rule, thing, address with the thing in it) of all there is, by address; with each the endpoint's name."""
    for rule in sorted(gate.app.url_map.iter_rules(), key=lambda one: (one.rule, sorted(one.methods or ()))):
        if rule.endpoint in SKIPPED:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for thing, values in _things(gate, rule):
                address = gate.app.url_map.bind("").build(rule.endpoint, values, method)
                yield method, re.sub(r"<[^<>]*:", "<", rule.rule), thing, f"{rule.endpoint} {address}"


def _things(gate: Gate, rule: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    others = {
        "code": "informatics" if "/units/" in rule.rule else "memos",
        "index": "05-07",
        "kind": "memo",
        "login": "teacher",
        "number": 1,
        "year": 2026,
        "round": 1,
        "day": "2026-12-30",
        "change": 1,
        "move": 1,
        "incident": 1,
        "lane": "chair",
        "name": "extend",
        "step": "approve_chair",
    }
    given = {name: others[name] for name in rule.arguments if name in others}
    given |= {name: next(iter(_choices(rule, name))) for name in rule.arguments & {"tab", "how", "format", "verb"}}
    if "public_id" in rule.arguments:
        yield "filed", given | {"public_id": gate.things["public"]["filed"]}
    elif "id" not in rule.arguments:
        yield "–", given
    elif "/tasks/" in rule.rule:
        yield "approve", given | {"id": gate.things["task"]["approve"]}
    else:
        for thing, id in gate.things["document"].items():
            if thing == "draft" and rule.endpoint not in DRAFTS:
                continue
            yield thing, given | {"id": id}


def _choices(rule: Any, name: str) -> list[str]:
    inside = rule.rule.partition("<any(")[2].partition(")")[0]
    return [one.strip() for one in inside.split(",")]


def row(method: str, rule: str, thing: str) -> str:
    return f"{method:6} {rule:50} {thing:8}"


@pytest.mark.timeout(1500)
def test_everybody_gets_what_the_table_says(gate: Gate) -> None:
    found = [f"{'':66} " + " ".join(f"{who:>9}" for who in WHO)]
    for method, rule, thing, place in lines(gate):
        endpoint, address = place.split(" ")
        told = [gate.tries(who, method, endpoint, address) for who in WHO]
        found.append(row(method, rule, thing) + " " + " ".join(f"{status:>9}" for status in told))
    if os.environ.get("WRITE_ACCESS"):
        TABLE.write_text("\n".join(one.rstrip() for one in found) + "\n")

    expected = TABLE.read_text().splitlines()
    assert not [line for line in found if " 50" in line and "/readyz" not in line]

    assert [one.rstrip() for one in found] == expected
