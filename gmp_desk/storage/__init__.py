"""The library: every plan and report and all their versions in one SQLite file."""
