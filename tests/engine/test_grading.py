"""Grading: what breaks here stalls a window as a line begins."""

from threading import current_thread

import moderngl
import pytest

from dreamscape.dream import dream_file
from dreamscape.dream.line import Line
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import warm_up
from dreamscape.engine.grading import EXPECTED, Grading
from dreamscape.render.post import Coding
from dreamscape.rng import Streams
from dreamscape.speech import line_timing


def test_a_line_is_timed_once_on_another_thread_before_it_begins(
    ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When letters are said took 15 to 30 ms to find, 150 for the first line, in the frame in which a line began."""
    timed = list[tuple[Line, bool]]()
    monkeypatch.setattr(
        line_timing, "letter_times", lambda line: timed.append((line, "warm-up" in current_thread().name))
    )
    timeline = Timeline(dream_file.load("sapphire").file, Streams(7))
    begins = next(tick for tick in range(timeline.ticks) if timeline.cue(tick).line)
    grading = Grading(ctx, Coding(), True, None)
    for tick in range(begins - EXPECTED - 2, begins):
        grading.expect_line(timeline, tick)
    warm_up._worker().submit(lambda: None).result()
    assert timed == [(timeline.cue(begins).line, True)]
