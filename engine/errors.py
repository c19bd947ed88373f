"""Everything the engine may refuse, by what the caller can do about it.

A refusal carries an English sentence with named places ("Expected to complete task {task}, but it is already
{outcome}.") and the facts for them. The sentence is the key of its translations, so whoever shows a refusal
translates `template` first and fills in `facts` after.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as _with


def fill(template: str, facts: Mapping[str, object]) -> str:
    """The sentence with its places filled; a place without a fact stays as it is written."""
    try:
        return template.format_map(_Places(facts))
    except (ValueError, IndexError, AttributeError, KeyError, TypeError):
        return template


class _Places(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class Refusal(Exception):
    """The engine does not do what it was asked."""

    code = "refused"

    def __init__(self, template: str = "", **facts: object) -> None:
        self.template = template or (self.__doc__ or "").strip()
        self.facts = facts
        super().__init__(fill(self.template, facts))


class NotSignedIn(Refusal):
    """Expected a signed-in person, but nobody is signed in."""

    code = "not-signed-in"


class NotFound(Refusal):
    """Expected to find it, but there is no such thing."""

    code = "not-found"


class NotAllowed(Refusal):
    """Expected a person with the right to do this, but it is not yours."""

    code = "not-allowed"
    noted = False  # whether the audit has a line about it


class AccountLocked(NotAllowed):
    """Expected to sign in, but the account is locked. Ask the administrator to unlock it."""

    code = "account-locked"


class AgreementMissing(NotAllowed):
    """Expected you to accept the agreement on electronic interaction first, but you have not. Sign in with a browser and accept it."""

    code = "agreement-missing"


class PasswordChange(NotAllowed):
    """Expected you to have changed the password given to you, but its three working days are over. Change it first."""

    code = "password-change"


class WrongState(Refusal):
    """Expected it to be open, but it is already done."""

    code = "wrong-state"


class Stale(WrongState):
    """Expected the page you saw, but it has changed since. Reload and look again."""

    code = "stale"


class Stopped(WrongState):
    """Expected the route to go on, but it cannot. The process owner has been told."""

    code = "stopped"

    def __init__(self, template: str = "", *, step: str = "", document: str = "", **facts: object) -> None:
        self.step, self.document = step, document
        super().__init__(template, **facts)


class Unavailable(Refusal):
    """Expected an answer from outside, but none came. Try again later."""

    code = "unavailable"


class TooMany(Refusal):
    """Expected fewer tries, but there were too many. Wait and try again."""

    code = "too-many"


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong with one field of what a person typed."""

    field: str
    template: str
    facts: Mapping[str, object] = _with(default_factory=dict)

    @property
    def message(self) -> str:
        return fill(self.template, self.facts)


class Invalid(Refusal):
    """Expected a well filled form, but some fields need mending."""

    code = "invalid"

    def __init__(self, problems: Iterable[FieldProblem], template: str = "", **facts: object) -> None:
        self.problems = tuple(problems)
        super().__init__(template, **facts)

    @classmethod
    def one(cls, field: str, template: str, **facts: object) -> "Invalid":
        """The refusal of a single field."""
        return cls([FieldProblem(field, template, facts)])


@dataclass(frozen=True)
class KindProblem:
    """One thing wrong with a kind's folder: where, and a sentence on what to do instead.

    `place` is a file of the folder; `element` the id of the diagram's element (or form field, or line) and `name`
    what the author called it. `severity` is "error" (not published) or "warning" (shown to the author).
    """

    place: str
    template: str
    facts: Mapping[str, object] = _with(default_factory=dict)
    element: str = ""
    name: str = ""
    severity: str = "error"

    @property
    def message(self) -> str:
        return fill(self.template, self.facts)


class KindRefused(Refusal):
    """Expected a kind that can run, but its folder has problems."""

    code = "kind-refused"

    def __init__(self, problems: Iterable[KindProblem], template: str = "", **facts: object) -> None:
        self.problems = tuple(problems)
        super().__init__(template, **facts)
