"""Joins the segments of a film, adds sound, subtitles, chapters and metadata, and moves the film into place."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from dreamscape.export import animation, image_sequence
from dreamscape.export.container.chapters import chapters_of
from dreamscape.export.container.cover import Cover
from dreamscape.export.container.mux import SegmentStream, join_segments
from dreamscape.export.container.soundtrack import SoundSource
from dreamscape.export.container.text_track import text_tracks
from dreamscape.export.encoding.formats import Format
from dreamscape.export.segments.manifest import Manifest
from dreamscape.export.segments.segment_store import FILM, SegmentStore
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.text import tag

if TYPE_CHECKING:
    from dreamscape.export.size_limit import SizeLimit

MAX_DIGESTS = 64  # of frames in a film's metadata: 2 kB


@dataclass(frozen=True, slots=True)
class FilmJoiner:
    """Joins a film whose segments are complete.

    Attributes:
        path: of the film.
        job: the film.
        store: its segments.
        metadata: tags for the file.
        sound: makes the soundtrack; None for a silent film.
        cover: a picture for the file to carry.
        overwrite: whether a file that exists at `path` may be replaced.
        size_limit: how large the film may be.
    """

    path: Path
    job: FilmJob
    store: SegmentStore
    metadata: Mapping[str, str]
    sound: Callable[[], SoundSource] | None
    cover: Cover | None
    overwrite: bool
    size_limit: "SizeLimit | None"

    def join(self, check: Callable[[float], None]) -> None:
        """Write the film, move it into place and remove the segments.

        Args:
            check: called with the fraction done; may raise to stop.

        Raises:
            InTheWay: something exists at the path that may not be replaced.
            OSError, FFmpegError: reading or writing failed.
            DreamscapeError: the segments do not fit together, or the film does not fit its size limit.
        """
        if image_sequence.is_sequence(self.job.form):
            self._follow(self._place_pictures(), check)
            self.store.remove()
            return
        temporary = self.store.temporary_path(f"{FILM}{self.path.suffix}")
        try:
            self._write(temporary, check)
            self.store.place_film(temporary, self.path, self.overwrite)
        finally:
            temporary.unlink(missing_ok=True)

    def _write(self, path: Path, check: Callable[[float], None]) -> None:
        """Write the whole film to a temporary file."""
        job, segments = self.job, self._segments()
        if job.form.muxer in animation.MUXERS.values():
            size, rate = job.request.size, job.rate
            self._follow(animation.write(path, segments, job.form, size, rate, self._tags()), check)
            return
        sound = self.sound and self.sound()
        write_film = self._film_writer(path)
        if self.size_limit is not None:
            from dreamscape.export.size_limit import write_within_limit  # with all that encodes again

            temporary_path = self.store.temporary_path
            write_within_limit(self.size_limit, path, temporary_path, job, segments, sound, write_film, check)
        else:
            delay = max(entry.delay for entry in self.store.manifest.segments.values())
            self._follow(write_film(segments, delay, job.form, sound), check)

    def _film_writer(
        self, path: Path
    ) -> Callable[[Sequence[SegmentStream], int, Format, SoundSource | None], Generator[Fraction, None, None]]:
        """A function that writes the film from segments, their delay, their format and the sound."""
        job, request, tags = self.job, self.job.request, self._tags()
        texts = text_tracks(request, job.rate) if job.subtitles else []
        chapters = chapters_of(request, job.rate)

        def write(
            segments: Sequence[SegmentStream], delay: int, form: Format, sound: SoundSource | None
        ) -> Generator[Fraction, None, None]:
            extras = texts, sound, chapters, self.cover
            return join_segments(path, segments, delay, form, request.size, job.rate, tags, *extras)

        return write

    def _place_pictures(self) -> Generator[Fraction, None, None]:
        """Write the pictures of an image sequence."""
        segments, rate = self._segments(), self.job.rate
        return image_sequence.place_pictures(self.path, self.store, segments, rate, self._tags(), self.overwrite)

    def _follow(self, writer: Generator[Fraction, None, None], check: Callable[[float], None]) -> None:
        """Run a writer to its end, which yields how many seconds of the film are done."""
        duration = self.store.manifest.count / self.job.rate
        with closing(writer):  # an interrupted writer must close its file before the file is removed
            for seconds in writer:
                check(float(seconds / duration))

    def _segments(self) -> list[SegmentStream]:
        """All segments of the film, in order."""
        manifest = self.store.manifest
        return [
            SegmentStream(self.store.segment_path(number), number * manifest.length, len(manifest.frames(number)))
            for number in manifest.numbers
        ]

    def _tags(self) -> dict[str, str]:
        """The film's tags; its comment also describes its frames."""
        if not self.metadata:
            return {}
        comment = "\n".join([self.metadata["comment"], *_frame_lines(self.store.manifest)])
        return {**self.metadata, "comment": comment}


def _frame_lines(manifest: Manifest) -> list[str]:
    """Lines of a film's metadata about its frames: code, renderer, and digests of some frames."""
    digests = {number: digest for entry in manifest.segments.values() for number, digest in entry.frames.items()}
    step = -(-len(digests) // MAX_DIGESTS)
    listed = [f"{number} {digests[number]}" for number in sorted(digests)[::step]]
    code = [f"Code: {manifest.facts['code']}"] if "code" in manifest.facts else []
    return [*code, f"Renderer: {tag(manifest.renderer)}", f"Frames: {', '.join(listed)}"]
