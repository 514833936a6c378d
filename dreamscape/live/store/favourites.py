"""Favourites: positions in dreams that a viewer saved, in a file in the user's configuration folder."""

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
NEAR = 3.0  # s within which two favourites are the same: the dream goes on between two presses of the key
NAME = "favourites.toml"
_HEAD = "# Favourites of dreamscape play: each act by its number, and `at` in seconds since the act began."


class Favourite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A saved position in a dream.

    Attributes:
        title: the dream's title.
        dream: the name of a dream that ships, or the absolute path of a file.
        seed: the seed number.
        act: number of the act, from 1; in an endless dream counted through all rounds.
        scene: the act's scene.
        at: seconds since the act began.
    """

    title: Title
    dream: Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]
    seed: Annotated[int, msgspec.Meta(ge=0, le=HIGHEST_SEED)]
    act: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    scene: Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
    at: Annotated[float, msgspec.Meta(ge=0.0, le=86_400.0)]

    @property
    def label(self) -> str:
        """Scene, time and seed, for the menu and for messages."""
        seconds = math.floor(self.at)
        return f"{self.scene} {seconds // 60}:{seconds % 60:02d}, seed {self.seed}"


class _FavouritesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    favourite: Annotated[tuple[Favourite, ...], msgspec.Meta(max_length=MOST)] = ()


def path() -> Path:
    """Where the user's favourites are stored."""
    return platformdirs.user_config_path("dreamscape", appauthor=False) / NAME


def at_tick(dream: Dream, seed: int, timeline: Timeline, tick: int) -> Favourite:
    """The favourite for a tick of a dream with a seed number."""
    cue = timeline.cue(tick)
    at = round(cue.act_tick / TICKS_PER_SECOND, 4)
    number = dream.layout[cue.act].act if dream.layout else cue.act
    return Favourite(dream.file.title, full_name(dream.name), seed, number + 1, timeline.acts[cue.act].scene, at)


def tick_of(favourite: Favourite, timeline: Timeline) -> int:
    """The tick of a favourite in the current version of its dream.

    Raises:
        InputError: the dream's file was changed, and that act is no longer the same scene.
    """
    act = favourite.act - 1
    if timeline.endless:
        timeline.arrived_tick(act)  # lays the act out
    if act >= len(timeline.acts) or timeline.acts[act].scene != favourite.scene:
        problem = f"act {favourite.act} is no longer {short(favourite.scene)}"
        raise InputError(f"{short(favourite.title)}: {problem}; choose another favourite")
    start, stop = timeline.span(act)
    return min(start + round(favourite.at * TICKS_PER_SECOND), stop - 1)


def same(one: Favourite, other: Favourite) -> bool:
    """Whether two favourites are the same position, to within NEAR seconds."""
    return (one.dream, one.seed, one.act) == (other.dream, other.seed, other.act) and abs(one.at - other.at) <= NEAR


def load(path: Path) -> tuple[Favourite, ...]:
    """Read the favourites, oldest first; none if there is no file.

    Raises:
        InputError: the file cannot be read or is not valid; says what was expected.
    """
    try:
        data = regular.read_document(path, LARGEST_FILE, "a file of favourites")
    except FileNotFoundError:
        return ()
    return decode(data, str(path))


def decode(data: bytes, source: str) -> tuple[Favourite, ...]:
    """Decode the bytes of a favourites file; `source` names it in messages."""
    if len(data) > LARGEST_FILE:
        raise InputError(f"{source}: too large for a file of favourites, expected at most {LARGEST_FILE >> 20} MiB")
    try:
        return toml.decode(data, _FavouritesFile, source, "a file of favourites").favourite
    except msgspec.ValidationError as error:
        raise InputError(f"{source}: {explain(error, _FavouritesFile)}") from None


def toggle(path: Path, favourite: Favourite) -> bool:
    """Add a favourite, or remove it if it is there already; returns whether it is there now.

    Raises:
        InputError: the file is damaged (and left as it is), or this favourite cannot be stored.
        DreamscapeError: the file cannot be written.
    """
    known = load(path)
    others = tuple(other for other in known if not same(other, favourite))
    added = len(others) == len(known)
    if added and len(known) >= MOST:
        raise InputError(f"there can be at most {MOST} favourites; remove one first")
    save(path, (*others, favourite) if added else others)
    return added


def save(path: Path, favourites: tuple[Favourite, ...]) -> None:
    """Write the favourites; after a power cut the file is whole, old or new.

    Raises:
        InputError: what would be written could not be read again.
        DreamscapeError: the file cannot be written.
    """
    tables = [f"[[favourite]]\n{_table(favourite)}" for favourite in favourites]
    try:
        data = "\n".join([_HEAD, *tables, ""]).encode()
    except UnicodeEncodeError:  # of a file's name
        raise InputError(
            "the name of the dream's file is not valid UTF-8; rename the file to add favourites of it"
        ) from None
    decode(data, path.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DreamscapeError(f"{path}: cannot be written ({error.strerror}); nothing was saved") from None
    placing.write(path, data, overwrite=True)


def _table(favourite: Favourite) -> str:
    return "".join(f"{name} = {toml.encode_value(value)}\n" for name, value in msgspec.to_builtins(favourite).items())


@cache
def full_name(name: str) -> str:
    """The name of a dream that ships, or the absolute path of a file, which any later session can find."""
    return name if name in dream_file.names() else str(Path(name).absolute())
