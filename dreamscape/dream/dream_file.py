"""Dream files: TOML, decoded and validated into frozen structs; errors say where they are."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

from dreamscape import resources
from dreamscape.dream.line import CONTROL, Line, Seconds
from dreamscape.dream.memory_files import Memories
from dreamscape.dream.placed_act import Layout
from dreamscape.dream.quantities import NAMES
from dreamscape.errors import InputError, instead_of, one_of
from dreamscape.files import regular, toml
from dreamscape.files.schema import explain
from dreamscape.quality import TIERS
from dreamscape.text import short

LARGEST_FILE = 1 << 18  # bytes: a dream is a page of text, so anything larger is some other file
HIGHEST_SEED = 2**63 - 1

Colour = Annotated[str, msgspec.Meta(pattern="^#[0-9a-fA-F]{6}$", description="a colour as #rrggbb")]
Title = Annotated[
    str,
    msgspec.Meta(
        min_length=1,
        max_length=80,
        pattern=rf"^[^\t\n\r{CONTROL}]*\Z",
        description="one line of text of 1 to 80 letters, without control characters",
    ),
]
Words = Annotated[str, msgspec.Meta(pattern=rf"^[^{CONTROL}]*\Z", description="text without control characters")]
FileWords = Annotated[
    str, msgspec.Meta(min_length=1, max_length=400, description="files beside the dream or under ~/, * for any letters")
]
Setting = Annotated[
    float | bool | str | list[float] | dict[str, float],
    msgspec.Meta(description="a number, true or false, text, a list of numbers or a table of them"),
]
Unit = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]

SHIFTS = "light", "iris", "surface", "rising", "shine", "line", "arch", "star", "mist"
THROUGH = f"{', '.join(sorted(SHIFTS))} or a shader such as my.fs"
Through = Annotated[str, msgspec.Meta(min_length=1, max_length=200, description=THROUGH)]


class Shift(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How an act turns into the next: through one of SHIFTS or a shader, and how long that takes, in seconds."""

    through: Through
    seconds: Annotated[float, msgspec.Meta(ge=0.5, le=20.0)] = 3.0


class Drive(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A parameter that follows what is heard.

    Attributes:
        parameter: `layer.parameter`, of a layer of the act's scene; of a vector or colour, `layer.parameter.component`.
        by: the quantity, one of `quantities.NAMES`.
        gain: what is added to the parameter where the quantity is 1; it stays within the parameter's bounds.
        attack, release: s in which it comes 63 % of its way up, and down.
    """

    parameter: Annotated[str, msgspec.Meta(min_length=3, max_length=200)]
    by: str
    gain: Annotated[float, msgspec.Meta(ge=-1e6, le=1e6)]
    attack: Annotated[float, msgspec.Meta(ge=0.0, le=60.0)] = 0.0
    release: Annotated[float, msgspec.Meta(ge=0.0, le=60.0)] = 0.3


class Look(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A filter over the picture of an act: a shader from elsewhere, and what is set of it."""

    filter: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    parameters: dict[str, Setting] = {}


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One act: a scene, its length and parameters, what is said in it, what follows sound, filters over its picture in
    the order they are laid, how it turns into the next.

    A `pace` below 1 slows down what happens in it; waves and wind keep their speed.
    """

    scene: str
    seconds: Annotated[float, msgspec.Meta(ge=1.0, le=86_400.0)]
    connection: tuple[tuple[Seconds, Unit], ...] = ((0.0, 0.0),)
    parameters: dict[str, Setting] = {}
    palette: dict[str, Colour] = {}
    voice: tuple[Line, ...] = ()
    drive: tuple[Drive, ...] = ()
    look: Annotated[tuple[Look, ...], msgspec.Meta(max_length=8)] = ()
    shift: Shift = Shift("light")
    pace: Annotated[float, msgspec.Meta(ge=0.05, le=1.0)] = 1.0


class DreamFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of a dream file, such as those in `seeds/`.

    It comes out of the dark in `opening` seconds, and goes dark in its last `closing`. Photographs, clips, voice notes
    and texts that `memories` names are those of its acts under water and of the chorus.
    """

    title: Title
    seed: Annotated[int, msgspec.Meta(ge=0, le=HIGHEST_SEED)]
    act: Annotated[tuple[Act, ...], msgspec.Meta(min_length=1, max_length=64)]
    about: Words = ""
    quality: str | None = None
    endless: bool = False
    closing: Annotated[float, msgspec.Meta(ge=0.0, le=60.0)] = 0.0
    opening: Annotated[float, msgspec.Meta(ge=0.0, le=60.0)] = 4.0
    memories: Annotated[tuple[FileWords, ...], msgspec.Meta(max_length=64)] = ()

    @property
    def seconds(self) -> float:
        """The length of the dream."""
        return sum(act.seconds for act in self.act)

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of all languages that its lines are written in, those that lines are spoken in first."""
        lines = [line for act in self.act for line in act.voice]
        own = [line.lang for line in lines]
        return tuple(dict.fromkeys([*own, *(tag for line in lines for tag in line.written_in)]))


class ShaderFile(msgspec.Struct, frozen=True):
    """A shader from elsewhere that a dream names.

    Attributes:
        path: absolute.
        digest: of all files that it is made of.
        layer: the name of its layer.
    """

    path: str
    digest: str
    layer: str


class Dream(msgspec.Struct, frozen=True):
    """A decoded dream and where it came from.

    Attributes:
        name: of a dream that ships, or the path of its file; of a scene alone, the scene file's `cove.py:Cove`.
        file: its content.
        digest: 32 hexadecimal digits of its text, and of its scene file and settings where there are any.
        code: path and class of the scene file that the user named; never from a dream file.
        code_digest: of that scene file.
        settings: parameters that the user set, by `layer.parameter` or `scene.parameter`; already part of `file`.
        plan: of a dream that was made for a song, and which no file holds: how it is laid out, in lines. Else empty.
        language: in which its lines are to be read, where they are written in it; already part of `file`. Empty for
            that in which each is spoken.
        shaders: the shaders from elsewhere that it names, by the word that names each.
        described: whether what is seen is said between the lines.
        layout: the order and lengths of its acts, where music has changed them while it played. Else empty.
        story: then, its content as its file has it.
        memories: the user's own files that its acts show.
    """

    name: str
    file: DreamFile
    digest: str
    code: str = ""
    code_digest: str = ""
    settings: dict[str, Any] = {}
    plan: tuple[str, ...] = ()
    language: str = ""
    shaders: dict[str, ShaderFile] = {}
    described: bool = False
    layout: Layout = ()
    story: DreamFile | None = None
    memories: Memories = Memories()

    @property
    def is_scene(self) -> bool:
        """Whether it is a scene file's scene alone."""
        return bool(self.code) and self.name == Path(self.code).name


def is_shader(word: str) -> bool:
    """Whether a word names a shader from elsewhere: ISF's `my.fs`, Shadertoy's `my.frag`, or what that exports."""
    return word.lower().endswith((".fs", ".frag", ".json"))


def names() -> list[str]:
    """The dreams that ship with the program."""
    return sorted(path.stem for path in resources.folder("seeds").glob("*.toml"))


def path_of(name: str) -> Path:
    """The path of a dream: of the shipped one with this name, or else the name itself as a path."""
    return resources.folder("seeds") / f"{name}.toml" if name in names() else Path(name)


def load(name: str) -> Dream:
    """Load a dream by the name of a shipped one or the path of a file.

    Raises:
        InputError: no such dream, or not a dream file; says the file, the key and what was expected.
    """
    path = path_of(name)
    try:
        data = regular.read_document(path, LARGEST_FILE, "a dream file")
    except (FileNotFoundError, ValueError):  # ValueError: a name that no file can have
        raise InputError(
            f"{short(name)}: no such dream, expected {one_of(names())}, or the path of a .toml file"
        ) from None
    return Dream(name, decode(data, str(path)), hashlib.blake2b(data, digest_size=16).hexdigest())


def decode(data: bytes, where: str) -> DreamFile:
    """Decode and validate the bytes of a dream file; `where` names it in messages.

    Raises:
        InputError: says the place in the file, and what was expected.
    """
    try:
        file = toml.decode(data, DreamFile, where, "a dream file")
    except msgspec.ValidationError as error:
        raise InputError(f"{where}: {explain(error, DreamFile, lambda: toml.decode(data, dict, where, ''))}") from None
    if file.quality is not None and file.quality not in TIERS:
        raise InputError(f"{where}: quality: unknown tier '{short(file.quality)}'{instead_of(file.quality, TIERS)}")
    for index, act in enumerate(file.act):
        following = file.act if file.endless else file.act[index + 1 : index + 2]
        _check_act(act, following, f"{where}: act[{index}]")
    return file


def _check_act(act: Act, following: tuple[Act, ...], where: str) -> None:
    """Check an act's times and drives, and that its shift takes no longer than an act that may follow."""
    times = [second for second, _ in act.connection]
    if not times or times != sorted(set(times)):
        raise InputError(f"{where}.connection: expected [seconds, value] pairs in order of time")
    shortest = min((other.seconds for other in following), default=act.shift.seconds)
    if act.shift.seconds > shortest:
        raise InputError(
            f"{where}.shift.seconds: expected no more than the next act's {shortest:g} s, got {act.shift.seconds:g}"
        )
    if act.shift.through not in SHIFTS and not is_shader(act.shift.through):
        raise InputError(f"{where}.shift.through: expected {THROUGH}, got {short(repr(act.shift.through))}")
    for number, look in enumerate(act.look):
        if not is_shader(look.filter):
            got = short(repr(look.filter))
            raise InputError(f"{where}.look[{number}].filter: expected a shader like my.fs, got {got}")
    for number, drive in enumerate(act.drive):
        if drive.by not in NAMES:
            raise InputError(
                f"{where}.drive[{number}].by: no quantity '{short(drive.by)}'{instead_of(drive.by, NAMES)}"
            )
    for number, line in enumerate(act.voice):
        if line.at >= act.seconds:
            raise InputError(
                f"{where}.voice[{number}].at: expected less than the act's {act.seconds:g} s, got {line.at:g}"
            )


def check(dream: Dream, scenes: Mapping[str, Any]) -> None:
    """Check that every act names an existing scene and gives it parameters and colours that it has, in range.

    Args:
        dream: the decoded dream.
        scenes: the scene classes by name.
    """
    for index, act in enumerate(dream.file.act):
        where = f"{dream.name}: act[{index}]"
        if act.scene not in scenes:
            raise InputError(f"{where}.scene: unknown scene '{short(act.scene)}'{instead_of(act.scene, scenes)}")
        scenes[act.scene].check(act.parameters, act.palette, where)
