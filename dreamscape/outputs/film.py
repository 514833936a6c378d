"""The film: a take drawn frame by frame into a video file."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.error import FFmpegError

from dreamscape import options
from dreamscape.clock import Moment, moment_of_frame
from dreamscape.errors import DreamscapeError, InputError, one_of
from dreamscape.outputs.encoder import Encoder, Format
from dreamscape.outputs.place import placing, write
from dreamscape.outputs.subtitles import spoken, srt
from dreamscape.render.planes import LAYOUTS, Planes
from dreamscape.rng import Streams
from dreamscape.stage import Stage
from dreamscape.take import Take
from dreamscape.timeline import Timeline

SUFFIXES = (".mp4",)
PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")
DEFAULT_PRESET = "veryfast"
LOOKAHEAD_BYTES = 45_000_000  # for the default preset: all its ten frames at 1280x720, five at 1920x1080
BYTES_PER_PIXEL = 4  # of a frame in x264's queue: the picture, four half-size ones, vectors and costs
HIGHEST_CRF = 51
BEHIND = 1  # frames that drawing runs ahead of reading back


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an export: frames written of how many, and the file's size in bytes."""

    written: int
    asked: int
    size: int


def h264(crf: int, preset: str, size: tuple[int, int]) -> Format:
    """H.264 in mp4: constant quality `crf`, 0 (lossless) to 51, at one of x264's presets; the index comes first."""
    if not 0 <= crf <= HIGHEST_CRF:
        raise InputError(f"--crf {crf}: out of bounds, expected 0 (lossless) to {HIGHEST_CRF} (smallest)")
    if preset not in PRESETS:
        raise InputError(f"--preset {preset}: unknown, expected {one_of(PRESETS)}")
    details = {"sync-lookahead": 0}  # the encoder has a thread of its own already; more would only hold more frames
    if preset == DEFAULT_PRESET:
        details["rc-lookahead"] = min(10, max(4, LOOKAHEAD_BYTES // (size[0] * size[1] * BYTES_PER_PIXEL)))
    settings = {
        "crf": str(crf),
        "preset": preset,
        "threads": str(max(1, (os.cpu_count() or 1) // 2)),  # each holds frames too; drawing has work for the rest
        "chroma_sample_location": "left",
        "x264-params": ":".join(f"{name}={value}" for name, value in details.items()),
    }
    return Format("libx264", "yuv420p", settings, {"movflags": "+faststart"})


def export(
    path: Path,
    take: Take,
    rate: Fraction,
    form: Format,
    metadata: Mapping[str, str],
    stop: Callable[[], bool],
    progress: Callable[[Outcome], None],
) -> Outcome:
    """Draw the take and write it to `path`, complete or not at all.

    Args:
        path: of the film, already checked.
        take: what to draw.
        rate: frames a second.
        form: how to compress.
        metadata: tags for the file.
        stop: asked before each frame; once true the film ends there, playable.
        progress: told after each frame; the size is of what has been written so far.

    Raises:
        KeyboardInterrupt: stopped before the first frame; nothing is written.
        DreamscapeError: drawing or writing failed; nothing is left behind.
    """
    options.check_even(take.size)
    numbers = take.numbers(rate)
    moments = [moment_of_frame(number, rate) for number in numbers]
    layout = LAYOUTS[form.pixels]
    written = 0
    with placing(path) as temporary:
        stage = take.stage(layout.bits, ycbcr=True)
        lines = spoken(stage.timeline, take.start, take.stop)
        try:
            with Encoder(temporary, form, take.size, rate, metadata, lines) as encoder:
                planes = Planes(stage.ctx, take.size, layout, encoder.strides)
                for _ in _packed(stage, planes, moments, stop):
                    frame = encoder.frame()
                    planes.read(frame.planes)
                    encoder.send(frame)
                    written += 1
                    progress(Outcome(written, len(numbers), temporary.stat().st_size))
                if not written:
                    raise KeyboardInterrupt
        except (OSError, FFmpegError) as error:
            raise DreamscapeError(
                f"{path}: writing failed after {written} of {len(numbers)} frames ({error.strerror or error}); "
                "the unfinished film was removed"
            ) from None
        finally:
            stage.ctx.release()
        size = temporary.stat().st_size
    return Outcome(written, len(numbers), size)


def _packed(stage: Stage, planes: Planes, moments: Iterable[Moment], stop: Callable[[], bool]) -> Iterator[None]:
    """Draw and pack the moments, yielding each time that `planes` has a frame to be read."""
    for moment in moments:
        if stop():
            break
        planes.begin(stage.draw(moment))
        if len(planes) > BEHIND:
            yield
    while len(planes):
        yield


def write_srt(path: Path, take: Take) -> None:
    """Write the lines of a take as SubRip.

    Raises:
        DreamscapeError: the file cannot be written; nothing is left behind.
    """
    lines = spoken(Timeline(take.dream.seed, Streams(take.seed)), take.start, take.stop)
    write(path, srt(lines).encode())
