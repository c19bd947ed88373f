"""The route as a table, and its changes: files in, changed files out; the drawing stays sound. No database, no clock."""

from engine.kinds.redrawing.changing import Change, change, offered
from engine.kinds.redrawing.table import Button, Lane, Row, Table, Way, table

__all__ = ["Button", "Change", "Lane", "Row", "Table", "Way", "change", "offered", "table"]
