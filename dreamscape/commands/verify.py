"""The command that checks whether a film is what it says."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dreamscape.commands.common import FILM, known
from dreamscape.errors import InputError
from dreamscape.system.standard_streams import say
from dreamscape.text import LONGEST_WORD, short, words

if TYPE_CHECKING:
    from dreamscape.export.segments.segment_writer import FilmJob


@click.command()
@FILM
@click.option("--frames", "count", type=click.IntRange(1, 1000), default=8, show_default=True, help="How many.")
@click.option("--dream", metavar="FILE", help="The dream's file, if it is not one of those that ship.")
@known("scene")
@click.option(
    "--replay", metavar="LOG", type=click.Path(path_type=Path), help="The recording, if it was filmed from one."
)
@click.option("--music", metavar="SONG", type=click.Path(path_type=Path), help="The song, if it moves to one.")
@known("json")
def verify(film: Path, count: int, as_json: bool, **files: Any) -> int:
    """Draw frames of a film again, as its metadata says, and compare them.

    On the renderer that drew them, with the same version, they are the same to the bit before compression. The exit
    code is 1 where they are not, or where the film is not near what is drawn.
    """
    from dreamscape import __version__
    from dreamscape.engine import provenance
    from dreamscape.export import verify as verifying
    from dreamscape.render import context

    told = verifying.read_claims(film)
    job, own = _job(film, told.facts["Command"], files)
    if not own:
        told = replace(told, frames={})  # which are of a card's layout of planes
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


def _job(film: Path, command: str, files: Mapping[str, Any]) -> "tuple[FilmJob, bool]":
    """The film that a command line, from a file that may be anybody's, asks for; it is read and never run.

    Of what it names, only a dream that ships is opened: `files`, a scene's code among them, are those that the user
    gives. Also whether it was encoded in software.
    """
    dream, scene, replay, music = (files[name] for name in ("dream", "scene", "replay", "music"))
    from dreamscape.commands.export_options import asked_job
    from dreamscape.commands.film import export
    from dreamscape.dream import dream_file
    from dreamscape.export.stream import STREAM_FORMATS

    try:
        asked = export.make_context("dreamscape export", words(command)[2:], help_option_names=[]).params
    except (click.ClickException, ValueError) as error:
        said = error.format_message() if isinstance(error, click.ClickException) else str(error)
        why = short(said, LONGEST_WORD)
        raise InputError(f"{film}: its command cannot be read ({why}); it may be of another version") from None
    if asked["replay"] and not replay:
        raise InputError(
            f"{film}: was filmed from the recording {short(asked['replay'].name)}; give it as --replay LOG"
        )
    if asked["music"] and not music:
        raise InputError(f"{film}: moves to the song {short(asked['music'].name)}; give it as --music SONG")
    named = asked["dream"]
    if asked["scene"] and not scene:
        name = short(asked["scene"].replace("\\", "/").rpartition("/")[2])
        raise InputError(
            f"{film}: was made of {name}, a scene file, which is only run if you name it; give it as --scene "
            "FILE.py:CLASS"
        )
    if not dream and named is not None and named not in dream_file.names():
        raise InputError(
            f"{film}: was made of the dream {short(named)}, none that ships; give its file as --dream FILE"
        )
    own = asked["encoder"] in (None, "software")
    asked = {**asked, "dream": dream or named, "scene": scene, "replay": replay, "music": music, "encoder": None}
    kind = asked["kind"] if asked["kind"] in STREAM_FORMATS else None  # a film from a pipe may have any name now
    return asked_job(film.with_suffix(f".{kind}") if kind else film, asked)[0], own
