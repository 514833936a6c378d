"""Favourites: moments of dreams that a viewer keeps to come back to, in a file of the user's beside the settings."""

import math
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
import platformdirs

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import HIGHEST_SEED, Dream, Title
from dreamscape.dream.timeline import Timeline
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.files import placing, regular, toml
from dreamscape.files.schema import explain
from dreamscape.text import short

LARGEST_FILE = 1 << 20  # bytes
MOST = 200
NEAR = 3.0  # s within which two are the same: a dream that plays goes on between two presses of a key
NAME = "favourites.toml"
_HEAD = "# Moments that were kept in dreamscape play: each act by its number, and `at` in seconds since it began."


class Favourite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A moment that is kept.

    Attributes:
        title: of the dream.
        dream: the name of one that ships, or the whole path of a file.
        seed: its seed number.
        act: which, 1 the first; of an endless dream, counted through all its rounds.
        scene: of the act.
        at: seconds since the act began.
    """

    title: Title
    dream: Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]
    seed: Annotated[int, msgspec.Meta(ge=0, le=HIGHEST_SEED)]
    act: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    scene: Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
    at: Annotated[float, msgspec.Meta(ge=0.0, le=86_400.0)]

    @property
    def told(self) -> str:
        """Which moment of the dream, in words."""
        whole = math.floor(self.at)
        return f"{self.scene} {whole // 60}:{whole % 60:02d}, seed {self.seed}"


class _FavouritesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    favourite: Annotated[tuple[Favourite, ...], msgspec.Meta(max_length=MOST)] = ()


def path() -> Path:
    """The user's file."""
    return platformdirs.user_config_path("dreamscape", appauthor=False) / NAME


def moment(dream: Dream, number: int, timeline: Timeline, tick: int) -> Favourite:
    """What is to be kept of a tick of a dream with a seed number."""
    cue = timeline.cue(tick)
    at = round(cue.act_tick / TICKS_PER_SECOND, 4)
    return Favourite(dream.file.title, whole(dream.name), number, cue.act + 1, timeline.acts[cue.act].scene, at)


def tick_of(favourite: Favourite, timeline: Timeline) -> int:
    """The tick of a favourite in its dream, as that is now.

    Raises:
        InputError: the dream's file was changed, and has no such act there any more.
    """
    act = favourite.act - 1
    if timeline.endless:
        timeline.arrived_tick(act)  # which lays it out
    if act >= len(timeline.acts) or timeline.acts[act].scene != favourite.scene:
        what = f"act {favourite.act} is not {short(favourite.scene)} any more"
        raise InputError(f"{short(favourite.title)}: {what}; choose another moment of it")
    start, stop = timeline.span(act)
    return min(start + round(favourite.at * TICKS_PER_SECOND), stop - 1)


def same(one: Favourite, other: Favourite) -> bool:
    """Whether two are the same moment, as far as a hand can tell."""
    return (one.dream, one.seed, one.act) == (other.dream, other.seed, other.act) and abs(one.at - other.at) <= NEAR


def load(where: Path) -> tuple[Favourite, ...]:
    """Read what is kept, the oldest first; nothing is if there is no file.

    Raises:
        InputError: the file cannot be read, or holds what cannot be; says what was expected.
    """
    try:
        data = regular.read(where, LARGEST_FILE)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise InputError(f"{where}: cannot be read ({error.strerror}), expected a file of favourites") from None
    return decode(data, str(where))


def decode(data: bytes, where: str) -> tuple[Favourite, ...]:
    """Decode the bytes of a file of favourites; `where` names it in messages."""
    if len(data) > LARGEST_FILE:
        raise InputError(f"{where}: too large for a file of favourites, expected at most {LARGEST_FILE >> 20} MiB")
    try:
        return toml.decode(data, _FavouritesFile, where, "a file of favourites").favourite
    except msgspec.ValidationError as error:
        raise InputError(f"{where}: {explain(error, _FavouritesFile)}") from None


def turn(where: Path, favourite: Favourite) -> bool:
    """Keep a moment, or no longer if it is kept already; whether it is now. The others stay as they are.

    Raises:
        InputError: the file is damaged, and is left as it is; or this moment cannot be kept.
        DreamscapeError: the file cannot be written.
    """
    known = load(where)
    others = tuple(other for other in known if not same(other, favourite))
    kept = len(others) == len(known)
    if kept and len(known) >= MOST:
        raise InputError(f"{MOST} favourites are the most that can be kept; remove one first")
    save(where, (*others, favourite) if kept else others)
    return kept


def save(where: Path, favourites: tuple[Favourite, ...]) -> None:
    """Write what is kept; the file is there whole or not at all, also after a power cut.

    Raises:
        InputError: what could not be read again.
        DreamscapeError: it cannot be written.
    """
    tables = [f"[[favourite]]\n{_table(favourite)}" for favourite in favourites]
    try:
        data = "\n".join([_HEAD, *tables, ""]).encode()
    except UnicodeEncodeError:  # of a file's name
        raise InputError(
            "the dream's file has a name that is no text in UTF-8; rename it to keep its moments"
        ) from None
    decode(data, where.name)
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DreamscapeError(f"{where}: cannot be written ({error.strerror}); nothing was kept") from None
    placing.write(where, data, overwrite=True)


def _table(favourite: Favourite) -> str:
    return "".join(f"{name} = {toml.value(value)}\n" for name, value in msgspec.to_builtins(favourite).items())


@cache
def whole(name: str) -> str:
    """The name of a dream that ships, or the whole path of a file, which any later session finds."""
    return name if name in dream_file.names() else str(Path(name).absolute())
