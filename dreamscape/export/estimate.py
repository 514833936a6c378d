"""Estimates a film's size and the time to make it by drawing a few frames of it."""

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
from dreamscape.export.segments.world_state import world_states
from dreamscape.files.placing import temporary_folder

SAMPLES = 8  # samples, spread evenly, because acts begin in the dark
WARM_UP_FRAMES, TIMED_FRAMES = 3, 8  # frames of a sample: those that compile shaders, and those that are timed
SONG_SECONDS = 30  # s of a song that are encoded for the estimate
# Bytes per second of a dream's sound, measured on Sapphire: sampling the middle would mean synthesising all before it.
BYTES_A_SECOND = {"aac": 32_200, "libopus": 26_100, "flac": 167_000, "alac": 199_000, "pcm_s24le": 288_000}


@dataclass(frozen=True, slots=True)
class Estimate:
    """The estimated cost of an export.

    Attributes:
        frames: of the film.
        duration: of the film, seconds.
        pictures, sound: of the film, bytes.
        disk: space needed while the film is made, for its segments and the film, bytes.
        time: to make it in one process, seconds.
        drawn: frames that the estimate is based on.
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
        """Size of the film, bytes."""
        return self.pictures + self.sound


def estimate(job: FilmJob, codec: str | None = None, song: SoundSource | None = None) -> Estimate:
    """Draw and encode a few frames, spread over the film, as the export would.

    Args:
        job: the film.
        codec: FFmpeg's name of the audio encoder; None for a silent film.
        song: the soundtrack that replaces the dream's sound.
    """
    numbers = job.request.frame_numbers(job.rate)
    samples, frame_times = list[tuple[SegmentRequest, list[int]]](), list[int]()

    def on_filmed(request: SegmentRequest, filmed: FilmedSegment) -> None:
        samples.append((request, [packet.size for packet in packets.read_packets(request.path)]))

    with temporary_folder() as folder:
        writer = SegmentWriter(job, on_filmed)
        try:
            for request in _sample_requests(job, folder):
                start = now_ns()
                for count, _ in enumerate(writer.write([request], lambda: False), start=1):
                    if count == WARM_UP_FRAMES:
                        start = now_ns()
                frame_times.append((now_ns() - start) // max(1, len(request.frames) - WARM_UP_FRAMES))
        finally:
            writer.close()
        segment_bytes = _segment_bytes(job, [sizes for _, sizes in samples])
        pictures = segment_bytes
        if job.form.muxer in animation.MUXERS.values():
            pictures = _animation_bytes_per_frame(job, [request for request, _ in samples], folder) * len(numbers)
    stored_share = (
        min(1.0, job.segment_length / len(numbers)) if image_sequence.is_sequence(job.form) else 1.0
    )  # what lies there as parts too
    sound = 0.0 if codec is None else float(len(numbers) / job.rate) * _sound_bytes_per_second(codec, song)
    return Estimate(
        len(numbers),
        float(len(numbers) / job.rate),
        pictures,
        sound,
        stored_share * segment_bytes + pictures + sound,
        len(numbers) * sum(frame_times) / len(frame_times) * 1e-9,
        sum(len(sizes) for _, sizes in samples),
    )


def _segment_bytes(job: FilmJob, samples: list[list[int]]) -> float:
    """The bytes of all segments, extrapolated from samples that begin with a key frame like a segment."""
    count, interval = (
        len(job.request.frame_numbers(job.rate)),
        min(job.form.key_frame_interval(job.rate) or 1, job.segment_length),
    )
    full, rest_frames = divmod(count, job.segment_length)
    key_frame_count = full * -(-job.segment_length // interval) + -(-rest_frames // interval)
    key_sizes = [size for sizes in samples for size in sizes[::interval]]
    other_sizes = [size for sizes in samples for number, size in enumerate(sizes) if number % interval]
    mean = sum(key_sizes) / len(key_sizes)
    other_mean = sum(other_sizes) / len(other_sizes) if other_sizes else mean
    return key_frame_count * mean + (count - key_frame_count) * other_mean


def _animation_bytes_per_frame(job: FilmJob, requests: list[SegmentRequest], folder: Path) -> float:
    """The bytes per frame of an animation, from one made of the sampled frames."""
    segments, frame_count = [], 0
    for request in requests:
        segments.append(SegmentStream(request.path, frame_count, len(request.frames)))
        frame_count += len(request.frames)
    path = folder / "animation"
    for _ in animation.write(path, segments, job.form, job.request.size, job.rate, {}):
        pass
    return path.stat().st_size / frame_count


def _sound_bytes_per_second(codec: str, song: SoundSource | None) -> float:
    """The bytes per second of sound."""
    if song is None:
        return BYTES_A_SECOND[codec]
    sample_count = size = 0
    with media.writing_to_memory("mov" if codec == "alac" else "matroska") as out:
        track = Soundtrack(out, SoundSource(_first_seconds(song), codec))
        out.start_encoding()
        for seconds, packets_ready in track.packets():
            size += sum(packet.size for packet in packets_ready)
            sample_count = max(sample_count, round(seconds * RATE))
    return size * RATE / max(1, sample_count)


def _first_seconds(song: SoundSource) -> Iterator[NDArray[np.float32]]:
    """The first HEARD seconds of a song."""
    sample_count = 0
    for block in song.blocks:
        yield block
        sample_count += len(block)
        if sample_count >= SONG_SECONDS * RATE:
            return


def _sample_requests(job: FilmJob, folder: Path) -> Iterator[SegmentRequest]:
    """Requests for the samples, each with the world state at its first frame."""
    numbers, frames_each = job.request.frame_numbers(job.rate), WARM_UP_FRAMES + TIMED_FRAMES
    count = max(1, min(SAMPLES, len(numbers) // frames_each))
    ranges = []
    for number in range(count):
        middle = numbers[0] + round(Fraction(2 * number + 1, 2 * count) * len(numbers))
        first = max(numbers[0], middle - frames_each // 2)
        ranges.append(range(first, min(first + frames_each, numbers[-1] + 1)))
    states = world_states(job.rate, map(job.shot_and_tick, ranges), repeat(None, count), {})
    for number, (frames, state) in enumerate(zip(ranges, states, strict=True)):
        yield SegmentRequest(number, frames, folder / f"{number}", state)
