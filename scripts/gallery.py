"""Make the pictures of README.md, docs/gallery.md and docs/memories.md from the code as it is: `make gallery`.

Three moments of every act of the canonical dream, a contact sheet of the whole film, one moment for six seeds, one
picture of each other dream, and one of a dream with memories, as JPEG in docs/pictures/.
"""

import os
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
import moderngl
import pygame
from msgspec import structs

from dreamscape import catalogue
from dreamscape.cli import run
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


ALBUM = {  # what stands in for photographs: stills of dreams, by act, seed, s into the act, and the act's parameters
    "cliff": ("shore", 5, 14, "sun = 0.22, storm = 0.0, haze = 1.1, swell = 1.2"),
    "coast": ("shore", 8, 14, "sun = 0.22, storm = 0.0, haze = 1.1, swell = 1.2"),
    "evening": ("shore", 17, 14, "sun = 0.12, storm = 0.0, swell = 0.5"),
    "moon": ("key", 18, 12, 'heaven = "moon", land = "reeds"'),
    "morning": ("key", 5, 12, "sun = 0.12"),
    "water": ("key", 8, 12, "sun = 0.12"),
}
REMEMBERED = 14  # s into the act `immersion`, when the first droplet is open


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
    memories()


def others(ctx: moderngl.Context) -> None:
    """Draw one picture of each other dream."""
    for name, (place, fraction) in OTHERS.items():
        other = dream_file.load(name)
        alone = structs.replace(other, file=structs.replace(other.file, act=(other.file.act[place],)))
        renderer = Renderer(ctx, alone, SIZE, quality("high"), captions=False)
        at = Fraction(other.file.act[place].seconds) * Fraction(fraction)
        pygame.image.save(surface(renderer, at), PICTURES / f"{name}.jpg")
        print(f"{name}.jpg")


def memories() -> None:
    """Draw a droplet with a memory of one's own."""
    with tempfile.TemporaryDirectory() as folder:
        photographs = Path(folder, "album")
        photographs.mkdir()
        for name, (scene, seed, at, parameters) in ALBUM.items():
            Path(folder, "d.toml").write_text(
                f'title = "t"\nseed = {seed}\nopening = 0\n[[act]]\nscene = "{scene}"\nseconds = 30\n'
                f"parameters = {{ {parameters} }}\n"
            )
            _still(photographs / f"{name}.png", "720x720", at, f"--dream={folder}/d.toml")
        drawn = Path(folder, "memories.png")
        _still(drawn, "960x540", REMEMBERED, "--act=immersion", f"--memories={photographs}")
        pygame.image.save(pygame.image.load(drawn), PICTURES / "memories.jpg")
    print("memories.jpg")


def _still(path: Path, size: str, at: int, *words: str) -> None:
    """Draw a still without captions."""
    if code := run(["still", str(path), "--size", size, "--at", str(at), "--no-captions", *words]):
        sys.exit(code)


if __name__ == "__main__":
    main()
