"""Lets `python -m dreamscape` and the `dreamscape` command start the same program."""

import os
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    # NumPy's matrices are small here; threads for them would spin on the cores that draw. Read as NumPy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from dreamscape.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
