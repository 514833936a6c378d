"""Choreography: the acts of a dream, laid out so that they dance to a song.

Acts begin on section boundaries, at bar lines. They follow the order of a dream, whose story it stays. The brightest
scene is kept for the drops, or for the loudest section if there is none, and comes again with every section that sounds
like it. Once all scenes were seen, a section that returns comes back to its scene. How connected the dreamer is follows
the long arc of the song's energy, and the dream closes as the song dies away.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import msgspec

from dreamscape import resources
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Act, DreamFile, Shift
from dreamscape.dream.line import Line
from dreamscape.structure.song_structure import SongStructure
from dreamscape.structure.spans import Span, spans_of

SHIFT = 3.0  # s, about the length of a shift, in whole beats
AT_DROP = 0.5  # s, the least of a shift at a drop, which takes a beat
UNBEATEN = Shift("mist", 6.0)  # between acts of a song without a beat
CLOSES = 1.5, 8.0  # s that a dream takes to close, at least and at most
POINTS = 4  # of connection in an act, besides its beginning


@dataclass(frozen=True, slots=True)
class PlannedAct:
    """An act of the plan: what of the song it shows, which act of the story that is, from 0, and why that one."""

    span: Span
    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Choreography:
    """A dream that dances to a song, and the plan that it was made by."""

    plan: tuple[PlannedAct, ...]
    file: DreamFile


def scene_brightness() -> dict[str, float]:
    """How bright the scenes are that were measured, CIELAB lightness."""
    table: dict[str, float] = tomllib.loads(resources.asset("brightness.toml").read_text("utf-8"))
    return table


def choreograph(structure: SongStructure, story: DreamFile, title: str) -> Choreography:
    """The choreography of a song.

    Args:
        structure: of the song.
        story: the dream whose acts are laid out, in whose order.
        title: the song's.
    """
    plan = _plan(spans_of(structure), [act.scene for act in story.act])
    ticks = [round(step.span.start * TICKS_PER_SECOND) for step in plan] + [round(structure.seconds * TICKS_PER_SECOND)]
    lengths = [max(b - a, TICKS_PER_SECOND) / TICKS_PER_SECOND for a, b in pairwise(ticks)]
    acts, told = list[Act](), set[int]()
    for index, (step, seconds) in enumerate(zip(plan, lengths, strict=True)):
        scripted = story.act[step.number]
        pace = max(0.05, round(min(1.0, scripted.seconds / seconds), 3))
        lines = () if step.number in told else _lines(scripted, seconds, pace)
        told.add(step.number)
        after = plan[index + 1] if index + 1 < len(plan) else None
        shift = _shift(structure, story, step, after, lengths[index + 1] if after else seconds)
        connection = _connection(structure, step.span.start, seconds)
        acts.append(
            msgspec.structs.replace(
                scripted, seconds=seconds, pace=pace, voice=lines, shift=shift, connection=connection
            )
        )
    closing = round(min(max(structure.fades, CLOSES[0]), CLOSES[1], lengths[-1] / 2.0), 1)
    file = DreamFile(title, story.seed, tuple(acts), f"Made for {title}", closing=closing)
    return Choreography(tuple(plan), file)


def _plan(spans: Sequence[Span], scenes: list[str]) -> list[PlannedAct]:
    """An act of the story, whose scenes are given, for each span; and why."""
    light = scene_brightness()
    brightest = max(range(len(scenes)), key=lambda number: (light.get(scenes[number], 0.0), number))
    others = [number for number in range(len(scenes)) if number != brightest] or [brightest]
    refrain = {span.label for span in spans if span.kind in ("drop", "loudest")} if len(spans) > 1 else {spans[0].label}
    bright = [span.label in refrain and span.part == 1 for span in spans]
    for index in range(1, len(spans)):  # two in a row are no climax
        if bright[index - 1] and bright[index]:
            drops_anew = spans[index].kind == "drop" and spans[index - 1].kind != "drop"
            bright[index - 1 if drops_anew else index] = False
    queue = _story(others, len(spans) - sum(bright))
    plan, seen = list[PlannedAct](), dict[str, int]()
    for index, span in enumerate(spans):
        before = plan[-1].number if plan else -1
        number = brightest if bright[index] else queue.pop(0)
        if number in {step.number for step in plan} and queue and not bright[index] and span.part == 1:
            home = seen.get(span.label, number)
            number = home if home not in (before, brightest) else number
        if number == before:
            number = _beside(others, number, not queue)
            number = brightest if number == before else number
        plan.append(PlannedAct(span, number, _why(index, spans, number, brightest, seen)))
        seen.setdefault(span.label, number)
    return plan


def _story(others: list[int], count: int) -> list[int]:
    """As many acts in the story's order: some of them, with the first and the last, or all and then again."""
    if count < len(others):
        return [others[round(k * (len(others) - 1) / max(count - 1, 1))] for k in range(count)]
    again = [others[k % len(others)] for k in range(count - 1)]
    return [*again, others[-1]] if count else []


def _beside(others: list[int], number: int, last: bool) -> int:
    """The act after one, or before it if that is the `last` of all."""
    return others[(others.index(number) + (-1 if last else 1)) % len(others)] if number in others else others[0]


def _why(index: int, spans: Sequence[Span], number: int, brightest: int, seen: dict[str, int]) -> str:
    """Why this act stands here, in a few words."""
    span = spans[index]
    words = []
    if span.kind == "drop" and number == brightest:
        words.append("the drop, in the brightest scene")
    elif span.kind == "loudest" and number == brightest:
        words.append("the loudest part, in the brightest scene")
    elif span.kind == "build":
        words.append("rises towards the drop")
    elif span.part > 1:
        words.append(f"{span.label} goes on, {span.part} of {span.parts}")
    elif number == brightest and len(spans) > 1:
        words.append(f"{span.label} like the climax, in the brightest scene")
    elif span.label in seen:
        words.append(f"{span.label} returns" + (" to its scene" if seen[span.label] == number else ""))
    elif index:
        words.append(f"{span.label} is new")
    if index == 0:
        words.insert(0, "the song begins")
    if index == len(spans) - 1:
        words.append("it ends as the song does")
    return ", ".join(words)


def _lines(scripted: Act, seconds: float, pace: float) -> tuple[Line, ...]:
    """The lines of an act that are over before it is."""
    moved = (msgspec.structs.replace(line, at=round(line.at / pace, 2)) for line in scripted.voice)
    return tuple(line for line in moved if line.at + line.stay <= seconds)


def _shift(
    structure: SongStructure, story: DreamFile, step: PlannedAct, after: PlannedAct | None, seconds: float
) -> Shift:
    """How an act passes into the next, which is `seconds` long: as in the story where they follow each other there."""
    if after is None:
        return Shift("light")
    usual: Literal["light", "mist"] = "light" if any(act.shift.through == "light" for act in story.act) else "mist"
    through = story.act[step.number].shift.through if after.number == step.number + 1 else usual
    times = structure.beats.times
    near = times[(times >= after.span.start - 0.1) & (times <= after.span.start + 8.0)]
    if len(near) < 3:
        return msgspec.structs.replace(UNBEATEN, seconds=min(UNBEATEN.seconds, max(0.5, round(seconds / 3.0, 3))))
    lengths = near[1:] - after.span.start
    if after.span.kind == "drop":
        return Shift(usual, round(float(max(lengths[0], AT_DROP)), 3))
    most = max(AT_DROP, seconds / 3.0)
    best = min(lengths, key=lambda length: abs(length - min(SHIFT, most)))
    return Shift(through, round(float(min(max(best, AT_DROP), seconds)), 3))


def _connection(structure: SongStructure, start: float, seconds: float) -> tuple[tuple[float, float], ...]:
    """How connected the dreamer is in an act: the arc of the song's energy."""
    places = [seconds * k / POINTS for k in range(POINTS + 1)]
    return tuple((round(place, 3), round(structure.energy(start + place), 3)) for place in places)
