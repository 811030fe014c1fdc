"""``python -m workers``: the command ``dateline``."""

from workers.cli import main

if __name__ == "__main__":
    main()
