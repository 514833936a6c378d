"""The mix by numbers: what breaks here clicks, drowns the voice, or gives another film from another beginning."""

import dataclasses
from fractions import Fraction
from functools import lru_cache

import av
import numpy as np
import pytest
from mixing import BRIEF, STREAMS, Only, Tone, Whispered, parts
from msgspec.structs import replace
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.audio import peak_limiter, programme, reverb, score, tone
from dreamscape.audio.cues import cues
from dreamscape.audio.levels import Levels
from dreamscape.audio.mix import Mixer
from dreamscape.audio.programme import Programme, WorldWithoutDust
from dreamscape.audio.sounding_act import sounding_act
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Act, DreamFile
from dreamscape.export.container import loudness
from dreamscape.places.door import opening
from dreamscape.places.door.glyphs import script
from dreamscape.synthesis.voice import BLOCK, RATE, SAMPLES_PER_TICK
from dreamscape.voices.hum import Hum
from dreamscape.world import heart
from dreamscape.world.weather import SPEED_OF_SOUND, strikes

DOOR = DreamFile(title="Door", seed=7, act=(Act(scene="silence", seconds=18.0),))


def sound_of(dream: DreamFile, start: float, stop: float, gain: float = 1.0) -> NDArray[np.float32]:
    made = Programme(*parts(dream), gain)
    return np.concatenate(list(made.render(round(start * RATE), round(stop * RATE))))


@lru_cache(maxsize=1)
def brief() -> NDArray[np.float32]:
    """All of BRIEF, in pieces of a block."""
    return sound_of(BRIEF, 0.0, 6.0)


@pytest.mark.slow
def test_any_size_of_piece_and_any_beginning_give_the_same_samples() -> None:
    made = Programme(*parts(BRIEF))
    at = round(3.6 * RATE)
    assert np.array_equal(made.read(at, 777), brief()[at : at + 777])
    odd = [made.read(at + 777 + k, 333) for k in range(0, 3330, 333)]
    assert np.array_equal(np.concatenate(odd), brief()[at + 777 :][:3330])
    assert np.array_equal(made.read(at + 100, 500), brief()[at + 100 : at + 600])  # a little back


@pytest.mark.slow
def test_nothing_clicks_at_the_borders_of_acts_and_blocks() -> None:
    """A click is a corner: a second difference above those that the sound itself has around it."""
    corners = np.abs(np.diff(brief().astype(np.float64), 2, axis=0)).max(axis=1)
    borders = np.arange(BLOCK, len(corners) - BLOCK, BLOCK)
    at_borders = np.maximum(corners[borders - 1], corners[borders - 2])
    inside = np.stack([corners[border + 200 : border + 800] for border in borders])
    assert (at_borders <= 1.5 * np.maximum(inside.max(axis=1), 1e-6)).all()
    assert np.percentile(at_borders / np.maximum(inside.mean(axis=1), 1e-6), 50) < 1.3
    shift = 3 * RATE
    assert corners[shift - 8 : shift + 8].max() <= corners[shift - 4800 : shift + 4800].max()


@pytest.mark.slow
def test_the_dream_begins_and_ends_without_a_click() -> None:
    assert np.abs(brief()[:48]).max() < 1e-3
    assert np.abs(brief()[-48:]).max() < 1e-3
    assert np.abs(sound_of(BRIEF, 6.0, 6.1)).max() < 1e-6  # within the last block all fades


@pytest.mark.slow
def test_the_silence_is_of_zeros_for_three_seconds() -> None:
    sound = sound_of(DOOR, opening.STILLNESS[0] - 0.2, opening.STILLNESS[1] + 0.2)
    silent = (sound == 0.0).all(axis=1)
    begins, ends = (np.flatnonzero(silent)[k] for k in (0, -1))
    assert silent[begins:ends].all()
    assert ends - begins > 3 * RATE
    assert not np.signbit(sound[silent]).any()
    assert np.abs(sound[:4800]).max() > 0.0
    assert np.abs(sound[-2400:]).max() > 0.001


@pytest.mark.slow
def test_beats_are_heard_when_the_heart_beats() -> None:
    timeline, streams, scenes = parts(BRIEF)
    levels = Levels(timeline, streams, scenes)
    world, ear, mixer = (
        WorldWithoutDust(timeline, streams, scenes),
        score.EventDetector(levels, streams),
        Mixer(Only("heart"), streams),
    )  # type: ignore[arg-type]
    beats: set[int] = set()
    for _ in range(270):
        world.step()
        mixer.hear(ear.listen(world))
        beats |= {int(beat) for beat in world.heart.beats if beat > 0}
    sound = np.abs(mixer.read(0, 4 * RATE)).max(axis=1)
    times = sorted(beat / heart.SUBTICKS / TICKS_PER_SECOND for beat in beats)
    heard = [time for time in times if 0.3 < time < 3.9]
    assert len(heard) >= 3
    for time in heard:
        at = round(time * RATE)
        assert sound[at - 2400 : at - 2].max() < 0.01
        assert sound[at : at + 960].max() > 0.2


def test_thunder_is_as_late_as_it_is_far_and_softer() -> None:
    timeline, streams, scenes = parts(replace(BRIEF, act=(Act(scene="shore", seconds=120.0),)))
    struck = strikes(streams, *timeline.span(0))
    events = [event for event in cues(sounding_act(timeline, scenes, 0), struck) if event.bus == "sky"]
    assert len(events) == len(struck) > 3
    late = {event.at: event for event in events}
    for strike in struck:
        due = (strike.tick + strike.distance / SPEED_OF_SOUND * TICKS_PER_SECOND) * SAMPLES_PER_TICK
        assert min(abs(at - due) for at in late) <= SAMPLES_PER_TICK
    far = max(struck, key=lambda strike: strike.distance)
    assert late[far.heard_at * SAMPLES_PER_TICK].gain < max(event.gain for event in events)


def test_each_glyph_has_its_own_note() -> None:
    timeline, streams, scenes = parts(replace(BRIEF, act=(Act(scene="spires", seconds=36.0),)))
    hums = [event.voice.pitch for event in cues(sounding_act(timeline, scenes, 0), ()) if isinstance(event.voice, Hum)]
    assert sorted(hums) == sorted(sign.note for sign in script(streams))


def test_all_makes_way_for_the_whisper() -> None:
    timeline, streams, scenes = parts(BRIEF)
    levels = Levels(timeline, streams, scenes)
    assert (levels.at(0).parted, levels.at(RATE).parted) == (0.0, 1.0)
    gone = 8.0 * np.array([levels.at(round(at * RATE)).parted for at in np.arange(1.0, 7.0, 0.05)])
    assert gone[-1] == 0.0
    assert -np.diff(gone).min() / 0.05 < 7.0  # dB a second: faster, the sea is heard to be turned up
    noise = np.random.default_rng(3).standard_normal((2 * BLOCK, 2)).astype(np.float32)
    before, during = (
        np.abs(np.fft.rfft(tone.toned(noise[:BLOCK], noise[BLOCK:], one, one)[:, 0])) ** 2
        for one in (tone.Tone(), tone.Tone(parted=1.0))
    )
    for low, high, least, most in ((1200, 7000, -8.6, -6.5), (60, 300, -0.8, 0.3), (12_000, 20_000, -0.8, 0.3)):
        band = slice(round(low * BLOCK / RATE), round(high * BLOCK / RATE))
        assert least < 10.0 * np.log10(during[band].sum() / before[band].sum()) < most


def test_what_rings_in_the_room_makes_way_for_the_whisper_too() -> None:
    rang = []
    for parted in (0.0, 1.0):
        levels = Whispered(parted)
        mixer = Mixer(levels, STREAMS)  # type: ignore[arg-type]
        mixer.hear([dataclasses.replace(Tone(0.2).at(0.0), gain=0.0001, send=10_000.0)])
        rang.append(np.square(mixer.read(0, 2 * RATE)[round(1.1 * RATE) : round(1.4 * RATE)]).sum())
    assert 3.0 < 10.0 * np.log10(rang[0] / rang[1]) < 9.0


@pytest.mark.parametrize(("pan", "sides"), [(0.0, (1.0, 1.0)), (-1.0, (np.sqrt(2.0), 0.0)), (1.0, (0.0, np.sqrt(2.0)))])
def test_where_it_is_seen_it_is_heard(pan: float, sides: tuple[float, float]) -> None:
    mixer = Mixer(Only("things"), STREAMS)  # type: ignore[arg-type]
    mixer.hear([Tone(0.1).at(pan)])
    assert np.abs(mixer.read(4800, 9600)).max(axis=0) == pytest.approx(0.1 * np.array(sides), abs=0.002)


def test_no_peak_passes_the_ceiling_not_even_between_samples() -> None:
    mixer = Mixer(Only("things"), STREAMS, 6.0)  # type: ignore[arg-type]
    mixer.hear([Tone(0.6).at(0.2), dataclasses.replace(Tone(0.3).at(-0.3), at=9600)])
    sound = mixer.read(0, RATE)
    finer = 8.0 * np.fft.irfft(np.fft.rfft(sound, axis=0), 8 * RATE, axis=0)
    peak = 20.0 * np.log10(np.abs(finer).max())
    assert peak_limiter.CEILING - 1.5 < peak <= peak_limiter.CEILING + 0.1


def test_the_room_answers_as_its_impulse_says_and_then_is_still() -> None:
    random = np.random.default_rng(1)
    sent = np.concatenate([0.1 * random.standard_normal((2 * BLOCK, 2)), np.zeros(((reverb.PARTS + 2) * BLOCK, 2))])
    made = reverb.Reverb(STREAMS)
    heard = np.concatenate([made.block(k, sent[k * BLOCK : (k + 1) * BLOCK]) for k in range(len(sent) // BLOCK)])
    impulse = reverb.impulse_response(STREAMS)
    expected = np.convolve(sent[: 2 * BLOCK, 0], impulse[: 6 * BLOCK, 0])[: 6 * BLOCK]
    assert heard[: 6 * BLOCK, 0] == pytest.approx(expected, abs=1e-5)
    assert np.abs(heard[-BLOCK:]).max() < 1e-6


def test_under_water_the_bright_part_is_gone_and_sinking_leaves_no_notch() -> None:
    noise = np.random.default_rng(2).standard_normal((40 * BLOCK, 2)).astype(np.float32)

    def heard(depths: list[float]) -> F64:
        pairs = zip(depths, [*depths[1:], depths[-1]], strict=True)
        blocks = [noise[k * BLOCK : (k + 1) * BLOCK] for k in range(len(depths))]
        return np.concatenate(
            [
                tone.toned(a, b, tone.Tone(start), tone.Tone(stop))
                for a, b, (start, stop) in zip(blocks, blocks[1:], pairs, strict=False)
            ]
        )

    above, deep, sinking = heard([0.0] * 40), heard([1.0] * 40), heard([k / 39 for k in range(40)])
    assert np.array_equal(above, noise[BLOCK - tone.DELAY : -tone.DELAY])
    spectrum = [np.abs(np.fft.rfft(part[:, 0])).reshape(-1)[:-1] for part in (above, deep)]
    high = slice(len(spectrum[0]) // 12, None)  # above 2 kHz
    assert np.square(spectrum[1][high]).sum() < 1e-5 * np.square(spectrum[0][high]).sum()
    assert np.corrcoef(deep.T)[0, 1] > 0.9
    level = np.sqrt((sinking[:, 0].reshape(-1, BLOCK) ** 2).mean(axis=1))
    assert (level[1:] < 1.25 * level[:-1]).all()


def ebur128(sound: F64) -> dict[str, float]:
    """What FFmpeg's filter says of a sound: integrated loudness, LUFS, and the true peak, dB."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(format="dblp", sample_rate=RATE, layout="stereo", time_base=Fraction(1, RATE))
    meter, sink = graph.add("ebur128", "peak=true:metadata=1:framelog=quiet"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.T), format="dblp", layout="stereo")
    frame.sample_rate, frame.pts = RATE, 0
    graph.push(frame)
    graph.push(None)
    last: dict[str, str] = {}
    while True:
        try:
            last = graph.pull().metadata
        except (av.error.BlockingIOError, av.error.EOFError):
            break
    return {key: float(last[f"lavfi.r128.{key}"]) for key in ("I", "true_peak")}


@pytest.mark.slow
def test_a_dream_nobody_has_measured_has_the_given_loudness() -> None:
    told = ebur128(sound_of(BRIEF, 0.0, 6.0, programme.gain(loudness.measure(*parts(BRIEF)))).astype(np.float64))
    assert told["I"] == pytest.approx(programme.LOUDNESS, abs=0.5)
    assert 20.0 * np.log10(told["true_peak"]) <= -1.0


@pytest.mark.slow
def test_a_dream_in_which_nothing_is_heard_is_left_as_it_is() -> None:
    dream = replace(BRIEF, act=(Act(scene="shore", seconds=0.3),))
    assert programme.gain(loudness.measure(*parts(dream))) == 1.0
