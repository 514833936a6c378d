"""Make the program's icon from the code as it is: `make icon`.

The droplet of Sapphire's Immersion with a dream in it, on nothing, as PNG in assets/icon/, named by the size.
"""

import os
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
import numpy as np
import pygame

from dreamscape.clock import Moment
from dreamscape.dream import dream_file
from dreamscape.engine.renderer import Renderer
from dreamscape.export.container.image_tags import tagger
from dreamscape.files import owned
from dreamscape.quality import quality
from dreamscape.render import context

ICONS = Path(__file__).resolve().parent.parent / "assets" / "icon"
SIZES = (256, 64)  # px, square
DRAWN = (1280, 720)
ACT, PART = 3, 0.62  # of Sapphire, and of that act
MIDDLE, RADIUS = (698.0, 339.0), 214.0  # of the droplet, px of the drawn picture
EDGE = 1.5  # px over which it ends


def main() -> None:
    """Draw it."""
    renderer = Renderer(context.offscreen(), dream_file.load("sapphire"), DRAWN, quality("high"), captions=False)
    first, after = renderer.timeline.span(ACT)
    renderer.world.skip_to(first + round((after - first) * PART))
    pixels = renderer.read(renderer.draw(Moment(renderer.world.tick, 0.0)))
    y, x = np.mgrid[: DRAWN[1], : DRAWN[0]]
    away = np.hypot(x - MIDDLE[0], y - MIDDLE[1])
    alpha = np.clip((RADIUS - away) / EDGE, 0.0, 1.0) * 255.0
    picture = pygame.image.frombuffer(np.dstack([pixels, alpha.astype(np.uint8)]).tobytes(), DRAWN, "RGBA")
    side = int(2 * RADIUS)
    square = picture.subsurface((int(MIDDLE[0] - RADIUS), int(MIDDLE[1] - RADIUS), side, side))
    ICONS.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        path = ICONS / f"{size}.png"
        pygame.image.save(pygame.transform.smoothscale(square, (size, size)), path)
        path.write_bytes(tagger(".png", {"comment": owned.MARK.decode()})(path.read_bytes()))


if __name__ == "__main__":
    main()
