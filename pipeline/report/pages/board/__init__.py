"""The annual outcome summary for the board, a part a file."""
