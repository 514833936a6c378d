"""Sound alone: a dream, or a part of it, as a file of sound; and what a film of it sounds like."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from fractions import Fraction
from pathlib import Path

import numpy as np
import platformdirs
from av.error import FFmpegError

from dreamscape import media
from dreamscape.audio import programme
from dreamscape.audio.synthesis.voice import BLOCK, RATE, Samples
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

KINDS = {".wav": ("wav", "pcm_s24le"), ".flac": ("flac", "flac"), ".opus": ("opus", "libopus")}  # muxer and encoder
SUFFIXES = tuple(KINDS)
FADE = RATE // 50  # samples, as a speaker's: what ends and begins at a jump does so without a click
Tell = Callable[[float], None]  # told how much is done, 0 to 1; may raise to end it there


def loudness_of(request: RenderRequest, tell: Tell = lambda done: None) -> float:
    """The loudness of the take's whole dream before any gain, LUFS.

    A dream that is not shipped must be heard for it, whole; what was found is kept in the user's cache.
    """
    known = programme.known_loudness(request.dream.name)
    if known is not None:
        return known
    kept = platformdirs.user_cache_path("dreamscape", appauthor=False) / "loudness" / _key(request)
    with suppress(OSError, ValueError):
        found = float(regular.read(kept, 64))
        if meter.is_plausible(found):
            return found
    found = meter.measure(*_parts(request), tell)
    with suppress(OSError, DreamscapeError):  # it can always be heard again
        kept.parent.mkdir(parents=True, exist_ok=True)
        write(kept, repr(found).encode(), overwrite=True)
    return found


def _key(request: RenderRequest) -> str:
    """What a loudness depends on: the dream's text, its seed number and the program."""
    return f"{request.dream.digest}-{request.seed}-{provenance.code_digest()}"


def of_film(job: FilmJob, codec: str, loudness: float, stop: Callable[[], bool]) -> SoundSource:
    """What a film sounds like: from its first frame's moment until its last one ends, as loud as asked for.

    Args:
        job: the film.
        codec: FFmpeg's name of the encoder.
        loudness: of the whole dream, LUFS.
        stop: asked while a dream is heard for its loudness; once true that ends with a KeyboardInterrupt.
    """

    def ask(done: float) -> None:
        if stop():
            raise KeyboardInterrupt

    return SoundSource(_cut(job, programme.gain(loudness_of(job.request, ask), loudness)), codec)


def _cut(job: FilmJob, gain: float) -> Iterator[Samples]:
    """What is heard in all shots, one after the other; at a jump one fades, and then the next one rises."""
    last = len(job.shots) - 1
    for place, shot in enumerate(job.shots):
        begin, end = (round(number / job.rate * RATE) for number in (shot.frames.start, shot.frames.stop))
        start = round(shot.first / job.rate * RATE)
        made = heard(shot.as_request(job.rate), Fraction(start, RATE), Fraction(start + end - begin, RATE), gain)
        yield from _faded(made, end - begin, place > 0, place < last) if last else made


def _faded(blocks: Iterable[Samples], count: int, rises: bool, falls: bool) -> Iterator[Samples]:
    """Blocks of `count` samples in all that rise at their beginning, and fall at their end."""
    done = 0
    for block in blocks:
        place = done + 0.5 + np.arange(len(block))
        shape = np.minimum(place if rises else FADE, count - place if falls else FADE) / FADE
        yield (block * np.minimum(shape, 1.0)[:, None]).astype(np.float32)
        done += len(block)


def of_song(path: Path, job: FilmJob, codec: str) -> SoundSource:
    """What the film of a song sounds like: the song, which begins with what is filmed."""
    frames = job.request.frame_numbers(job.rate)
    begin = round((frames[0] / job.rate - job.request.start) * RATE)
    stop = round(((frames[-1] + 1) / job.rate - job.request.start) * RATE)
    return SoundSource(_played(path, begin, stop), codec)


def _played(path: Path, start: int, stop: int) -> Iterator[Samples]:
    """Samples `start` to `stop` of a song, in pieces."""
    with closing(Song(path, "--music")) as song:
        for at in range(start, stop, BLOCK):
            yield song.read(at, min(BLOCK, stop - at))


def heard(request: RenderRequest, start: Fraction, stop: Fraction, gain: float = 1.0) -> Iterator[Samples]:
    """What is heard from `start` to `stop`, seconds of the dream, to the sample; pieces of `(n, 2) float32`."""
    made = programme.Programme(*_parts(request), gain)
    for event in request.inputs:
        made.push(event)
    return made.render(round(start * RATE), round(stop * RATE))


def save(
    path: Path,
    request: RenderRequest,
    loudness: float,
    metadata: Mapping[str, str],
    tell: Tell = lambda done: None,
    overwrite: bool = False,
) -> None:
    """Write the sound of a take, as loud as asked for; the file is there whole or not at all.

    Args:
        path: of the file, already checked; its end says of what kind.
        request: what is heard.
        loudness: of the whole dream, LUFS.
        metadata: tags for the file.
        tell: told how far it is.
        overwrite: whether a file that is there at the end may be replaced.

    Raises:
        DreamscapeError: the file cannot be written; nothing is left behind.
    """
    muxer, codec = KINDS[path.suffix.lower()]
    gain = programme.gain(loudness_of(request), loudness)
    with placing(path, overwrite) as temporary:
        try:
            with media.writing(temporary, muxer) as out:
                out.metadata.update(metadata)
                track = Soundtrack(out, SoundSource(heard(request, request.start, request.stop, gain), codec))
                out.start_encoding()
                for when, packets in track.packets():
                    out.mux(packets)
                    tell(float(when / (request.stop - request.start)))
        except (OSError, FFmpegError) as error:
            raise DreamscapeError(f"{path}: writing failed ({error.strerror or error}); nothing was kept") from None


def _parts(request: RenderRequest) -> tuple[Timeline, Streams, Scenes]:
    streams = Streams(request.seed)
    timeline = Timeline(request.dream.file, streams)
    return timeline, streams, Scenes(timeline, streams)
