"""Lets `python -m dreamscape` and the `dreamscape` command start the same program."""

import os
import sys


def leave_folder() -> None:
    """Look for code where it is installed, not in the folder in which `python -m dreamscape` was started.

    Where the program itself lies there, not installed, that folder comes last.
    """
    if not sys.flags.safe_path:
        started = sys.path.pop(0)
        if started == os.path.dirname(os.path.dirname(os.path.abspath(__file__))):
            sys.path.append(started)


def main() -> None:
    """Run the command line and exit with its code."""
    # NumPy's matrices are small here; threads for them would spin on the cores that draw. Read as NumPy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from dreamscape.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    leave_folder()
    main()
