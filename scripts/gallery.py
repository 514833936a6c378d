"""Make the pictures of README.md and docs/gallery.md from the code as it is: `make gallery`.

Three moments of every act of the canonical dream, a contact sheet of the whole film, one moment for six seeds, and one
picture of each other dream, as JPEG in docs/pictures/.
"""

import os
from fractions import Fraction
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
import moderngl
import pygame
from msgspec import structs

from dreamscape import catalogue
from dreamscape.clock import TICKS_PER_SECOND, moment_at
from dreamscape.dream import dream_file
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import quality
from dreamscape.render import context

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZE = (960, 540)
SMALL = (480, 270)
MOMENTS = (0.20, 0.62, 0.90)  # fractions of each act
SEEDS = (1, 2, 3, 5, 8, 13)
COLUMNS = 4
DREAM = "sapphire"
OTHERS = {  # act of its file from 0, and the fraction of it
    "ambient": (4, 0.30),
    "bright-water": (2, 0.45),
    "homeward": (0, 0.80),
    "low-tide": (1, 0.60),
    "unfolded": (2, 0.50),
}


def surface(renderer: Renderer, seconds: Fraction) -> pygame.Surface:
    """The picture at a time, which must not lie before the renderer's last one."""
    pixels = renderer.read(renderer.draw(moment_at(seconds)))
    return pygame.image.frombuffer(pixels.tobytes(), renderer.size, "RGB")


def sheet(pictures: list[pygame.Surface], columns: int = COLUMNS) -> pygame.Surface:
    """Pictures side by side, `columns` to a row."""
    width, height = SMALL
    rows = -(-len(pictures) // columns)
    page = pygame.Surface((width * columns, height * rows))
    for number, picture in enumerate(pictures):
        small = pygame.transform.smoothscale(picture, SMALL)
        page.blit(small, ((number % columns) * width, (number // columns) * height))
    return page


def main() -> None:
    """Draw everything."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    dream = dream_file.load(DREAM)
    dream_file.check(dream, catalogue.scenes())
    renderer = Renderer(context.offscreen(), dream, SIZE, quality("high"))
    film = []
    for number, act in enumerate(renderer.timeline.acts):
        first, after = renderer.timeline.span(number)
        for k, fraction in enumerate(MOMENTS):
            tick = first + round((after - first) * fraction)
            picture = surface(renderer, Fraction(tick, TICKS_PER_SECOND))
            film.append(picture)
            pygame.image.save(picture, PICTURES / f"{act.scene}-{k + 1}.jpg")
            print(f"{act.scene}-{k + 1}.jpg")
    pygame.image.save(sheet(film), PICTURES / "film.jpg")
    at = Fraction(renderer.timeline.span(0)[1], TICKS_PER_SECOND) / 4
    renderers = (Renderer(renderer.ctx, dream, SMALL, quality("high"), number) for number in SEEDS)
    pygame.image.save(sheet([surface(other, at) for other in renderers], columns=3), PICTURES / "seeds.jpg")
    others(renderer.ctx)


def others(ctx: moderngl.Context) -> None:
    """Draw one picture of each other dream."""
    for name, (place, fraction) in OTHERS.items():
        other = dream_file.load(name)
        alone = structs.replace(other, file=structs.replace(other.file, act=(other.file.act[place],)))
        renderer = Renderer(ctx, alone, SIZE, quality("high"), captions=False)
        at = Fraction(other.file.act[place].seconds) * Fraction(fraction)
        pygame.image.save(surface(renderer, at), PICTURES / f"{name}.jpg")
        print(f"{name}.jpg")


if __name__ == "__main__":
    main()
