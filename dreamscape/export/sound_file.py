"""Exports sound: a dream, or an interval of it, as an audio file; and the soundtracks of films."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from fractions import Fraction
from pathlib import Path

import numpy as np
import platformdirs
from av.error import FFmpegError

from dreamscape import media
from dreamscape.audio import programme
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import provenance
from dreamscape.engine.act_layers import Scenes
from dreamscape.engine.request import RenderRequest
from dreamscape.errors import DreamscapeError
from dreamscape.export.container import loudness as meter
from dreamscape.export.container.soundtrack import SoundSource, Soundtrack
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.files import regular
from dreamscape.files.placing import placing, write
from dreamscape.hearing.song import Song
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import BLOCK, RATE, Samples

KINDS = {".wav": ("wav", "pcm_s24le"), ".flac": ("flac", "flac"), ".opus": ("opus", "libopus")}  # muxer and encoder
SUFFIXES = tuple(KINDS)
FADE = RATE // 50  # samples of the fades at a jump, like the speaker's, so that there is no click
Progress = Callable[[float], None]  # called with the fraction done, 0 to 1; may raise to stop


def loudness_of(request: RenderRequest, progress: Progress = lambda done: None) -> float:
    """The loudness of a request's whole dream before any gain, LUFS.

    Known for shipped dreams; any other must be synthesised whole once, and the result is cached for the user.
    """
    known = programme.known_loudness(request.dream.name)
    if known is not None:
        return known
    cached = platformdirs.user_cache_path("dreamscape", appauthor=False) / "loudness" / _cache_key(request)
    with suppress(OSError, ValueError):
        loudness = float(regular.read(cached, 64))
        if meter.is_plausible(loudness):
            return loudness
    loudness = meter.measure(*_programme_parts(request), progress)
    with suppress(OSError, DreamscapeError):  # it can always be measured again
        cached.parent.mkdir(parents=True, exist_ok=True)
        write(cached, repr(loudness).encode(), overwrite=True)
    return loudness


def _cache_key(request: RenderRequest) -> str:
    """What a loudness depends on: the dream's text, its seed and the program."""
    return f"{request.dream.digest}-{request.seed}-{provenance.code_digest()}"


def dream_soundtrack(job: FilmJob, codec: str, loudness: float, stop: Callable[[], bool]) -> SoundSource:
    """The dream's soundtrack for a film, from the beginning of its first frame to the end of its last.

    Args:
        job: the film.
        codec: FFmpeg's name of the encoder.
        loudness: of the whole dream, LUFS.
        stop: called while the loudness is measured; once it returns true, that ends with a KeyboardInterrupt.
    """

    def check_stop(done: float) -> None:
        if stop():
            raise KeyboardInterrupt

    return SoundSource(_shots_sound(job, programme.gain(loudness_of(job.request, check_stop), loudness)), codec)


def _shots_sound(job: FilmJob, gain: float) -> Iterator[Samples]:
    """The sound of all shots in order; at a jump one fades out, then the next fades in."""
    last = len(job.shots) - 1
    for index, shot in enumerate(job.shots):
        begin, end = (round(number / job.rate * RATE) for number in (shot.frames.start, shot.frames.stop))
        start = round(shot.first / job.rate * RATE)
        sound = synthesize(shot.as_request(job.rate), Fraction(start, RATE), Fraction(start + end - begin, RATE), gain)
        yield from _faded(sound, end - begin, index > 0, index < last) if last else sound


def _faded(blocks: Iterable[Samples], count: int, fade_in: bool, fade_out: bool) -> Iterator[Samples]:
    """Blocks of `count` samples in total, faded in at the beginning and out at the end as asked."""
    done = 0
    for block in blocks:
        position = done + 0.5 + np.arange(len(block))
        gain = np.minimum(position if fade_in else FADE, count - position if fade_out else FADE) / FADE
        yield (block * np.minimum(gain, 1.0)[:, None]).astype(np.float32)
        done += len(block)


def song_soundtrack(path: Path, job: FilmJob, codec: str) -> SoundSource:
    """The soundtrack of a film that moves to a song: the song, which begins where the film's interval begins.

    Under a dream that was made for it, it begins where the dream does.
    """
    frames, start = job.request.frame_numbers(job.rate), Fraction(0) if job.request.dream.plan else job.request.start
    begin = round((frames[0] / job.rate - start) * RATE)
    stop = round(((frames[-1] + 1) / job.rate - start) * RATE)
    return SoundSource(_song_blocks(path, begin, stop), codec)


def _song_blocks(path: Path, start: int, stop: int) -> Iterator[Samples]:
    """Samples `start` to `stop` of a song, in blocks."""
    with closing(Song(path, "--music")) as song:
        for position in range(start, stop, BLOCK):
            yield song.read(position, min(BLOCK, stop - position))


def synthesize(request: RenderRequest, start: Fraction, stop: Fraction, gain: float = 1.0) -> Iterator[Samples]:
    """The sound from `start` to `stop`, seconds of the dream, exact to the sample; blocks of `(n, 2) float32`."""
    sound = programme.Programme(*_programme_parts(request), gain, described=request.dream.described)
    for event in request.inputs:
        sound.push(event)
    return sound.render(round(start * RATE), round(stop * RATE))


def save(
    path: Path,
    request: RenderRequest,
    loudness: float,
    metadata: Mapping[str, str],
    progress: Progress = lambda done: None,
    overwrite: bool = False,
) -> None:
    """Write the sound of a render request to a file, which then exists whole or not at all.

    Args:
        path: of the file, already validated; its suffix gives the format.
        request: the dream and the interval.
        loudness: of the whole dream, LUFS.
        metadata: tags for the file.
        progress: called with the fraction done.
        overwrite: whether a file that exists at the end may be replaced.

    Raises:
        DreamscapeError: the file cannot be written; nothing is left behind.
    """
    muxer, codec = KINDS[path.suffix.lower()]
    gain = programme.gain(loudness_of(request), loudness)
    with placing(path, overwrite) as temporary:
        try:
            with media.writing(temporary, muxer) as out:
                out.metadata.update(metadata)
                track = Soundtrack(out, SoundSource(synthesize(request, request.start, request.stop, gain), codec))
                out.start_encoding()
                for seconds, packets in track.packets():
                    out.mux(packets)
                    progress(float(seconds / (request.stop - request.start)))
        except (OSError, FFmpegError) as error:
            raise DreamscapeError(f"{path}: writing failed ({error.strerror or error}); nothing was kept") from None


def _programme_parts(request: RenderRequest) -> tuple[Timeline, Streams, Scenes]:
    streams = Streams(request.seed)
    timeline = Timeline(request.dream.file, streams)
    return timeline, streams, Scenes(timeline, streams)
