"""An export as it was asked for, all of it checked, and what can be done with it: weigh it, send it, or film it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from dreamscape.commands.common import check_inputs, complain
from dreamscape.commands.dry_run import tell_estimate
from dreamscape.commands.export_options import (
    asked_crew,
    asked_job,
    asked_sound,
    asked_threads,
    check_soundtrack,
    sound_words,
    suffixes,
)
from dreamscape.commands.pipes import opened, refuse, send, stream_kind
from dreamscape.commands.seed_batch import again, watched
from dreamscape.commands.size_options import asked_bitrate, asked_fit, fit_words, with_bits
from dreamscape.commands.tag_options import asked_cover, tag_words, tagged, tell_chapters
from dreamscape.errors import InputError

if TYPE_CHECKING:
    from dreamscape.export.backends import Stop
    from dreamscape.export.container.cover import Cover
    from dreamscape.export.container.soundtrack import SoundSource
    from dreamscape.export.segments.segment_writer import FilmJob
    from dreamscape.export.size_limit import SizeLimit

# Options that only a file has a use for, by their names as parameters.
OF_FILES = ("srt", "vtt", "jobs", "cluster", "resume", "overwrite", "flash_report", "max_size")


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """An export.

    Attributes:
        output: as it was given.
        kind: the format of the stream, if it goes into a pipe.
        job: what is filmed.
        words: the options that ask for it again.
        threads: for each process that draws.
        codec: FFmpeg's name of the encoder of its sound; None for a silent film.
        heard: makes what is heard, given what is asked whether to stop; None for a silent film.
        fit: how it is made no larger than was asked for, if something was.
        cover: a picture that the file carries.
        given: the command's parameters.
    """

    output: Path
    kind: str | None
    job: "FilmJob"
    words: list[str]
    threads: int
    codec: str | None
    heard: "Callable[[Stop], Callable[[], SoundSource]] | None"
    fit: "SizeLimit | None"
    cover: "Cover | None"
    given: dict[str, Any]

    @property
    def metadata(self) -> dict[str, str]:
        """The file's tags."""
        from dreamscape.engine import provenance

        form = ["--format", self.kind] if self.kind else []
        return tagged(provenance.tags(self.job.request, ["export", self.output.name, *form, *self.words]), self.given)

    def tell_chapters(self) -> None:
        """List the acts' times, if that was asked for."""
        if self.given["chapters"]:
            tell_chapters(self.job, self.given["as_json"])


def request(output: Path, given: dict[str, Any]) -> ExportRequest:
    """The export that a command's parameters ask for.

    Raises:
        InputError: it cannot be; says why.
    """
    from dreamscape.files import placing

    if given["scene"] and given["cluster"]:
        raise InputError("--scene and --cluster: a cluster's workers have no such file; make a package of it there")
    kind = stream_kind(output, given["kind"])
    if kind:
        refuse({name: given[name] for name in OF_FILES})
    else:
        placing.check_kind(output, suffixes())
    named = Path(f"{output.stem}.{kind}") if kind else output
    given = {**given, "threads": asked_threads(given["threads"], given["jobs"], given["cluster"])}
    job, words = asked_job(named, given)
    codec = asked_sound(job, named, given["sound_codec"], given["loudness"]) if given["sound"] else None
    song = given["soundtrack"]
    if song:
        check_soundtrack(job, named, song, given["music"], given["sound"])
    loudness = None if song and _is_usual("loudness") else given["loudness"]  # a song stays as loud as it is
    words += [*sound_words(codec is not None, given["sound_codec"], loudness, song), *tag_words(given)]
    words += fit_words(given["max_size"], given["sound_bitrate"])
    cover = asked_cover(job, named, given["cover"])
    bits, fit = asked_bitrate(given["sound_bitrate"], codec), None
    if given["max_size"]:
        fit, bits = asked_fit(named, job, given, codec, bits)
        job = replace(job, form=fit.intermediate_format(job.request.size, given["threads"]))
    heard = None if codec is None else partial(_heard, job, given, codec, loudness, bits)
    return ExportRequest(output, kind, job, words, given["threads"], codec, heard, fit, cover, given)


def weigh(asked: ExportRequest) -> int:
    """Say what an export would come to; returns the exit code."""
    from dreamscape.system import cores

    mixed = asked.given["music"] or asked.given["soundtrack"]
    song = asked.heard(lambda: False) if asked.heard and mixed else None
    with cores.drawing_with(asked.threads):
        tell_estimate(asked.output, asked.job, asked.codec, song, asked.given["as_json"], asked.fit)
    asked.tell_chapters()
    return 0


def pipe(asked: ExportRequest) -> int:
    """Send a film into a pipe while it is drawn; returns the exit code."""
    from dreamscape.system import cores

    with cores.drawing_with(asked.threads), opened(asked.output) as file:
        told = asked.given["as_json"], asked.given["chapters"]
        return send(file, asked.output, asked.job, asked.metadata, asked.heard, asked.cover, *told)


def film(asked: ExportRequest) -> int:
    """Film into a file, or go on with that; returns the exit code."""
    from dreamscape.export import destination
    from dreamscape.files import placing

    output, job, overwrite = asked.output, asked.job, asked.given["overwrite"]
    metadata, facts = asked.metadata, _facts(asked)
    texts = _check(asked, metadata, facts)
    code = _made(asked, metadata, facts)
    if code:
        return code
    for path, text in texts.items():
        placing.write(path, text, overwrite)
    if overwrite and (others := destination.foreign_pictures(output, job)):
        complain(f"{output}: {others}", 0)
    code = _measured(asked) if asked.given["flash_report"] else 0
    if not code:
        asked.tell_chapters()
    return code


def _facts(asked: ExportRequest) -> dict[str, str]:
    """All that the pictures depend on."""
    from dreamscape.engine import provenance

    facts = provenance.facts(asked.job.request, asked.words)
    return facts | ({"--max-size": "given"} if asked.fit else {})  # what was drawn serves any other one


def _check(asked: ExportRequest, metadata: dict[str, str], facts: dict[str, str]) -> dict[Path, bytes]:
    """The texts that are to be written beside a film, once nothing is in the way of any of its files.

    Raises:
        InputError: something is.
    """
    from dreamscape.export import destination, film
    from dreamscape.files import durable, placing

    output, job = asked.output, asked.job
    overwrite, resume = asked.given["overwrite"], asked.given["resume"]
    if not (resume and destination.is_in_place(output, job, metadata, facts)):
        destination.check_writable(output, job, suffixes(), overwrite, resume)
    ends = [end for end in (".srt", ".vtt") if asked.given[end[1:]]]
    texts = {destination.companion(output, job, end): film.subtitle_file(end, job) for end in ends}
    if resume:
        texts = {path: text for path, text in texts.items() if not durable.holds(path, text)}
    for path in texts:
        placing.check(path, (path.suffix,), overwrite)
    check_inputs([*destination.files_of(output, job), *texts])
    if not (resume or overwrite):
        destination.refuse_leftovers(output)
    return texts


def _made(asked: ExportRequest, metadata: dict[str, str], facts: dict[str, str]) -> int:
    """Make the film, or say how to go on with it; returns the exit code."""
    from dreamscape.export import backends, film
    from dreamscape.system import cores, interrupts

    given, output = asked.given, asked.output
    crew = asked_crew(given["jobs"], given["cluster"])
    try:
        with (
            interrupts.Interrupt() as interrupt,
            watched(output.name, given["as_json"]) as tell,
            cores.drawing_with(asked.threads),
        ):
            song = asked.heard(interrupt.asked) if asked.heard else None
            how = given["resume"], crew, song, asked.cover, given["overwrite"], asked.fit
            outcome = film.export(output, asked.job, metadata, interrupt.asked, tell, facts, *how)
    except backends.ResumableError as error:
        return complain(f"{error}; go on with:", error.exit_code, f" {again()}")
    if outcome.joined == 1.0:
        return 0
    if not outcome.segments:
        raise KeyboardInterrupt
    told = f"interrupted after {outcome.written} of {outcome.total} frames; go on with:"
    return complain(told, interrupts.code(), f" {again()}")


def _measured(asked: ExportRequest) -> int:
    """Measure flashes in what was made; returns the exit code."""
    from dreamscape.commands.flashes import tell_flashes
    from dreamscape.system import interrupts

    try:
        tell_flashes(asked.output, asked.given["as_json"], asked.job)
    except KeyboardInterrupt:
        told = f"interrupted; {asked.output.name} is complete, and its flashes have not been measured"
        return complain(told, interrupts.code())
    return 0


def _is_usual(option: str) -> bool:
    """Whether an option was not given."""
    return click.get_current_context().get_parameter_source(option) == ParameterSource.DEFAULT


def _heard(
    job: "FilmJob", given: dict[str, Any], codec: str, loudness: float | None, bits: int | None, stop: "Stop"
) -> "Callable[[], SoundSource]":
    """Makes what is heard: the dream, or a song in its place; of a dream the loudness is known."""
    from dreamscape.export.sound_file import dream_soundtrack, song_soundtrack
    from dreamscape.export.underlay import file_soundtrack

    if given["music"]:
        return with_bits(partial(song_soundtrack, given["music"], job, codec), bits)
    if given["soundtrack"]:
        return with_bits(partial(file_soundtrack, given["soundtrack"], job, codec, loudness, stop), bits)
    return with_bits(partial(dream_soundtrack, job, codec, given["loudness"], stop), bits)
