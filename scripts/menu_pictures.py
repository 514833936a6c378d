"""Make the small pictures of the menu from the code as it is: `make menu-pictures`.

One of each act of each dream that ships, as JPEG in assets/menu/, named by the dream and the act's number in its file.
"""

import os
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
import pygame

from dreamscape.clock import Moment
from dreamscape.dream import dream_file
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import quality
from dreamscape.render import context

PICTURES = Path(__file__).resolve().parent.parent / "assets" / "menu"
SIZE = (480, 270)
FRACTION = 0.62  # of each act, when most of its content is visible


def main() -> None:
    """Draw everything."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in dream_file.names():
        dream = dream_file.load(name)
        renderer = Renderer(context.offscreen(), dream, SIZE, quality("high"), captions=False)
        for number, act in enumerate(renderer.timeline.acts):
            first, after = renderer.timeline.span(number)
            renderer.world.skip_to(first + round((after - first) * FRACTION))
            pixels = renderer.read(renderer.draw(Moment(renderer.world.tick, 0.0)))
            picture = pygame.image.frombuffer(pixels.tobytes(), SIZE, "RGB")
            path = PICTURES / f"{name}-{dream.file.act.index(act) + 1}.jpg"
            pygame.image.save(picture, path)
            print(path.name, flush=True)


if __name__ == "__main__":
    main()
