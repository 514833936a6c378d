"""Make the pictures and loops that only the documentation's site shows: `make docs`.

    python scripts/docs_pictures.py out/docs

For each layer, where most of it is seen in the canonical dream: `layers/NAME-act.jpg`, the picture there, and
`layers/NAME.jpg`, the layer alone on grey, unless it draws nothing itself. For each act a loop without
sound, `acts/SCENE.webm`. `moments.json` says for each layer the act and the second of its pictures.
"""

import json
import os
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
import pygame

from dreamscape.cli import run
from dreamscape.clock import TICKS_PER_SECOND, moment_at
from dreamscape.dream import dream_file
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import quality
from dreamscape.render import context
from dreamscape.render.post import Coding

DREAM = "sapphire"
SIZE = (480, 270)
MOMENTS = (0.22, 0.38, 0.54, 0.7, 0.86, 0.97)  # fractions of each act at which layers are looked at
LEAST = 0.05  # code values, the standard deviation of a picture in which anything is drawn
GREY = 46.0  # code value behind a layer that is shown alone, so that dark ones are seen too
LOOP = 6.0  # s
LOOPS_BEGIN = {
    "shore": 12,
    "starlight": 12,
    "reflection": 12,
    "immersion": 12,
    "key": 9,
    "spires": 14,
}  # s into the act
LOOP_BEGINS = 8
LOOP_OPTIONS = ("--size=640x360", "--fps=24", "--crf=40", "--loop", "--no-sound", "--no-captions", "--overwrite")

Pixels = NDArray[np.uint8]


@dataclass(slots=True)
class Best:
    """The best view of a layer so far: how much is seen, and where."""

    score: float = -1.0
    act: str = ""
    seconds: float = 0.0


def save(picture: Pixels, path: Path) -> None:
    """Write `(h, w, 3)` as a JPEG."""
    height, width, _ = picture.shape
    pygame.image.save(pygame.image.frombuffer(picture.tobytes(), (width, height), "RGB"), path)


def alone(renderer: Renderer, seconds: Fraction) -> tuple[float, Pixels]:
    """A picture of some layers on grey, and how much of them is seen: its standard deviation in code values."""
    graded = renderer.draw(moment_at(seconds))
    rgba = np.frombuffer(graded.framebuffer.read(components=4), np.uint8).reshape(*graded.size[::-1], 4) / 255.0
    colour, alpha = rgba[..., :3], rgba[..., 3:]  # straight alpha
    picture = 255.0 * colour * alpha + GREY * (1.0 - alpha)
    return float(picture.std()), picture.round().clip(0, 255).astype(np.uint8)


def views_of(main: Renderer, number: int) -> dict[str, Renderer]:
    """A renderer for each layer of an act, which draws that layer alone, of the world that `main` shows."""
    dream, tier, clear = dream_file.load(DREAM), quality("high"), Coding(clear=True)
    return {
        name: Renderer(main.ctx, dream, SIZE, tier, coding=clear, captions=False, primary=main, only=[name])
        for name in main.world.scenes[number].layers
    }


def look(main: Renderer, views: dict[str, Renderer], at: tuple[int, int], folder: Path, best: dict[str, Best]) -> None:
    """Draw all layers of an act at a tick, given with the act's first one, and keep what shows most of each."""
    tick, first = at
    moment, act = Fraction(tick, TICKS_PER_SECOND), main.timeline.cue(tick).act
    whole = main.read(main.draw(moment_at(moment))).copy()
    hidden = main.world.scenes[act].unseen(main.world.snapshot().act_seconds)
    for name in (name for name in views if name not in hidden):
        score, picture = alone(views[name], moment)
        if score > best.setdefault(name, Best()).score:
            best[name] = Best(score, main.timeline.acts[act].scene, (tick - first) / TICKS_PER_SECOND)
            save(whole, folder / f"{name}-act.jpg")
            if score > LEAST:
                save(picture, folder / f"{name}.jpg")


def layers(folder: Path) -> dict[str, Best]:
    """Draw every layer that the dream shows."""
    folder.mkdir(parents=True, exist_ok=True)
    main = Renderer(context.offscreen(), dream_file.load(DREAM), SIZE, quality("high"), captions=False)
    best = dict[str, Best]()
    for number in range(len(main.timeline.acts)):
        first, after = main.timeline.span(number)
        views = views_of(main, number)
        for fraction in MOMENTS:
            look(main, views, (first + round((after - first) * fraction), first), folder, best)
        print(f"layers of act {number + 1}")
    return best


def loops(folder: Path) -> None:
    """Film a loop of every act."""
    folder.mkdir(parents=True, exist_ok=True)
    for act in dream_file.load(DREAM).file.act:
        begin = LOOPS_BEGIN.get(act.scene, LOOP_BEGINS)
        part = ["--dream", DREAM, "--act", act.scene, "--from", str(begin), "--to", str(begin + LOOP)]
        if code := run(["export", str(folder / f"{act.scene}.webm"), *part, *LOOP_OPTIONS]):
            sys.exit(code)


def main() -> None:
    """Draw everything into the folder that is given."""
    folder = Path(sys.argv[1])
    moments = {name: {"act": best.act, "seconds": best.seconds} for name, best in layers(folder / "layers").items()}
    loops(folder / "acts")
    (folder / "moments.json").write_text(json.dumps(moments, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
