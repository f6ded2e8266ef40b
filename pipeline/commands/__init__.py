"""WHAT THE COMMANDS DO: each is one file; the command line calls them and prints."""
