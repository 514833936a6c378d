"""The sound's own process: what breaks here is heard as another dream or as silence, or outlives all that has ended."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread, get_ident

import numpy as np
import psutil
import pytest
from conftest import world_of

from dreamscape.audio.programme import Programme, expected_loudness, gain
from dreamscape.dream import dream_file
from dreamscape.dream.inputs import Pulse
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.errors import DreamscapeError
from dreamscape.live.playback import sound_process as module
from dreamscape.live.playback.sound_process import SoundProcess
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import BLOCK, RATE, SAMPLES_PER_TICK, Samples
from dreamscape.world.state import State

DREAM = dream_file.load("sapphire")
STILL = 5  # looks in a row, 20 ms apart
OFTEN = 10  # blocks; what comes sooner than that is announced no sooner in a window either


@pytest.fixture
def process() -> Iterator[SoundProcess]:
    made = SoundProcess(DREAM, 5)
    yield made
    made.end()


def here(number: int) -> Programme:
    """The same sound made by this process."""
    streams = Streams(number)
    timeline = Timeline(DREAM.file, streams)
    return Programme(timeline, streams, Scenes(timeline, streams), gain(expected_loudness(DREAM.name)))


def child(process: SoundProcess) -> psutil.Process:
    assert process._process is not None
    return psutil.Process(process._process.pid)


def rest(process: SoundProcess) -> None:
    """Wait until all that was announced is rendered: no thread of the process runs, nor waits for a core.

    A sound that is not ready as its time comes is put off. The tests read faster than the sound would be heard, and on
    a busy machine the threads that render it come last.
    """
    tasks, still = Path(f"/proc/{child(process).pid}/task"), 0
    if not tasks.exists():
        Event().wait(1.0)
        return
    for _ in range(6000):
        Event().wait(0.02)
        still = 0 if any(_state(task) in "RD" for task in tasks.iterdir()) else still + 1
        if still == STILL:
            return
    raise TimeoutError("the sound's process goes on and on")


def _state(task: Path) -> str:
    """Of a thread, as a letter: R while it runs or could."""
    try:
        return task.joinpath("stat").read_text().rpartition(")")[2].split()[0]
    except OSError:  # it has ended
        return "X"


def later(process: SoundProcess, *films: Programme) -> list[Samples]:
    """Some blocks a few seconds into a dream, read from its first one on; what is announced is rendered in between."""
    sources = process, *films
    blocks: list[list[Samples]] = [[] for _ in sources]
    for n in range(125):
        for source, found in zip(sources, blocks, strict=True):
            found.append(source.read(n * BLOCK, BLOCK))
        if n % OFTEN == 0:
            rest(process)
    return [np.concatenate(found[110:]) for found in blocks]


@pytest.mark.slow
def test_what_it_makes_is_what_a_film_has(process: SoundProcess) -> None:
    made, film = later(process, here(5))
    assert film.std() > 1e-4
    assert np.abs(made - film).max() < 1e-6


@pytest.mark.slow
def test_what_is_felt_and_another_dream_reach_it(process: SoundProcess) -> None:
    process.read(0, BLOCK)
    process.play(DREAM, 77, world_of(DREAM.file, 77).checkpoint())
    wanted, quiet = here(77), here(77)
    for source in (process, wanted):
        source.read(0, BLOCK)
        for tick in range(30, 300, 40):
            source.push(Pulse(tick, 40 / 60))
    made, film, unheard = later(process, wanted, quiet)
    assert np.abs(film - unheard).max() > 1e-3, "the heart beats at other times"
    assert np.abs(made - film).max() < 1e-6


@pytest.mark.slow
def test_it_goes_on_from_a_state_with_what_a_film_has(process: SoundProcess) -> None:
    played = world_of(DREAM.file, 5)
    played.skip_to(360)  # no thread has been plucked by then; a note is sung from 5.0 to 9.7 s
    process.continue_from(played.checkpoint())
    first = -(-360 * SAMPLES_PER_TICK // BLOCK)
    process.read(first * BLOCK, BLOCK)
    spans = [(first + n) * BLOCK for n in range(1, 220)]  # from what began late, not ready yet, to what was announced
    blocks = list[Samples]()
    for n, at in enumerate(spans):
        if n % OFTEN == 0:
            rest(process)
        blocks.append(process.read(at, BLOCK))
    made = np.concatenate(blocks[150:])
    film = here(5).read(spans[150], len(made))
    assert film.std() > 1e-4
    assert np.abs(made - film).max() < 1e-6


@pytest.mark.slow
def test_after_a_long_silence_it_goes_on_from_where_the_world_is(
    process: SoundProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = world_of(DREAM.file, 5)
    stood, stand = list[int](), process.continue_from

    def note(state: State) -> None:
        stood.append(int(state["tick"][0]))
        stand(state)

    monkeypatch.setattr(process, "continue_from", note)
    process.catch_up(played.checkpoint())
    assert stood == [0], "nothing was read yet"
    process.read(0, BLOCK)
    played.skip_to(300)
    process.catch_up(played.checkpoint())
    assert stood == [0], "it is no further than it soon gets to, with all that was plucked"
    played.skip_to(900)
    process.catch_up(played.checkpoint())
    assert stood == [0, 900]
    played.rewind()
    process.catch_up(played.checkpoint())
    assert stood == [0, 900, 0], "what it goes on from lies ahead"


@pytest.mark.slow
def test_when_enough_lies_ready_it_sounds_the_same(process: SoundProcess) -> None:
    process.ample = lambda: True
    made, film = later(process, here(5))
    assert np.abs(made - film).max() < 1e-6


def test_small_priority_is_given_up_for_a_while_where_it_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0]
    monkeypatch.setattr(module, "now_ns", lambda: clock[0])
    patient, here, threads = module._PatientThread(), get_ident(), list[int]()

    def read(ms: int) -> Samples:
        threads.append(get_ident())
        clock[0] += ms * 1_000_000
        return np.zeros((0, 2), np.float32)

    def at_small_priority(ms: int) -> bool:
        patient.run(lambda: read(ms))
        return threads[-1] != here

    assert at_small_priority(5)
    assert at_small_priority(200), "which is slow"
    assert not at_small_priority(5)
    clock[0] += int(module.SHORTEST * 1e9)
    assert at_small_priority(200), "still slow: now for twice as long"
    clock[0] += int(module.SHORTEST * 1e9)
    assert not at_small_priority(5)
    clock[0] += int(module.SHORTEST * 1e9)
    assert at_small_priority(5)
    assert at_small_priority(5)
    patient.thread.shutdown()


@pytest.mark.slow
def test_one_that_was_ended_is_followed_by_another(process: SoundProcess) -> None:
    first = process.read(0, BLOCK)
    before = child(process)
    before.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    before.wait(180)
    assert np.allclose(process.read(0, BLOCK), first, atol=1e-6)
    assert child(process).pid != before.pid


@pytest.mark.slow
def test_one_that_fails_says_why(process: SoundProcess) -> None:
    process.read(0, BLOCK)
    with pytest.raises(DreamscapeError, match="TypeError"):
        process.read(0, 1.5)  # type: ignore[arg-type]


@pytest.mark.slow
def test_it_ends_at_once_whatever_it_is_at(process: SoundProcess) -> None:
    process.read(0, BLOCK)
    made, silence = child(process), list[Samples]()
    asking = Thread(target=lambda: silence.append(process.read(220 * RATE, BLOCK)))  # which takes it seconds
    asking.start()
    Event().wait(0.2)
    process.end()
    assert not made.is_running()
    asking.join(60.0)
    assert not silence[0].any()
    assert not process.read(0, BLOCK).any()
