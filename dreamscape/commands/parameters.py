"""The parameters of commands, with the types that click gives them.

Their names are those of click's parameters. What was not given is None or the option's default.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class DreamParameters:
    """Which dream: what `play`, `sound`, `export` and `still` share."""

    dream: str | None
    scene: str | None
    settings: tuple[str, ...]
    seed: str | int | None
    act: str | None
    memories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureParameters(DreamParameters):
    """Which dream to draw, and how: what `export` and `still` share."""

    size: str
    start: str | None
    stop: str | None
    quality: str | None
    language: str | None
    captions: bool
    describe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StillParameters(PictureParameters):
    """The parameters of `still`; `start` is its `--at`."""

    seeds: str | None
    layers: str | None
    overwrite: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportParameters(PictureParameters):
    """The parameters of `export`."""

    fps: str
    shutter: float | None
    shutter_samples: int | None
    supersample: int
    layers: str | None
    loop: bool
    flash_limit: bool
    flash_report: bool

    codec: str | None
    encoder: str | None
    bits: int | None
    crf: float | None
    preset: str | None
    keyint: str | None
    max_size: str | None
    kind: str | None

    sound: bool
    sound_codec: str | None
    sound_bitrate: int | None
    loudness: float
    music: Path | None
    reaction: float
    soundtrack: Path | None
    replay: Path | None

    subtitles: bool
    srt: bool
    vtt: bool
    title: str | None
    artist: str | None
    copyright: str | None
    date: str | None
    comment: str | None
    cover: Path | None
    chapters: bool

    seeds: str | None
    use: str | None
    jobs: int | None
    threads: int | None
    cluster: str | None
    resume: bool
    overwrite: bool
    dry_run: bool
    as_json: bool

    @property
    def encoding(self) -> dict[str, str | float | None]:
        """The options of the encoder, by name; None for those that were not given."""
        return {
            "codec": self.codec,
            "bits": self.bits,
            "encoder": self.encoder,
            "crf": self.crf,
            "preset": self.preset,
            "keyint": self.keyint,
        }

    @property
    def tags(self) -> dict[str, str]:
        """The tags that were given, by name."""
        tags = {
            "title": self.title,
            "artist": self.artist,
            "copyright": self.copyright,
            "date": self.date,
            "comment": self.comment,
        }
        return {name: text for name, text in tags.items() if text is not None}

    @property
    def for_files_only(self) -> dict[str, object]:
        """The options that have no use for a pipe, by name."""
        return {
            "srt": self.srt,
            "vtt": self.vtt,
            "jobs": self.jobs,
            "cluster": self.cluster,
            "resume": self.resume,
            "overwrite": self.overwrite,
            "flash-report": self.flash_report,
            "max-size": self.max_size,
        }
