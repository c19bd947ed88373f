"""Walks a kind's route every way it can go, without documents and people, and says what is wrong with it, with an example.

`explore` gives findings with the path that leads to each; `nobody` looks through an organisation for lanes that nobody
there can fill; `paths` counts ways from start to end. A second at most; states that are alike are walked once.
"""

from engine.explorer.findings import Explored, Finding, explore, paths
from engine.explorer.people import nobody
from engine.explorer.states import Hop

__all__ = ["Explored", "Finding", "Hop", "explore", "nobody", "paths"]
