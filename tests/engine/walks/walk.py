"""One walk: the rules by which people do something, and what must be true after each."""

from collections import Counter
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.engine.walks.street import LOGINS, MOST, STARTERS, Seat, Street

KINDS = tuple(STARTERS)
WHOLE = 10  # after so many steps, and at the end, the chains that did not grow are looked at too
UNITS = ("informatics", "legal", "finance", "facility", "mathematics", "accounting")


class Walk(RuleBasedStateMachine):
    """One walk; `Walk.on` gives a fresh street."""

    on: Any
    lengths: ClassVar[Counter[int]] = Counter()
    told: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.scene = type(self).on()
        self.street: Street = self.scene.__enter__()
        self.steps = 0

    def teardown(self) -> None:
        Walk.lengths[self.steps] += 1
        Walk.told += self.street.told
        try:
            self.street.must_be_whole(everything=True)
        finally:
            self.scene.__exit__(None, None, None)

    def _seat(self, data: st.DataObject) -> Seat | None:
        seats = self.street.seats()
        return data.draw(st.sampled_from(seats)) if seats else None

    def _and_on(self, data: st.DataObject) -> None:
        """Whatever changed around them, people go on with their documents."""
        if seat := self._seat(data):
            self.street.completes(data.draw, seat, seat.primary)

    @initialize(data=st.data(), kind=st.sampled_from(KINDS))
    def begins(self, data: st.DataObject, kind: str) -> None:
        self.street.starts(data.draw, kind, data.draw(st.sampled_from(STARTERS[kind])))

    @rule(data=st.data(), kind=st.sampled_from(KINDS))
    def starts(self, data: st.DataObject, kind: str) -> None:
        if self.street.begun < MOST:
            self.street.starts(data.draw, kind, data.draw(st.sampled_from(STARTERS[kind])))

    @rule(data=st.data())
    def agrees(self, data: st.DataObject) -> None:
        if seat := self._seat(data):
            self.street.completes(data.draw, seat, seat.primary)

    @rule(data=st.data())
    def agrees_too(self, data: st.DataObject) -> None:
        if seat := self._seat(data):
            self.street.completes(data.draw, seat, seat.primary)

    @rule(data=st.data())
    def goes_on_quickly(self, data: st.DataObject) -> None:
        for _ in range(data.draw(st.integers(1, 12))):
            if seats := self.street.seats():
                self.street.completes(data.draw, seats[0], seats[0].primary)

    @rule(data=st.data(), comment=st.sampled_from(("Ескерту", "Ескерту", "")))
    def decides(self, data: st.DataObject, comment: str) -> None:
        if seat := self._seat(data):
            self.street.completes(data.draw, seat, data.draw(st.sampled_from(seat.outcomes)), comment)

    @rule(data=st.data(), login=st.sampled_from(LOGINS))
    def meddles(self, data: st.DataObject, login: str) -> None:
        if seat := self._seat(data):
            self.street.completes(data.draw, seat, seat.primary, login=login)

    @rule(data=st.data(), to=st.sampled_from(LOGINS), by=st.sampled_from(("", "", "records", "dean", "rector")))
    def hands(self, data: st.DataObject, to: str, by: str) -> None:
        if seat := self._seat(data):
            self.street.hands(seat, to, by or seat.login)

    @rule(data=st.data(), who=st.sampled_from(LOGINS), order=st.sampled_from(("before", "beside")), own=st.booleans())
    def asks(self, data: st.DataObject, who: str, order: str, own: bool) -> None:
        if seat := self._seat(data):
            self.street.asks(seat, who, order, seat.login if own else self.street.initiator(seat.document))

    @rule(data=st.data())
    def asks_again(self, data: st.DataObject) -> None:
        if seat := self._seat(data):
            self.street.asks_again(seat, data.draw(st.sampled_from(self.street.approvers(seat) or ["dean"])))

    @rule(data=st.data())
    def excuses(self, data: st.DataObject) -> None:
        if seat := self._seat(data):
            self.street.excuses(seat, "hr3")

    @rule(data=st.data(), back=st.booleans())
    def claims(self, data: st.DataObject, back: bool) -> None:
        if seat := self._seat(data):
            self.street.claims(seat, back=back)

    @rule(data=st.data(), how=st.sampled_from(("withdraw", "withdraw", "cancel", "annul")))
    def ends(self, data: st.DataObject, how: str) -> None:
        document = data.draw(st.sampled_from(self.street.papers()))
        self.street.ends(document, how, self.street.initiator(document) if how == "withdraw" else "records")

    @rule(data=st.data(), ahead=st.integers(0, 20))
    def asks_for_days(self, data: st.DataObject, ahead: int) -> None:
        if seat := self._seat(data):
            self.street.asks_for_days(seat, ahead)

    @rule(data=st.data(), grants=st.booleans(), by=st.sampled_from(("dean", "vice1", "rector", "hr", "records")))
    def answers_days(self, data: st.DataObject, grants: bool, by: str) -> None:
        if requests := self.street.requests():
            self.street.answers_days(data.draw(st.sampled_from(requests)), by, grants=grants)

    @rule(data=st.data(), name=st.sampled_from(("extend", "shorten", "cancel")))
    def changes_trip(self, data: st.DataObject, name: str) -> None:
        if trips := self.street.papers("trip"):
            self.street.changes_trip(data.draw, data.draw(st.sampled_from(trips)), name)

    @rule(
        data=st.data(),
        absent=st.sampled_from(LOGINS),
        stands=st.sampled_from(LOGINS),
        ahead=st.integers(0, 3),
        days=st.integers(0, 9),
        may_sign=st.booleans(),
    )
    def substitutes(self, data: st.DataObject, absent: str, stands: str, ahead: int, days: int, may_sign: bool) -> None:
        self.street.substitutes(absent, stands, ahead, days, may_sign=may_sign)
        self._and_on(data)

    @rule(data=st.data(), stands=st.sampled_from(LOGINS), may_sign=st.booleans())
    def stands_in(self, data: st.DataObject, stands: str, may_sign: bool) -> None:
        if seat := self._seat(data):
            self.street.substitutes(seat.login, stands, 0, 3, may_sign=may_sign)
        self._and_on(data)

    @rule(data=st.data())
    def ends_substitution(self, data: st.DataObject) -> None:
        if orders := self.street.substitutions():
            self.street.ends_substitution(data.draw(st.sampled_from(orders)))
        self._and_on(data)

    @rule(data=st.data(), ahead=st.integers(-1, 2))
    def leaves(self, data: st.DataObject, ahead: int) -> None:
        if (seat := self._seat(data)) and seat.login not in ("admin", "hr3", "records"):
            self.street.leaves(seat.login, ahead)
        self._and_on(data)

    @rule(data=st.data(), login=st.sampled_from(LOGINS))
    def comes_back(self, data: st.DataObject, login: str) -> None:
        self.street.comes_back(login)
        self._and_on(data)

    @rule(
        data=st.data(),
        login=st.sampled_from(LOGINS),
        unit=st.sampled_from(UNITS),
        head=st.booleans(),
        ahead=st.integers(-1, 2),
    )
    def is_appointed(self, data: st.DataObject, login: str, unit: str, head: bool, ahead: int) -> None:
        self.street.is_appointed(login, unit, "head", head=head, ahead=ahead)
        self._and_on(data)

    @rule(data=st.data(), ahead=st.integers(-1, 2))
    def gives_up_post(self, data: st.DataObject, ahead: int) -> None:
        if posts := self.street.posts():
            self.street.gives_up_post(data.draw(st.sampled_from(posts)), ahead)
        self._and_on(data)

    @rule(data=st.data(), unit=st.sampled_from(UNITS), successor=st.sampled_from(("", *UNITS)))
    def closes(self, data: st.DataObject, unit: str, successor: str) -> None:
        self.street.closes(unit, successor)
        self._and_on(data)

    @rule(data=st.data(), login=st.sampled_from(("registrar", "archivist", "teacher2")), given=st.booleans())
    def role(self, data: st.DataObject, login: str, given: bool) -> None:
        self.street.role(login, "registrar", given=given)
        self._and_on(data)

    @rule(data=st.data(), ahead=st.integers(0, 12), works=st.booleans(), clears=st.booleans())
    def day(self, data: st.DataObject, ahead: int, works: bool, clears: bool) -> None:
        self.street.day(ahead, works=works, clears=clears)
        self._and_on(data)

    @rule(data=st.data(), ahead=st.integers(0, 5), ends=st.integers(12, 20))
    def hours(self, data: st.DataObject, ahead: int, ends: int) -> None:
        self.street.hours(ahead, ends)
        self._and_on(data)

    @rule(hours=st.sampled_from((1, 5, 24, 24 * 3, 24 * 9)))
    def goes_by(self, hours: int) -> None:
        self.street.passes(hours=hours)
        self.street.settles()

    @invariant()
    def is_whole(self) -> None:
        self.steps += 1
        self.street.must_be_whole(everything=self.steps % WHOLE == 0)
