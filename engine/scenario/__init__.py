"""Plays a kind's scenarios on the machine alone: no database, no people, no files; a second or less for a kind.

`play` tells one story and says what came of it; `problems` is everything that keeps a kind from being published:
stories that fail, and flows of the diagram that no story walks.
"""

from engine.scenario.playing import play
from engine.scenario.report import Report, problems, report
from engine.scenario.stage import Played

__all__ = ["Played", "Report", "play", "problems", "report"]
