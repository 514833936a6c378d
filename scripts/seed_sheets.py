"""Draw an act of the first hundred seeds, small, in four shapes of picture, to see whether any composition breaks.

`python scripts/seed_sheets.py FOLDER shore 16 [dream]` draws 16 s into the Shore, as FOLDER/shore-16x9.png and so on:
ten seeds a row, from 1 on. Some three minutes on two cores.
"""

import os
import sys
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
import pygame

from dreamscape.clock import TICKS_PER_SECOND, Moment
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Dream
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import quality
from dreamscape.render import context

SHAPES = {"16x9": (192, 108), "9x16": (108, 192), "1x1": (132, 132), "21x9": (210, 90)}  # px
SEEDS, COLUMNS, GAP = 100, 10, 2


def main(folder: Path, act: str, seconds: float, dream: str = "sapphire") -> None:
    """Draw the sheets of an act."""
    loaded = dream_file.load(dream)
    rows = -(-SEEDS // COLUMNS)
    sheets = {
        name: pygame.Surface((COLUMNS * (width + GAP), rows * (height + GAP)))
        for name, (width, height) in SHAPES.items()
    }
    for seed in range(1, SEEDS + 1):
        for name, picture in pictures(loaded, seed, act, seconds).items():
            width, height = picture.get_size()
            row, column = divmod(seed - 1, COLUMNS)
            sheets[name].blit(picture, (column * (width + GAP), row * (height + GAP)))
    folder.mkdir(parents=True, exist_ok=True)
    for name, sheet in sheets.items():
        pygame.image.save(sheet, folder / f"{act}-{name}.png")


def pictures(dream: Dream, seed: int, act: str, seconds: float) -> dict[str, pygame.Surface]:
    """A moment of an act of one seed in every shape."""
    ctx = context.offscreen()
    drawn = {}
    with ctx:
        renderer = Renderer(ctx, dream, SHAPES["16x9"], quality("low"), seed, captions=False)
        first, _ = renderer.timeline.span(renderer.timeline.find(act))
        for name, size in SHAPES.items():
            if size != renderer.size:
                renderer.resize(size)
            pixels = renderer.read(renderer.draw(Moment(first + round(seconds * TICKS_PER_SECOND), 0.0)))
            drawn[name] = pygame.image.frombuffer(pixels.tobytes(), size, "RGB").copy()
    ctx.release()
    return drawn


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), *sys.argv[4:])
