"""The command that checks whether a film is what it says."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dreamscape.commands.common import FILM, known
from dreamscape.commands.parameters import ExportParameters
from dreamscape.errors import InputError
from dreamscape.system.standard_streams import say
from dreamscape.text import LONGEST_WORD, short, words

if TYPE_CHECKING:
    from dreamscape.export.segments.segment_writer import FilmJob


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyParameters:
    """The files that a film was made of, as the user gives them to `verify`."""

    dream: str | None
    scene: str | None
    replay: Path | None
    music: Path | None
    memories: tuple[str, ...] = ()


@click.command()
@FILM
@click.option("--frames", "count", type=click.IntRange(1, 1000), default=8, show_default=True, help="How many.")
@click.option("--dream", metavar="FILE", help="The dream's file, if it is not one of those that ship.")
@known("scene")
@click.option(
    "--replay", metavar="LOG", type=click.Path(path_type=Path), help="The recording, if it was filmed from one."
)
@click.option("--music", metavar="SONG", type=click.Path(path_type=Path), help="The song, if it moves to one.")
@known("memories", "json")
def verify(film: Path, count: int, as_json: bool, **given: Any) -> int:
    """Draw frames of a film again, as its metadata says, and compare them.

    On the renderer that drew them, with the same version, they are the same to the bit before compression. The exit
    code is 1 where they are not, or where the film is not near what is drawn.
    """
    from dreamscape import __version__
    from dreamscape.engine import memory_files, provenance
    from dreamscape.export import verify as verifying
    from dreamscape.render import context

    told = verifying.read_claims(film)
    job, own = _job(film, told.facts["Command"], VerifyParameters(**given))
    if not own:
        told = replace(told, frames={})  # which are of a card's layout of planes
    memory_files.check_same(job.request.dream.memories.digest, told.facts.get("Memories", ""), str(film))
    name, digest = job.request.dream.name, job.request.dream.digest
    if told.facts.get("Dream", "").rpartition(" ")[2] != digest:
        option = "--scene" if job.request.dream.code else "--dream"
        raise InputError(f"{film}: was made of another text of the dream {Path(name).name}; give that as {option} FILE")
    with context.offscreen() as ctx:
        renderer = str(ctx.info["GL_RENDERER"])
    same = (
        told.facts.get("Renderer") == renderer
        and told.facts.get("Version") == f"dreamscape {__version__}"
        and told.facts.get("Code") == provenance.code_digest()
    )
    if not as_json:
        version, drew = (short(told.facts.get(name, f"an unknown {name.lower()}")) for name in ("Version", "Renderer"))
        say(f"made by {version}, {drew}; drawn now by {renderer}")
    good, seen = True, 0
    for one in verifying.compare(film, job, told, count):
        near = one.psnr >= verifying.MIN_PSNR
        good = good and near and (one.exact is not False or not same)
        seen += 1
        words = {None: "no digest", True: "exact", False: "not the same"}[one.exact]
        if as_json:
            say(json.dumps({"frame": one.number, "exact": one.exact, "psnr": round(one.psnr, 2)}))
        else:
            say(f"frame {one.number:<8} before compression {words:14} film {one.psnr:5.1f} dB")
    verdict = "agrees" if good else "does not agree"
    how = "to the bit" if same else f"of other code or another renderer: within {verifying.MIN_PSNR:g} dB is asked for"
    if not as_json:
        say(f"{film.name} {verdict} with what it says: {seen} frames, {how}")
    return 0 if good else 1


def _job(film: Path, command: str, files: VerifyParameters) -> "tuple[FilmJob, bool]":
    """The film that a command line asks for, and whether it was encoded in software.

    The command comes from a file that may be anybody's: it is parsed and never run. Of the files it names, only dreams
    that ship are opened; others, a scene's code among them, must be given by the user as `files`.
    """
    from dreamscape.commands.export_options import film_job
    from dreamscape.export.stream import STREAM_FORMATS

    named = _parameters(film, command)
    _check_named_files(film, named, files)
    dream = files.dream or named.dream
    parameters = replace(
        named,
        dream=dream,
        scene=files.scene,
        replay=files.replay,
        music=files.music,
        memories=files.memories,
        encoder=None,
    )
    kind = named.kind if named.kind in STREAM_FORMATS else None  # a film from a pipe may have any name now
    job, _ = film_job(film.with_suffix(f".{kind}") if kind else film, parameters)
    return job, named.encoder in (None, "software")


def _parameters(film: Path, command: str) -> ExportParameters:
    """The parameters in the command line of a film."""
    from dreamscape.commands.film import export

    try:
        params = export.make_context("dreamscape export", words(command)[2:], help_option_names=[]).params
    except (click.ClickException, ValueError) as error:
        message = error.format_message() if isinstance(error, click.ClickException) else str(error)
        reason = short(message, LONGEST_WORD)
        raise InputError(f"{film}: its command cannot be read ({reason}); it may be of another version") from None
    return ExportParameters(**{name: value for name, value in params.items() if name != "output"})


def _check_named_files(film: Path, named: ExportParameters, files: VerifyParameters) -> None:
    """Raise InputError if the film's command names a file that the user has not given."""
    from dreamscape.dream import dream_file

    if named.replay and not files.replay:
        raise InputError(f"{film}: was filmed from the recording {short(named.replay.name)}; give it as --replay LOG")
    if named.music and not files.music:
        raise InputError(f"{film}: moves to the song {short(named.music.name)}; give it as --music SONG")
    if named.scene and not files.scene:
        name = short(named.scene.replace("\\", "/").rpartition("/")[2])
        raise InputError(
            f"{film}: was made of {name}, a scene file, which is only run if you name it; give it as --scene "
            "FILE.py:CLASS"
        )
    if not files.dream and named.dream is not None and named.dream not in dream_file.names():
        raise InputError(
            f"{film}: was made of the dream {short(named.dream)}, none that ships; give its file as --dream FILE"
        )
