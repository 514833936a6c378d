"""Encodes losslessly drawn segments again, and stores the sound for repeated use, as a size limit needs both."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any

import numpy as np
from av.codec.context import CodecContext
from av.packet import Packet
from av.video.frame import PictureType
from numpy.typing import NDArray

from dreamscape.export.container.mux import SegmentStream
from dreamscape.export.container.soundtrack import RATE
from dreamscape.export.encoding import packets
from dreamscape.export.encoding.encoder import create_context
from dreamscape.export.encoding.formats import Format
from dreamscape.export.encoding.packets import PacketWriter
from dreamscape.export.segments.segment_writer import FilmJob

_BLOCK = RATE  # samples of sound read at a time

Check = Callable[[float], None]  # called with the fraction done, 0 to 1; may raise to stop


@dataclass(frozen=True, slots=True)
class Trial:
    """An encoded segment: its packet file, its size in bytes and its delay in frames."""

    path: Path
    size: int
    delay: int


def reencode(segment: SegmentStream, path: Path, form: Format, job: FilmJob, check: Check) -> Trial:
    """Encode a lossless segment as `Encoder` would have done."""
    source = CodecContext.create("ffv1", "r")
    source.extradata = packets.read_header(segment.path)
    source.width, source.height = job.request.size
    context = create_context(form, job.request.size, job.rate)
    sizes, delay, file = list[int](), 0, PacketWriter(path)

    def write(ready: "Iterable[Packet[Any]]") -> None:
        nonlocal delay
        for packet in ready:
            if not sizes:
                file.begin(context.extradata or b"")
            assert packet.pts is not None
            delay = max(delay, len(sizes) - packet.pts)
            sizes.append(packet.size)
            file.write(packet)

    number = 0
    try:
        for packet in chain(packets.read_packets(segment.path), [None]):
            for frame in source.decode(packet):
                frame.pts, frame.time_base, frame.pict_type = number, 1 / job.rate, PictureType.NONE
                number += 1
                write(context.encode(frame))
                check(0.99)
        write(context.encode(None))
    finally:
        file.close()
    return Trial(path, sum(sizes), delay)


def storing(blocks: Iterable[NDArray[np.float32]], file: IO[bytes], check: Check) -> Iterator[NDArray[np.float32]]:
    """The blocks, `(n, 2)` each, written to `file` as they pass."""
    for block in blocks:
        file.write(np.ascontiguousarray(block, np.float32).tobytes())
        check(0.99)
        yield block


class StoredSound:
    """Stored sound, which can be iterated over repeatedly."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[NDArray[np.float32]]:
        self._file.seek(0)
        while data := self._file.read(_BLOCK * 8):
            yield np.frombuffer(data, np.float32).reshape(-1, 2)
