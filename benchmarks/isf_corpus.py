"""How many ISF files of a folder compile and draw, and why the others do not.

    python benchmarks/isf_corpus.py FOLDER [--ticks 30] [--json]

Such as ISF's own published files, a clone of github.com/Vidvox/ISF-Files, which holds 321. Each is drawn at its
defaults for some ticks at 160x90, in a process that is begun anew where one hangs or fails; pictures that a file takes
are stills of ours, what it hears is a chord that swells, and a transition goes all its way. A file draws something if a
pixel of some tick is brighter than 3 %.
"""

import argparse
import json
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

SIZE = 160, 90  # px
LIMIT = 90.0  # s for one file
BRIGHT = 8  # of 255
DRAWS, DARK = "draws", "compiles, dark at its defaults"


class Worker:
    """A process that tries files one by one."""

    def __init__(self, ticks: int) -> None:
        self._command = [sys.executable, __file__, "-", "--ticks", str(ticks)]
        self._process: subprocess.Popen[str] | None = None

    def ask(self, path: Path) -> dict[str, Any]:
        """How it went with a file."""
        if self._process is None:
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Timer(LIMIT, process.kill)
        late.start()
        process.stdin.write(f"{path}\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        hung = not late.is_alive()
        late.cancel()
        if answer:
            return {"file": path.name, **json.loads(answer)}
        process.wait()
        self._process = None
        return {"file": path.name, "verdict": "hangs" if hung else "crashes", "use": "", "said": ""}

    def close(self) -> None:
        """End it."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait()


def work(ticks: int) -> None:
    """Try the files that are named on standard input."""
    import dreamscape
    from dreamscape.render import context
    from dreamscape.shaders.picture_files import texture

    stills = [dreamscape.still(12, act=act, size=SIZE, quality="low") for act in ("shore", "key")]
    clear = [np.dstack([still[::-1], np.full(still.shape[:2], 255, np.uint8)]) for still in stills]
    with context.offscreen() as ctx:
        plates = [texture(ctx, np.ascontiguousarray(picture)) for picture in clear]
        for line in sys.stdin:
            told = tried(ctx, Path(line.rstrip("\n")), plates, ticks)
            context.collect(ctx)
            sys.stdout.write(f"{json.dumps(told)}\n")
            sys.stdout.flush()


def tried(ctx: Any, path: Path, plates: list[Any], ticks: int) -> dict[str, str]:
    """How it goes with a file."""
    from dreamscape.errors import DreamscapeError, ShaderError
    from dreamscape.shaders import reading

    use = ""
    try:
        model = reading.load(path)
        use = model.use
        seen = brightest(ctx, model, plates, ticks)
    except ShaderError as error:
        return {"verdict": "does not compile", "use": use, "said": str(error)}
    except DreamscapeError as error:
        return {"verdict": "is refused", "use": use, "said": str(error)}
    return {"verdict": DRAWS if seen > BRIGHT else DARK, "use": use, "said": ""}


def brightest(ctx: Any, model: Any, plates: list[Any], ticks: int) -> int:
    """The brightest value of the pictures of a model, 0 to 255."""
    from dreamscape.render.targets import Target
    from dreamscape.shaders.chain import Chain, Step
    from dreamscape.shaders.image_names import PROGRESS, TO
    from dreamscape.shaders.input_parameters import defaults
    from dreamscape.shaders.sound_images import SoundImage

    chain, picture, seen = Chain(ctx, model), Target(ctx, SIZE, "f1"), 0
    images = {one.name: plates[one.name == TO] for one in model.inputs if one.kind == "image"}
    sound = {one.name: SoundImage(ctx, one.kind, one.samples) for one in model.inputs if "audio" in one.kind}
    images |= {name: image.texture for name, image in sound.items()}
    values = defaults(model)
    for tick in range(ticks):
        heard = chord(128.0 + 127.0 * np.sin(tick / 5.0))
        for image in sound.values():
            image.show(heard)
        values |= {PROGRESS: tick / ticks} if model.use == "transition" else {}
        step = Step(tick, tick / 60.0)
        chain.advance(step, values, images, SIZE)
        if tick % 10 == ticks % 10 or tick == ticks - 1:
            picture.begin(clear=(0.0, 0.0, 0.0, 0.0))
            chain.show(step, values, images, SIZE)
            seen = max(seen, int(np.frombuffer(picture.framebuffer.read(components=3), np.uint8).max()))
    return seen


def chord(level: float) -> Any:
    """What is heard of a chord that is so loud, 0 to 255."""
    from dreamscape.world.music import NOTHING

    spectra, waveform = NOTHING.spectra.copy(), NOTHING.waveform.copy()
    spectra[:] = (level * (np.arange(spectra.shape[1]) % 8 < 3)).astype(np.uint8)
    waveform[:] = (128 + level * 0.45 * np.sin(np.arange(len(waveform)) / 4.0)).astype(np.uint8)
    return replace(NOTHING, spectra=spectra, waveform=waveform)


def table(rows: list[dict[str, Any]]) -> str:
    """The results by cause, as Markdown."""
    uses = ("generator", "filter", "transition")
    lines = ["| | all | generators | filters | transitions |", "| --- | --- | --- | --- | --- |"]
    for verdict in dict.fromkeys([DRAWS, DARK, *(row["verdict"] for row in rows)]):
        those = [row for row in rows if row["verdict"] == verdict]
        counts = [sum(row["use"] == use for row in those) for use in uses]
        lines.append(f"| {verdict} | {len(those)} | {' | '.join(map(str, counts))} |")
    left = [row for row in rows if row["verdict"] != DRAWS]
    return "\n".join([*lines, "", *(f"- {row['file']}: {row['verdict']} {row['said']}".rstrip() for row in left)])


def main() -> None:
    """Try all files of the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--ticks", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.folder == "-":
        work(given.ticks)
        return
    rows, worker = [], Worker(given.ticks)
    for path in sorted(Path(given.folder).rglob("*.fs")):
        rows.append(worker.ask(path))
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{len(rows)} {path.name:40.40}")
    worker.close()
    sys.stdout.write((json.dumps(rows, indent=1) if given.json else table(rows)) + "\n")


if __name__ == "__main__":
    main()
