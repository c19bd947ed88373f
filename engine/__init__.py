"""Bagyt's engine: rooms on floors, imports only downwards (docs/architecture.md). It knows no web."""

__version__ = "0.1.0"
