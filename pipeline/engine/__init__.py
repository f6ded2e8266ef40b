"""Tidy rows to sufficient statistics, in one pass; the only room that knows a database."""
