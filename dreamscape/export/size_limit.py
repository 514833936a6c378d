"""The fit: a film that is at most so large. Its segments are drawn without loss, and compressed as finely as fits.

Each segment is tried at some constant qualities, so that the whole film looks alike; nothing is drawn again. In the end
neighbouring qualities fill what room is left, some segments having the one and some the other, spread over the film.
"""

import math
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import IO, Any

import numpy as np
from av.codec.context import CodecContext
from av.packet import Packet
from av.video.frame import PictureType
from numpy.typing import NDArray

from dreamscape.errors import DreamscapeError
from dreamscape.export.container.mux import SegmentStream
from dreamscape.export.container.soundtrack import RATE, SoundSource
from dreamscape.export.encoding import encoder_settings, packets
from dreamscape.export.encoding.encoder import create_context
from dreamscape.export.encoding.formats import Format
from dreamscape.export.encoding.packets import PacketWriter
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.system import cores

SAMPLES = 4  # segments that are tried first
OCTAVE = 6.0  # steps of constant quality by which a film becomes half as large, until it is known better
NEAR = 0.97  # of the room: nearer than this a quality for all segments need not be guessed
FRAME = 16  # bytes that a container needs for a frame, or more
ROUNDS = 3  # times that all segments are made finer or coarser by a step
_BLOCK = RATE  # samples of sound that are read at a time

Name = Callable[[str], Path]
Check = Callable[[float], None]  # told how far it is, 0 to 1; may raise to end it there
Make = Callable[
    [Sequence[SegmentStream], int, Format, "SoundSource | None"], Generator[Fraction, None, None]
]  # writes the whole film


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """How large a film may be, and how it may be compressed.

    Attributes:
        limit: of the whole file, bytes.
        finest, coarsest: constant qualities.
        step: between two of them.
        form: the format of a constant quality.
        whole: whether only qualities of the same whole number go into one film: x264 writes that into its header.
    """

    limit: int
    finest: float
    coarsest: float
    step: float
    form: Callable[[float], Format]
    whole: bool = False

    def between(self, size: tuple[int, int], threads: int | None) -> Format:
        """The format of the segments as they are drawn, without loss, and else as the film's."""
        form = self.form(self.finest)
        wish = encoder_settings.EncoderRequest(
            0, encoder_settings.DEFAULT_PRESET, size, form.pixels, threads or cores.usable()
        )
        return replace(form, codec="ffv1", options=encoder_settings.ffv1(wish), tag=None, threads="SLICE", keyint=None)


@dataclass(frozen=True, slots=True)
class _Made:
    path: Path
    size: int
    delay: int


def fitted(
    fit: SizeLimit,
    path: Path,
    name: Name,
    job: FilmJob,
    pieces: Sequence[SegmentStream],
    sound: SoundSource | None,
    make: Make,
    check: Check,
) -> None:
    """Write a film that is no larger than it may be.

    Args:
        fit: how large, and how.
        path: of the film.
        name: where what is tried may lie, by a name.
        job: the film, as it was drawn.
        pieces: the segments, without loss.
        sound: what is heard.
        make: writes the film to `path` from segments, their delay, their format and the sound.
        check: told how far it is.

    Raises:
        OSError, FFmpegError: writing or reading failed.
        DreamscapeError: it cannot become so small; says how small it can.
    """
    frames = sum(piece.frame_count for piece in pieces)
    with tempfile.TemporaryFile(prefix="dreamscape-", dir=path.parent) as store:
        heard = sound and replace(sound, blocks=_kept(sound.blocks, store, check))
        if heard:
            for _ in heard.blocks:
                pass
            heard = replace(heard, blocks=_Stored(store))
        _run(make([], 0, fit.form(fit.finest), heard), check)
        room = fit.limit - path.stat().st_size - frames * FRAME
        tried = _Tried(fit, name, job, pieces, check)
        try:
            while True:
                chosen = tried.choose(room)
                made = [tried.made(number, quality) for number, quality in enumerate(chosen)]
                whole = [replace(piece, path=one.path) for piece, one in zip(pieces, made, strict=True)]
                _run(make(whole, max(one.delay for one in made), fit.form(chosen[0]), heard), check)
                if (over := path.stat().st_size - fit.limit) <= 0:
                    return
                room -= over + FRAME
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        finally:
            tried.remove()


def _run(told: Generator[Fraction, None, None], check: Check) -> None:
    with closing(told):
        for _ in told:
            check(0.99)


class _Tried:
    """Segments compressed at constant qualities."""

    def __init__(self, fit: SizeLimit, name: Name, job: FilmJob, pieces: Sequence[SegmentStream], check: Check) -> None:
        self._fit, self._name, self._job, self._pieces, self._check = fit, name, job, pieces, check
        self._made: dict[tuple[int, float], _Made] = {}
        self._order = sorted(range(len(pieces)), key=lambda number: number * (5**0.5 - 1) / 2 % 1)  # spread evenly

    def choose(self, room: int) -> list[float]:
        """Qualities of all segments that fill `room` bytes as well as they can.

        Raises:
            DreamscapeError: they cannot be so small.
        """
        fit, count = self._fit, len(self._pieces)
        chosen = [self._common(room)] * count
        total = self._total(chosen)
        while total > room:
            if min(chosen) >= fit.coarsest:
                raise _too_large(fit, total - room)
            if max(chosen) == self._bounds(chosen)[1]:  # the next one goes with none of these
                chosen = [min(max(chosen) + fit.step, fit.coarsest)] * count
                total = self._total(chosen)
                continue
            for number in self._order:
                total += self._change(chosen, number, min(chosen[number] + fit.step, fit.coarsest))
                if total <= room:
                    return chosen
        for _ in range(ROUNDS):
            for number in self._order:
                finer = max(chosen[number] - fit.step, self._bounds(chosen)[0])
                more = self.made(number, finer).size - self.made(number, chosen[number]).size
                if finer == chosen[number] or total + more > room:
                    return chosen
                total += self._change(chosen, number, finer)
        return chosen

    def _total(self, chosen: Sequence[float]) -> int:
        return sum(self.made(number, quality).size for number, quality in enumerate(chosen))

    def _bounds(self, chosen: Sequence[float]) -> tuple[float, float]:
        """The finest and the coarsest quality that segments of these may have beside them in one film."""
        fit = self._fit
        if not fit.whole or len(chosen) == 1:
            return fit.finest, fit.coarsest
        lowest = math.floor(chosen[0])
        return max(fit.finest, lowest), min(fit.coarsest, lowest + 1 - fit.step)

    def _change(self, chosen: list[float], number: int, quality: float) -> int:
        """Choose another quality for a segment; returns by how many bytes it grows."""
        more = self.made(number, quality).size - self.made(number, chosen[number]).size
        chosen[number] = quality
        return more

    def _common(self, room: int) -> float:
        """The quality at which all segments about fit, by some of them and then by all."""
        fit, count = self._fit, len(self._pieces)
        quality, octave = fit.finest, OCTAVE
        for numbers in (*[range(0, count, -(-count // SAMPLES))] * 4, range(count)):
            size = self._estimated(numbers, quality)
            if NEAR * room <= size <= room or (size <= room and quality == fit.finest):
                continue
            wished = quality + octave * math.log2(size / max(1, room))
            following = min(max(fit.step * math.ceil(wished / fit.step), fit.finest), fit.coarsest)
            if following != quality and numbers != range(count):
                ratio = math.log2(size / self._estimated(numbers, following))
                octave = (
                    min(max((following - quality) / ratio, 2.0), 20.0) if ratio * (following - quality) > 0 else octave
                )
            quality = following
        return quality

    def _estimated(self, numbers: range, quality: float) -> float:
        """The bytes of all segments, by some of them."""
        frames = sum(piece.frame_count for piece in self._pieces)
        tried = sum(self._pieces[number].frame_count for number in numbers)
        return sum(self.made(number, quality).size for number in numbers) * frames / tried

    def made(self, number: int, quality: float) -> _Made:
        """A segment at a constant quality."""
        if (number, quality) not in self._made:
            path = self._name(f"{len(self._made):06d}.packets")  # no segment is under way any more
            form = self._fit.form(quality)
            self._made[number, quality] = _compressed(self._pieces[number], path, form, self._job, self._check)
        return self._made[number, quality]

    def remove(self) -> None:
        """Remove all files."""
        for made in self._made.values():
            made.path.unlink(missing_ok=True)


def _compressed(piece: SegmentStream, path: Path, form: Format, job: FilmJob, check: Check) -> _Made:
    """Compress a segment that was drawn without loss, as an `Encoder` would have."""
    source = CodecContext.create("ffv1", "r")
    source.extradata = packets.read_header(piece.path)
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
        for packet in chain(packets.read_packets(piece.path), [None]):
            for frame in source.decode(packet):
                frame.pts, frame.time_base, frame.pict_type = number, 1 / job.rate, PictureType.NONE
                number += 1
                write(context.encode(frame))
                check(0.99)
        write(context.encode(None))
    finally:
        file.close()
    return _Made(path, sum(sizes), delay)


def _kept(blocks: Iterable[NDArray[np.float32]], store: IO[bytes], check: Check) -> Iterator[NDArray[np.float32]]:
    for block in blocks:
        store.write(np.ascontiguousarray(block, np.float32).tobytes())
        check(0.99)
        yield block


class _Stored:
    """Sound that was stored, again and again."""

    def __init__(self, store: IO[bytes]) -> None:
        self._store = store

    def __iter__(self) -> Iterator[NDArray[np.float32]]:
        self._store.seek(0)
        while data := self._store.read(_BLOCK * 8):
            yield np.frombuffer(data, np.float32).reshape(-1, 2)


def _too_large(fit: SizeLimit, over: int) -> DreamscapeError:
    return DreamscapeError(
        f"--max-size: the film cannot be made smaller than {(fit.limit + over) / 1e3:,.0f} kB like this, "
        f"and may have {fit.limit / 1e3:,.0f} kB; what was drawn stays: "
        "go on with --resume and a larger --max-size"
    )
