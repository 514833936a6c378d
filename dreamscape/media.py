"""Media: the one place where FFmpeg gets at files.

Left to itself it takes `http:x.mp4` for an address, `a%d.png` for a pattern, and a playlist for leave to open whatever
that names. So to read, it is given a file that is open already, and nothing else may be opened; to write, it is told
the name as a URL of the protocol `file`.
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

BUFFER = 1 << 18  # bytes that are read at a time
PLACE = re.compile(r"(%(?:0\d{1,2})?d)")
NONE: Mapping[str, str] = MappingProxyType({})
# What is no UTF-8 in a file's words: since 19, PyAV gives it as Python does file names, and takes no wish.
_WISHES: dict[str, Any] = {} if int(av.__version__.partition(".")[0]) >= 19 else {"metadata_errors": "surrogateescape"}


class ByteWriter(Protocol):
    """What is written in order."""

    def write(self, data: bytes, /) -> int:
        """Take all of the data; says how many bytes that was."""


@contextmanager
def reading(path: Path) -> Iterator[InputContainer]:
    """A film or a song to be read; of a playlist nothing is played.

    Raises:
        OSError, FFmpegError, ValueError: it cannot be read, is no regular file, or nothing that FFmpeg knows.
    """
    with regular.opened(path) as file:
        ending = re.fullmatch(r"\.[A-Za-z0-9]+", path.suffix)
        file.name = f"media{ending[0] if ending else ''}"  # what FFmpeg knows of the name
        options = {"protocol_whitelist": ""}  # no other file, and no address
        with av.open(file, "r", options=options, buffer_size=BUFFER, **_WISHES) as found:
            yield found


def words(film: InputContainer) -> dict[str, str]:
    """What a film or a song says of itself, by name; a replacement character for each byte that is no UTF-8."""
    return {
        name: text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for name, text in film.metadata.items()
    }


@contextmanager
def reading_pictures(pattern: Path, rate: Fraction | None = None, first: int | None = None) -> Iterator[InputContainer]:
    """A sequence of numbered pictures to be read as a film.

    Args:
        pattern: of their paths; its name has a place for the number, such as `%05d`.
        rate: frames a second; None for FFmpeg's usual 25.
        first: the number to begin with; None for the lowest that is there.

    Raises:
        OSError, FFmpegError, ValueError: it cannot be read.
    """
    before, place, after = PLACE.split(pattern.name, 1)
    wanted = re.compile(rf"{re.escape(before)}(\d+){re.escape(after)}")
    numbers = []
    for path in pattern.parent.iterdir():
        if match := wanted.fullmatch(path.name):
            regular.opened(path).close()  # FFmpeg would wait for ever at a pipe of that name
            numbers.append(int(match[1]))
    start = min(numbers, default=0) if first is None else first
    folder, before, after = (str(part).replace("%", "%%") for part in (pattern.parent, before, after))
    options = {"pattern_type": "sequence", "protocol_whitelist": "file", "start_number": str(start)}
    if rate is not None:
        options["framerate"] = str(rate)
    with av.open(f"file:{folder}/{before}{place}{after}", format="image2", options=options) as found:
        yield found


def writing(path: Path, muxer: str, options: Mapping[str, str] = NONE) -> OutputContainer:
    """A new film or song to be written.

    Args:
        path: of the file, whatever its name looks like.
        muxer: FFmpeg's name of its kind.
        options: of the muxer.
    """
    return av.open(f"file:{path}", "w", format=muxer, container_options=dict(options))


def piping(file: ByteWriter, muxer: str, options: Mapping[str, str] = NONE) -> OutputContainer:
    """A new film to be written in order into something that is open already; other arguments as of `writing`."""
    out = av.open(file, "w", format=muxer, container_options=dict(options), buffer_size=BUFFER)
    out.flags |= cast(int, Flags.flush_packets.value)  # who reads sees each packet as it is made
    return out


def weighing(muxer: str) -> OutputContainer:
    """A film or song that is only weighed: it is written into memory."""
    return av.open(io.BytesIO(), "w", format=muxer)
