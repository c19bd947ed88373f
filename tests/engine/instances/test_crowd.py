"""Many people press at once: one effect, and a plain refusal for the others."""

from sqlalchemy import select

from engine.acts.complete import Press
from engine.audit import AuditRecord
from engine.demo.university import PEOPLE
from engine.errors import WrongState
from engine.instances.models import Candidate, LogEntry, Task
from engine.office import OFFICE, press
from tests.engine.crowd import crowd
from tests.offices import House


def _everybody_may(house: House, task: str) -> list[str]:
    with house.office.work(OFFICE) as work:
        work.get(Task, task).by_hand = True  # given to each of them by a person, whatever the rule says
        for login in [one.login for one in PEOPLE]:
            person = house.actor(login).person
            if work.session.get(Candidate, (task, person)) is None:
                work.add(Candidate(task_id=task, person_id=person, open=True))
    return [one.login for one in PEOPLE]


def test_fifty_people_complete_the_same_task_and_one_does(house: House) -> None:
    paper = house.as_("teacher").writes()
    (task,) = house.as_("chair").tasks()
    shown = house.as_("chair").sees(task).document.rendition
    assert shown is not None
    logins = (_everybody_may(house, task.id) * 2)[:50]
    actors = [house.actor(login) for login in logins]

    came = crowd(
        [
            lambda actor=actor: press.complete(house.office, actor, task.id, Press("approve", shown=shown.sha256))
            for actor in actors
        ]
    )

    assert sum(one == paper.id for one in came) == 1
    assert {type(one) for one in came if one != paper.id} == {WrongState}
    with house.office.look(OFFICE) as work:
        finished = list(work.session.scalars(select(LogEntry.token).where(LogEntry.token.startswith("approve_chair"))))
        noted = list(work.session.scalars(select(AuditRecord.actor).where(AuditRecord.act == "task.approve")))
    assert finished == ["approve_chair#1"]
    assert noted == [logins[came.index(paper.id)]]
    assert house.broken() == []


def test_people_start_and_finish_their_own_documents_side_by_side(house: House) -> None:
    teachers = ["teacher", "chair", "dean", "facility", "registrar", "stranger"] * 4

    came = crowd(
        [
            lambda who=who: press.start_document(
                house.office, house.actor(who), "memo", {"subject": "Тақырып", "text": "Мәтін"}, submit=True
            )
            for who in teachers
        ]
    )

    assert [one for one in came if not isinstance(one, str)] == []
    assert len(set(came)) == len(teachers)
    assert house.broken() == []
