"""`--for`: options that suit a use, such as YouTube, in place of those that were not given."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from dreamscape.commands.parameters import ExportParameters
from dreamscape.errors import InputError, instead_of, one_of

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
USES: Mapping[str, Mapping[str, Mapping[str, Any]]] = {  # by name and suffix
    "youtube": {".mp4": {**_HD, **_H264, **_YOUTUBE}},
    "instagram": {".mp4": {**_UPRIGHT, **_H264, **_INSTAGRAM}},
    "discord": {".mp4": {**_PLAIN, **_H264, **_DISCORD}},
    "editor": {".mov": {**_HD, "codec": "prores", **_EDITOR}, ".mxf": {**_HD, "codec": "dnxhr", **_EDITOR}},
    "web": {".mp4": {**_PLAIN, **_H264, **_WEB}, ".webm": {**_PLAIN, "codec": "vp9", "bits": 8, **_WEBM}},
}
_OF_CODEC = "bits", "crf", "preset", "keyint", "max_size"  # which go with the use's codec alone
_OF_SOUND = ("sound_bitrate",)


def with_preset(use: str, output: Path, parameters: ExportParameters) -> ExportParameters:
    """The parameters of an export, with those of a use where they were not given.

    Args:
        use: one of USES.
        output: the film's name.
        parameters: of the export.

    Raises:
        InputError: there is no such use, or it does not take such a file.
    """
    if use not in USES:
        raise InputError(f"--for {use[:40]}: unknown{instead_of(use, USES)}")
    suffix = output.suffix.lower()
    if suffix not in USES[use]:
        raise InputError(
            f"--for {use}: not with {suffix or 'such a name'}, expected a film that ends in {one_of(USES[use])}"
        )
    preset = dict(USES[use][suffix])
    given = {name for name in preset if _is_given(name)}
    if "codec" in given and parameters.codec != preset["codec"]:
        preset = {name: value for name, value in preset.items() if name not in _OF_CODEC}
    if not parameters.sound or ("sound_codec" in given and parameters.sound_codec != preset["sound_codec"]):
        preset = {name: value for name, value in preset.items() if name not in _OF_SOUND}
    if not parameters.sound:
        del preset["sound_codec"]
    return replace(parameters, use=None, **{name: value for name, value in preset.items() if name not in given})


def _is_given(name: str) -> bool:
    return click.get_current_context().get_parameter_source(name) not in (None, ParameterSource.DEFAULT)
