"""Commands that make pictures and films."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from dreamscape.commands.asked import (
    asked_crew,
    asked_job,
    asked_sound,
    asked_threads,
    check_soundtrack,
    sound_words,
    suffixes,
)
from dreamscape.commands.common import OUTPUT, asked_take, check_inputs, complain, known
from dreamscape.commands.fitting import asked_bitrate, asked_fit, fit_words, with_bits
from dreamscape.commands.rehearse import tell_estimate
from dreamscape.commands.seeds import again, check_place, for_each_seed, watched
from dreamscape.commands.streaming import opened, refuse, send, stream_kind
from dreamscape.commands.tagged import asked_cover, tag_words, tagged, tell_chapters
from dreamscape.commands.uses import used

if TYPE_CHECKING:
    from dreamscape.outputs.segments import Job
    from dreamscape.outputs.soundtrack import Sound


@click.command()
@OUTPUT
@click.option("--dream", metavar="NAME|FILE", help="The dream.  [default: sapphire]")
@known("seed", "seeds", "size", "fps", "from", "to", "act", "quality", "captions", "subtitles", "srt", "vtt")
@known("sound", "sound-codec", "loudness")
@known(
    "codec",
    "bits",
    "crf",
    "preset",
    "keyint",
    "encoder",
    "supersample",
    "layers",
    "loop",
    "flash-limit",
    "flash-report",
)
@known("shutter", "shutter-samples", "format")
@known("for", "max-size", "sound-bitrate")
@known("title", "artist", "copyright", "date", "comment", "cover", "chapters")
@known("music", "soundtrack", "replay", "jobs", "threads", "cluster", "resume", "overwrite", "dry-run", "json")
def export(
    output: Path,
    overwrite: bool,
    resume: bool,
    srt: bool,
    vtt: bool,
    jobs: int | None,
    threads: int | None,
    cluster: str | None,
    as_json: bool,
    sound: bool,
    sound_codec: str | None,
    sound_bitrate: int | None,
    loudness: float,
    dry_run: bool,
    flash_report: bool,
    chapters: bool,
    **asked: Any,
) -> int:
    """Film a dream, or a part of it, with what is heard. The end of OUT's name says what is written.

    \b
    OUT.mp4 .mov .mkv .webm .mxf a film: H.264, ProRes, H.264, VP9 and DNxHR where no --codec is given
    OUT.gif .webp .apng .avif    an animation that begins again when it ends
    - --format F                 the film for another program, like | mpv -: y4m, rawvideo, mkv or webm; named pipes too
    OUT.%05d.png .tif .exr       a sequence of pictures, 16 bits a sample; EXR holds light before the tone map

    With --seeds OUT has a place for the seed, like OUT.%seed.mp4, and each is a film of its own.

    It is made in segments in the folder OUT.parts, and joined once all are there. What is interrupted, by Ctrl-C, a
    crash or a full disk, goes on with the same command and --resume.
    """
    from dreamscape import cores, interrupts, provenance
    from dreamscape.outputs import destination, durable, film, place

    check_place(output, asked["seeds"])
    if asked["seeds"] is not None:
        assert export.callback is not None
        return for_each_seed(export.callback, click.get_current_context().params)
    if asked["use"] is not None:
        assert export.callback is not None
        given = {**click.get_current_context().params, "output": output, "seed": asked["seed"], "seeds": None}
        return int(export.callback(**{**used(asked["use"], output, given), "use": None}))
    kind = stream_kind(output, asked["kind"])
    named = Path(f"{output.stem}.{kind}") if kind else output
    if kind:
        whole = {"srt": srt, "vtt": vtt, "jobs": jobs, "cluster": cluster, "resume": resume, "overwrite": overwrite}
        refuse({**whole, "flash_report": flash_report, "max_size": asked["max_size"]})
    else:
        place.check_kind(output, suffixes())
    each = asked_threads(threads, jobs, cluster)
    job, words = asked_job(named, {**asked, "threads": each})
    codec = asked_sound(job, named, sound_codec, loudness) if sound else None
    if asked["soundtrack"]:
        check_soundtrack(job, named, asked["soundtrack"], asked["music"], sound)
    as_it_is = bool(asked["soundtrack"]) and _is_usual("loudness")
    loud = None if as_it_is else loudness
    words += [*sound_words(codec is not None, sound_codec, loud, asked["soundtrack"]), *tag_words(asked)]
    words += fit_words(asked["max_size"], sound_bitrate)
    cover = asked_cover(job, named, asked["cover"])
    bits, fit = asked_bitrate(sound_bitrate, codec), None
    if asked["max_size"]:
        fit, bits = asked_fit(named, job, {**asked, "threads": each}, codec, bits)
        job = replace(job, form=fit.between(job.take.size, each))
    heard = None if codec is None else partial(_heard, job, asked, codec, loudness, as_it_is)
    if dry_run:
        song = heard(lambda: False) if heard and (asked["music"] or asked["soundtrack"]) else None
        with cores.drawing_with(each):
            tell_estimate(output, job, codec, song, as_json, fit)
        if chapters:
            tell_chapters(job, as_json)
        return 0
    if kind:
        called = ["export", output.name, "--format", kind, *words]
        metadata = tagged(provenance.tags(job.take, called), asked)
        with cores.drawing_with(each), opened(output) as file:
            return send(file, output, job, metadata, heard, cover, as_json, chapters)
    metadata = tagged(provenance.tags(job.take, ["export", output.name, *words]), asked)
    facts = provenance.facts(job.take, words)
    facts.update({"--max-size": "given"} if fit else {})  # what was drawn serves any other one
    if not (resume and destination.is_there(output, job, metadata, facts)):
        destination.check(output, job, suffixes(), overwrite, resume)
    texts = {destination.beside(output, job, end): end for end, wanted in ((".srt", srt), (".vtt", vtt)) if wanted}
    beside = {path: film.text_of(end, job.take) for path, end in texts.items()}
    for path in [path for path, text in beside.items() if resume and durable.holds(path, text)]:
        del beside[path]  # which is there already
    for path in beside:
        place.check(path, (path.suffix,), overwrite)
    check_inputs([*destination.files_of(output, job), *beside])
    if not (resume or overwrite):
        destination.refuse_left_over(output)
    crew = asked_crew(jobs, cluster)
    try:
        with (
            interrupts.Interrupt() as interrupt,
            watched(output.name, as_json) as tell,
            cores.drawing_with(each),
        ):
            song = with_bits(heard(interrupt.asked), bits) if heard else None
            outcome = film.export(
                output, job, metadata, interrupt.asked, tell, facts, resume, crew, song, cover, overwrite, fit
            )
    except film.Unfinished as error:
        return complain(f"{error}; go on with:", error.exit_code, f" {again()}")
    if outcome.joined < 1.0:
        if not outcome.segments:
            raise KeyboardInterrupt
        told = f"interrupted after {outcome.written} of {outcome.asked} frames; go on with:"
        return complain(told, interrupts.code(), f" {again()}")
    for path, text in beside.items():
        place.write(path, text, overwrite)
    if overwrite and (others := destination.others(output, job)):
        complain(f"{output}: {others}", 0)
    if flash_report:
        from dreamscape.commands.flashes import tell_flashes

        try:
            tell_flashes(output, as_json, job)
        except KeyboardInterrupt:
            told = f"interrupted; {output.name} is complete, and its flashes have not been measured"
            return complain(told, interrupts.code())
    if chapters:
        tell_chapters(job, as_json)
    return 0


def _is_usual(option: str) -> bool:
    """Whether an option was not given."""
    return click.get_current_context().get_parameter_source(option) == ParameterSource.DEFAULT


def _heard(
    job: "Job",
    asked: dict[str, Any],
    codec: str,
    loudness: float,
    as_it_is: bool,
    stop: Callable[[], bool] = lambda: False,
) -> "Callable[[], Sound]":
    """Makes what is heard: the dream, or a song in its place, as loud as it is or as was asked for."""
    from dreamscape.outputs.sound import of_film, of_song
    from dreamscape.outputs.underlay import of_file

    if asked["music"]:
        return partial(of_song, asked["music"], job, codec)
    if asked["soundtrack"]:
        return partial(of_file, asked["soundtrack"], job, codec, None if as_it_is else loudness, stop)
    return partial(of_film, job, codec, loudness, stop)


@click.command()
@OUTPUT
@known("dream", "seed", "seeds", "size", "at", "act", "quality", "captions", "overwrite")
def still(output: Path, overwrite: bool, at: str | None, **asked: Any) -> int:
    """Draw one picture of a dream: OUT.png; or one of each seed: OUT.%seed.png."""
    from dreamscape import pictures, provenance
    from dreamscape.outputs import place
    from dreamscape.outputs import still as picture

    check_place(output, asked["seeds"])
    if asked["seeds"] is not None:
        assert still.callback is not None
        return for_each_seed(still.callback, click.get_current_context().params)
    place.check(output, picture.SUFFIXES, overwrite)
    check_inputs([output])
    if at is None:  # dreams begin in the dark
        whole, _ = asked_take({"start": None, "stop": None, **asked}, "--at", "--to")
        seconds = whole.stop - whole.start if asked["act"] else whole.dream.seed.act[0].seconds
        at = f"{float(seconds) / 3.0:g}"
    take, words = asked_take({"start": at, "stop": None, **asked}, "--at", "--to")
    picture.save(output, pictures.picture(take), provenance.notes(take, ["still", output.name, *words]), overwrite)
    return 0
