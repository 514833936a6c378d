"""Whether all is well on a graphics card, in less than four minutes: for the day there is one at hand.

    python benchmarks/gpu.py [--budget 225] [--tiny] [--json]

doctor: what this machine has. pictures: every act at its middle, beside what Mesa's llvmpipe draws on the processor:
PSNR and FLIP. core: the same drawn by a driver with OpenGL 3.3 and nothing beyond it. paths: that nothing which is only
for the processor runs on a card; where the processor draws, that pictures are the same with all of it off. times: of a
frame of each act at 1920x1080 and 3840x2160, by the card's own clock. film: with the card's encoder, and with x264.

Each step is a process of its own with a share of --budget, in seconds: what crashes or hangs ends that step alone, and
acts for which there is no time are named. It runs on any driver, llvmpipe and softpipe included; --tiny draws small
pictures, for those. Exit code 1 if something was found that should not be so.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from parts.core_profile import restricted
from parts.flip import Picture, flip, psnr

from dreamscape import catalogue

ACTS = str(Path(__file__).parent / "parts" / "acts.py")
COMMAND = [sys.executable, "-m", "dreamscape"]
MESA = Path("/usr/share/glvnd/egl_vendor.d/50_mesa.json")  # by which libglvnd finds Mesa beside another driver
PROCESSOR = {"LIBGL_ALWAYS_SOFTWARE": "1", "GALLIUM_DRIVER": "llvmpipe"}
PROCESSOR |= {"__EGL_VENDOR_LIBRARY_FILENAMES": str(MESA)} if MESA.exists() else {}
ALIKE = 0.02  # mean FLIP above which two pictures count as different; where dither rounds otherwise it is 0.013
FRAMES = 30  # of a film
OVERTIME = 124  # exit code of what was ended for want of time, as timeout(1) has it
SHARES = {"doctor": 0.05, "pictures": 0.3, "core": 0.13, "paths": 0.17, "times": 0.25, "film": 0.1}


class Report:
    """What has been found, printed as it comes.

    Attributes:
        rows: all of it.
        wrong: what should not be so.
    """

    def __init__(self) -> None:
        self.rows, self.wrong = list[dict[str, Any]](), list[str]()

    def say(self, step: str, text: str, wrong: bool = False, **facts: Any) -> None:
        """Print one finding."""
        self.rows.append({"step": step, "found": text, "wrong": wrong, **facts})
        if wrong:
            self.wrong.append(f"{step}: {text}")
        print(f"{step:9s} {'WRONG ' if wrong else ''}{text}", flush=True)


class Gpu:
    """The steps.

    Args:
        report: where findings go.
        folder: for pictures and films.
        tiny: draw small pictures.
    """

    def __init__(self, report: Report, folder: Path, tiny: bool) -> None:
        self._report, self._folder, self._tiny = report, folder, tiny
        self._drawn = dict[str, dict[str, Picture]]()  # by who drew them
        self._facts = dict[str, dict[str, Any]]()
        self._answers = dict[str, list[tuple[str, bool]]]()  # who asked whether the processor draws, and the answer

    def doctor(self, seconds: float) -> None:
        """What the program's own doctor says."""
        done = _run([*COMMAND, "doctor"], seconds)
        for line in done.stdout.splitlines():
            if line.split()[:1] in (["MISSING"], ["note"]) or re.search(r"\b(OpenGL|vendor|renderer|largest)", line):
                self._report.say("doctor", " ".join(line.split()))
        if done.returncode:
            self._report.say("doctor", f"exit code {done.returncode}: {_last(done.stderr)}", wrong=True)

    def pictures(self, seconds: float) -> None:
        """Every act beside the processor's."""
        if not self._draw("card", {}, 0.5 * seconds):
            return
        if not self._draw("processor", PROCESSOR, 0.5 * seconds):
            self._report.say("pictures", "not compared: llvmpipe drew nothing (Debian has it in libgl1-mesa-dri)")
            return
        if "llvmpipe" not in self._facts["processor"]["renderer"]:
            renderer = self._facts["processor"]["renderer"]
            self._report.say("pictures", f"not compared: llvmpipe was asked for, but this draws: {renderer}")
            return
        self._compare("pictures", "processor", "card", near=30.0 if self._tiny else 5.0)

    def core(self, seconds: float) -> None:
        """The processor's pictures once more, with OpenGL 3.3 and no extension beyond it."""
        if "llvmpipe" not in self._facts.get("processor", {}).get("renderer", ""):
            self._report.say("core", "not tried: it takes Mesa's llvmpipe")
            return
        has = self._facts["processor"]["extensions"]
        if self._draw("core", {**PROCESSOR, **restricted(has)}, seconds):
            facts = self._facts["core"]
            count = len(facts["extensions"])
            self._report.say("core", f"OpenGL {facts['version']}, {count} of its {len(has)} extensions")
            if not facts["version"].startswith("3.3"):
                self._report.say("core", "expected OpenGL 3.3", wrong=True)
            self._compare("core", "processor", "core", alike=0.0)

    def paths(self, seconds: float) -> None:
        """Whether what is only for the processor is off on a card, or could be."""
        if not self._draw("paths", {}, 0.5 * seconds, "low"):
            return
        processor = _is_processor(self._facts["paths"]["renderer"])
        for place, answer in self._answers["paths"]:
            drawn_by = "the processor" if answer else "a card"
            self._report.say("paths", f"{place} was told that {drawn_by} draws", wrong=answer != processor)
        if processor and self._draw("paths off", {}, 0.5 * seconds, "low", "--card"):
            self._compare("paths", "paths", "paths off")

    def times(self, seconds: float) -> None:
        """Of a frame of each act."""
        sizes = ("96x54", "192x108") if self._tiny else ("1920x1080", "3840x2160")
        for size, part in zip(sizes, (0.4, 0.6), strict=True):
            for found in self._acts("times", {}, part * seconds, "-", "--size", size):
                text = f"{found['gpu']:8.2f} ms, of CPU {found['cpu']:.2f}, {found['frames']} frames"
                self._report.say("times", f"{size:10s}{found['act']:12s}{text}", size=size, **found)

    def film(self, seconds: float) -> None:
        """A second by the card's encoder, if it has one, and by x264."""
        size, stop = "192x108" if self._tiny else "1920x1080", time.monotonic() + seconds
        for encoder in ("nvenc", "vaapi", "software"):
            path = self._folder / f"{encoder}.mp4"
            words = ["export", str(path), "--act", "shore", "--from", "4", "--to", "5", "--size", size, "--no-sound"]
            begun = time.monotonic()
            done = _run([*COMMAND, *words, "--encoder", encoder], max(1.0, stop - begun))
            if done.returncode == 0:
                took = time.monotonic() - begun
                self._report.say("film", f"{encoder}: {FRAMES} frames of {size} in {took:.1f} s, its start included")
                self._check_film(path, encoder)
            else:
                self._report.say("film", f"{encoder}: {_last(done.stderr)}", wrong=done.returncode not in self._fair())

    def _fair(self) -> tuple[int, ...]:
        """The exit codes with which a film may fail: there is no such encoder, or the processor is too slow."""
        renderer = self._facts.get("card", {}).get("renderer", "")
        return (2, OVERTIME) if _is_processor(renderer) else (2,)

    def _check_film(self, path: Path, encoder: str) -> None:
        """Say whether a film has its frames."""
        import av

        with av.open(str(path)) as film:
            count = sum(1 for _ in film.decode(video=0))
        if count != FRAMES:
            self._report.say("film", f"{encoder}: {count} frames, expected {FRAMES}", wrong=True)

    def _draw(self, name: str, surroundings: dict[str, str], seconds: float, tier: str = "high", *more: str) -> bool:
        """Have every act drawn; whether at least one was."""
        folder = self._folder / name
        folder.mkdir()
        size = "64x36" if self._tiny else "640x360"  # whole in 16 x 9 parts
        acts = self._acts(name, surroundings, seconds, str(folder), "--size", size, "--tier", tier, *more)
        self._drawn[name] = {one["act"]: np.load(folder / f"{one['act']}.npy") for one in acts}
        self._answers[name] = acts[-1]["software"] if acts else []
        return bool(acts)

    def _acts(self, name: str, surroundings: dict[str, str], seconds: float, *words: str) -> list[dict[str, Any]]:
        """What acts.py found of each act; those that it did not come to are named."""
        done = _run([sys.executable, ACTS, *words, "--until", f"{seconds:.1f}"], seconds, surroundings)
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{") and line.endswith("}")]
        if lines:
            self._facts[name] = lines.pop(0)
        if done.returncode not in (0, OVERTIME):
            self._report.say(name, f"exit code {done.returncode}: {_last(done.stderr)}", wrong=name != "processor")
        elif left := [act for act in catalogue.scene_names() if act not in {one["act"] for one in lines}]:
            slow = _is_processor(self._facts.get(name, {}).get("renderer", ""))
            self._report.say(name, f"no time for {', '.join(left)}", wrong=not slow)
        return lines

    def _compare(self, step: str, reference: str, test: str, alike: float = ALIKE, near: float = 0.0) -> None:
        """How different the pictures are that both drew; wrong is what looks different, and not only by its points."""
        one, other = self._drawn[reference], self._drawn[test]
        for act in sorted(one.keys() & other.keys()):
            apart, light = flip(one[act], other[act]), _apart(one[act], other[act])
            text = f"{act:12s}FLIP {apart:.4f}, PSNR {psnr(one[act], other[act]):.1f} dB, light {light:.1f}"
            self._report.say(step, text, wrong=apart > alike and light > near, act=act, flip=apart, light=light)


def _apart(one: Picture, other: Picture) -> float:
    """By how many code values the means of parts differ most, of 16 x 9: drivers round small points otherwise."""
    height, width, _ = one.shape
    gap = (one.astype(float) - other).reshape(9, height // 9, 16, width // 16, 3).mean(axis=(1, 3))
    return float(np.abs(gap).max())


def _run(command: list[str], seconds: float, surroundings: dict[str, str] | None = None) -> Any:
    """A command, ended when its time is over: then its exit code is OVERTIME."""
    environment = {**os.environ, "PYGAME_HIDE_SUPPORT_PROMPT": "1", **(surroundings or {})}
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds, env=environment, check=False)
    except subprocess.TimeoutExpired as late:
        output = late.stdout.decode() if isinstance(late.stdout, bytes) else ""
        return subprocess.CompletedProcess(command, OVERTIME, output, f"not done in {seconds:.0f} s")


def _is_processor(renderer: str) -> bool:
    """Whether a renderer of this name draws with the processor; the program's own answer is what is checked."""
    return any(name in renderer.lower() for name in ("llvmpipe", "softpipe", "swrast", "software"))


def _last(text: str) -> str:
    return (text.strip().splitlines() or ["without a word"])[-1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all that was found to FILE too")
    parser.add_argument("--budget", type=float, default=225.0, help="seconds for all steps")
    parser.add_argument("--tiny", action="store_true", help="small pictures, for a slow software renderer")
    parser.add_argument("--only", default=",".join(SHARES), help="some of the steps")
    arguments = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        gpu = Gpu(report, Path(folder), arguments.tiny)
        for name in arguments.only.split(","):
            begun, step = time.monotonic(), getattr(gpu, name)
            step(SHARES[name] * arguments.budget)
            report.say(name, f"done in {time.monotonic() - begun:.1f} s")
    if arguments.json:
        arguments.json.write_text(json.dumps(report.rows, indent=2))
    print(f"{len(report.wrong)} wrong" if report.wrong else "all is well")
    return int(bool(report.wrong))


if __name__ == "__main__":
    sys.exit(main())
