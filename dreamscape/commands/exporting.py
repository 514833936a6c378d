"""An export whose options are all checked, and what can be done with it: estimate it, stream it, or film it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dreamscape.commands.common import check_inputs, complain, is_default
from dreamscape.commands.dry_run import print_estimate
from dreamscape.commands.export_options import (
    audio_encoder,
    check_soundtrack,
    choose_backend,
    film_job,
    sound_arguments,
    suffixes,
    threads_per_process,
    usual_loudness,
)
from dreamscape.commands.parameters import ExportParameters
from dreamscape.commands.pipes import open_pipe, refuse, send, stream_kind
from dreamscape.commands.seed_batch import resume_command, watched
from dreamscape.commands.size_options import bit_rate, size_arguments, size_limit, with_bit_rate
from dreamscape.commands.tag_options import load_cover, print_chapters, tag_arguments, with_tags
from dreamscape.errors import InputError

if TYPE_CHECKING:
    from dreamscape.export.backends import Stop
    from dreamscape.export.container.cover import Cover
    from dreamscape.export.container.soundtrack import SoundSource
    from dreamscape.export.segments.segment_writer import FilmJob
    from dreamscape.export.size_limit import SizeLimit


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """An export.

    Attributes:
        output: the path as it was given.
        kind: the stream format of a pipe; None for a file.
        job: the film.
        arguments: that reproduce it.
        threads: for each process that draws.
        codec: FFmpeg's name of the audio encoder; None for a silent film.
        make_sound: makes the soundtrack, given the function that says whether to stop; None for a silent film.
        limit: how large the film may be; None for any size.
        cover: a picture for the file to carry.
        parameters: of the command.
    """

    output: Path
    kind: str | None
    job: "FilmJob"
    arguments: list[str]
    threads: int | None
    codec: str | None
    make_sound: "Callable[[Stop], Callable[[], SoundSource]] | None"
    limit: "SizeLimit | None"
    cover: "Cover | None"
    parameters: ExportParameters

    @property
    def metadata(self) -> dict[str, str]:
        """The file's tags."""
        from dreamscape.engine import provenance

        kind = ["--format", self.kind] if self.kind else []
        command = ["export", self.output.name, *kind, *self.arguments]
        return with_tags(provenance.tags(self.job.request, command), self.parameters)

    def print_chapters(self) -> None:
        """List the times of the acts, if that was asked for."""
        if self.parameters.chapters:
            print_chapters(self.job, self.parameters.as_json)


def export_request(output: Path, parameters: ExportParameters) -> ExportRequest:
    """The export that a command's parameters ask for.

    Raises:
        InputError: they do not go together; says why.
    """
    if parameters.scene and parameters.cluster:
        raise InputError("--scene and --cluster: a cluster's workers have no such file; make a package of it there")
    kind = _check_kind(output, parameters)
    named = Path(f"{output.stem}.{kind}") if kind else output
    threads = threads_per_process(parameters.threads, parameters.jobs, parameters.cluster)
    parameters = replace(parameters, threads=threads)
    check_inputs([named])  # before a song is analysed, which takes a while
    job, arguments = film_job(named, parameters)
    parameters = replace(parameters, loudness=usual_loudness(job, parameters))
    codec = audio_encoder(job, named, parameters.sound_codec, parameters.loudness) if parameters.sound else None
    loudness = _loudness(job, named, parameters)
    arguments += sound_arguments(codec is not None, parameters.sound_codec, loudness, parameters.soundtrack)
    arguments += [*tag_arguments(parameters), *size_arguments(parameters)]
    cover = load_cover(job, named, parameters.cover)
    bits, limit = bit_rate(parameters.sound_bitrate, codec), None
    if parameters.max_size:
        limit, bits = size_limit(named, job, parameters, codec, bits)
        job = replace(job, form=limit.intermediate_format(job.request.size, threads))
    make_sound = None if codec is None else partial(_soundtrack, job, parameters, codec, loudness, bits)
    return ExportRequest(output, kind, job, arguments, threads, codec, make_sound, limit, cover, parameters)


def _check_kind(output: Path, parameters: ExportParameters) -> str | None:
    """The stream format of a pipe, or None for a file whose suffix says what to write."""
    from dreamscape.files import placing

    kind = stream_kind(output, parameters.kind)
    if kind:
        refuse(parameters.for_files_only)
    else:
        placing.check_kind(output, suffixes())
    return kind


def _loudness(job: "FilmJob", output: Path, parameters: ExportParameters) -> float | None:
    """The loudness that was asked for, LUFS; None for a soundtrack that is to stay as loud as it is."""
    if not parameters.soundtrack:
        return parameters.loudness
    check_soundtrack(job, output, parameters.soundtrack, parameters.music, parameters.sound)
    return None if is_default("loudness") else parameters.loudness


def estimate(request: ExportRequest) -> int:
    """Print an estimate of the export; returns the exit code."""
    from dreamscape.system import cores

    parameters = request.parameters
    song = None
    if request.make_sound and (parameters.music or parameters.soundtrack):
        song = request.make_sound(lambda: False)
    with cores.drawing_with(request.threads):
        print_estimate(request.output, request.job, request.codec, song, parameters.as_json, request.limit)
    request.print_chapters()
    return 0


def stream(request: ExportRequest) -> int:
    """Write a film to a pipe while it is drawn; returns the exit code."""
    from dreamscape.system import cores

    with cores.drawing_with(request.threads), open_pipe(request.output) as file:
        reports = request.parameters.as_json, request.parameters.chapters
        return send(file, request.output, request.job, request.metadata, request.make_sound, request.cover, *reports)


def film(request: ExportRequest) -> int:
    """Write a film to a file, or resume it; returns the exit code."""
    from dreamscape.export import destination
    from dreamscape.files import placing

    output, job, overwrite = request.output, request.job, request.parameters.overwrite
    metadata, facts = request.metadata, _facts(request)
    texts = _check_files(request, metadata, facts)
    code = _make(request, metadata, facts)
    if code:
        return code
    for path, text in texts.items():
        placing.write(path, text, overwrite)
    if overwrite and (message := destination.foreign_pictures(output, job)):
        complain(f"{output}: {message}", 0)
    code = _report_flashes(request) if request.parameters.flash_report else 0
    if not code:
        request.print_chapters()
    return code


def _facts(request: ExportRequest) -> dict[str, str]:
    """All that the pictures depend on."""
    from dreamscape.engine import provenance

    facts = provenance.facts(request.job.request, request.arguments)
    return facts | ({"--max-size": "given"} if request.limit else {})  # the drawn segments serve any size


def _check_files(request: ExportRequest, metadata: dict[str, str], facts: dict[str, str]) -> dict[Path, bytes]:
    """Check that all files of a film may be written; returns the subtitle files to write beside it.

    Raises:
        InputError: something is in the way.
    """
    from dreamscape.export import destination
    from dreamscape.files import placing

    output, job = request.output, request.job
    overwrite, resume = request.parameters.overwrite, request.parameters.resume
    if not (resume and destination.is_in_place(output, job, metadata, facts)):
        destination.check_writable(output, job, suffixes(), overwrite, resume)
    texts = _subtitle_files(request)
    for path in texts:
        placing.check(path, (path.suffix,), overwrite)
    check_inputs([*destination.files_of(output, job), *texts])
    if not (resume or overwrite):
        destination.refuse_leftovers(output)
    return texts


def _subtitle_files(request: ExportRequest) -> dict[Path, bytes]:
    """The subtitle files that were asked for; on a resume, only those that are not there yet."""
    from dreamscape.export import destination, film
    from dreamscape.files import durable

    wanted = {".srt": request.parameters.srt, ".vtt": request.parameters.vtt}
    chosen = [suffix for suffix, is_wanted in wanted.items() if is_wanted]
    job, output = request.job, request.output
    texts = {destination.companion(output, job, suffix): film.subtitle_file(suffix, job) for suffix in chosen}
    if request.parameters.resume:
        return {path: text for path, text in texts.items() if not durable.holds(path, text)}
    return texts


def _make(request: ExportRequest, metadata: dict[str, str], facts: dict[str, str]) -> int:
    """Make the film, or say how to resume it; returns the exit code."""
    from dreamscape.engine import memory_files, shader_files
    from dreamscape.export import backends, film
    from dreamscape.system import cores, interrupts

    parameters, output = request.parameters, request.output
    shader_files.check_shared(request.job.request.dream, parameters.jobs, parameters.cluster)
    memory_files.check_shared(request.job.request.dream, parameters.cluster)
    backend = choose_backend(parameters.jobs, parameters.cluster)
    try:
        with (
            interrupts.Interrupt() as interrupt,
            watched(output.name, parameters.as_json) as report,
            cores.drawing_with(request.threads),
        ):
            outcome = film.export(
                output,
                request.job,
                metadata,
                interrupt.asked,
                report,
                facts,
                parameters.resume,
                backend,
                request.make_sound(interrupt.asked) if request.make_sound else None,
                request.cover,
                parameters.overwrite,
                request.limit,
            )
    except backends.ResumableError as error:
        return complain(f"{error}; go on with:", error.exit_code, f" {resume_command()}")
    if outcome.joined == 1.0:
        return 0
    if not outcome.segments:
        raise KeyboardInterrupt
    message = f"interrupted after {outcome.written} of {outcome.total} frames; go on with:"
    return complain(message, interrupts.exit_code(), f" {resume_command()}")


def _report_flashes(request: ExportRequest) -> int:
    """Measure flashes in the finished film; returns the exit code."""
    from dreamscape.commands.flashes import print_flashes
    from dreamscape.system import interrupts

    try:
        print_flashes(request.output, request.parameters.as_json, request.job)
    except KeyboardInterrupt:
        message = f"interrupted; {request.output.name} is complete, and its flashes have not been measured"
        return complain(message, interrupts.exit_code())
    return 0


def _soundtrack(
    job: "FilmJob",
    parameters: ExportParameters,
    codec: str,
    loudness: float | None,
    bits: int | None,
    stop: "Stop",
) -> "Callable[[], SoundSource]":
    """A function that makes the soundtrack: the song that the dream moves to, an audio file, or the dream's sound."""
    from dreamscape.export.sound_file import dream_soundtrack, song_soundtrack
    from dreamscape.export.underlay import file_soundtrack

    if parameters.music:
        return with_bit_rate(partial(song_soundtrack, parameters.music, job, codec), bits)
    if parameters.soundtrack:
        return with_bit_rate(partial(file_soundtrack, parameters.soundtrack, job, codec, loudness, stop), bits)
    return with_bit_rate(partial(dream_soundtrack, job, codec, parameters.loudness, stop), bits)
