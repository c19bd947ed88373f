"""Measuring a kind: in process and over HTTP, beside a floor of the bare library from the same run."""

from engine.bench.report import Result, measure

__all__ = ["Result", "measure"]
