"""Where the acts of a dream end while a song of known form is heard live, and how that fits the song."""

from collections.abc import Sequence
from typing import Any

import mir_eval
import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream import dream_file
from dreamscape.dream.inputs import Heard
from dreamscape.dream.layout import laid_out
from dreamscape.dream.timeline import Timeline
from dreamscape.live.session.music_turns import MusicTurns
from parts.whole_songs import Song

FRAME = 2  # ticks
PHRASE = 4  # bars
NEAR = 0.25  # s around the beginning of a phrase, by the beat that is answered, in which an act ends on it
ANSWER = 0.75  # s after it: a beat's timbre has to be heard before it is known to be new


def turns_of(heard: Sequence[Heard]) -> F64:
    """The times at which acts of the canonical dream end, s."""
    dream, turns = dream_file.load("sapphire"), MusicTurns()
    timeline, last = Timeline(dream.file), heard[-1].tick
    events = {event.tick: event for event in heard}
    for tick in range(1, last, FRAME):
        if layout := turns.due(dream, timeline, tick - 1):
            dream = laid_out(dream, layout)
            timeline = Timeline(dream.file)
        turns.hear([events[t] for t in range(tick, tick + FRAME) if t in events], dream, timeline)
    starts = [timeline.span(act)[0] for act in range(1, len(timeline.acts))]
    return np.array([start for start in starts if start < last]) / TICKS_PER_SECOND


def fit(made: Song, heard: Sequence[Heard]) -> dict[str, Any]:
    """F of boundaries within 3 s, without beginning and end, and the part of turns that answer a phrase's beginning."""
    turns, end = turns_of(heard), heard[-1].tick / TICKS_PER_SECOND
    known = np.concatenate([[0.0], made.boundaries[1:-1], [end]])
    found = np.concatenate([[0.0], turns, [end]])
    edges = [np.stack([bounds[:-1], bounds[1:]], axis=1) for bounds in (known, found)]
    phrases = np.array(
        [
            bar
            for start, stop in zip(made.boundaries[:-1], made.boundaries[1:], strict=True)
            for bar in made.downbeats[(made.downbeats > start - 0.01) & (made.downbeats < stop - 0.01)][::PHRASE]
        ]
    )
    after = [float(np.min(np.where(turn - phrases > -NEAR, turn - phrases, np.inf))) for turn in turns]
    f = mir_eval.segment.detection(*edges, window=3.0, trim=True)[2]
    return {"live F": float(f), "on phrases": float(np.mean(np.array(after) < ANSWER)) if after else 1.0}
