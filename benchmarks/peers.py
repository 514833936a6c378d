"""What the same shader costs as a film with dreamscape and with ShaderFlow, run by turns on the same cores.

    python benchmarks/peers.py [--runs 5] [--seconds 6] [--cores 2] [--folder DIR] [--only trivial,medium] [--json]

ShaderFlow is installed into an environment of its own, in --folder or the user's cache; without an internet connection
nothing is measured, and that is said. Both draw benchmarks/shaders/NAME.glsl, without a window, and write H.264 by
x264, veryfast, crf 20, at 60 frames a second. A program is measured as a whole, what it starts included, from its start
to its end: frames a second, and ms of CPU time for each frame. Rows are medians of all runs; a ratio is the median of
the ratios of runs that followed each other, so that a busy machine disturbs it least. Of dreamscape there are three
rows: the shader's light as it is (look = "plain"), with bloom, tone map and vignette, and with the flash limiter too.

ShaderFlow is tuned as far as it lets itself be: no supersampling, one sample in its last pass, no anisotropy, TurboPipe
on, EGL, no scaling by ffmpeg. glslViewer, the other known peer, has no package on PyPI or in Debian, and is left out.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import platformdirs
from parts.flip import Picture, psnr

VERSION = "0.12"  # of ShaderFlow
SHADERS = Path(__file__).parent / "shaders"
RATE = 60
ALIKE = 25.0  # dB, of the same picture compressed, with other conversions of colour
OPENED = 6  # s: by then a dream has come out of the dark, with which every one begins
SHADERFLOW = "ShaderFlow"
PROGRAMS: dict[str, tuple[str, ...]] = {  # and dreamscape's scene and options
    SHADERFLOW: (),
    "dreamscape, plain": ("Plain", "--no-flash-limit"),
    "dreamscape": ("Alone", "--no-flash-limit"),
    "dreamscape, all on": ("Alone",),
}
CASES = {"trivial": ((1280, 720),), "medium": ((1280, 720), (1920, 1080))}
LAYER = """
#include "frame.glsl"
{body}
vec3 shade(vec2 at) {{
    return shade(at, frame.time);
}}
#include "shaded.glsl"
"""
SCENE = """
from dreamscape import Layer, Scene

class Peer(Layer):
    blend = "opaque"

class Alone(Scene):
    layers = ("peer",)

class Plain(Alone):
    look = "plain"
"""
FRAGMENT = """
{body}
void main() {{
    fragColor = vec4(shade(astuv, iTime + {opened}.0), 1.0);
}}
"""
PROGRAM = """
import sys
from pathlib import Path
from shaderflow.scene import ShaderScene, WindowBackend

class Peer(ShaderScene):
    def build(self):
        self.shader.fragment = Path(sys.argv[1]).read_text()
        for program in (self.shader, self._final):
            program.texture.anisotropy, program.texture.filter = 1, "nearest"

    def ffhook(self, ffmpeg):
        ffmpeg.clear_filters().vflip()  # without its scaling to the size that pictures have

width, height, rate, seconds = map(int, sys.argv[3:7])
scene = Peer(backend=WindowBackend.Headless)
scene.ffmpeg.h264(preset="veryfast", crf=20)
scene.main(width=width, height=height, fps=rate, time=seconds, ssaa=1, subsample=1, output=sys.argv[2])
"""


@dataclass(frozen=True)
class Cost:
    """What a run of a program took: wall seconds, CPU seconds of it and all that it started, and frames made."""

    wall: float
    cpu: float
    frames: int

    @property
    def fps(self) -> float:
        return self.frames / self.wall

    @property
    def cpu_ms(self) -> float:
        return 1e3 * self.cpu / self.frames


class Peers:
    """The programs, ready to film the shaders.

    Args:
        folder: for scenes and films.
        python: of the environment that has ShaderFlow.
        seconds: of film.
        cores: that a program may use.
    """

    def __init__(self, folder: Path, python: Path, seconds: int, cores: list[int]) -> None:
        self._folder, self._python, self._seconds, self._cores = folder, python, seconds, cores
        for name in CASES:
            body = (SHADERS / f"{name}.glsl").read_text("utf-8")
            (folder / name).mkdir()
            (folder / name / "peer.glsl").write_text(LAYER.format(body=body), "utf-8")
            (folder / name / "scene.py").write_text(SCENE, "utf-8")
            (folder / name / "peer.frag").write_text(FRAGMENT.format(body=body, opened=OPENED), "utf-8")
        (folder / "peer.py").write_text(PROGRAM, "utf-8")

    def film(self, program: str, shader: str, size: tuple[int, int], seconds: int | None = None) -> Cost:
        """Make a film with one of PROGRAMS, of another length if `seconds` is given."""
        length, path = seconds or self._seconds, self._folder / "film.mp4"
        path.unlink(missing_ok=True)
        command = self._command(program, shader, size, length, path)
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            command,
            cwd=self._folder,
            env={**_compiling(os.environ), "PYGAME_HIDE_SUPPORT_PROMPT": "1", "LOGURU_LEVEL": "WARNING"},
            preexec_fn=lambda: os.sched_setaffinity(0, self._cores),
            capture_output=True,
            text=True,
            check=False,
        )
        wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode or not path.exists():
            raise SystemExit(f"{program}, {shader}: exit code {done.returncode}\n{done.stderr[-2000:]}")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Cost(wall, cpu, _frames(path, length * RATE, size))

    def check(self) -> None:
        """Stop unless both draw the same picture; what is compiled and cached once is so by then."""
        pictures = list[Picture]()
        for program in PROGRAMS:
            self.film(program, "medium", (320, 180), 1)
            with av.open(str(self._folder / "film.mp4")) as film:
                *_, last = film.decode(video=0)
                pictures.append(np.asarray(last.to_ndarray(format="rgb24"), np.uint8))
        if (near := psnr(*pictures[:2])) < ALIKE:
            raise SystemExit(
                f"{', '.join(list(PROGRAMS)[:2])}: pictures differ, PSNR {near:.1f} dB of {ALIKE:g} at least"
            )

    def _command(self, program: str, shader: str, size: tuple[int, int], length: int, path: Path) -> list[str]:
        width, height = map(str, size)
        here = self._folder / shader
        if program == SHADERFLOW:
            words = [str(here / "peer.frag"), str(path), width, height, str(RATE), str(length)]
            return [str(self._python), str(self._folder / "peer.py"), *words]
        scene, *options = PROGRAMS[program]
        words = ["export", str(path), "--scene", f"{here / 'scene.py'}:{scene}", "--size", f"{width}x{height}"]
        words += [
            "--fps",
            str(RATE),
            "--from",
            str(OPENED),
            "--to",
            str(OPENED + length),
            "--quality",
            "high",
            "--preset",
            "veryfast",
            "--crf",
            "20",
        ]
        words += ["--no-sound", "--no-captions", "--no-subtitles", *options]
        return [sys.executable, "-m", "dreamscape", *words]


def _compiling(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment, but Python keeps what it has compiled, as it is kept where a program was installed."""
    return {name: value for name, value in variables.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _frames(path: Path, expected: int, size: tuple[int, int]) -> int:
    """The number of frames in a film; stops unless it is what was asked for."""
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        found = stream.codec_context.name, (stream.width, stream.height), stream.frames
    if found != ("h264", size, expected):
        raise SystemExit(f"{path}: expected H.264, {size} and {expected} frames, got {found}")
    return expected


def environment(folder: Path) -> Path:
    """The interpreter of an environment in `folder` that has ShaderFlow, made at first use."""
    python = folder / "bin" / "python"
    known = [
        str(python),
        "-c",
        f"from importlib.metadata import version; assert version('shaderflow')[:4] == '{VERSION}'",
    ]
    if python.exists() and subprocess.run(known, capture_output=True, check=False).returncode == 0:
        return python
    print(f"installing ShaderFlow {VERSION} into {folder}", file=sys.stderr)
    venv.create(folder, with_pip=True, clear=True)
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        f"ShaderFlow=={VERSION}.*",
    ]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit("peers are not measured: ShaderFlow could not be installed; it takes an internet connection")
    return python


def rows(name: str, size: tuple[int, int], found: dict[str, list[Cost]]) -> list[dict[str, object]]:
    """What each program cost in one case, medians, and against ShaderFlow."""
    made = list[dict[str, object]]()
    for program, costs in found.items():
        ratios = [
            (cost.fps / theirs.fps, cost.cpu / theirs.cpu)
            for cost, theirs in zip(costs, found[SHADERFLOW], strict=True)
        ]
        made.append(
            {
                "case": f"{name}, {size[0]}x{size[1]}",
                "program": program,
                "fps": round(statistics.median(cost.fps for cost in costs), 1),
                "cpu_ms": round(statistics.median(cost.cpu_ms for cost in costs), 1),
                "fps_ratio": round(statistics.median(fps for fps, _ in ratios), 2),
                "cpu_ratio": round(statistics.median(cpu for _, cpu in ratios), 2),
            }
        )
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON in place of the table")
    parser.add_argument("--runs", type=int, default=5, help="of each program and case")
    parser.add_argument("--seconds", type=int, default=6, help="of film")
    parser.add_argument("--cores", type=int, default=2, help="that a program may use")
    parser.add_argument("--only", default=",".join(CASES), help="of the shaders")
    parser.add_argument(
        "--folder", type=Path, default=platformdirs.user_cache_path("dreamscape-benchmarks") / "shaderflow"
    )
    arguments = parser.parse_args()
    if not (hasattr(os, "sched_setaffinity") and shutil.which("ffmpeg")):
        print("peers are not measured: it takes Linux, and the program ffmpeg for ShaderFlow (apt-get install ffmpeg)")
        return
    cores, made = sorted(os.sched_getaffinity(0))[: arguments.cores], list[dict[str, object]]()
    with tempfile.TemporaryDirectory() as folder:
        peers = Peers(Path(folder), environment(arguments.folder), arguments.seconds, cores)
        peers.check()
        if not arguments.json:
            print(f"{len(cores)} cores, {arguments.seconds} s of film, medians of {arguments.runs} runs")
            print(f"{'':24s}{'':22s}{'frames/s':>10s}{'CPU ms':>8s}{'against ShaderFlow':>24s}")
        for name in arguments.only.split(","):
            for size in CASES[name]:
                found: dict[str, list[Cost]] = {program: [] for program in PROGRAMS}
                for run in range(arguments.runs):
                    for program in list(PROGRAMS)[:: -1 if run % 2 else 1]:
                        found[program].append(peers.film(program, name, size))
                for row in rows(name, size, found):
                    made.append(row)
                    if not arguments.json:
                        text = f"{row['case']:24s}{row['program']:22s}{row['fps']:10.1f}{row['cpu_ms']:8.1f}"
                        print(f"{text}{row['fps_ratio']:10.2f} of fps{row['cpu_ratio']:6.2f} of CPU", flush=True)
    if arguments.json:
        print(json.dumps(made, indent=2))


if __name__ == "__main__":
    main()
