"""Workers of the mix: what breaks here makes sound late, or much of it at once, when drawing takes most."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from threading import Event, get_ident

import numpy as np
import pytest
from mixing import BRIEF, STREAMS, Only, Tone, parts
from numpy.typing import NDArray

from dreamscape.audio import mix
from dreamscape.audio.mix import Mixer, Workers
from dreamscape.audio.programme import Programme
from dreamscape.synthesis import overlap_add
from dreamscape.synthesis.overlap_add import OverlapAdd
from dreamscape.synthesis.voice import BLOCK, RATE
from dreamscape.voices.babble import Babble
from dreamscape.voices.bed import Bed
from dreamscape.voices.bubbles import Bubbles
from dreamscape.voices.murmuring import Murmuring
from dreamscape.voices.pressure import Pressure
from dreamscape.voices.rustle import Rustle
from dreamscape.voices.shimmer import Shimmer
from dreamscape.voices.surf import Surf
from dreamscape.world.scene_sound import Sounding


@pytest.mark.slow
def test_a_worker_weaves_what_comes_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    here, weaves, playing = get_ident(), Bed.frame, 0
    woven: list[tuple[int, bool]] = []  # how many blocks ahead of what plays, and whether by the thread that mixes

    def frame(self: Bed, number: int) -> NDArray[np.floating]:
        woven.append((number * self.HOP - playing, get_ident() == here))
        return weaves(self, number)

    monkeypatch.setattr(Bed, "frame", frame)
    overlap_add._frame.cache_clear()
    with ThreadPoolExecutor(1) as worker:
        made = Programme(*parts(BRIEF), 1.0, Workers(worker, worker))
        for playing in range(6 * RATE // BLOCK):
            made.read(playing * BLOCK, BLOCK)
            worker.submit(int).result()  # as if it were played no faster than it sounds
    later = [(blocks, mixing) for blocks, mixing in woven if blocks > 0]  # the rest is heard from the first block on
    assert later
    assert not any(mixing for _, mixing in later)
    assert min(blocks for blocks, _ in later) > 40


class Murmur(OverlapAdd):
    """A texture of long pieces, each of which takes long to make: one is the work of some blocks."""

    HOP, SPAN = 64, 192

    def __init__(self) -> None:
        self.made: list[tuple[int, int]] = []  # the block that each piece begins in, and the block that played
        self.playing = 0

    def frame(self, number: int) -> NDArray[np.floating]:
        self.made.append((number * self.HOP, self.playing))
        return np.zeros((self.SPAN * BLOCK, 2))


@pytest.mark.slow
def test_a_texture_that_comes_is_made_piece_by_piece() -> None:
    murmur, comes, ends = Murmur(), 500, 1000

    class Coming:
        def at(self, sample: int) -> Sounding:
            heard = comes <= sample // BLOCK < ends
            return Sounding(textures={(murmur, "bed"): 1.0} if heard else {}, wet=0.0)

    with ThreadPoolExecutor(1) as worker:
        mixer = Mixer(Coming(), STREAMS, 1.0, Workers(worker, worker))  # type: ignore[arg-type]
        for murmur.playing in range(ends + 10):
            mixer.read(murmur.playing * BLOCK, BLOCK)
            worker.submit(int).result()
    begins, played = zip(*murmur.made, strict=True)
    assert len(set(begins)) == len(begins), "no piece twice"
    assert {*range(320, ends, 64)} <= {*begins} <= {*range(320, ends + 64, 64)}, "none that nobody hears"
    assert (np.array(begins) - played > 40).all(), "each before it begins"
    assert np.diff(played).min() > 40, "and not two at a time"


def test_what_is_struck_now_does_not_wait_for_what_comes_in_seconds() -> None:
    held, thunder, pluck = Event(), Tone(0.2), Tone(0.1)
    with ThreadPoolExecutor(1) as soon, ThreadPoolExecutor(1) as later:
        later.submit(held.wait, 60.0)  # it is long at work
        mixer = Mixer(Only("things"), STREAMS, 1.0, Workers(soon, later))  # type: ignore[arg-type]
        mixer.read(0, BLOCK)
        mixer.hear(
            [dataclasses.replace(thunder.at(0.0), at=5 * RATE), dataclasses.replace(pluck.at(0.0), at=RATE // 4)]
        )
        mixer.read(BLOCK, BLOCK)
        soon.submit(int).result()
        heard = np.abs(mixer.read(2 * BLOCK, 2 * RATE)).max()
        held.set()
    assert heard == pytest.approx(0.1, abs=0.002)


def test_what_rolls_already_after_a_jump_joins_in_at_its_own_place() -> None:
    held, rolling = Event(), Tone(0.1).at(0.0)
    plain = Mixer(Only("things"), STREAMS)  # type: ignore[arg-type]
    plain.hear([rolling])
    with ThreadPoolExecutor(1) as soon, ThreadPoolExecutor(1) as later:
        for worker in (soon, later):
            worker.submit(held.wait, 60.0)  # rendering takes its time
        live = Mixer(Only("things"), STREAMS, 1.0, Workers(soon, later))  # type: ignore[arg-type]
        live.hear([rolling])
        assert not live.read(20 * BLOCK, 4 * BLOCK).any()  # in its middle
        held.set()
        for worker in (soon, later):
            worker.submit(int).result()
        read = live.read(24 * BLOCK, 20 * BLOCK)
    known = plain.read(20 * BLOCK, 24 * BLOCK)[4 * BLOCK :]
    late = int(np.abs(read).any(axis=1).argmax())
    assert late <= 4 * BLOCK  # what the mix was ahead of what was read
    assert np.abs(np.diff(read[: late + BLOCK, 0])).max() < 0.02, "without a click"
    np.testing.assert_allclose(read[late + BLOCK :], known[late + BLOCK :], atol=1e-6)


@pytest.mark.parametrize("texture", [Babble, Bed, Bubbles, Murmuring, Pressure, Rustle, Shimmer, Surf])
def test_no_texture_has_longer_pieces_than_are_looked_for(texture: type[OverlapAdd]) -> None:
    assert texture.SPAN <= mix._LONGEST
