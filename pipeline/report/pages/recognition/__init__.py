"""The recognition page."""
