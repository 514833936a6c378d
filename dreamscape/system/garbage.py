"""Python's search for cyclic garbage: put off while a program starts, and kept short while it draws."""

import gc

START = 100_000  # objects: more than all modules make, which would be gone through a hundred times, and are none of it
_EVER = gc.get_threshold()


def put_off() -> None:
    """Search only once START objects have been made that were not freed, until what exists is kept."""
    gc.set_threshold(START)


def is_put_off() -> bool:
    """Whether it is put off now."""
    return gc.get_threshold()[0] == START


def keep_existing() -> None:
    """Leave what exists now out of all searches, which would cost a frame each, and search as often as ever again."""
    gc.freeze()
    gc.set_threshold(*_EVER)
