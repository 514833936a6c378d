"""Commands that make pictures and films."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from dreamscape.commands.common import OUTPUT, check_inputs, complain, known, render_request
from dreamscape.commands.parameters import ExportParameters, PictureParameters, StillParameters
from dreamscape.commands.presets import with_preset
from dreamscape.commands.seed_batch import check_place, for_each_seed
from dreamscape.system import standard_streams
from dreamscape.text import printable


@click.command()
@OUTPUT
@known("dream-or-scene", "scene", "set", "memories", "seed", "seeds", "size", "fps", "from", "to", "act", "quality")
@known("language", "captions", "subtitles", "srt", "vtt", "sound", "describe", "sound-codec", "loudness")
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
@known(
    "music", "reaction", "soundtrack", "replay", "jobs", "threads", "cluster", "resume", "overwrite", "dry-run", "json"
)
@known("traceback")
def export(output: Path, **given: Any) -> int:
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
    parameters = ExportParameters(**given)
    check_place(output, parameters.seeds)
    if parameters.seeds is None:
        return _export(output, parameters)
    alone = replace(parameters, seeds=None)
    return for_each_seed(lambda path, seed: _export(path, replace(alone, seed=seed)), output, parameters)


def _export(output: Path, parameters: ExportParameters) -> int:
    """Make one film, or say what it takes; returns the exit code."""
    from dreamscape.commands import exporting

    if parameters.use is not None:
        parameters = with_preset(parameters.use, output, parameters)
    request = exporting.export_request(output, parameters)
    for line in () if parameters.as_json else request.job.request.dream.plan:
        standard_streams.tell(sys.stderr, f"{printable(line)}\n")
    if request.parameters.dry_run:
        return exporting.estimate(request)
    return exporting.stream(request) if request.kind else exporting.film(request)


@click.command()
@OUTPUT
@known("dream-or-scene", "scene", "set", "memories", "seed", "seeds", "size", "at", "act", "quality")
@known("language", "captions")
@known("still-layers", "overwrite", "traceback")
def still(output: Path, at: str | None, **given: Any) -> int:
    """Draw one picture of a dream: OUT.png; or one of each seed: OUT.%seed.png."""
    parameters = StillParameters(start=at, stop=None, **given)
    check_place(output, parameters.seeds)
    if parameters.seeds is None:
        return _still(output, parameters)
    alone = replace(parameters, seeds=None)
    return for_each_seed(lambda path, seed: _still(path, replace(alone, seed=seed)), output, parameters)


def _still(output: Path, parameters: StillParameters) -> int:
    """Draw the picture of one seed, or one of each of its layers; returns the exit code."""
    from dreamscape import pictures
    from dreamscape.engine import provenance
    from dreamscape.export.container import png
    from dreamscape.files import placing

    placing.check_kind(output, png.SUFFIXES)
    if parameters.start is None:
        parameters = replace(parameters, start=_usual_time(parameters))
    request, arguments = render_request(parameters, "--at", "--to")
    layers = parameters.layers
    chosen = pictures.layers_of(layers, request) if layers else ()
    files = [output.with_name(f"{output.stem}-{name}{output.suffix}") for name in chosen] or [output]
    for file in files:
        placing.check(file, png.SUFFIXES, parameters.overwrite)
    check_inputs(files)
    words = ["still", output.name, *arguments, *(["--layers", layers] if layers else [])]
    drawn = pictures.layers(request, chosen) if chosen else [pictures.picture(request)]
    for file, picture in zip(files, drawn, strict=True):
        png.save(file, picture, provenance.notes(request, words), parameters.overwrite)
        complain(f"{file}: drawn", 0)
    return 0


@click.command()
@OUTPUT
@known("dream-or-scene", "scene", "set", "memories", "seed", "at", "act", "poster-quality")
@click.option(
    "--size",
    "sheet",
    metavar="PAPER@DPI",
    default="A2@300dpi",
    show_default=True,
    help="A0 to A6, letter, tabloid, or like 50x70cm or 24x36in; 300 dpi if not said.",
)
@click.option("--landscape", is_flag=True, help="The longer side across.")
@known("overwrite", "traceback")
def poster(output: Path, at: str | None, sheet: str, landscape: bool, overwrite: bool, **given: Any) -> int:
    """Draw a picture to be printed, OUT.png, which knows its size on paper and its ICC profile.

    No line of the voice is written into it.
    """
    from dreamscape import pictures
    from dreamscape.commands import paper
    from dreamscape.engine import provenance
    from dreamscape.engine.tiled_picture import tiled_picture
    from dreamscape.export.container import png
    from dreamscape.files import placing
    from dreamscape.quality import TIERS

    placing.check(output, png.SUFFIXES, overwrite)
    chosen = paper.paper(sheet, landscape)
    parameters = PictureParameters(start=at, stop=None, size="1280x720", captions=False, language=None, **given)
    if at is None:
        parameters = replace(parameters, start=_usual_time(parameters))
    request, arguments = render_request(parameters, "--at", "--to")
    check_inputs([output])
    tier = request.quality if parameters.quality else replace(TIERS["ultra"], scale=1.0)
    request = replace(request, size=chosen.pixels, quality=tier)  # which may be larger than other pictures
    words = ["poster", output.name, *_as_ordered(arguments, sheet, landscape, parameters.quality)]
    parts = [pictures.picture(request)] if chosen.is_whole else tiled_picture(request)
    png.save_rows(output, request.size, parts, provenance.notes(request, words), overwrite, chosen.dpi)
    size = "{}x{}".format(*request.size)
    across, down = (side / 10.0 for side in (chosen.width, chosen.height))
    complain(f"{output}: drawn, {size} px, {across:g} x {down:g} cm at {chosen.dpi} dots per inch", 0)
    return 0


def _as_ordered(arguments: list[str], sheet: str, landscape: bool, quality: str | None) -> list[str]:
    """The arguments of a still as those of the poster that was ordered."""
    words: list[str] = []
    given = iter(arguments)
    for word in given:
        if word == "--size" or (word == "--quality" and quality is None):
            next(given)
        elif word != "--no-captions":
            words.append(word)
    return [*words, "--size", sheet, *(["--landscape"] if landscape else [])]


def _usual_time(parameters: PictureParameters) -> str:
    """The time of a still for which none was given: a third of the first act or of `--act`, as dreams begin dark."""
    whole, _ = render_request(parameters, "--at", "--to")
    seconds = whole.stop - whole.start if parameters.act else whole.dream.file.act[0].seconds
    return f"{float(seconds) / 3.0:g}"
