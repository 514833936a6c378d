"""Make the small pictures of the menu from the code as it is: `make menu-pictures`.

One of each act of each dream that ships, as JPEG in assets/menu/, named by the dream and the act's number in its file.
"""

import os
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
import pygame

from dreamscape import seed
from dreamscape.clock import Moment
from dreamscape.quality import quality
from dreamscape.render import context
from dreamscape.stage import Stage

PICTURES = Path(__file__).resolve().parent.parent / "assets" / "menu"
SIZE = (480, 270)
PART = 0.62  # of each act, when most of what it has is there


def main() -> None:
    """Draw everything."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in seed.names():
        dream = seed.load(name)
        stage = Stage(context.offscreen(), dream, SIZE, quality("high"), captions=False)
        for number, act in enumerate(stage.timeline.acts):
            first, after = stage.timeline.span(number)
            stage.world.skip_to(first + round((after - first) * PART))
            pixels = stage.read(stage.draw(Moment(stage.world.tick, 0.0)))
            picture = pygame.image.frombuffer(pixels.tobytes(), SIZE, "RGB")
            path = PICTURES / f"{name}-{dream.seed.act.index(act) + 1}.jpg"
            pygame.image.save(picture, path)
            print(path.name, flush=True)


if __name__ == "__main__":
    main()
