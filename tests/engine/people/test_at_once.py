"""Two who keep people at the same moment: both are done, one after the other."""

import threading

from engine.errors import Stale
from engine.office import OFFICE
from engine.people import commands as people
from engine.people.queries import own_address, person, today
from tests.offices import House

ADDRESS = "hr.own@example.org"


def test_a_change_of_a_person_and_an_appointment_at_the_same_moment_are_both_kept(house: House) -> None:
    wrong: list[str] = []
    held, appointed = threading.Event(), threading.Event()

    def change() -> None:
        try:
            with house.office.work(house.actor("hr")) as work:
                who = work.get(type(person(work, "docent")), person(work, "docent").id, hold=True)
                held.set()
                appointed.wait(2)
                given = {"number": who.number, "email": ADDRESS, "phone_work": None, "phone_mobile": None}
                people.change_person(work, "docent", who.names, **given)
        except Stale:
            raise
        except Exception as error:
            wrong.append(f"change: {error}")

    def appoint() -> None:
        held.wait(10)
        try:
            with house.office.work(house.actor("admin")) as work:
                who = person(work, "docent")
                people.appoint(work, who, "informatics", "teacher", {"ru": "Преподаватель"}, since=today(work))
                work.session.flush()
                appointed.set()
        except Exception as error:
            wrong.append(f"appoint: {error}")

    threads = [threading.Thread(target=change), threading.Thread(target=appoint)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)

    assert wrong == []
    with house.office.look(OFFICE) as work:
        assert person(work, "docent").email == ADDRESS


def test_an_address_somebody_else_gave_to_one_who_had_none_opens_nothing(quick_house: House) -> None:
    house = quick_house
    with house.office.work(OFFICE) as work:
        who = person(work, "teacher")
        who.email = None
        names = who.names

    with house.office.work(house.actor("hr")) as work:
        people.change_person(work, "teacher", names, number=None, email=ADDRESS, phone_work=None, phone_mobile=None)

    with house.office.look(OFFICE) as work:
        assert person(work, "teacher").email == ADDRESS
        assert own_address(person(work, "teacher")) == ""
