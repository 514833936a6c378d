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
    try:
        from dreamscape.system import interrupts

        interrupts.end_at_once()  # and so until there is something to be tidied up: no traceback tells where it was
    except KeyboardInterrupt:
        os._exit(130)
    # NumPy's matrices are small here; threads for them would spin on the cores that draw. Read as NumPy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from dreamscape.system import standard_streams

    standard_streams.prepare()
    from dreamscape.cli import run

    try:
        with interrupts.Interrupt(gently=False):
            code = run(sys.argv[1:])
    except KeyboardInterrupt:  # in the very moment between
        code = interrupts.code()
    sys.exit(code)


if __name__ == "__main__":
    leave_folder()
    main()
