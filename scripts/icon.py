"""Make the program's icon and the head picture of README.md from the code as it is: `make icon`.

Both are posters of Sapphire's Chorus, when all threads have come to the one who holds the light: a wide one as JPEG in
docs/pictures/, and the middle of a square one, round on nothing, as PNG in assets/icon/, named by the size.
"""

import os
import tempfile
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
import numpy as np
import pygame

from dreamscape import cli
from dreamscape.export.container.image_tags import tagger
from dreamscape.files import owned

ROOT = Path(__file__).resolve().parent.parent
HEAD, ICONS = ROOT / "docs" / "pictures" / "threads.jpg", ROOT / "assets" / "icon"
SEED = "23"
WIDE, SQUARE = ("160x72mm@254dpi", "30"), ("100x100mm@254dpi", "31")  # of paper, 10 px a mm; s of the act
MIDDLE = 502, 505  # px of the square poster
SIZES = {256: 230.0, 64: 165.0}  # px, square, and what they show of the poster: px from its middle; a small one less
EDGE = 2.0  # px of the poster over which it ends


def main() -> None:
    """Draw both."""
    with tempfile.TemporaryDirectory() as folder:
        pygame.image.save(poster(Path(folder) / "wide.png", *WIDE), HEAD)
        square = poster(Path(folder) / "square.png", *SQUARE)
    ICONS.mkdir(parents=True, exist_ok=True)
    for size, radius in SIZES.items():
        path = ICONS / f"{size}.png"
        pygame.image.save(pygame.transform.smoothscale(disc(square, radius), (size, size)), path)
        path.write_bytes(tagger(".png", {"comment": owned.MARK.decode()})(path.read_bytes()))


def poster(path: Path, sheet: str, seconds: str) -> pygame.Surface:
    """A poster, drawn as anybody would order it."""
    if cli.run(["poster", str(path), "--seed", SEED, "--act", "chorus", "--at", seconds, "--size", sheet]):
        raise SystemExit("no poster was drawn")
    return pygame.image.load(path)


def disc(picture: pygame.Surface, radius: float) -> pygame.Surface:
    """What lies within `radius` of the middle, on nothing."""
    side = int(2 * radius)
    corner = MIDDLE[0] - side // 2, MIDDLE[1] - side // 2
    pixels = pygame.surfarray.array3d(picture.subsurface((*corner, side, side))).swapaxes(0, 1)
    y, x = np.mgrid[:side, :side] + 0.5
    alpha = np.clip((radius - np.hypot(x - radius, y - radius)) / EDGE, 0.0, 1.0) * 255.0
    pixels = pixels * (alpha > 0.0)[..., None]  # what is not seen would be a fifth of the file
    return pygame.image.frombuffer(np.dstack([pixels, alpha]).astype(np.uint8).tobytes(), (side, side), "RGBA")


if __name__ == "__main__":
    main()
