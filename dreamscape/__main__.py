"""The entry point of `python -m dreamscape` and of the `dreamscape` command."""

import os
import sys


def drop_current_folder() -> None:
    """Import installed code only, not from the folder in which `python -m dreamscape` was started.

    If the package itself is there, uninstalled, that folder is searched last.
    """
    if not sys.flags.safe_path:
        started = sys.path.pop(0)
        if started == os.path.dirname(os.path.dirname(os.path.abspath(__file__))):
            sys.path.append(started)


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from dreamscape.system import garbage

        garbage.put_off()
        from dreamscape.system import interrupts

        interrupts.end_at_once()  # until there is something to clean up, and without a traceback
    except KeyboardInterrupt:
        os._exit(130)
    # Our matrices are small, and NumPy's threads would only spin on the cores that draw. Read when NumPy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from dreamscape.system import standard_streams

    standard_streams.prepare()
    from dreamscape.cli import run

    try:
        with interrupts.Interrupt(gently=False):
            code = run(sys.argv[1:])
    except KeyboardInterrupt:  # just before or after `run`
        code = interrupts.exit_code()
    sys.exit(code)


if __name__ == "__main__":
    drop_current_folder()
    main()
