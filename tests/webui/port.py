"""The smallest accounts port: the foundation is tried without the engine's rows."""

from dataclasses import replace

from engine.errors import AccountLocked, Invalid
from webui.session import Who

TEACHER = Who(
    person=1,
    login="teacher",
    name="Сеитова Д. К.",
    post="аға оқытушы",
    sees=frozenset({"tasks", "documents", "journals"}),
    unread=128,
    overdue=12,
    csrf="c" * 43,
)


class Accounts:
    """One teacher with one password; `locked` is locked."""

    def __init__(self) -> None:
        self.alive: dict[str, Who] = {}
        self.tokens = {"right-token": replace(TEACHER, csrf="")}
        self.tries: list[tuple[str, str]] = []

    def find(self, session: str) -> Who | None:
        return self.alive.get(session)

    def bearer(self, token: str) -> Who | None:
        if token == "locked-token":
            raise AccountLocked()
        return self.tokens.get(token)

    def start(self, login: str, password: str, address: str, agent: str) -> str:
        self.tries.append((login, password))
        if login == "locked":
            raise AccountLocked()
        if (login, password) != ("teacher", "Demo-2026!"):
            raise Invalid.one("login", "Expected a known login and its password, but they do not fit.")
        session = f"session-{len(self.tries)}"
        self.alive[session] = replace(TEACHER, session=session)
        return session

    def end(self, session: str) -> None:
        self.alive.pop(session, None)

    def prefer(self, session: str, *, language: str | None = None, theme: str | None = None) -> None:
        who = self.alive[session]
        self.alive[session] = replace(who, language=language or who.language, theme=theme or who.theme)
