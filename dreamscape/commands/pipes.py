"""Where a film goes that is written as it is drawn: standard output, or a pipe that has a name."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dreamscape.commands.common import complain
from dreamscape.commands.tag_options import print_chapters
from dreamscape.errors import DreamscapeError, InputError, instead_of, one_of

if TYPE_CHECKING:
    from dreamscape.export.backends import Stop
    from dreamscape.export.container.cover import Cover
    from dreamscape.export.container.soundtrack import SoundSource
    from dreamscape.export.film import Outcome
    from dreamscape.export.segments.segment_writer import FilmJob

DASH = "-"
GONE = 128 + 13  # the exit code of what has ended with its reader, of SIGPIPE, as shells have it
_OUT, _ERR = 1, 2  # the numbers of the standard streams


def stream_kind(output: Path, asked: str | None) -> str | None:
    """The format of the stream that OUT asks for; None if it is the name of a file.

    Args:
        output: `-`, or any name.
        asked: the format, if one was named.

    Raises:
        InputError: there is no such format, or it does not go with OUT; says what would.
    """
    from dreamscape.export.stream import STREAM_FORMATS

    if asked is not None and asked not in STREAM_FORMATS:
        raise InputError(f"--format {asked}: unknown{instead_of(asked, STREAM_FORMATS)}")
    try:
        piped = str(output) == DASH or output.is_fifo()
    except OSError as error:  # a name that is too long, for one
        raise InputError(f"{output}: cannot be written ({error.strerror}); choose another place") from None
    if not piped:
        if asked is not None:
            raise InputError(f"--format {asked}: is for - and for named pipes; a file says by its name what it is")
        return None
    kind = asked or output.suffix.lower()[1:]
    if kind not in STREAM_FORMATS:
        what = "standard output" if str(output) == DASH else f"{output}: is a pipe, which"
        raise InputError(f"{what} takes a film in order, expected --format {one_of(STREAM_FORMATS)}")
    return kind


def refuse(options: Mapping[str, object]) -> None:
    """Raise InputError if an option was given that only a file has a use for."""
    for name, value in options.items():
        if value:
            raise InputError(f"--{name}: is for films in files; a pipe is written once, in order")


@contextmanager
def open_pipe(output: Path) -> Iterator[BinaryIO]:
    """The pipe to write to; what anybody says on standard output meanwhile goes to standard error.

    Raises:
        InputError: it is a terminal.
    """
    if str(output) != DASH:
        with _closing(output.open("wb")) as file:
            yield file
        return
    if os.isatty(_OUT):
        raise InputError("standard output is a terminal, which shows no film; pipe it on, like | mpv -")
    sys.stdout.flush()
    kept = os.dup(_OUT)
    os.dup2(_ERR, _OUT)
    try:
        with _closing(os.fdopen(os.dup(kept), "wb")) as file:
            yield file
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        os.dup2(kept, _OUT)
        os.close(kept)


@contextmanager
def _closing(file: BinaryIO) -> Iterator[BinaryIO]:
    """The file, closed at the end; what could not be written of it has been told by then."""
    try:
        yield file
    finally:
        with suppress(OSError):
            file.close()


def send(
    file: BinaryIO,
    output: Path,
    job: "FilmJob",
    metadata: Mapping[str, str],
    heard: "Callable[[Stop], Callable[[], SoundSource]] | None",
    cover: "Cover | None",
    as_json: bool,
    chapters: bool,
) -> int:
    """Write a film into a pipe; returns the exit code. A reader that goes ends it without a word.

    Args:
        file: the pipe.
        output: its name.
        job, metadata, cover: as of `stream`.
        heard: makes what is heard, given what is asked whether to stop.
        as_json: tell how far it is as lines of JSON.
        chapters: list the acts' times at the end.
    """
    from av.error import FFmpegError

    from dreamscape.commands.progress import progress
    from dreamscape.export.stream import stream
    from dreamscape.system import interrupts

    sent = 0

    def note(outcome: "Outcome") -> None:
        nonlocal sent
        sent = outcome.written
        tell(outcome)

    try:
        with interrupts.Interrupt() as interrupt, progress(output.name, as_json) as tell:
            song = heard(interrupt.asked) if heard else None
            outcome = stream(file, job, metadata, interrupt.asked, note, song, cover)
            file.flush()
    except BrokenPipeError:
        return GONE
    except (OSError, FFmpegError) as error:
        where = "standard output" if str(output) == DASH else output.name
        said = error.strerror or str(error)
        raise DreamscapeError(
            f"{where}: writing failed after {sent} frames ({said}); a pipe cannot be gone on with"
        ) from None
    if outcome.joined < 1.0:
        return complain(f"interrupted after {outcome.written} of {outcome.total} frames", interrupts.exit_code())
    if chapters:
        print_chapters(job, as_json)
    return 0
