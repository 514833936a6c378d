"""The timeline: what breaks here plays the wrong act, jumps at a join, or says a line at the wrong time."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Act, DreamFile
from dreamscape.dream.line import Line
from dreamscape.dream.timeline import CLOCK, Timeline
from dreamscape.errors import InputError


@st.composite
def acts(draw: st.DrawFn) -> Act:
    seconds = draw(st.floats(1.0, 90.0))
    times = draw(st.lists(st.integers(0, 90), min_size=1, max_size=5, unique=True).map(sorted))
    values = draw(st.lists(st.floats(0.0, 1.0), min_size=len(times), max_size=len(times)))
    lines = draw(st.lists(st.floats(0.0, seconds, exclude_max=True), max_size=3))
    return Act(
        scene=draw(st.sampled_from(["shore", "spires"])),
        seconds=seconds,
        connection=tuple((float(t), v) for t, v in zip(times, values, strict=True)),
        voice=tuple(Line(at=at, text="a", stay=2.0) for at in sorted(lines)),
    )


TIMELINES = st.lists(acts(), min_size=1, max_size=6).map(lambda a: Timeline(DreamFile(title="t", seed=1, act=tuple(a))))


@given(TIMELINES)
def test_acts_follow_each_other_without_gap_or_overlap(timeline: Timeline) -> None:
    spans = [timeline.span(act) for act in range(len(timeline.acts))]
    assert spans[0][0] == 0
    assert spans[-1][1] == timeline.ticks
    assert all(stop == start for (_, stop), (start, _) in itertools.pairwise(spans))
    for (start, stop), act in zip(spans, timeline.acts, strict=True):
        assert abs((stop - start) - act.seconds * TICKS_PER_SECOND) <= 0.5


@given(TIMELINES, st.data())
def test_every_tick_has_its_act_and_its_place_in_it(timeline: Timeline, data: st.DataObject) -> None:
    tick = data.draw(st.integers(0, timeline.ticks - 1))
    cue = timeline.cue(tick)
    start, stop = timeline.span(cue.act)
    assert start <= tick < stop
    assert (cue.tick, cue.act_tick) == (tick, tick - start)
    assert 0.0 <= cue.connection <= 1.0


@given(TIMELINES, st.integers(0, 10_000))
def test_past_its_end_a_dream_stays_at_its_last_tick(timeline: Timeline, beyond: int) -> None:
    assert timeline.cue(timeline.ticks + beyond) == timeline.cue(timeline.ticks - 1)


@given(TIMELINES, st.data())
def test_connection_does_not_jump_within_an_act(timeline: Timeline, data: st.DataObject) -> None:
    """Points lie a second apart or more, so a smooth step moves at most 1.5 / 60 of their difference in a tick."""
    act = data.draw(st.integers(0, len(timeline.acts) - 1))
    start, stop = timeline.span(act)
    values = [timeline.cue(tick).connection for tick in range(start, stop)]
    assert all(abs(b - a) <= 1.5 / TICKS_PER_SECOND + 1e-9 for a, b in itertools.pairwise(values))


@given(acts())
def test_connection_passes_through_its_points(act: Act) -> None:
    timeline = Timeline(DreamFile(title="t", seed=1, act=(act,)))
    for at, value in act.connection:
        if at * TICKS_PER_SECOND < timeline.ticks:
            assert timeline.cue(int(at) * TICKS_PER_SECOND).connection == pytest.approx(value)


def test_a_line_is_spoken_from_its_time_for_as_long_as_it_stays() -> None:
    line = Line(at=2.0, text="Why?", stay=3.0)
    act = Act(scene="shore", seconds=10.0, voice=(line,))
    timeline = Timeline(DreamFile(title="t", seed=1, act=(act, act)))
    for start in (0, 600):
        spoken = [t for t in range(start, start + 600) if timeline.cue(t).line]
        assert spoken == list(range(start + 120, start + 300))
        assert [timeline.cue(t).line_tick for t in spoken] == list(range(180))


def test_of_two_lines_at_once_the_later_is_spoken() -> None:
    first, second = Line(at=1.0, text="first"), Line(at=2.0, text="second", stay=1.0)
    timeline = Timeline(DreamFile(title="t", seed=1, act=(Act(scene="shore", seconds=9.0, voice=(first, second)),)))
    spoken = [timeline.cue(s * TICKS_PER_SECOND).line for s in range(4)]
    assert spoken == [None, first, second, first]


def test_an_act_is_found_by_its_scene() -> None:
    dream = DreamFile(title="t", seed=1, act=tuple(Act(scene=s, seconds=1.0) for s in ("shore", "key", "shore")))
    assert [Timeline(dream).find(scene) for scene in ("shore", "key")] == [0, 1]
    with pytest.raises(InputError, match="--act spires: this dream has no such act, expected key or shore"):
        Timeline(dream).find("spires")


@given(TIMELINES, st.data())
@pytest.mark.slow
def test_a_shift_leads_from_the_act_before_into_this_one(timeline: Timeline, data: st.DataObject) -> None:
    """It goes forward all the time it lasts, while the act before goes on past its end as if it had none."""
    act = data.draw(st.integers(0, len(timeline.acts) - 1))
    cues = [timeline.cue(tick) for tick in range(*timeline.span(act))]
    shifting = [cue for cue in cues if cue.leaving]
    assert shifting == cues[: len(shifting)]
    assert all(cue.passing == 1.0 for cue in cues[len(shifting) :])
    passing = [cue.passing for cue in shifting]
    assert passing == sorted(set(passing))
    assert all(0.0 <= p < 1.0 for p in passing)
    assert bool(shifting) == (act > 0)
    for cue in shifting:
        start, stop = timeline.span(act - 1)
        assert cue.leaving.act == act - 1
        assert cue.leaving.act_tick == stop - start + cue.act_tick


@given(TIMELINES, st.booleans(), st.data())
def test_an_act_has_come_once_nothing_is_left_of_the_one_before(
    timeline: Timeline, endless: bool, data: st.DataObject
) -> None:
    dream = DreamFile(title="t", seed=1, act=tuple(timeline.acts), endless=endless)
    act = data.draw(st.integers(0, len(timeline.acts) * (3 if endless else 1) - 1))
    timeline = Timeline(dream)
    tick = timeline.arrived_tick(act)
    cue, (start, stop) = timeline.cue(tick), timeline.span(act)
    assert cue.act == act
    assert cue.leaving is None or tick == stop - 1
    assert tick == start or timeline.cue(max(tick - 2, start)).leaving


def test_a_dream_closes_in_its_last_seconds_and_not_before() -> None:
    closing = Timeline(DreamFile(title="t", seed=1, act=(Act("shore", 20.0),), closing=2.0))
    assert closing.opening_progress(17.9 * TICKS_PER_SECOND) >= 1.0
    assert closing.opening_progress(19.0 * TICKS_PER_SECOND) == pytest.approx(0.5)
    assert closing.opening_progress(20.0 * TICKS_PER_SECOND) == 0.0
    assert closing.opening_progress(1.0 * TICKS_PER_SECOND) == pytest.approx(0.25)


@pytest.mark.parametrize("endless", [False, True])
def test_scenes_of_dreams_of_days_have_a_clock_that_stays_fine(endless: bool) -> None:
    """Shaders have floats: after 30 days the sea moved by steps of a quarter of a second."""
    acts = tuple(Act("shore", seconds) for seconds in (1800.0, 1700.0, 200.0, 600.0, 86_400.0, 60.0, 86_400.0, 20.0))
    timeline = Timeline(DreamFile(title="t", seed=1, act=acts, endless=endless))
    timeline.cue(30 * 86_400 * TICKS_PER_SECOND)
    for act in range(len(timeline.acts)):
        start, epoch = timeline.span(act)[0], timeline.epoch(act)
        assert 0 <= start - epoch < CLOCK
        assert epoch in {timeline.span(before)[0] for before in range(act + 1)}
    if not endless:
        assert [timeline.epoch(act) for act in range(4)] == [0, 0, 0, 3700 * TICKS_PER_SECOND]
