"""Lets `python -m dreamscape` and the `dreamscape` command start the same program."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from dreamscape.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
