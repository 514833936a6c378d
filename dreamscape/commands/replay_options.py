"""The take of a session that play has recorded, with its jumps."""

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dreamscape.commands.common import asked_take
from dreamscape.errors import InputError
from dreamscape.text import short

if TYPE_CHECKING:
    from dreamscape.engine.recording import Header, Recording
    from dreamscape.engine.request import RenderRequest


def asked_replay(asked: dict[str, Any]) -> "tuple[RenderRequest, list[str]]":
    """The take of the session that was asked for, and the options that ask for it again.

    Raises:
        InputError: it cannot be filmed, or not so; says why.
    """
    from dreamscape.clock import TICKS_PER_SECOND
    from dreamscape.engine import dream_source, recording

    found = recording.read(asked["replay"])
    head, jumps = found.header, len(found.legs) > 1
    start, stop = head.start, head.start + 1 if jumps else found.legs[0].stop
    _check(asked, head)
    if all(leg.stop <= leg.start for leg in found.legs) and asked["stop"] is None:
        raise InputError(f"--replay {asked['replay']}: ends where it begins; give --to to film more")
    times = {"start": Fraction(start, TICKS_PER_SECOND), "stop": Fraction(stop, TICKS_PER_SECOND)}
    own = {name: when if jumps or asked[name] is None else asked[name] for name, when in times.items()}
    dream = asked["dream"] if asked["dream"] or asked["scene"] else head.dream
    played = {"dream": dream, "seed": head.seed, "settings": dream_source.said(head.set)}
    request, words = asked_take({**asked, **played}, "--from", "--to", own)
    if head.digest != request.dream.digest:
        raise InputError(
            f"--replay {asked['replay']}: was recorded with another text of the dream {request.dream.name}; give the "
            f"one it was played with as {'--scene' if asked['scene'] else '--dream'} FILE"
        )
    return (_jumping(asked, found, request) if jumps else replace(request, inputs=found.legs[0].own)), words


def _check(asked: dict[str, Any], head: "Header") -> None:
    """Raise InputError where what was asked for is not what was played."""
    from dreamscape.dream import dream_file
    from dreamscape.engine import dream_source

    if asked["dream"] is None and asked["scene"] is None and head.dream.rpartition(":")[0].lower().endswith(".py"):
        raise InputError(
            f"--replay {asked['replay']}: was recorded with {short(head.dream)}, a scene file, which is only run if "
            "you name it; give it as --scene FILE.py:CLASS"
        )
    if (
        asked["dream"] is None and asked["scene"] is None and head.dream not in dream_file.names()
    ):  # it may be anybody's, and names no files of ours
        raise InputError(
            f"--replay {asked['replay']}: was recorded with {short(head.dream)}, none of the dreams that ship; "
            "give its file as --dream FILE"
        )
    if asked["settings"] and dream_source.parsed(asked["settings"]) != head.set:
        raise InputError(f"--set: the recording was played with {_shown(head.set)}; leave --set out")
    if asked["act"] is not None:
        raise InputError("--act: a recording has its own times; leave it out, or give --from and --to")
    if asked["seed"] is not None and str(asked["seed"]) != str(head.seed):
        raise InputError(f"--seed {short(asked['seed'])}: the recording was played with {head.seed}; leave --seed out")


def _shown(settings: dict[str, Any]) -> str:
    from dreamscape.engine import dream_source

    return ", ".join(short(setting) for setting in dream_source.said(settings)[:4]) or "none"


def _jumping(asked: dict[str, Any], found: "Recording", request: "RenderRequest") -> "RenderRequest":
    """The take of a session that jumped: its times go on through its jumps."""
    from dreamscape import options
    from dreamscape.clock import TICKS_PER_SECOND
    from dreamscape.engine.shots import leg_starts

    if asked["loop"]:
        raise InputError(f"--loop: the session in {asked['replay']} jumps, and leads nowhere back; leave --loop out")
    rate, end = options.rate(asked["fps"]), _end(request)
    for leg in found.legs:
        if leg.start >= end or leg.stop > end:
            where = f"{max(leg.start, leg.stop) / TICKS_PER_SECOND:g} s"
            raise InputError(
                f"--replay {asked['replay']}: goes to {where}, past the end of the dream {request.dream.name}"
            )
    places = leg_starts(found.legs, rate)
    most = (places[-1] - leg_starts([found.legs[-1]], rate)[-1]) / rate + Fraction(end, TICKS_PER_SECOND)
    start = request.start if asked["start"] is None else options.seconds(asked["start"], "--from")
    stop = Fraction(places[-1]) / rate if asked["stop"] is None else options.seconds(asked["stop"], "--to")
    for name, when, value in (("--from", asked["start"], start), ("--to", asked["stop"], stop)):
        if value > most:
            raise InputError(f"{name} {when}: past the end, the session's dream is over at {float(most):g} s")
    if start >= stop:
        raise InputError(f"--to {float(stop):g}: not after --from {float(start):g}, expected a later time")
    return replace(request, start=start, stop=stop, legs=found.legs)


def _end(request: "RenderRequest") -> int:
    """The tick at which a take's dream ends, or beyond which none is filmed."""
    from dreamscape import options
    from dreamscape.clock import TICKS_PER_SECOND
    from dreamscape.dream.timeline import Timeline
    from dreamscape.rng import Streams

    timeline = Timeline(request.dream.file, Streams(request.seed))
    return options.LONGEST * TICKS_PER_SECOND if timeline.endless else timeline.ticks
