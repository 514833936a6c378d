"""Settings that are remembered from one session to the next, in a file of the user's: read with care, written whole."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import platformdirs

from dreamscape.errors import DreamscapeError, InputError
from dreamscape.files import placing, regular, toml
from dreamscape.files.schema import explain

LARGEST_FILE = 1 << 16  # bytes
NAME = "settings.toml"
_HEAD = (
    "# What dreamscape play remembers. Options of the command line go before it; without this file all is as at first."
)

Side = Annotated[int, msgspec.Meta(ge=90, le=16_384)]
Where = Annotated[int, msgspec.Meta(ge=-(1 << 20), le=1 << 20)]
Called = Annotated[str, msgspec.Meta(min_length=1, max_length=256)]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is remembered; None where nothing is.

    Attributes:
        quality: the tier that is pinned.
        captions: whether the voice is written.
        volume: 0 to 100.
        muted: whether nothing is heard.
        sound_device: what plays.
        listen_source: what is listened to; empty for the usual microphone.
        listen_strength: how much of what is heard is felt, 0 to 2.
        fullscreen: whether the window covers its display.
        size, corner: of the window, and of its frame's left upper corner on the desktop.
    """

    quality: Literal["low", "medium", "high", "ultra"] | None = None
    captions: bool | None = None
    volume: Annotated[float, msgspec.Meta(ge=0.0, le=100.0)] | None = None
    muted: bool | None = None
    sound_device: Called | None = None
    listen_source: Annotated[str, msgspec.Meta(max_length=256)] | None = None
    listen_strength: Annotated[float, msgspec.Meta(ge=0.0, le=2.0)] | None = None
    fullscreen: bool | None = None
    size: tuple[Side, Side] | None = None
    corner: tuple[Where, Where] | None = None


def path() -> Path:
    """The user's file."""
    return platformdirs.user_config_path("dreamscape", appauthor=False) / NAME


def load(where: Path) -> Settings:
    """Read what is remembered; nothing is if there is no file.

    Raises:
        InputError: the file cannot be read, or holds what cannot be; says what was expected.
    """
    try:
        data = regular.read(where, LARGEST_FILE)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise InputError(f"{where}: cannot be read ({error.strerror}), expected a file of settings") from None
    if len(data) > LARGEST_FILE:
        raise InputError(f"{where}: too large for a file of settings, expected at most {LARGEST_FILE >> 10} KiB")
    return decode(data, str(where))


def decode(data: bytes, where: str) -> Settings:
    """Decode the bytes of a file of settings; `where` names it in messages."""
    try:
        return toml.decode(data, Settings, where, "a file of settings")
    except msgspec.ValidationError as error:
        raise InputError(f"{where}: {explain(error, Settings)}") from None


def save(where: Path, settings: Settings) -> None:
    """Write what is to be remembered; it is there whole or not at all, also after a power cut.

    Raises:
        DreamscapeError: it cannot be written.
    """
    told = {name: value for name, value in msgspec.to_builtins(settings).items() if value is not None}
    lines = [_HEAD, *(f"{name} = {toml.value(value)}" for name, value in told.items())]
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DreamscapeError(f"{where}: cannot be written ({error.strerror}); settings are not remembered") from None
    placing.write(where, ("\n".join(lines) + "\n").encode(errors="replace"), overwrite=True)


def change(where: Path, changed: dict[str, object]) -> None:
    """Let the file say something else of some settings; a file that cannot be understood is put aside.

    Raises:
        DreamscapeError: it cannot be written.
    """
    try:
        known = load(where)
    except InputError:
        known = Settings()
        with suppress(OSError):
            where.replace(where.with_suffix(".toml.old"))
    save(where, msgspec.structs.replace(known, **changed))
