"""The monthly check-in."""
