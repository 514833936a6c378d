"""Settings that are remembered between sessions, in a file in the user's configuration folder."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import platformdirs

from dreamscape.dream.line import Language
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.files import placing, regular, toml
from dreamscape.files.schema import explain

LARGEST_FILE = 1 << 16  # bytes
NAME = "settings.toml"
_HEAD = "# What dreamscape play remembers. Command-line options override it; delete this file to restore the defaults."

Side = Annotated[int, msgspec.Meta(ge=90, le=16_384)]
Coordinate = Annotated[int, msgspec.Meta(ge=-(1 << 20), le=1 << 20)]
DeviceName = Annotated[str, msgspec.Meta(min_length=1, max_length=256)]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The remembered settings; None for those that were never changed.

    Attributes:
        quality: the pinned tier.
        captions: whether captions are shown.
        volume: 0 to 100.
        muted: whether the sound is muted.
        sound_device: the output device.
        listen_source: the input device; empty for the default microphone.
        listen_strength: the former name of `reaction`.
        fullscreen: whether the window covers its display.
        size, corner: the window's size, and the top left corner of its frame on the desktop.
        reaction: how strongly what is heard is felt, 0 to 2.
        language: in which captions are to be read.
        now_playing: whether it is shown what plays.
    """

    quality: Literal["low", "medium", "high", "ultra"] | None = None
    captions: bool | None = None
    volume: Annotated[float, msgspec.Meta(ge=0.0, le=100.0)] | None = None
    muted: bool | None = None
    sound_device: DeviceName | None = None
    listen_source: Annotated[str, msgspec.Meta(max_length=256)] | None = None
    listen_strength: Annotated[float, msgspec.Meta(ge=0.0, le=2.0)] | None = None
    fullscreen: bool | None = None
    size: tuple[Side, Side] | None = None
    corner: tuple[Coordinate, Coordinate] | None = None
    reaction: Annotated[float, msgspec.Meta(ge=0.0, le=2.0)] | None = None
    language: Language | None = None
    now_playing: bool | None = None


def path() -> Path:
    """Where the user's settings are stored."""
    return platformdirs.user_config_path("dreamscape", appauthor=False) / NAME


def load(path: Path) -> Settings:
    """Read the settings; all are None if there is no file.

    Raises:
        InputError: the file cannot be read or is not valid; says what was expected.
    """
    try:
        data = regular.read_document(path, LARGEST_FILE, "a file of settings")
    except FileNotFoundError:
        return Settings()
    return decode(data, str(path))


def decode(data: bytes, source: str) -> Settings:
    """Decode the bytes of a settings file; `source` names it in messages."""
    try:
        return toml.decode(data, Settings, source, "a file of settings")
    except msgspec.ValidationError as error:
        raise InputError(f"{source}: {explain(error, Settings)}") from None


def save(path: Path, settings: Settings) -> None:
    """Write the settings; after a power cut the file is whole, old or new.

    Raises:
        DreamscapeError: the file cannot be written.
    """
    values = {name: value for name, value in msgspec.to_builtins(settings).items() if value is not None}
    lines = [_HEAD, *(f"{name} = {toml.encode_value(value)}" for name, value in values.items())]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DreamscapeError(f"{path}: cannot be written ({error.strerror}); settings are not remembered") from None
    placing.write(path, ("\n".join(lines) + "\n").encode(errors="replace"), overwrite=True)


def update(path: Path, changes: dict[str, object]) -> None:
    """Change some settings in the file; a file that cannot be understood is renamed to `.toml.old` first.

    Raises:
        DreamscapeError: the file cannot be written.
    """
    try:
        known = load(path)
    except InputError:
        known = Settings()
        with suppress(OSError):
            path.replace(path.with_suffix(".toml.old"))
    save(path, msgspec.structs.replace(known, **changes))
