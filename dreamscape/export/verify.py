"""Verifying: a film's frames drawn again, as its metadata says, and compared.

Before they were compressed, frames of the same program on the same renderer are the same to the bit, and their digests
are in the metadata. Elsewhere, and of the film itself, it can only be said how near they come: the PSNR of luma.
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
from dreamscape.export.flash_review import moving
from dreamscape.export.segments import limiter_history
from dreamscape.export.segments.frames import FrameRenderer, digest_of
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.flash.limiter import Limiter
from dreamscape.system import cores

LONGEST_COMMENT = 1 << 16  # characters: ours are 4 kB
LEAST_PSNR = 27.0  # dB of luma: what the hardest compression that anybody would look at leaves
COMMENTS = "comment", "comment_comment"  # what containers call a film's comment; the second one is MXF
SAME = 99.0  # dB, said of pictures that are the same


@dataclass(frozen=True, slots=True)
class FilmClaims:
    """What a film says of itself, each empty where it does not.

    Attributes:
        facts: the lines of its comment.
        frames: digests by the number of the frame.
        count: frames that it holds; 0 where the file does not say.
    """

    facts: Mapping[str, str]
    frames: Mapping[int, str]
    count: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """One frame.

    Attributes:
        number: of the frame, on the film's own time line.
        exact: whether the digest before compression is the stored one; None if none is stored.
        psnr: of the film's luma against what was drawn now, dB.
    """

    number: int
    exact: bool | None
    psnr: float


def comment_of(path: Path) -> tuple[str, int]:
    """The comment of a film, empty if it has none, and how many frames it holds, 0 if it does not say.

    Raises:
        OSError, FFmpegError, ValueError: it cannot be read, or is no film.
    """
    with media.reading(path) as film:
        said = media.words(film)
        comment = next((text for name, text in said.items() if name.lower() in COMMENTS), "")
        count = moving(film).frames if film.streams.video else 0
        said_behind = film.format.name == "apng" or said.get("major_brand") in ("avis", "avif")
    return png_avif_tags.read_comment(path) if said_behind else comment, count


def read(path: Path) -> FilmClaims:
    """What a film says of itself.

    Raises:
        InputError: it is no film, or none of this program's.
    """
    try:
        comment, count = comment_of(path)
    except (OSError, FFmpegError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: cannot be read ({said}), expected a film that dreamscape has made") from None
    if len(comment) > LONGEST_COMMENT:
        raise InputError(f"{path}: says too much of itself, expected a film that dreamscape has made")
    facts = dict(line.split(": ", 1) for line in comment.splitlines() if ": " in line)
    if not facts.get("Command", "").startswith("dreamscape export "):
        raise InputError(f"{path}: does not say how it was made, expected a film that dreamscape has made")
    frames = {}
    for item in facts.get("Frames", "").split(", "):
        number, _, digest = item.partition(" ")
        if number.isascii() and number.isdecimal() and len(number) < 16:
            frames[int(number)] = digest
    return FilmClaims(facts, frames, count)


def compare(path: Path, job: FilmJob, told: FilmClaims, count: int) -> Iterator[Comparison]:
    """Draw some frames of a film again and compare them.

    Args:
        path: of the film.
        job: what its metadata asks for.
        told: what else it says.
        count: how many frames, spread over the film, at most.

    Raises:
        InputError: the film has no such frames.
    """
    numbers = job.request.frame_numbers(job.rate)
    able: Sequence[int] = sorted(number for number in told.frames if number in numbers) or numbers
    chosen = able[:: max(1, -(-len(able) // count))][:count]
    limiter = Limiter()
    drawing = FrameRenderer(job.request, job.rate, job.form.pixels, limiter)
    frame = VideoFrame(*job.request.size, job.form.pixels)
    reader = drawing.reader([plane.line_size for plane in frame.planes])
    shown = _decoded(path, {number - numbers[0]: number for number in chosen}, job)
    try:
        with drawing.renderer.ctx:
            for number, film in shown:
                digest = told.frames.get(number)
                for before in (
                    0,
                    limiter_history.remembered(job.rate),
                ):  # what was before matters only where light was limited
                    first = max(numbers[0], number - before)
                    limiter.forget()
                    drawing.skip_to(first)
                    for each in range(first, number + 1):
                        graded = drawing.draw(each)
                    reader.begin(graded)
                    reader.read(frame.planes)
                    exact = None if digest is None else digest_of(frame, drawing.layout) == digest
                    if exact is not False or not job.request.limited:
                        break
                yield Comparison(number, exact, _psnr(_luma(frame), film, drawing.layout.bits))
    finally:
        drawing.close()


def _decoded(path: Path, wanted: Mapping[int, int], job: FilmJob) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """The luma of some frames of a film, each with its number, `wanted` by their place in the film."""
    left = dict(wanted)
    try:
        with media.reading(path) as film:
            stream = moving(film)
            stream.thread_type, stream.thread_count = "AUTO", cores.usable()
            unit = stream.time_base or Fraction(1, 1000)
            for place in sorted(wanted):
                film.seek(int(Fraction(place) / job.rate / unit), stream=stream)
                for frame in film.decode(stream):
                    here = round((frame.pts or 0) * unit * job.rate)
                    if here >= place:
                        if here != place or (frame.width, frame.height) != job.request.size:
                            break
                        yield left.pop(place), _luma(frame.reformat(format=job.form.pixels))
                        break
    except (OSError, FFmpegError) as error:
        raise InputError(f"{path}: cannot be decoded ({error.strerror or error})") from None
    if left:
        raise InputError(f"{path}: has no frame {min(left)} as its metadata says, expected the film as it was made")


def _luma(frame: VideoFrame) -> NDArray[np.float32]:
    """The first plane of a frame as code values `(h, w)`."""
    plane, kind = frame.planes[0], np.dtype("<u2" if frame.format.name.endswith("le") else "u1")
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[: frame.height]
    return np.ascontiguousarray(rows).view(kind)[:, : frame.width].astype(np.float32)


def _psnr(drawn: NDArray[np.float32], shown: NDArray[np.float32], bits: int) -> float:
    error = float(np.mean((drawn - shown) ** 2))
    return SAME if error == 0.0 else float(10.0 * np.log10(((1 << bits) - 1) ** 2 / error))
