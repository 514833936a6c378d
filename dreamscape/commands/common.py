"""What commands share: their common options, the render request they ask for, and how they report errors."""

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from dreamscape import text
from dreamscape.commands.parameters import PictureParameters
from dreamscape.system import standard_streams

if TYPE_CHECKING:
    from dreamscape.dream.dream_file import Dream
    from dreamscape.engine.request import RenderRequest, TimeArgument

F = TypeVar("F", bound=Callable[..., Any])


def complain(sentence: str, code: int, command: str = "") -> int:
    """Print one sentence on stderr; returns the given exit code. A `command` at its end is printed unchanged."""
    standard_streams.tell(sys.stderr, f"dreamscape: {text.sentence(sentence)}{command}\n")
    return code


def known(*names: str) -> Callable[[F], F]:
    """A decorator that adds the options of these names, in this order."""

    def add(command: F) -> F:
        for name in reversed(names):
            command = KNOWN[name](command)
        return command

    return add


def _drawn(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """A seed number; `random` becomes a drawn one, which is printed and put into the arguments for a resume."""
    if value != "random":
        return value
    from dreamscape import rng

    number = str(rng.tonight())
    complain(f"seed {number}", 0)
    words: list[str] = context.find_root().obj or []
    for place, word in enumerate(words):
        if word == "--seed=random" or (word == "random" and place and words[place - 1] == "--seed"):
            words[place] = word.replace("random", number)
    return number


KNOWN: dict[str, Callable[[Any], Any]] = {
    "dream": click.option("--dream", metavar="NAME|FILE", default="sapphire", show_default=True, help="The dream."),
    "dream-or-scene": click.option("--dream", metavar="NAME|FILE", help="The dream.  [default: sapphire]"),
    "scene": click.option(
        "--scene", metavar="FILE.py:CLASS", help="A scene of your own in a Python file, which is run."
    ),
    "set": click.option(
        "--set", "settings", metavar="NAME=VALUE", multiple=True, help="A parameter, like ocean.foam=0; more than once."
    ),
    "memories": click.option(
        "--memories",
        metavar="FOLDER|FILE",
        multiple=True,
        help="Your photographs, clips, voice notes and texts as memories, or '*.jpg'; more than once.",
    ),
    "seed": click.option(
        "--seed", metavar="N|random", callback=_drawn, help="Seed number in place of the dream's own; random draws one."
    ),
    "seeds": click.option("--seeds", metavar="A-B,C", help="One of each: 1-50 or 1,5,9-12, into OUT.%seed.EXT."),
    "size": click.option("--size", metavar="WxH", default="1280x720", show_default=True, help="Size in pixels."),
    "fps": click.option("--fps", metavar="R", default="30", show_default=True, help="Frames a second, or 30000/1001."),
    "from": click.option("--from", "start", metavar="T", help="Begin here: 12.5, 1:07 or 0:01:07.5."),
    "to": click.option("--to", "stop", metavar="T", help="End here."),
    "at": click.option(
        "--at", metavar="T", help="The time: 12.5, 1:07 or 0:01:07.5.  [default: a third of the first act, or of --act]"
    ),
    "act": click.option("--act", metavar="NAME", help="Only this act; times then count from its beginning."),
    "quality": click.option("--quality", metavar="Q", help="low, medium, high or ultra.  [default: high]"),
    "poster-quality": click.option(
        "--quality", metavar="Q", help="low, medium, high or ultra.  [default: ultra's detail, a sample a dot]"
    ),
    "crf": click.option(
        "--crf", metavar="N", type=int, help="0 (best) to 51 or 63 (smallest).  [default: the codec's usual one]"
    ),
    "preset": click.option("--preset", metavar="P", help="ultrafast to veryslow.  [default: veryfast]"),
    "keyint": click.option(
        "--keyint", metavar="SECONDS", help="From key frame to key frame at most, up to 8, or all.  [default: 2]"
    ),
    "codec": click.option(
        "--codec",
        metavar="C",
        help="h264, hevc, av1, vp9, prores, dnxhr, cineform, dxv, ffv1 ...  [default: the file's usual one]",
    ),
    "bits": click.option(
        "--bits", metavar="N", type=int, help="Of a colour value: 8, 10, 12 or 16.  [default: the codec's]"
    ),
    "encoder": click.option(
        "--encoder", metavar="E", help="software, or a card's: nvenc, qsv, vaapi, videotoolbox.  [default: software]"
    ),
    "supersample": click.option(
        "--supersample",
        metavar="N",
        type=int,
        default=1,
        help="Draw N times the pixels each way, 1 or 2.  [default: 1]",
    ),
    "layers": click.option("--layers", metavar="A,B", help="Only these layers, over nothing: with an alpha channel."),
    "still-layers": click.option(
        "--layers", metavar="A,B|all", help="A picture of each of these layers alone, with an alpha channel: OUT-A.png."
    ),
    "shutter": click.option(
        "--shutter", metavar="DEGREES", type=float, help="Blur what moves: 180 of 360 is film's.  [default: 0]"
    ),
    "shutter-samples": click.option(
        "--shutter-samples", metavar="N", type=int, help="Moments that a frame is made of.  [default: the quality's]"
    ),
    "loop": click.option("--loop", is_flag=True, help="Let the last frame lead into the first."),
    "flash-limit": click.option(
        "--flash-limit/--no-flash-limit", default=True, help="Dim what flashes too often.  [default: yes]"
    ),
    "flash-report": click.option("--flash-report", is_flag=True, help="Measure flashes in what was made, and say so."),
    "reaction": click.option(
        "--reaction",
        metavar="S",
        type=float,
        default=1.0,
        show_default=True,
        help="How strongly a song is felt, 0 not at all to 2.",
    ),
    "music": click.option(
        "--music", metavar="SONG", type=click.Path(path_type=Path), help="Film a dream that moves to a song."
    ),
    "soundtrack": click.option(
        "--soundtrack",
        metavar="SONG",
        type=click.Path(path_type=Path),
        help="Lay this under the film, in place of the dream's sound; as loud as it is, or as --loudness says.",
    ),
    "replay": click.option(
        "--replay", metavar="LOG", type=click.Path(path_type=Path), help="Film a session that play has recorded."
    ),
    "dry-run": click.option(
        "--dry-run", is_flag=True, help="Only say how long, how large, and how much time it takes."
    ),
    "language": click.option(
        "--captions",
        "language",
        metavar="LANG",
        is_flag=False,
        flag_value="",
        help="Write the voice into the picture, in this language of the dream's: de, ja ...  [default: as spoken]",
    ),
    "captions": click.option(
        "--no-captions", "captions", flag_value=False, default=True, help="Leave the voice out of the picture."
    ),
    "describe": click.option("--describe", is_flag=True, help="Say softly, between the lines, what is seen."),
    "subtitles": click.option(
        "--subtitles/--no-subtitles", default=True, help="Give the film a track of the voice's lines.  [default: yes]"
    ),
    "srt": click.option("--srt", is_flag=True, help="Write the voice's lines to OUT.srt too."),
    "vtt": click.option("--vtt", is_flag=True, help="Write the voice's lines to OUT.vtt too, for pages."),
    "resume": click.option("--resume", is_flag=True, help="Go on with an export that was interrupted."),
    "for": click.option(
        "--for", "use", metavar="USE", help="youtube, instagram, discord, editor or web: what suits there, if not said."
    ),
    "max-size": click.option(
        "--max-size", metavar="SIZE", help="At most so large, with its sound: 25MB; as fine as that allows."
    ),
    "sound-bitrate": click.option(
        "--sound-bitrate", metavar="N", type=click.IntRange(32, 512), help="kbit/s of AAC or Opus.  [default: 256, 192]"
    ),
    "jobs": click.option(
        "--jobs", metavar="N", type=click.IntRange(1, 256), help="Processes that draw, 1 to 256.  [default: 1]"
    ),
    "threads": click.option(
        "--threads", metavar="N", type=click.IntRange(1, 256), help="At most so many to draw, and to compress."
    ),
    "cluster": click.option("--cluster", metavar="ADDRESS", help="Draw on the Dask cluster of this scheduler."),
    "json": click.option("--json", "as_json", is_flag=True, help="Print how far it is as lines of JSON."),
    "loudness": click.option(
        "--loudness",
        metavar="LUFS",
        type=float,
        default=-16.0,
        show_default=True,
        help="Of the whole dream, -31 to -9; broadcasters want -23. An endless dream has -26 if not told.",
    ),
    "sound": click.option("--sound/--no-sound", default=True, help="Let it be heard.  [default: yes]"),
    "sound-codec": click.option(
        "--sound-codec", metavar="NAME", help="aac, opus, flac, alac or pcm.  [default: the file's usual one]"
    ),
    "format": click.option("--format", "kind", metavar="F", help="For - and pipes: y4m, rawvideo, mkv or webm."),
    "title": click.option("--title", metavar="TEXT", help="For players to show.  [default: the dream's]"),
    "artist": click.option("--artist", metavar="TEXT", help="Who made the film."),
    "copyright": click.option("--copyright", metavar="TEXT", help="Whose it is."),
    "date": click.option("--date", metavar="Y-M-D", help="When it was made: 2026, 2026-03 or 2026-03-01."),
    "comment": click.option("--comment", metavar="TEXT", help="A line of your own beside the film's facts."),
    "cover": click.option(
        "--cover",
        metavar="PICTURE",
        type=click.Path(path_type=Path),
        help="JPEG or PNG that stands for the film, in .mp4 and .mkv.",
    ),
    "chapters": click.option("--chapters", is_flag=True, help="List the acts' times, as descriptions have them."),
    "traceback": click.option(
        "--traceback", is_flag=True, expose_value=False, help="Show all of Python's traceback where something fails."
    ),
    "overwrite": click.option("--overwrite", is_flag=True, help="Replace the output if it exists."),
}
FILM = click.argument("film", metavar="FILM", type=click.Path(path_type=Path))
WRITTEN = ("output", "record", "log")  # parameters that name output files
OUTPUT = click.argument("output", metavar="OUT", type=click.Path(path_type=Path))


def check_inputs(outputs: Iterable[Path]) -> None:
    """Raise InputError if the command would overwrite one of its input files, which are recognised by option type."""
    from dreamscape.dream import dream_file
    from dreamscape.files import placing

    context = click.get_current_context()
    inputs: list[tuple[str, Path]] = []
    for option in context.command.params:
        given = context.params.get(option.name or "")
        if given is None or option.name in WRITTEN:
            continue
        if option.name == "dream" and given:
            inputs.append(("--dream", dream_file.path_of(given)))
        elif isinstance(option.type, click.Path):
            inputs += [(option.opts[0], path) for path in (given if isinstance(given, tuple) else (given,))]
    placing.check_apart(outputs, inputs)


def render_request(
    parameters: PictureParameters,
    begin: str,
    end: str,
    times: "Mapping[str, TimeArgument]" = MappingProxyType({}),
    dream: "Dream | None" = None,
) -> "tuple[RenderRequest, list[str]]":
    """The render request that a command's parameters ask for, and the arguments that reproduce it.

    Args:
        parameters: of the command.
        begin, end: names of the options of the interval's times.
        times: `start` or `stop` to use in place of the parameters'; they follow from the rest, and are not reproduced.
        dream: to use in place of the parameters', likewise.
    """
    from dreamscape import options
    from dreamscape.commands.caption_faces import check_faces
    from dreamscape.engine import dream_source
    from dreamscape.engine.request import check_request

    start, stop = times.get("start", parameters.start), times.get("stop", parameters.stop)
    request = check_request(
        dream or parameters.dream,
        parameters.seed,
        options.size(parameters.size),
        start,
        stop,
        parameters.act,
        parameters.quality,
        (begin, end),
        parameters.captions,
        parameters.scene,
        parameters.settings,
        parameters.language or "",
        parameters.describe,
        parameters.memories,
    )
    tell_memories(request)
    if warning := check_faces(request):
        complain(warning, 0)
    values = {
        "--seed": request.seed,
        "--size": "{}x{}".format(*request.size),
        "--act": parameters.act,
        begin: parameters.start,
        end: parameters.stop,
        "--quality": request.quality.name,
    }
    words = [str(word) for pair in values.items() if pair[1] is not None for word in pair]
    flags = [] if request.captions else ["--no-captions"]
    return request, [*dream_source.option_words(request.dream, Path(request.dream.name).name), *words, *flags]


def tell_memories(request: "RenderRequest") -> None:
    """Say once which files a dream reads as memories, and from where."""
    told, context = request.dream.memories.told, click.get_current_context()
    if told and context.meta.setdefault("memories told", "") != told:
        context.meta["memories told"] = told
        complain(told, 0)


def is_default(option: str) -> bool:
    """Whether an option was not given."""
    return click.get_current_context().get_parameter_source(option) == ParameterSource.DEFAULT
