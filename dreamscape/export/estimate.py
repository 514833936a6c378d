"""The estimate: how long a film is, and about how large it gets and how long it takes, from a few frames of it."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dreamscape import media
from dreamscape.clock import now_ns
from dreamscape.export import animation, image_sequence
from dreamscape.export.container.mux import SegmentStream
from dreamscape.export.container.soundtrack import RATE, SoundSource, Soundtrack
from dreamscape.export.encoding import packets
from dreamscape.export.segments.segment_writer import FilmedSegment, FilmJob, SegmentRequest, SegmentWriter
from dreamscape.export.segments.world_state import scout

PLACES = 8  # where frames are tried, spread evenly: acts begin in the dark
WARM, TRIED = 3, 8  # frames there: those that compile shaders, and those that count
HEARD = 30  # s of a song that are compressed for it
# Bytes a second of a dream's sound, as measured of Sapphire: to hear its middle, all before that must be played.
BYTES_A_SECOND = {"aac": 32_200, "libopus": 26_100, "flac": 167_000, "alac": 199_000, "pcm_s24le": 288_000}


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an export comes to.

    Attributes:
        frames: how many.
        duration: of the film, seconds.
        pictures, sound: of the film, bytes.
        disk: what is needed while it is made, for its parts and for what of the film is there, bytes.
        time: to make it in one process, seconds.
        drawn: frames that this follows from.
    """

    frames: int
    duration: float
    pictures: float
    sound: float
    disk: float
    time: float
    drawn: int

    @property
    def size(self) -> float:
        """Of the film, bytes."""
        return self.pictures + self.sound


def estimate(job: FilmJob, codec: str | None = None, song: SoundSource | None = None) -> Estimate:
    """Draw and compress a few frames, spread over the film, as the export would.

    Args:
        job: the film.
        codec: FFmpeg's name of the encoder of its sound; None for a silent one.
        song: what is heard in place of the dream.
    """
    numbers = job.request.frame_numbers(job.rate)
    reels, took = list[tuple[SegmentRequest, list[int]]](), list[int]()

    def filmed(order: SegmentRequest, reel: FilmedSegment) -> None:
        reels.append((order, [packet.size for packet in packets.read_packets(order.path)]))

    with tempfile.TemporaryDirectory(prefix="dreamscape-") as folder:
        writer = SegmentWriter(job, filmed)
        try:
            for order in _orders(job, Path(folder)):
                begun = now_ns()
                for sent, _ in enumerate(writer.film([order], lambda: False), start=1):
                    if sent == WARM:
                        begun = now_ns()
                took.append((now_ns() - begun) // max(1, len(order.frames) - WARM))
        finally:
            writer.close()
        parts = _of_segments(job, [sizes for _, sizes in reels])
        pictures = parts
        if job.form.muxer in animation.MUXERS.values():
            pictures = _animated(job, [order for order, _ in reels], Path(folder)) * len(numbers)
    twice = (
        min(1.0, job.length / len(numbers)) if image_sequence.is_one(job.form) else 1.0
    )  # what lies there as parts too
    sound = 0.0 if codec is None else float(len(numbers) / job.rate) * _heard(codec, song)
    return Estimate(
        len(numbers),
        float(len(numbers) / job.rate),
        pictures,
        sound,
        twice * parts + pictures + sound,
        len(numbers) * sum(took) / len(took) * 1e-9,
        sum(len(sizes) for _, sizes in reels),
    )


def _of_segments(job: FilmJob, tried: list[list[int]]) -> float:
    """The bytes of all segments, from those of some frames, the first of which begin like a segment."""
    count = len(job.request.frame_numbers(job.rate))
    every = min(job.form.key_frame_interval(job.rate) or 1, job.length)
    whole, left = divmod(count, job.length)
    keyed = whole * -(-job.length // every) + -(-left // every)
    keys = [size for sizes in tried for size in sizes[::every]]
    rest = [size for sizes in tried for number, size in enumerate(sizes) if number % every]
    mean = sum(keys) / len(keys)
    others = sum(rest) / len(rest) if rest else mean
    return keyed * mean + (count - keyed) * others


def _animated(job: FilmJob, orders: list[SegmentRequest], folder: Path) -> float:
    """The bytes of a frame of an animation, from one of the frames that were tried."""
    pieces, before = [], 0
    for order in orders:
        pieces.append(SegmentStream(order.path, before, len(order.frames)))
        before += len(order.frames)
    path = folder / "animation"
    for _ in animation.write(path, pieces, job.form, job.request.size, job.rate, {}):
        pass
    return path.stat().st_size / before


def _heard(codec: str, song: SoundSource | None) -> float:
    """The bytes of a second of sound."""
    if song is None:
        return BYTES_A_SECOND[codec]
    heard = size = 0
    with media.weighing("mov" if codec == "alac" else "matroska") as out:
        track = Soundtrack(out, SoundSource(_first(song), codec))
        out.start_encoding()
        for when, ready in track.packets():
            size += sum(packet.size for packet in ready)
            heard = max(heard, round(when * RATE))
    return size * RATE / max(1, heard)


def _first(song: SoundSource) -> Iterator[NDArray[np.float32]]:
    """The first seconds of a song."""
    heard = 0
    for block in song.blocks:
        yield block
        heard += len(block)
        if heard >= HEARD * RATE:
            return


def _orders(job: FilmJob, folder: Path) -> Iterator[SegmentRequest]:
    """A few frames of some places, each with the state of the world there."""
    numbers, tried = job.request.frame_numbers(job.rate), WARM + TRIED
    places = max(1, min(PLACES, len(numbers) // tried))
    chosen = []
    for number in range(places):
        middle = numbers[0] + round(Fraction(2 * number + 1, 2 * places) * len(numbers))
        first = max(numbers[0], middle - tried // 2)
        chosen.append(range(first, min(first + tried, numbers[-1] + 1)))
    states = scout(job.rate, map(job.place, chosen), repeat(None, places), {})
    for number, (frames, state) in enumerate(zip(chosen, states, strict=True)):
        yield SegmentRequest(number, frames, folder / f"{number}", state)
