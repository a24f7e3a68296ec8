"""The command `rapporteur`, and `python -m service`. Ctrl-C is heard while the command line itself is still loading."""

from __future__ import annotations

from service.http.stopping import stopping_at_once


def main() -> None:
    """Load the command line and run it."""
    with stopping_at_once():
        from service.cli.commands import main as run

        run()


if __name__ == "__main__":
    main()
