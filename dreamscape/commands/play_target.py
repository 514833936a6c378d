"""What `play` is to play, told by one word: a dream's name, a dream's file, or a song."""

import difflib
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from dreamscape.errors import InputError, one_of
from dreamscape.text import LONGEST_WORD, short

WHAT = click.argument("what", metavar="[WHAT]...", nargs=-1)


def listed(what: tuple[str, ...], asked: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """The dreams that are to follow each other, if there are several; and what was asked for, with the first in place.

    Raises:
        InputError: as of `placed`; one of several is a song.
    """
    if len(what) < 2:
        return [], placed(what[0] if what else None, asked)
    for one in what:
        if placed(one, asked).get("dream") != one:
            raise InputError(
                f"{short(one, LONGEST_WORD)}: a song is played alone, expected dreams to follow each other"
            )
    return [*what], {**asked, "dream": what[0]}


def placed(what: str | None, asked: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, with the dream or the song that WHAT is in its option's place.

    Raises:
        InputError: it is none of them, or beside an option that says the same.
    """
    from dreamscape.dream import dream_file

    if what is None:
        return asked
    if what in dream_file.names() or what.lower().endswith(".toml"):
        _alone(what, "dream", "--dream")
        return {**asked, "dream": what}
    path = Path(what)
    try:
        there = path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        there = False
    if not there:
        raise InputError(f"{short(what, LONGEST_WORD)}: nothing to play is called so{_meant(what)}, {_expected()}")
    if path.suffix.lower() == ".jsonl":
        raise InputError(f"{short(what, LONGEST_WORD)}: a recording is filmed: dreamscape export FILM.mp4 --replay it")
    _alone(what, "listen_file", "--listen-file")
    _check_song(path)
    return {**asked, "listen_file": path}


def _alone(what: str, name: str, option: str) -> None:
    """Raise InputError if an option says the same as WHAT."""
    if click.get_current_context().get_parameter_source(name) != ParameterSource.DEFAULT:
        raise InputError(f"{short(what)} and {option}: expected one of them")


def _check_song(path: Path) -> None:
    """Raise InputError unless there is sound in a file."""
    from contextlib import closing

    from dreamscape.hearing.song import Song

    try:
        with closing(Song(path, "song")):
            pass
    except InputError as error:
        wrong = str(error).removeprefix("song ").partition(", expected ")[0]
        raise InputError(f"{wrong}, {_expected()}") from None


def _meant(what: str) -> str:
    """The dream that may have been meant."""
    from dreamscape.dream import dream_file

    close = difflib.get_close_matches(what.lower(), dream_file.names(), 1)
    return f" (did you mean {close[0]}?)" if close else ""


def _expected() -> str:
    from dreamscape.dream import dream_file

    return f"expected a dream ({one_of(dream_file.names())}), a dream's file ending in .toml, or a song"
