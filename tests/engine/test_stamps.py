"""What is kept in memory is read anew after every change of its rows, also of many by one statement."""

from sqlalchemy import delete, insert, select, update

from engine.office import OFFICE, Work
from engine.people.models import Person, Unit
from engine.people.staff import staff
from engine.stamps import Stamp
from tests.offices import House


def _stamp(work: Work) -> str | None:
    return work.session.scalar(select(Stamp.value).where(Stamp.name == "people"))


def test_one_statement_over_many_people_gives_a_new_stamp(small_house: House) -> None:
    house = small_house
    names = {"ru": {"family": "Новая", "given": "Анна"}}
    with house.office.work(OFFICE) as work:
        before = _stamp(work)
        dean = work.session.scalars(select(Person.id).where(Person.login == "dean")).one()
        assert staff(work).called[dean] != names

        work.session.execute(update(Person).where(Person.login == "dean").values(names=names))
        within = staff(work).called[dean]

    with house.office.look(OFFICE) as work:
        after, kept = _stamp(work), staff(work).called[dean]
    assert (within, kept) == (names, names)
    assert after not in (None, before)


def test_statements_that_add_and_take_away_units_give_new_stamps(small_house: House) -> None:
    seen = []
    with small_house.office.work(OFFICE) as work:
        seen.append(_stamp(work))
        row = {"code": "new", "type": "chair", "name": {"kk": "Жаңа"}, "version": 1}
        work.session.execute(insert(Unit).values(**row))
        seen.append(_stamp(work))
        work.session.execute(delete(Unit).where(Unit.code == "new"))
        seen.append(_stamp(work))

    assert len(set(seen)) == 3
