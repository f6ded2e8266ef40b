"""The evaluation report, a section a file."""
