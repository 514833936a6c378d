"""The argument WHAT of `play`: a dream's name, a dream's file, a shader, or songs."""

import difflib
from dataclasses import replace
from pathlib import Path

import click
from click.core import ParameterSource

from dreamscape.commands.play_parameters import PlayParameters
from dreamscape.errors import InputError, one_of
from dreamscape.text import LONGEST_WORD, short

WHAT = click.argument("what", metavar="[WHAT]...", nargs=-1)


def listed(parameters: PlayParameters) -> tuple[list[str], PlayParameters]:
    """The dreams of a playlist, if there are several; and the parameters, with the first dream or all songs filled in.

    Raises:
        InputError: as of `placed`; there are dreams and songs.
    """
    what = parameters.what
    if len(what) < 2:
        return [], placed(what[0] if what else None, parameters)
    each = [placed(name, parameters, alone=False) for name in what]
    songs = [name for name, one in zip(what, each, strict=True) if one.dream != name]
    if len(songs) == len(what):
        return [], replace(parameters, listen_file=tuple(map(Path, what)))
    if songs:
        name = short(songs[0], LONGEST_WORD)
        raise InputError(f"{name}: a song among dreams, expected one or the other; --listen-file plays songs to dreams")
    return [*what], replace(parameters, dream=what[0])


def placed(what: str | None, parameters: PlayParameters, alone: bool = True) -> PlayParameters:
    """The parameters, with WHAT as the value of `--dream` or `--listen-file`; `alone` if it is the only one.

    Raises:
        InputError: it is neither a dream nor a song, or that option is given too.
    """
    from dreamscape.dream import dream_file
    from dreamscape.songs.m3u import is_list

    if what is None:
        return parameters
    if what in dream_file.names() or what.lower().endswith(".toml") or dream_file.is_shader(what):
        _alone(what, "dream", "--dream")
        return replace(parameters, dream=what)
    path = Path(what)
    try:
        exists = path.exists()
    except (OSError, ValueError):  # an impossible name
        exists = False
    if not exists:
        raise InputError(f"{short(what, LONGEST_WORD)}: nothing to play has this name{_meant(what)}, {_expected()}")
    if path.suffix.lower() == ".jsonl":
        raise InputError(f"{short(what, LONGEST_WORD)}: a recording is filmed: dreamscape export FILM.mp4 --replay it")
    _alone(what, "listen_file", "--listen-file")
    if alone and path.is_file() and not is_list(path):
        _check_song(path)
    return replace(parameters, listen_file=(path,))


def _alone(what: str, name: str, option: str) -> None:
    """Raise InputError if the option that WHAT stands for is given too."""
    if click.get_current_context().get_parameter_source(name) != ParameterSource.DEFAULT:
        raise InputError(f"{short(what)} and {option}: expected one of them")


def _check_song(path: Path) -> None:
    """Raise InputError unless a file holds sound."""
    from contextlib import closing

    from dreamscape.hearing.song import Song

    try:
        with closing(Song(path, "song")):
            pass
    except InputError as error:
        problem = str(error).removeprefix("song ").partition(", expected ")[0]
        raise InputError(f"{problem}, {_expected()}") from None


def _meant(what: str) -> str:
    """A suggestion of a dream with a similar name."""
    from dreamscape.dream import dream_file

    close = difflib.get_close_matches(what.lower(), dream_file.names(), 1)
    return f" (did you mean {close[0]}?)" if close else ""


def _expected() -> str:
    from dreamscape.dream import dream_file

    dreams = f"a dream ({one_of(dream_file.names())}), a dream's file ending in .toml"
    return f"expected {dreams}, a shader, a song, or a folder or M3U of songs"
