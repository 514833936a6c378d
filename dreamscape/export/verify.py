"""Verifies a film: draws frames again as its metadata says, and compares them.

Before encoding, frames drawn by the same program on the same renderer are bit-identical, and their digests are in the
metadata. On other machines, and for the encoded film, the comparison is the PSNR of luma.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from dreamscape import media
from dreamscape.errors import InputError
from dreamscape.export.container import png_avif_tags
from dreamscape.export.flash_review import main_video
from dreamscape.export.segments import limiter_history
from dreamscape.export.segments.frames import FrameRenderer, digest_of
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.flash.limiter import Limiter
from dreamscape.system import cores

MAX_COMMENT = 1 << 16  # characters: ours are 4 kB
MIN_PSNR = 27.0  # dB of luma: the strongest compression that anybody would want to look at
COMMENT_TAGS = "comment", "comment_comment"  # names of a film's comment in containers; the second is MXF's
IDENTICAL_PSNR = 99.0  # dB, reported for identical pictures


@dataclass(frozen=True, slots=True)
class FilmClaims:
    """What a film's metadata claims; each is empty if it does not say.

    Attributes:
        facts: the lines of its comment.
        frames: digests by frame number.
        count: number of frames; 0 if the file does not say.
    """

    facts: Mapping[str, str]
    frames: Mapping[int, str]
    count: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of one frame.

    Attributes:
        number: of the frame, on the film's time line.
        exact: whether the digest before encoding matches the stored one; None if none is stored.
        psnr: of the film's luma against the newly drawn frame, dB.
    """

    number: int
    exact: bool | None
    psnr: float


def read_comment(path: Path) -> tuple[str, int]:
    """The comment of a film, empty if it has none, and its number of frames, 0 if it does not say.

    Raises:
        OSError, FFmpegError, ValueError: it cannot be read, or is no film.
    """
    with media.reading(path) as film:
        tags = media.tags_of(film)
        comment = next((value for name, value in tags.items() if name.lower() in COMMENT_TAGS), "")
        count = main_video(film).frames if film.streams.video else 0
        is_appended = film.format.name == "apng" or tags.get("major_brand") in ("avis", "avif")
    return png_avif_tags.read_comment(path) if is_appended else comment, count


def read_claims(path: Path) -> FilmClaims:
    """Read what a film's metadata claims.

    Raises:
        InputError: it is no film, or none made by this program.
    """
    try:
        comment, count = read_comment(path)
    except (OSError, FFmpegError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: cannot be read ({reason}), expected a film that dreamscape has made") from None
    if len(comment) > MAX_COMMENT:
        raise InputError(f"{path}: its comment is too long, expected a film that dreamscape has made")
    facts = dict(line.split(": ", 1) for line in comment.splitlines() if ": " in line)
    if not facts.get("Command", "").startswith("dreamscape export "):
        raise InputError(f"{path}: does not say how it was made, expected a film that dreamscape has made")
    frames = {}
    for item in facts.get("Frames", "").split(", "):
        number, _, digest = item.partition(" ")
        if number.isascii() and number.isdecimal() and len(number) < 16:
            frames[int(number)] = digest
    return FilmClaims(facts, frames, count)


def compare(path: Path, job: FilmJob, claims: FilmClaims, count: int) -> Iterator[Comparison]:
    """Draw some frames of a film again and compare them.

    Args:
        path: of the film.
        job: what its metadata asks for.
        claims: the other claims of its metadata.
        count: number of frames at most, spread over the film.

    Raises:
        InputError: the film has no such frames.
    """
    numbers = job.request.frame_numbers(job.rate)
    candidates: Sequence[int] = sorted(number for number in claims.frames if number in numbers) or numbers
    chosen = candidates[:: max(1, -(-len(candidates) // count))][:count]
    limiter = Limiter()
    frame_renderer = FrameRenderer(job.request, job.rate, job.form.pixels, limiter, job.form.dark_dither)
    frame = VideoFrame(*job.request.size, job.form.pixels)
    reader = frame_renderer.reader([plane.line_size for plane in frame.planes])
    film_frames = _decoded(path, {number - numbers[0]: number for number in chosen}, job)
    try:
        with frame_renderer.renderer.ctx:
            for number, film_luma in film_frames:
                digest = claims.frames.get(number)
                # The frames before it matter only if the flash limiter acted.
                for before in (0, limiter_history.memory_frames(job.rate)):
                    first = max(numbers[0], number - before)
                    limiter.forget()
                    frame_renderer.skip_to(first)
                    for current in range(first, number + 1):
                        frame_renderer.draw(current, reader)
                        reader.read(frame.planes)
                    exact = None if digest is None else digest_of(frame, frame_renderer.layout) == digest
                    if exact is not False or not job.request.limited:
                        break
                yield Comparison(number, exact, _psnr(_luma(frame), film_luma, frame_renderer.layout.bits))
    finally:
        frame_renderer.close()


def _decoded(path: Path, wanted: Mapping[int, int], job: FilmJob) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """The luma of some frames of a film, each with its number; `wanted` maps positions in the film to numbers."""
    missing = dict(wanted)
    try:
        with media.reading(path) as film:
            stream = main_video(film)
            stream.thread_type, stream.thread_count = "AUTO", cores.usable()
            time_base = stream.time_base or Fraction(1, 1000)
            for position in sorted(wanted):
                film.seek(int(Fraction(position) / job.rate / time_base), stream=stream)
                for frame in film.decode(stream):
                    decoded_position = round((frame.pts or 0) * time_base * job.rate)
                    if decoded_position >= position:
                        if decoded_position != position or (frame.width, frame.height) != job.request.size:
                            break
                        yield missing.pop(position), _luma(frame.reformat(format=job.form.pixels))
                        break
    except (OSError, FFmpegError) as error:
        raise InputError(f"{path}: cannot be decoded ({error.strerror or error})") from None
    if missing:
        raise InputError(
            f"{path}: lacks frame {min(missing)}, which its metadata mentions; expected the film as it was made"
        )


def _luma(frame: VideoFrame) -> NDArray[np.float32]:
    """The first plane of a frame as code values, `(h, w) float32`."""
    plane, kind = frame.planes[0], np.dtype("<u2" if frame.format.name.endswith("le") else "u1")
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[: frame.height]
    return np.ascontiguousarray(rows).view(kind)[:, : frame.width].astype(np.float32)


def _psnr(drawn: NDArray[np.float32], shown: NDArray[np.float32], bits: int) -> float:
    error = float(np.mean((drawn - shown) ** 2))
    return IDENTICAL_PSNR if error == 0.0 else float(10.0 * np.log10(((1 << bits) - 1) ** 2 / error))
