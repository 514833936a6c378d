"""What a film is for: options by what each place asks for, in place of those that nobody has said anything about."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from dreamscape.errors import InputError, one_of

_H264 = {"codec": "h264", "bits": 8}
_HD = {"size": "1920x1080", "fps": "30"}
_UPRIGHT = {"size": "1080x1920", "fps": "30"}
_PLAIN = {"size": "1280x720", "fps": "30"}
_YOUTUBE = {"crf": 16, "preset": "medium", "keyint": "0.5", "sound_codec": "aac", "sound_bitrate": 384}
_INSTAGRAM = {"crf": 18, "preset": "medium", "keyint": "2", "sound_codec": "aac", "sound_bitrate": 128}
_DISCORD = {"crf": 20, "preset": "medium", "keyint": "2", "sound_codec": "aac", "max_size": "10MB"}
_EDITOR = {"bits": 10, "sound_codec": "pcm"}
_WEB = {"crf": 23, "preset": "slow", "keyint": "2", "sound_codec": "aac", "sound_bitrate": 128}
_WEBM = {"crf": 32, "preset": "medium", "keyint": "2", "sound_codec": "opus", "sound_bitrate": 96}
USES: Mapping[str, Mapping[str, Mapping[str, Any]]] = {  # by name, and by the end of the film's name
    "youtube": {".mp4": {**_HD, **_H264, **_YOUTUBE}},
    "instagram": {".mp4": {**_UPRIGHT, **_H264, **_INSTAGRAM}},
    "discord": {".mp4": {**_PLAIN, **_H264, **_DISCORD}},
    "editor": {".mov": {**_HD, "codec": "prores", **_EDITOR}, ".mxf": {**_HD, "codec": "dnxhr", **_EDITOR}},
    "web": {".mp4": {**_PLAIN, **_H264, **_WEB}, ".webm": {**_PLAIN, "codec": "vp9", "bits": 8, **_WEBM}},
}
_OF_CODEC = "bits", "crf", "preset", "keyint", "max_size"  # which mean something to the codec that goes with them
_OF_SOUND = ("sound_bitrate",)


def used(use: str, output: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a command with those that go with a use where they were not given.

    Args:
        use: one of USES.
        output: the film's name.
        asked: all options of the command that is run.

    Raises:
        InputError: there is no such use, or it takes no such file.
    """
    if use not in USES:
        raise InputError(f"--for {use[:40]}: unknown, expected {one_of(USES)}")
    suffix = output.suffix.lower()
    if suffix not in USES[use]:
        raise InputError(
            f"--for {use}: not with {suffix or 'such a name'}, expected a film that ends in {one_of(USES[use])}"
        )
    fitting = dict(USES[use][suffix])
    given = {name for name in asked if _is_given(name)}
    if "codec" in given and asked["codec"] != fitting["codec"]:
        fitting = {name: value for name, value in fitting.items() if name not in _OF_CODEC}
    if not asked["sound"] or ("sound_codec" in given and asked["sound_codec"] != fitting["sound_codec"]):
        fitting = {name: value for name, value in fitting.items() if name not in _OF_SOUND}
    if not asked["sound"]:
        del fitting["sound_codec"]
    return {**asked, **{name: value for name, value in fitting.items() if name not in given}}


def _is_given(name: str) -> bool:
    return click.get_current_context().get_parameter_source(name) not in (None, ParameterSource.DEFAULT)
