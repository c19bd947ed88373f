"""The lists of a person with a hundred and of one with a hundred thousand open tasks, as a page and by the API."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import insert, select, text

from engine.bench.meter import Sample
from engine.db import new_id
from engine.errors import Refusal
from engine.instances.models import Candidate, Task
from engine.office import OFFICE, Office

FEW, MANY = 100, 100_000
PORTION = 2_000
TIMES = 40
PLACES = {"page": "/tasks", "API": "/api/v1/tasks"}


@dataclass(frozen=True)
class Reader:
    """Somebody whose list is asked for: how he proves who he is, and how many open tasks he has."""

    person: int
    token: str
    cookie: str
    tasks: int

    def headers(self, by: str) -> dict[str, str]:
        return {"Cookie": f"bagyt={self.cookie}"} if by == "page" else {"Authorization": f"Bearer {self.token}"}


def fill(office: Office, person: int, documents: list[str], many: int) -> None:
    """Gives the person so many more open tasks on those documents: copies of one that is there, told to nobody."""
    with office.look(OFFICE) as work:
        one = (
            work.session.execute(select(Task.__table__).where(Task.document_id.in_(documents)).limit(1))
            .mappings()
            .one()
        )
    for first in range(0, many, PORTION):
        rows = [_copy(dict(one), documents[at % len(documents)]) for at in range(first, min(many, first + PORTION))]
        places = [{"task_id": row["id"], "person_id": person, "open": True, "due": row["due"]} for row in rows]
        with office.work(OFFICE) as work:
            work.session.execute(insert(Task), rows)
            work.session.execute(insert(Candidate), places)
    with office.work(OFFICE) as work:
        work.session.execute(text("ANALYZE"))  # as the database does by itself after a while


def _copy(one: dict[str, Any], document: str) -> dict[str, Any]:
    fresh = {"state": "open", "outcome": None, "done_at": None, "done_by": None, "alarm_at": None, "parent_id": None}
    return {**one, **fresh, "id": new_id(), "document_id": document, "token": "bench#1", "claimed_by": None}


def look(base: str, readers: Sequence[Reader]) -> list[Sample]:
    """The lists of all of them asked for in turn, again and again, as a page and by the API."""
    with closing(HTTPConnection(urlsplit(base).netloc, timeout=60)) as link:
        samples = [
            _once(link, path, one.headers(by), f"{by}, {one.tasks:,} tasks")
            for _ in range(TIMES + 2)
            for by, path in PLACES.items()
            for one in readers
        ]
    return samples[2 * len(PLACES) * len(readers) :]  # the first ones warm up


def _once(link: HTTPConnection, path: str, headers: dict[str, str], name: str) -> Sample:
    begun = perf_counter()
    link.request("GET", path, headers=headers)
    answer = link.getresponse()
    read = answer.read()
    if answer.status != 200:
        raise Refusal(
            "Expected {path} to succeed, but it gave {status}: {said}",
            path=path,
            status=answer.status,
            said=read.decode(errors="replace"),
        )
    return Sample(name, perf_counter() - begun)


def ratio(samples: Sequence[Sample], by: str) -> float:
    """The median with many tasks beside the median with few."""
    few, many = dict.fromkeys(one.name for one in samples if one.name.startswith(by))
    return _median(samples, many) / _median(samples, few)


def _median(samples: Sequence[Sample], name: str) -> float:
    return median(one.wall for one in samples if one.name == name)
