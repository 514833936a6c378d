"""The film of a session that play has recorded, with its jumps."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamscape.commands.common import render_request
from dreamscape.commands.parameters import ExportParameters
from dreamscape.errors import InputError
from dreamscape.text import short

if TYPE_CHECKING:
    from dreamscape.dream.placed_act import Layout
    from dreamscape.engine.recording import Header, Recording
    from dreamscape.engine.request import RenderRequest


def replay_request(parameters: ExportParameters, path: Path) -> "tuple[RenderRequest, list[str]]":
    """The render request of a recorded session, and the arguments that reproduce it.

    Args:
        parameters: of the export.
        path: of the recording.

    Raises:
        InputError: the session cannot be filmed, or not with these parameters; says why.
    """
    from dreamscape.clock import TICKS_PER_SECOND
    from dreamscape.engine import dream_source, memory_files, recording

    session = recording.read(path)
    header, jumps = session.header, len(session.legs) > 1
    _check(parameters, path, header)
    if all(leg.stop <= leg.start for leg in session.legs) and parameters.stop is None:
        raise InputError(f"--replay {path}: ends where it begins; give --to to film more")
    stop = header.start + 1 if jumps else session.legs[0].stop
    played = {"start": Fraction(header.start, TICKS_PER_SECOND), "stop": Fraction(stop, TICKS_PER_SECOND)}
    given = {"start": parameters.start, "stop": parameters.stop}
    times = {name: time for name, time in played.items() if jumps or given[name] is None}
    dream = parameters.dream if parameters.dream or parameters.scene else header.dream
    settings = tuple(dream_source.setting_words(header.set))
    as_played = replace(parameters, dream=dream, seed=header.seed, settings=settings)
    request, arguments = render_request(as_played, "--from", "--to", times)
    memory_files.check_same(request.dream.memories.digest, header.memories, f"--replay {path}")
    if header.digest != request.dream.digest:
        raise InputError(
            f"--replay {path}: was recorded with another text of the dream {request.dream.name}; give the "
            f"one it was played with as {'--scene' if parameters.scene else '--dream'} FILE"
        )
    if jumps:
        return _with_jumps(parameters, path, session, request), arguments
    return replace(request, inputs=session.legs[0].own), arguments


def _check(parameters: ExportParameters, path: Path, header: "Header") -> None:
    """Raise InputError if the parameters contradict the recording."""
    from dreamscape.dream import dream_file
    from dreamscape.engine import dream_source

    named = parameters.dream is not None or parameters.scene is not None
    if not named and header.dream.rpartition(":")[0].lower().endswith(".py"):
        raise InputError(
            f"--replay {path}: was recorded with {short(header.dream)}, a scene file, which is only run if "
            "you name it; give it as --scene FILE.py:CLASS"
        )
    if not named and header.dream not in dream_file.names():  # a recording may be anybody's: it opens no files of ours
        raise InputError(
            f"--replay {path}: was recorded with {short(header.dream)}, none of the dreams that ship; "
            "give its file as --dream FILE"
        )
    if parameters.settings and dream_source.parse_settings(parameters.settings) != header.set:
        raise InputError(f"--set: the recording was played with {_shown(header.set)}; leave --set out")
    if parameters.act is not None:
        raise InputError("--act: a recording has its own times; leave it out, or give --from and --to")
    if parameters.seed is not None and str(parameters.seed) != str(header.seed):
        raise InputError(f"--seed {short(parameters.seed)}: the recording was played with {header.seed}; leave it out")


def _shown(settings: dict[str, Any]) -> str:
    from dreamscape.engine import dream_source

    return ", ".join(short(setting) for setting in dream_source.setting_words(settings)[:4]) or "none"


def _with_jumps(
    parameters: ExportParameters, path: Path, session: "Recording", request: "RenderRequest"
) -> "RenderRequest":
    """The render request of a session with jumps: its times run on through them."""
    from dreamscape import options
    from dreamscape.clock import TICKS_PER_SECOND
    from dreamscape.engine.shots import leg_starts

    if parameters.loop:
        raise InputError(f"--loop: the session in {path} jumps, and leads nowhere back; leave --loop out")
    rate, end = options.rate(parameters.fps), _end(request)
    for leg in session.legs:
        end = _end(request, leg.layout)
        if leg.start >= end or leg.stop > end:
            where = f"{max(leg.start, leg.stop) / TICKS_PER_SECOND:g} s"
            raise InputError(f"--replay {path}: goes to {where}, past the end of the dream {request.dream.name}")
    starts = leg_starts(session.legs, rate)
    longest = (starts[-1] - leg_starts([session.legs[-1]], rate)[-1]) / rate + Fraction(end, TICKS_PER_SECOND)
    start = request.start if parameters.start is None else options.seconds(parameters.start, "--from")
    stop = Fraction(starts[-1]) / rate if parameters.stop is None else options.seconds(parameters.stop, "--to")
    for name, text, time in (("--from", parameters.start, start), ("--to", parameters.stop, stop)):
        if time > longest:
            raise InputError(f"{name} {text}: past the end, the session's dream is over at {float(longest):g} s")
    if start >= stop:
        raise InputError(f"--to {float(stop):g}: not after --from {float(start):g}, expected a later time")
    return replace(request, start=start, stop=stop, legs=session.legs)


def _end(request: "RenderRequest", layout: "Layout" = ()) -> int:
    """The tick at which a request's dream ends in a layout, or beyond which an endless one is not filmed."""
    from dreamscape import options
    from dreamscape.clock import TICKS_PER_SECOND
    from dreamscape.dream.layout import laid_out
    from dreamscape.dream.timeline import Timeline
    from dreamscape.rng import Streams

    acts = len((request.dream.story or request.dream.file).act)
    if any(placed.act >= acts for placed in layout):
        raise InputError(
            f"--replay: its layout names act {max(layout).act}, but {request.dream.name} has {acts}, from 0"
        )
    timeline = Timeline(laid_out(request.dream, layout).file, Streams(request.seed))
    return options.LONGEST * TICKS_PER_SECOND if timeline.endless else timeline.ticks
