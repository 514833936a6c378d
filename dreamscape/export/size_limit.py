"""A film of limited size: its segments are drawn without loss, then compressed as finely as fits.

Segments are encoded at several constant qualities, so that the whole film looks alike; nothing is drawn again. In the
end two neighbouring qualities, spread evenly over the segments, use up the room that is left.
"""

import math
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from dreamscape.errors import DreamscapeError
from dreamscape.export.container.mux import SegmentStream
from dreamscape.export.container.soundtrack import SoundSource
from dreamscape.export.encoding import encoder_settings
from dreamscape.export.encoding.formats import Format
from dreamscape.export.reencode import Check, StoredSound, Trial, reencode, storing
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.system import cores

SAMPLES = 4  # segments that are encoded first
CRF_PER_HALVING = 6.0  # CRF steps that halve the size, until measured
CLOSE_ENOUGH = 0.97  # fraction of the room that is close enough for the common quality
FRAME_OVERHEAD = 16  # bytes that a container needs per frame, at least
ROUNDS = 3  # passes over all segments that make them finer by a step

TemporaryPath = Callable[[str], Path]
# Writes the whole film from segments, their delay, their format and the sound.
Make = Callable[[Sequence[SegmentStream], int, Format, "SoundSource | None"], Generator[Fraction, None, None]]


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """How large a film may be, and how it may be compressed.

    Attributes:
        limit: of the whole file, bytes.
        finest, coarsest: constant qualities.
        step: between two of them.
        format_at: makes the format for a constant quality.
        same_integer: whether all qualities of a film must share their integer part, which x264 writes into its header.
    """

    limit: int
    finest: float
    coarsest: float
    step: float
    format_at: Callable[[float], Format]
    same_integer: bool = False

    def intermediate_format(self, size: tuple[int, int], threads: int | None) -> Format:
        """The lossless format that the segments are drawn in; otherwise like the film's."""
        base = self.format_at(self.finest)
        request = encoder_settings.EncoderRequest(
            0, encoder_settings.DEFAULT_PRESET, size, base.pixels, threads or cores.usable()
        )
        return replace(
            base, codec="ffv1", options=encoder_settings.ffv1(request), tag=None, threads="SLICE", keyint=None
        )


def write_within_limit(
    size_limit: SizeLimit,
    path: Path,
    temporary_path: TemporaryPath,
    job: FilmJob,
    segments: Sequence[SegmentStream],
    sound: SoundSource | None,
    write_film: Make,
    check: Check,
) -> None:
    """Write a film that is no larger than its limit.

    Args:
        size_limit: the limit, and how to compress.
        path: of the film.
        temporary_path: gives the path of a temporary file by name.
        job: the film, as it was drawn.
        segments: the lossless segments.
        sound: the soundtrack; None for a silent film.
        write_film: writes the film to `path`.
        check: called with the fraction done; may raise to stop.

    Raises:
        OSError, FFmpegError: reading or writing failed.
        DreamscapeError: the film cannot be made so small; says how small it can be.
    """
    frames = sum(segment.frame_count for segment in segments)
    with tempfile.TemporaryFile(prefix="dreamscape-", dir=path.parent) as sound_file:
        stored_sound = sound and replace(sound, blocks=storing(sound.blocks, sound_file, check))
        if stored_sound:
            for _ in stored_sound.blocks:
                pass
            stored_sound = replace(stored_sound, blocks=StoredSound(sound_file))
        _run(write_film([], 0, size_limit.format_at(size_limit.finest), stored_sound), check)
        room = size_limit.limit - path.stat().st_size - frames * FRAME_OVERHEAD
        trials = _Trials(size_limit, temporary_path, job, segments, check)
        try:
            while True:
                qualities = trials.choose(room)
                encoded = [trials.encode(number, quality) for number, quality in enumerate(qualities)]
                chosen_segments = [
                    replace(segment, path=trial.path) for segment, trial in zip(segments, encoded, strict=True)
                ]
                _run(
                    write_film(
                        chosen_segments,
                        max(trial.delay for trial in encoded),
                        size_limit.format_at(qualities[0]),
                        stored_sound,
                    ),
                    check,
                )
                if (excess := path.stat().st_size - size_limit.limit) <= 0:
                    return
                room -= excess + FRAME_OVERHEAD
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        finally:
            trials.remove()


def _run(writer: Generator[Fraction, None, None], check: Check) -> None:
    with closing(writer):
        for _ in writer:
            check(0.99)


class _Trials:
    """Segments encoded at several constant qualities, each once."""

    def __init__(
        self,
        size_limit: SizeLimit,
        temporary_path: TemporaryPath,
        job: FilmJob,
        segments: Sequence[SegmentStream],
        check: Check,
    ) -> None:
        self._size_limit, self._temporary_path, self._job, self._segments, self._check = (
            size_limit,
            temporary_path,
            job,
            segments,
            check,
        )
        self._encoded: dict[tuple[int, float], Trial] = {}
        self._order = sorted(range(len(segments)), key=lambda number: number * (5**0.5 - 1) / 2 % 1)  # spread evenly

    def choose(self, room: int) -> list[float]:
        """Choose a quality for each segment so that together they fill `room` bytes as well as possible.

        Raises:
            DreamscapeError: the segments cannot be so small.
        """
        size_limit, count = self._size_limit, len(self._segments)
        qualities = [self._common(room)] * count
        total = self._total(qualities)
        while total > room:
            if min(qualities) >= size_limit.coarsest:
                raise _too_large(size_limit, total - room)
            if max(qualities) == self._bounds(qualities)[1]:  # the next step cannot be mixed with these
                qualities = [min(max(qualities) + size_limit.step, size_limit.coarsest)] * count
                total = self._total(qualities)
                continue
            for number in self._order:
                total += self._change(qualities, number, min(qualities[number] + size_limit.step, size_limit.coarsest))
                if total <= room:
                    return qualities
        for _ in range(ROUNDS):
            for number in self._order:
                finer = max(qualities[number] - size_limit.step, self._bounds(qualities)[0])
                growth = self.encode(number, finer).size - self.encode(number, qualities[number]).size
                if finer == qualities[number] or total + growth > room:
                    return qualities
                total += self._change(qualities, number, finer)
        return qualities

    def _total(self, qualities: Sequence[float]) -> int:
        return sum(self.encode(number, quality).size for number, quality in enumerate(qualities))

    def _bounds(self, qualities: Sequence[float]) -> tuple[float, float]:
        """The finest and the coarsest quality that may go into one film with these."""
        size_limit = self._size_limit
        if not size_limit.same_integer or len(qualities) == 1:
            return size_limit.finest, size_limit.coarsest
        lowest = math.floor(qualities[0])
        return max(size_limit.finest, lowest), min(size_limit.coarsest, lowest + 1 - size_limit.step)

    def _change(self, qualities: list[float], number: int, quality: float) -> int:
        """Change a segment's quality; returns by how many bytes the segment grows."""
        growth = self.encode(number, quality).size - self.encode(number, qualities[number]).size
        qualities[number] = quality
        return growth

    def _common(self, room: int) -> float:
        """The quality at which all segments about fit, estimated first from some of them and then from all."""
        size_limit, count = self._size_limit, len(self._segments)
        quality, octave = size_limit.finest, CRF_PER_HALVING
        for numbers in (*[range(0, count, -(-count // SAMPLES))] * 4, range(count)):
            size = self._estimated(numbers, quality)
            if CLOSE_ENOUGH * room <= size <= room or (size <= room and quality == size_limit.finest):
                continue
            wanted = quality + octave * math.log2(size / max(1, room))
            following = min(
                max(size_limit.step * math.ceil(wanted / size_limit.step), size_limit.finest), size_limit.coarsest
            )
            if following != quality and numbers != range(count):
                ratio = math.log2(size / self._estimated(numbers, following))
                octave = (
                    min(max((following - quality) / ratio, 2.0), 20.0) if ratio * (following - quality) > 0 else octave
                )
            quality = following
        return quality

    def _estimated(self, numbers: range, quality: float) -> float:
        """The bytes of all segments, estimated from some of them."""
        frames = sum(segment.frame_count for segment in self._segments)
        sampled = sum(self._segments[number].frame_count for number in numbers)
        return sum(self.encode(number, quality).size for number in numbers) * frames / sampled

    def encode(self, number: int, quality: float) -> Trial:
        """A segment at a constant quality, encoded if it has not been yet."""
        if (number, quality) not in self._encoded:
            # The names of segments under way are free: all of them are complete.
            path = self._temporary_path(f"{len(self._encoded):06d}.packets")
            form = self._size_limit.format_at(quality)
            self._encoded[number, quality] = reencode(self._segments[number], path, form, self._job, self._check)
        return self._encoded[number, quality]

    def remove(self) -> None:
        """Remove all encoded files."""
        for trial in self._encoded.values():
            trial.path.unlink(missing_ok=True)


def _too_large(size_limit: SizeLimit, over: int) -> DreamscapeError:
    return DreamscapeError(
        f"--max-size: the film cannot be made smaller than {(size_limit.limit + over) / 1e3:,.0f} kB like this, "
        f"and may have {size_limit.limit / 1e3:,.0f} kB; what was drawn stays: "
        "go on with --resume and a larger --max-size"
    )
