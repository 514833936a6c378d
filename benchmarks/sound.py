"""How many times real time the whole mix runs on one core, act by act; and whether live sound breaks under load.

    python benchmarks/sound.py [--json] [--seconds 10] [--live 60] [--dreams 4]

The mix: in blocks of 1,024 samples, in CPU seconds, without and with the world of its own that it follows in a film.
Live: played as by `dreamscape play` for so many seconds while a process on every core does nothing but count, through
SDL's disk driver, and through a PulseAudio of its own with a null sink if there is one; underruns are counted. Dreams:
how much memory the process that makes the sound takes, dream after dream, five times as fast as they are heard. 0
leaves either out.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from dreamscape.audio.programme import Programme, WorldWithoutDust
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream import dream_file
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.live.playback.sound_process import SoundProcess
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import BLOCK, RATE
from dreamscape.system import cores
from dreamscape.world.world import World

BOUND = 5.0  # times real time
FASTER = 5.0  # times as fast as it is heard, dreams are played for memory
BEGIN = 0.4  # of an act, where it is timed
DREAM = "sapphire"
PLAY = """
import sys, time
from dreamscape.live.playback.live_sound import DreamSound, PlaybackOptions
from dreamscape.engine.request import check_request
if __name__ == "__main__":
    asked = check_request("sapphire")
    sound = DreamSound(asked.dream, asked.seed, 0, lambda sentence: print(sentence, file=sys.stderr), PlaybackOptions())
    time.sleep(5.0)
    begun = sound.underruns
    time.sleep(float(sys.argv[1]))
    print(sound.underruns - begun, sound.device)
    sound.stop()
"""


def speeds(seconds: float) -> dict[str, tuple[float, float]]:
    """Speed, times real time, in each act and overall: of the mix, and of mix and world."""
    dream = dream_file.load(DREAM).file
    streams = Streams(dream.seed)
    timeline = Timeline(dream, streams)
    made = Programme(timeline, streams, Scenes(timeline, streams))
    stepped, step = [0.0], WorldWithoutDust.step

    def timed(world: World) -> None:
        begun = time.process_time()
        step(world)
        stepped[0] += time.process_time() - begun

    WorldWithoutDust.step = timed  # type: ignore[assignment, method-assign]
    found, spent, worlds = {}, 0.0, 0.0
    for number, act in enumerate(timeline.acts):
        first, after = timeline.span(number)
        at = round((first + BEGIN * (after - first)) / TICKS_PER_SECOND * RATE) // BLOCK * BLOCK
        made.read(at, BLOCK)
        begun, stepped[0] = time.process_time(), 0.0
        for _ in made.render(at + BLOCK, at + BLOCK + round(seconds * RATE)):
            pass
        request = time.process_time() - begun
        found[act.scene] = seconds / (request - stepped[0]), seconds / request
        spent, worlds = spent + request, worlds + stepped[0]
    whole = len(timeline.acts) * seconds
    return found | {"all": (whole / (spent - worlds), whole / spent)}


def underruns(seconds: float, environment: dict[str, str]) -> str:
    """How often the device ran out of samples while every core was busy, and which device it was."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(cores.usable())]
    try:
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / "play.py"  # a file: its sound's own process imports it too
            program.write_text(PLAY)
            told = subprocess.run(
                [sys.executable, str(program), str(seconds)],
                env={**os.environ, "PYGAME_HIDE_SUPPORT_PROMPT": "1", **environment},
                capture_output=True,
                text=True,
                check=True,
            )
    finally:
        for process in busy:
            process.kill()
    return told.stdout.strip()


def live(seconds: float) -> dict[str, str]:
    """Underruns by what played."""
    with tempfile.TemporaryDirectory() as folder:
        disk = {"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(Path(folder) / "played.raw")}
        found = {"SDL's disk driver": underruns(seconds, disk)}
        if not shutil.which("pulseaudio"):
            return found
        home = {"XDG_RUNTIME_DIR": folder, "HOME": folder, "PULSE_RUNTIME_PATH": folder}
        loads = [
            "-L",
            f"module-native-protocol-unix socket={folder}/native",
            "-L",
            "module-null-sink sink_name=swallow",
        ]
        server = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", *loads], env={**os.environ, **home}
        )
        try:
            time.sleep(2.0)
            reached = {**home, "PULSE_SERVER": f"unix:{folder}/native", "SDL_AUDIODRIVER": "pulseaudio"}
            found["PulseAudio's null sink"] = underruns(seconds, reached)
        finally:
            server.terminate()
            server.wait()
    return found


def memory(dreams: int) -> list[dict[str, float]]:
    """Resident memory of the sound process, MB: mean, least and most for each dream."""
    dream = dream_file.load(DREAM)
    streams = Streams(dream.file.seed)
    timeline = Timeline(dream.file, streams)
    begins = World(timeline, streams, Scenes(timeline, streams)).checkpoint()
    source, found = SoundProcess(dream, dream.file.seed), list[dict[str, float]]()
    source.ample = lambda: True
    try:
        source.read(0, BLOCK)
        assert source._process
        process = psutil.Process(source._process.pid)
        for _ in range(dreams):
            source.continue_from(begins)
            sizes, begun = list[float](), time.perf_counter()
            for number in range(round(timeline.ticks / TICKS_PER_SECOND * RATE) // BLOCK):
                source.read(number * BLOCK, BLOCK)
                sizes.append(process.memory_info().rss / 1e6)
                time.sleep(max(0.0, begun + number * BLOCK / RATE / FASTER - time.perf_counter()))
            found.append({"mean": statistics.mean(sizes), "least": min(sizes), "most": max(sizes)})
    finally:
        source.end()
    return found


def main() -> int:
    """Measure, print, and fail if the mix is too slow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--live", type=float, default=0.0)
    parser.add_argument("--dreams", type=int, default=0)
    asked = parser.parse_args()
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":  # it is read when NumPy is loaded: begin again with it
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.argv])
    times = speeds(asked.seconds)
    found: dict[str, Any] = {"times real time": times, "bound": BOUND}
    if asked.live:
        found["underruns"] = live(asked.live)
    if asked.dreams:
        found["memory MB"] = memory(asked.dreams)
    if asked.json:
        print(json.dumps(found, indent=2))
    else:
        for name, (alone, followed) in times.items():
            print(f"{name:12s} {alone:5.1f} times real time, with its world {followed:5.1f}")
        for name, told in found.get("underruns", {}).items():
            print(f"{name}: {told} (underruns in {asked.live:g} s, device)")
        for number, sizes in enumerate(found.get("memory MB", []), 1):
            print(f"dream {number}: " + ", ".join(f"{name} {size:.0f} MB" for name, size in sizes.items()))
    return 0 if times["all"][0] >= BOUND else 1


if __name__ == "__main__":
    raise SystemExit(main())
