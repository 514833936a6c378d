"""Media files: the only module in which FFmpeg opens files.

By itself, FFmpeg takes `http:x.mp4` for an address and `a%d.png` for a pattern, and opens whatever a playlist names. So
for reading it is given a file that is open already, and may open nothing else; for writing it is given the name as a
URL of the protocol `file`.
"""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, cast

import av
from av.container import Flags, InputContainer, OutputContainer

from dreamscape.files import regular

BUFFER = 1 << 18  # bytes read at a time
NUMBER_FIELD = re.compile(r"(%(?:0\d{1,2})?d)")
NO_OPTIONS: Mapping[str, str] = MappingProxyType({})
# How to decode metadata that is not UTF-8: from version 19 on, PyAV always does it like this, and takes no option.
_METADATA_OPTIONS: dict[str, Any] = (
    {} if int(av.__version__.partition(".")[0]) >= 19 else {"metadata_errors": "surrogateescape"}
)


class ByteWriter(Protocol):
    """A file that is written in order."""

    def write(self, data: bytes, /) -> int:
        """Write all of the data; returns the number of bytes."""


@contextmanager
def reading(path: Path) -> Iterator[InputContainer]:
    """Open a film or a song for reading; playlists are not followed.

    Raises:
        OSError, FFmpegError, ValueError: it cannot be read, is no regular file, or of a kind unknown to FFmpeg.
    """
    with regular.open_regular(path) as file:
        suffix = re.fullmatch(r"\.[A-Za-z0-9]+", path.suffix)
        file.name = f"media{suffix[0] if suffix else ''}"  # all that FFmpeg sees of the name
        options = {"protocol_whitelist": ""}  # no other files, and no addresses
        with av.open(file, "r", options=options, buffer_size=BUFFER, **_METADATA_OPTIONS) as container:
            yield container


def tags_of(film: InputContainer) -> dict[str, str]:
    """The tags of a film or a song, by name; each byte that is not UTF-8 becomes a replacement character."""
    return clean(film.metadata)


def clean(tags: Mapping[str, str]) -> dict[str, str]:
    """Tags of a file or of a stream in it, likewise."""
    return {name: text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for name, text in tags.items()}


@contextmanager
def reading_pictures(pattern: Path, rate: Fraction | None = None, first: int | None = None) -> Iterator[InputContainer]:
    """Open a sequence of numbered pictures for reading as a film.

    Args:
        pattern: of their paths; its name has a field for the number, such as `%05d`.
        rate: frames per second; None for FFmpeg's default of 25.
        first: the first number; None for the lowest that exists.

    Raises:
        OSError, FFmpegError, ValueError: it cannot be read.
    """
    before, field, after = NUMBER_FIELD.split(pattern.name, 1)
    name_pattern = re.compile(rf"{re.escape(before)}(\d+){re.escape(after)}")
    numbers = []
    for path in pattern.parent.iterdir():
        if match := name_pattern.fullmatch(path.name):
            regular.open_regular(path).close()  # FFmpeg would block forever on a pipe
            numbers.append(int(match[1]))
    start = min(numbers, default=0) if first is None else first
    folder, before, after = (str(text).replace("%", "%%") for text in (pattern.parent, before, after))
    options = {"pattern_type": "sequence", "protocol_whitelist": "file", "start_number": str(start)}
    if rate is not None:
        options["framerate"] = str(rate)
    with av.open(f"file:{folder}/{before}{field}{after}", format="image2", options=options) as container:
        yield container


def writing(path: Path, muxer: str, options: Mapping[str, str] = NO_OPTIONS) -> OutputContainer:
    """Create a film or song.

    Args:
        path: of the file, whatever its name looks like.
        muxer: FFmpeg's name of the container.
        options: of the muxer.
    """
    return av.open(f"file:{path}", "w", format=muxer, container_options=dict(options))


def piping(file: ByteWriter, muxer: str, options: Mapping[str, str] = NO_OPTIONS) -> OutputContainer:
    """Create a film in an open file that is written in order; other arguments as of `writing`."""
    out = av.open(file, "w", format=muxer, container_options=dict(options), buffer_size=BUFFER)
    out.flags |= cast(int, Flags.flush_packets.value)  # so that readers get each packet at once
    return out


def writing_to_memory(muxer: str) -> OutputContainer:
    """Create a film or song in memory, to measure its size."""
    return av.open(io.BytesIO(), "w", format=muxer)
