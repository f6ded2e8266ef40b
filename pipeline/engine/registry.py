"""The engines. A new engine is one file and one line here."""

from __future__ import annotations

from pipeline.engine.on_duckdb import OnDuckdb

ENGINES: tuple[type[OnDuckdb], ...] = (OnDuckdb,)
