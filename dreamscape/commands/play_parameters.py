"""The parameters of `play`, with the types that click gives them."""

from dataclasses import dataclass
from pathlib import Path

from dreamscape.commands.parameters import DreamParameters


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayParameters(DreamParameters):
    """The parameters of `play`.

    Attributes:
        remembered: the names of those that have the value that an earlier session left behind.
    """

    what: tuple[str, ...]
    size: str
    fullscreen: bool
    kiosk: bool
    display: int
    fps: float
    at: str
    quality: str | None
    scale: float | None
    shuffle: bool
    language: str | None
    captions: bool
    describe: bool
    flash_limit: bool
    debug_view: str | None

    sound: bool
    volume: float
    mute: bool
    sound_device: str | None
    sound_offset: float

    listen: str | None
    reaction: float
    turns: bool
    listen_file: tuple[Path, ...]
    favourites: bool
    cross_fade: float
    now_playing: bool
    heart: str | None
    link: bool
    osc: str | None
    osc_send: str | None
    midi: str | None
    knobs: tuple[str, ...]

    keyfile: Path | None
    record: Path | None
    log: Path | None
    overwrite: bool

    remembered: frozenset[str] = frozenset()

    @property
    def starts_muted(self) -> bool:
        """Whether the sound starts muted: a dream that listens to a microphone would hear itself."""
        return self.mute or self.listen is not None
