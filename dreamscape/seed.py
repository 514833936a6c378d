"""Dream files: TOML, decoded and checked into frozen structs, with the place of every error."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_type_hints

import msgspec

from dreamscape import files, resources, toml
from dreamscape.errors import InputError, one_of
from dreamscape.quality import TIERS

LARGEST_FILE = 1 << 18  # bytes: a dream is a page of text, so anything larger was meant for something else
HIGHEST_SEED = 2**63 - 1

Colour = Annotated[str, msgspec.Meta(pattern="^#[0-9a-fA-F]{6}$")]
Seconds = Annotated[float, msgspec.Meta(ge=0.0, le=86_400.0)]
Unit = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line: when it begins, in seconds after its act does, how long it stays, its words, and who speaks them."""

    at: Seconds
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=240)]
    stay: Annotated[float, msgspec.Meta(gt=0.0, le=60.0)] = 7.0
    speaker: Literal["voice", "dreamer"] = "voice"


class Shift(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How an act passes into the next: through what both contain, and how long that takes, in seconds."""

    through: Literal["light", "iris", "surface", "rising", "shine", "line", "star", "mist"]
    seconds: Annotated[float, msgspec.Meta(ge=0.5, le=20.0)] = 3.0


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One act: a scene, its length, its parameters, what is said in it, and how it passes into the next.

    `pace` below 1 lets what happens in it happen more slowly; waves and wind keep their speed.
    """

    scene: str
    seconds: Annotated[float, msgspec.Meta(ge=1.0, le=86_400.0)]
    connection: tuple[tuple[Seconds, Unit], ...] = ((0.0, 0.0),)
    parameters: dict[str, float] = {}
    palette: dict[str, Colour] = {}
    voice: tuple[Line, ...] = ()
    shift: Shift = Shift("light")
    pace: Annotated[float, msgspec.Meta(ge=0.05, le=1.0)] = 1.0


class Seed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dream: what `seeds/*.toml` says."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    seed: Annotated[int, msgspec.Meta(ge=0, le=HIGHEST_SEED)]
    act: Annotated[tuple[Act, ...], msgspec.Meta(min_length=1, max_length=64)]
    about: str = ""
    quality: str | None = None
    endless: bool = False

    @property
    def seconds(self) -> float:
        """The whole length."""
        return sum(act.seconds for act in self.act)


class Dream(msgspec.Struct, frozen=True):
    """A decoded dream and where it came from."""

    name: str
    seed: Seed
    digest: str


def names() -> list[str]:
    """The dreams that ship with the program."""
    return sorted(path.stem for path in resources.folder("seeds").glob("*.toml"))


def path_of(name: str) -> Path:
    """Where the dream of this name lies: a shipped one, or else a file of that path."""
    return resources.folder("seeds") / f"{name}.toml" if name in names() else Path(name)


def load(name: str) -> Dream:
    """Read a dream by the name of a shipped one or the path of a file.

    Raises:
        InputError: no such dream, or a file that is not one; says the file, the key and what was expected.
    """
    path = path_of(name)
    try:
        data = files.read(path, LARGEST_FILE)
    except (FileNotFoundError, ValueError):  # ValueError: a name that no file can have
        raise InputError(f"{name}: no such dream, expected {one_of(names())}, or the path of a .toml file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}), expected a dream file in TOML") from None
    if len(data) > LARGEST_FILE:
        raise InputError(f"{path}: too large for a dream file, expected at most {LARGEST_FILE >> 10} KiB of TOML")
    return Dream(name, decode(data, str(path)), hashlib.blake2b(data, digest_size=16).hexdigest())


def decode(data: bytes, where: str) -> Seed:
    """Decode the bytes of a dream file; `where` names it in messages."""
    try:
        seed = toml.decode(data, Seed, where, "a dream file")
    except msgspec.ValidationError as error:
        raise InputError(f"{where}: {_explain(str(error), data)}") from None
    if seed.quality is not None and seed.quality not in TIERS:
        raise InputError(f"{where}: quality: unknown tier {seed.quality!r}, expected {one_of(TIERS)}")
    for index, act in enumerate(seed.act):
        times = [second for second, _ in act.connection]
        if not times or times != sorted(set(times)):
            raise InputError(f"{where}: act[{index}].connection: expected [seconds, value] pairs in order of time")
        after = seed.act if seed.endless else seed.act[index + 1 : index + 2]
        shortest = min((other.seconds for other in after), default=act.shift.seconds)
        if act.shift.seconds > shortest:
            raise InputError(
                f"{where}: act[{index}].shift.seconds: expected no more than the next act's {shortest:g} s, "
                f"got {act.shift.seconds:g}"
            )
        for number, line in enumerate(act.voice):
            if line.at >= act.seconds:
                key = f"act[{index}].voice[{number}].at"
                raise InputError(f"{where}: {key}: expected less than the act's {act.seconds:g} s, got {line.at:g}")
    return seed


def _explain(message: str, source: bytes) -> str:
    """Turn `Expected X - at `$.act[0].seconds`` around: the key first, then what was expected, with the valid names."""
    text, _, place = message.partition(" - at ")
    place = place.strip("`").removeprefix("$").removeprefix(".")
    if match := re.fullmatch(r"act\[(\d+)\]\.(palette|parameters)\[\.\.\.\]", place):
        table = toml.decode(source, dict[str, Any], "", "")["act"][int(match[1])][match[2]]
        place = f"act[{match[1]}].{match[2]}.{_first_wrong(table, Colour if match[2] == 'palette' else float)}"
    if "unknown field" in text:
        inner: dict[str, type[msgspec.Struct]] = {"voice": Line, "shift": Shift, "act": Act}
        struct = next((inner[name] for name in inner if name in place), Seed)
        text += f"; the valid keys are {one_of(field.name for field in msgspec.structs.fields(struct))}"
    text = text.replace("Object contains", "contains").replace("`object`", "a table").replace("`array`", "a list")
    if "enum value" in text:
        kind = Line if place.endswith("speaker") else Shift
        valid = get_args(get_type_hints(kind)[place.rpartition(".")[2]])
        text = f"expected {one_of(valid)}, got {text.rpartition(' ')[2]}"
    text = re.sub("`str` matching regex .*", "a colour as #rrggbb", text)
    text = text.replace("`str`", "text").replace("`float`", "a number").replace("`int`", "a whole number")
    return f"{place}: {text}" if place else text


def _first_wrong(table: dict[str, Any], kind: Any) -> str:
    """The key of the first value that is not of this kind."""
    for key, value in table.items():
        try:
            msgspec.convert(value, kind)
        except msgspec.ValidationError:
            return key
    raise ValueError(f"all of {table} are {kind}")


def check(dream: Dream, scenes: Mapping[str, Any]) -> None:
    """Check that every act names a scene there is and gives it parameters and colours it has, in range.

    Args:
        dream: the decoded dream.
        scenes: the scene classes by name.
    """
    for index, act in enumerate(dream.seed.act):
        where = f"{dream.name}: act[{index}]"
        if act.scene not in scenes:
            raise InputError(f"{where}.scene: unknown scene {act.scene!r}, expected {one_of(scenes)}")
        scenes[act.scene].check(act.parameters, act.palette, where)
