"""Commands that make pictures and films."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dreamscape.commands.common import INTERRUPTED, OUTPUT, asked_take, complain, known
from dreamscape.errors import DreamscapeError, InputError

if TYPE_CHECKING:
    from dreamscape.outputs.film import Crew
    from dreamscape.outputs.segments import Job


@click.command()
@OUTPUT
@known("dream", "seed", "size", "fps", "from", "to", "act", "quality", "captions", "srt", "crf", "preset", "overwrite")
@known("jobs", "cluster", "resume", "json")
def export(
    output: Path,
    overwrite: bool,
    resume: bool,
    srt: bool,
    jobs: int | None,
    cluster: str | None,
    as_json: bool,
    **asked: Any,
) -> int:
    """Film a dream, or a part of it: OUT.mp4 (H.264).

    The film is made in segments in the folder OUT.parts, and joined once all are there. What is interrupted, by Ctrl-C,
    a crash or a full disk, goes on with the same command and --resume.
    """
    from dreamscape import provenance
    from dreamscape.outputs import film, formats, place
    from dreamscape.progress import Interrupt, progress

    if not (resume and film.is_there(output)):
        place.check(output, formats.SUFFIXES, overwrite)
    job, words = asked_job(output, asked)
    beside = output.with_suffix(".srt")
    if srt:
        place.check(beside, (".srt",), overwrite)
    if not (resume or overwrite):
        film.refuse_left_over(output)
    crew = asked_crew(jobs, cluster)
    metadata = provenance.tags(job.take, ["export", output.name, *words])
    try:
        with Interrupt() as interrupt, progress(output.name, as_json) as tell:
            facts = provenance.facts(job.take, words)
            outcome = film.export(output, job, metadata, interrupt.asked, tell, facts, resume, crew)
    except film.Unfinished as error:
        raise DreamscapeError(f"{error}; go on with: {_again()}") from None
    if outcome.joined < 1.0:
        if not outcome.segments:
            raise KeyboardInterrupt
        text = f"interrupted after {outcome.written} of {outcome.asked} frames; go on with: {_again()}"
        return complain(text, INTERRUPTED)
    if srt:
        film.write_srt(beside, job.take)
    return 0


def asked_job(output: Path, asked: dict[str, Any]) -> "tuple[Job, list[str]]":
    """The film that was asked for, and the options that ask for it again."""
    from dreamscape import options
    from dreamscape.outputs import formats
    from dreamscape.outputs.segments import Job, length_of

    take, words = asked_take(asked, "--from", "--to")
    options.check_even(take.size)
    crf, preset = asked["crf"], asked["preset"]
    rate, form = options.rate(asked["fps"]), formats.choose(output.suffix, take.size, crf=crf, preset=preset)
    take.numbers(rate)
    words += ["--fps", asked["fps"]]
    words += [str(part) for pair in (("--crf", crf), ("--preset", preset)) if pair[1] is not None for part in pair]
    return Job(take, rate, form, length_of(rate)), words


def asked_crew(jobs: int | None, address: str | None) -> "Crew":
    """Who films: this process, several, or a cluster."""
    from dreamscape.outputs import film

    if address is not None:
        if jobs is not None:
            raise InputError("--jobs and --cluster: expected one of them; a cluster's workers are its own processes")
        from dreamscape.outputs.cluster import clustered

        return clustered(address)
    if jobs in (None, 1):
        return film.alone
    from dreamscape.outputs.workers import several

    return several(jobs or 1)


def _again() -> str:
    """The command line that goes on with what this one has begun."""
    given = click.get_current_context().find_root().obj
    return shlex.join(["dreamscape", *given, *(["--resume"] if "--resume" not in given else [])])


@click.command()
@OUTPUT
@known("dream", "seed", "size", "at", "act", "quality", "captions", "overwrite")
def still(output: Path, overwrite: bool, at: str, **asked: Any) -> None:
    """Draw one picture of a dream: OUT.png."""
    from dreamscape import pictures, provenance
    from dreamscape.outputs import place
    from dreamscape.outputs import still as picture

    place.check(output, picture.SUFFIXES, overwrite)
    take, words = asked_take({"start": at, "stop": None, **asked}, "--at", "--to")
    picture.save(output, pictures.picture(take), provenance.notes(take, ["still", output.name, *words]))
