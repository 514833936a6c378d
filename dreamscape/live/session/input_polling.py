"""Collects a frame's inputs from a session's sources, and converts the hand's positions."""

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from dreamscape.clock import now_ns
from dreamscape.dream.inputs import BEYOND, Call, Event, Pluck, Pointer, with_reaction
from dreamscape.engine.renderer import Renderer
from dreamscape.errors import DreamscapeError
from dreamscape.live.controls.sound_input import SoundInput
from dreamscape.live.controls.sources import InputSource


def poll(sources: list[InputSource], first: int, last: int, say: Callable[[str], None]) -> list[Event]:
    """The sources' events from tick `first` to `last`; a source that fails is reported, closed and removed."""
    events: list[Event] = []
    now = now_ns() * 1e-9
    for source in [*sources]:
        try:
            events += source.events(first, last, now)
            if isinstance(source, SoundInput) and (message := source.status_change()):
                say(message)
        except DreamscapeError as error:
            say(str(error))
            sources.remove(source)
            source.close()
    return events


def hear_more(sources: list[InputSource], renderer: Renderer, reaction: float) -> None:
    """Let a picture be as bright as what is heard since the sources were polled, while its light was drawn, asks for.

    The next poll tells it, and a recording has it then.
    """
    low = 0.0
    with suppress(DreamscapeError):  # the next poll reports it
        for source in sources:
            if isinstance(source, SoundInput):
                low = max(low, reaction * source.low_since())
    if low > renderer.snapshot.heard["low_fast"]:
        renderer.compositor.hear_louder(low)


def listens(sources: list[InputSource]) -> bool:
    """Whether sound from outside is among the sources, which pictures should answer soon."""
    return any(isinstance(source, SoundInput) for source in sources)


def in_order(events: list[Event], first: int, reaction: float) -> list[Event]:
    """Events in order of their ticks, none before tick `first`, and sound felt as strongly as `reaction` says."""
    felt = [with_reaction(event, reaction) for event in events]
    return [replace(event, tick=max(event.tick, first)) for event in sorted(felt, key=lambda event: event.tick)]


def to_picture(event: Event, renderer: Renderer) -> Event:
    """A hand's event with its position in the window converted to one in the dream's own picture."""
    if not isinstance(event, Pointer | Pluck | Call) or not math.isfinite(event.x):
        return event
    x, y = (min(max(value, -BEYOND), BEYOND) for value in renderer.to_composition(event.x, event.y))
    return replace(event, x=x, y=y)
