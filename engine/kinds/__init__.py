"""Kinds: a folder of data that says everything about one class of documents; read and checked here, packed and named.

`read` gives a Kind or refuses with all problems at once. `candidates` says whom a people's rule finds, through a
Directory the caller gives. `labels` holds the house's words for outcomes and states. No database, no clock.
"""

from engine.kinds.bundle import LARGEST_BUNDLE, LARGEST_FILE, fingerprint, pack, read_folder, unpack
from engine.kinds.differences import Change, differences
from engine.kinds.filing import Filing, Journal
from engine.kinds.kind import Kind, Start
from engine.kinds.labels import OUTCOMES, PURPOSES, STATES, outcome_label, state_label
from engine.kinds.reading import TEMPLATE_NAMES, read, read_story
from engine.kinds.rules import Rule, RuleRefused, read_rule
from engine.kinds.scenario import MOST_MOVES, Move, Scenario, coverage, uncovered
from engine.kinds.seats import Directory, Seats, candidates

__all__ = [
    "LARGEST_BUNDLE",
    "LARGEST_FILE",
    "MOST_MOVES",
    "OUTCOMES",
    "PURPOSES",
    "STATES",
    "TEMPLATE_NAMES",
    "Change",
    "Directory",
    "Filing",
    "Journal",
    "Kind",
    "Move",
    "Rule",
    "RuleRefused",
    "Scenario",
    "Seats",
    "Start",
    "candidates",
    "coverage",
    "differences",
    "fingerprint",
    "outcome_label",
    "pack",
    "read",
    "read_folder",
    "read_rule",
    "read_story",
    "state_label",
    "uncovered",
    "unpack",
]
