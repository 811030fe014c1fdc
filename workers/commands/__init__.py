"""One file per command of ``dateline``."""
