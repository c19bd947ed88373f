"""All states a route can come to, each walked once, and how each was reached first."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.explorer.moves import first, moves
from engine.explorer.net import Net
from engine.explorer.states import Hop, Note, Pace, State

MOST_STATES = 20_000
TWICE = 2


@dataclass
class Search:
    """Keeps what was found. `whole` says that nothing was left out; `notes` hold the state before, and the hop to it."""

    route: Net
    states: dict[State, int] = field(default_factory=dict)
    parents: list[tuple[int, Hop]] = field(default_factory=list)
    edges: list[list[int]] = field(default_factory=list)
    roots: list[int] = field(default_factory=list)
    notes: dict[Note, tuple[int, Hop]] = field(default_factory=dict)
    whole: bool = True

    def path(self, at: int) -> tuple[Hop, ...]:
        """The shortest way to a state."""
        found: list[Hop] = []
        while at >= 0:
            at, hop = self.parents[at]
            found.append(hop)
        return tuple(reversed(found))

    def noted(self, note: Note) -> tuple[Hop, ...]:
        """The shortest way on which that was met."""
        at, hop = self.notes[note]
        return (*self.path(at), hop)

    def known(self) -> list[State]:
        """The states in the order they were found, nearest first."""
        return list(self.states)

    def opened(self, step: str) -> tuple[Hop, ...]:
        """The shortest way to a step that waits; empty when none leads there."""
        return self.noted(("open", step, "")) if ("open", step, "") in self.notes else ()

    def opened_before(self, step: str) -> tuple[Hop, ...]:
        """The shortest way to a waiting step from which that one is next; empty when none is."""
        seen, waiting = {step}, deque([step])
        while waiting:
            at = waiting.popleft()
            if path := self.opened(at):
                return path
            fresh = [one.source for one in self.route.arriving.get(at, ()) if one.source not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        return ()


def search(route: Net, most: int = MOST_STATES) -> Search:
    """Walks the route; no more than `most` states."""
    found = Search(route)
    waiting: deque[tuple[State, int]] = deque()
    found.roots = [_reached(found, waiting, -1, hop, pace) for hop, pace in first(route)]
    while waiting:
        state, at = waiting.popleft()
        if len(found.states) >= most:
            found.whole = False
            break
        for hop, pace in moves(route, state):
            found.edges[at].append(_reached(found, waiting, at, hop, pace))
    return found


def _reached(found: Search, waiting: deque[tuple[State, int]], before: int, hop: Hop, pace: Pace) -> int:
    for note in pace.notes:
        found.notes.setdefault(note, (before, hop))
    state = pace.frozen()
    at = found.states.get(state)
    if at is None:
        at = found.states[state] = len(found.states)
        found.parents.append((before, hop))
        found.edges.append([])
        waiting.append((state, at))
    return at


def ways(found: Search, most: int) -> Iterator[int]:
    """The length of each way from the start to where nothing more happens; no state more than twice on one, `most` at most."""
    many, tries = 0, most * 400
    for root in found.roots:
        seen = {root: 1}
        stack: list[tuple[int, Iterator[int]]] = [(root, iter(found.edges[root]))]
        while stack and many < most and tries > 0:
            at, rest = stack[-1]
            after = next(rest, None)
            if after is None:
                stack.pop()
                seen[at] -= 1
            elif seen.get(after, 0) < TWICE:
                tries -= 1
                if not found.edges[after]:
                    many += 1
                    yield len(stack) + 1
                else:
                    seen[after] = seen.get(after, 0) + 1
                    stack.append((after, iter(found.edges[after])))


def leading_to(found: Search, goals: Iterable[int]) -> set[int]:
    """The states from which one of those can be reached, themselves included."""
    back: dict[int, list[int]] = {}
    for at, targets in enumerate(found.edges):
        for one in targets:
            back.setdefault(one, []).append(at)
    seen = set(goals)
    waiting = list(seen)
    while waiting:
        fresh = [one for one in back.get(waiting.pop(), ()) if one not in seen]
        seen.update(fresh)
        waiting += fresh
    return seen
