"""Drives and the reaction: what breaks here lets a film move without sound, or not as its dream file asks."""

import re

import pytest
from conftest import world_of

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Act, DreamFile, Drive
from dreamscape.dream.inputs import Event, Heard, with_reaction
from dreamscape.dream.quantities import LEVELS, SPECTRUM, WAVEFORM, Detail
from dreamscape.engine import dream_check
from dreamscape.errors import InputError
from dreamscape.parameters import moved
from dreamscape.world.music import NOTHING
from dreamscape.world.world import World

DRIVES = (Drive("ocean.foam", "low_fast", 2.0, 0.0, 0.5), Drive("ocean.foam", "kick", 1.0, 0.0, 0.5))


def detail(**levels: float) -> bytes:
    return Detail(dict.fromkeys(LEVELS, 0.0) | levels, 0, 1, 4, bytes(SPECTRUM), bytes(WAVEFORM)).packed()


def sounding(reaction: float = 1.0, drive: tuple[Drive, ...] = DRIVES) -> World:
    """A shore that hears a second of a beat of 120 a minute, whose phase is 0 at tick 60."""
    world = world_of(DreamFile("t", 7, (Act("shore", 30.0, drive=drive),)))
    for tick in range(30, 90):
        phase = (tick - 60) % 30 / 30.0
        world.push(with_reaction(Heard(tick, 0.5, 0.3, 0.1, 0.9, 120.0, phase, detail(kick=0.6)), reaction))
    return world


def test_beats_are_told_at_the_tick_at_which_they_fall() -> None:
    world = sounding()
    world.advance_to(60)
    heard = world.snapshot(0.5).heard
    assert heard["beat_phase"] == pytest.approx(0.5 / 30.0)
    assert heard["bar_phase"] == pytest.approx((1.0 + 0.5 / 30.0) / 4.0)
    assert heard["beat"] > 0.9
    assert heard["tempo"] == 120.0
    assert heard["kick"] == pytest.approx(0.6, abs=0.01)
    world.advance_to(75)
    assert world.snapshot().heard["beat"] < 0.3


def test_the_beat_goes_on_for_a_moment_when_sound_comes_late() -> None:
    world = sounding()
    world.advance_to(89)
    before = world.snapshot().heard["beat_phase"]
    world.advance_to(104)
    assert world.snapshot().heard["beat_phase"] == pytest.approx((before + 15.0 / 30.0) % 1.0, abs=0.01)


def test_without_reaction_the_world_is_as_in_silence() -> None:
    silent, deaf = sounding(), sounding(0.0)
    silent.follow(())
    for world in (silent, deaf):
        world.advance_to(80)
    assert silent.digest() == deaf.digest()
    assert deaf.snapshot().heard is NOTHING
    assert not any(deaf.drives.added(deaf.timeline.acts[0]).values())


def test_amounts_follow_the_reaction_and_places_do_not() -> None:
    usual, strong = sounding(), sounding(2.0)
    for world in (usual, strong):
        world.advance_to(80)
    one, two = (world.snapshot().heard for world in (usual, strong))
    for name in ("low", "kick", "beat", "presence"):
        assert two[name] == pytest.approx(2.0 * one[name])
    assert two["beat_phase"] == one["beat_phase"]
    assert with_reaction(Heard(1, 0, 0, 0, reaction=1.5), 2.0) == Heard(1, 0, 0, 0, reaction=2.0)


def test_a_drive_adds_up_rises_at_once_and_falls_slowly() -> None:
    world = sounding()
    world.advance_to(60)
    act = world.timeline.acts[0]
    assert world.drives.added(act)["ocean.foam"] == pytest.approx(2.0 * 0.5 + 0.6, abs=0.02)
    state = world.checkpoint()
    world.advance_to(90 + TICKS_PER_SECOND)
    assert 0.0 < world.drives.added(act)["ocean.foam"] < 0.8
    after = world.digest()
    world.restore(state)
    events: list[Event] = [
        Heard(tick, 0.5, 0.3, 0.1, 0.9, 120.0, (tick - 60) % 30 / 30.0, detail(kick=0.6)) for tick in range(61, 90)
    ]
    world.follow(events)
    world.advance_to(90 + TICKS_PER_SECOND)
    assert world.digest() == after, "a film is the same from any frame"


def test_driven_numbers_stay_within_their_bounds() -> None:
    from dreamscape.layers.ocean import Ocean

    ocean = object.__new__(Ocean)
    low, high = Ocean.foam.low, Ocean.foam.high  # type: ignore[attr-defined]
    assert moved(ocean, {"foam": 1e9}) == {"foam": high}
    assert moved(ocean, {"foam": -1e9}) == {"foam": low}


FILE = """title = "t"
seed = 1
[[act]]
scene = "shore"
seconds = 9
[[act.drive]]
parameter = "%s"
by = "%s"
gain = 1
"""


@pytest.mark.parametrize(
    ("parameter", "by", "message"),
    [
        ("ocean.foam", "kik", "drive[0].by: no quantity 'kik'; did you mean 'kick'?"),
        ("ocen.foam", "kick", "drive[0].parameter: shore has no layer 'ocen'; did you mean 'ocean'?"),
        ("ocean.fome", "kick", "drive[0].parameter: ocean has no number 'fome'; did you mean 'foam'?"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(parameter: str, by: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        dream_check.check(dream_file.Dream("t", dream_file.decode((FILE % (parameter, by)).encode(), "t"), "0" * 32))
