"""Commands that make pictures and films."""

import shlex
from functools import partial
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
@known("sound", "sound-codec", "loudness", "jobs", "cluster", "resume", "json")
def export(
    output: Path,
    overwrite: bool,
    resume: bool,
    srt: bool,
    jobs: int | None,
    cluster: str | None,
    as_json: bool,
    sound: bool,
    sound_codec: str | None,
    loudness: float,
    **asked: Any,
) -> int:
    """Film a dream, or a part of it, with what is heard: OUT.mp4 (H.264).

    The film is made in segments in the folder OUT.parts, and joined once all are there. What is interrupted, by Ctrl-C,
    a crash or a full disk, goes on with the same command and --resume.
    """
    from dreamscape import provenance
    from dreamscape.outputs import film, formats, place
    from dreamscape.outputs.sound import of_film
    from dreamscape.progress import Interrupt, progress

    if not (resume and film.is_there(output)):
        place.check(output, formats.SUFFIXES, overwrite)
    job, words = asked_job(output, asked)
    codec = asked_sound(job, output, sound_codec, loudness) if sound else None
    words += sound_words(codec is not None, sound_codec, loudness)
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
            heard = None if codec is None else partial(of_film, job, codec, loudness, interrupt.asked)
            outcome = film.export(output, job, metadata, interrupt.asked, tell, facts, resume, crew, heard)
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


def asked_sound(job: "Job", output: Path, name: str | None, loudness: float) -> str:
    """FFmpeg's name of the encoder that was asked for, or of the file's usual one; the loudness is checked too."""
    from dreamscape import options
    from dreamscape.outputs import soundtrack

    options.within(loudness, *soundtrack.LOUDNESSES, "--loudness", "LUFS")
    return soundtrack.encoder(name, job.form.sounds, output.suffix)


def sound_words(heard: bool, name: str | None, loudness: float) -> list[str]:
    """The options that ask for a film's sound again."""
    if not heard:
        return ["--no-sound"]
    return [*(["--sound-codec", name] if name else []), "--loudness", f"{loudness:g}"]


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
def still(output: Path, overwrite: bool, at: str | None, **asked: Any) -> None:
    """Draw one picture of a dream: OUT.png."""
    from dreamscape import pictures, provenance
    from dreamscape.outputs import place
    from dreamscape.outputs import still as picture

    place.check(output, picture.SUFFIXES, overwrite)
    if at is None:  # dreams begin in the dark
        whole, _ = asked_take({"start": None, "stop": None, **asked}, "--at", "--to")
        seconds = whole.stop - whole.start if asked["act"] else whole.dream.seed.act[0].seconds
        at = f"{float(seconds) / 3.0:g}"
    take, words = asked_take({"start": at, "stop": None, **asked}, "--at", "--to")
    picture.save(output, pictures.picture(take), provenance.notes(take, ["still", output.name, *words]))
