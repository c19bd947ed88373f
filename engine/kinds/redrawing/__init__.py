"""The route as a table, and its changes: files in, changed files out; the drawing stays sound. No database, no clock."""

from engine.kinds.redrawing.changing import Change, change, offered
from engine.kinds.redrawing.dropping import drop
from engine.kinds.redrawing.inserting import PLACES, Approver, insert, stands
from engine.kinds.redrawing.seating import New, reseat
from engine.kinds.redrawing.table import Button, Lane, Row, Table, Way, table

__all__ = [
    "PLACES",
    "Approver",
    "Button",
    "Change",
    "Lane",
    "New",
    "Row",
    "Table",
    "Way",
    "change",
    "drop",
    "insert",
    "offered",
    "reseat",
    "stands",
    "table",
]
