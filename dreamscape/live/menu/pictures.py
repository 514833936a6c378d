"""The menu's pictures: of the acts of dreams that ship, as rendered; and drawn from the palette for other dreams."""

from typing import Any

import moderngl
import numpy as np

from dreamscape import resources
from dreamscape.dream import dream_file
from dreamscape.live.menu.rows import Card
from dreamscape.world import scene

MOST = 64  # cached pictures


class Pictures:
    """Pictures as textures, each made when it is first shown, at most one a frame so that no frame is late for it.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._textures: dict[tuple[str, int, int, int], moderngl.Texture] = {}
        self._made_one = False

    def begin_frame(self) -> None:
        """Begin a frame, in which one picture may be made."""
        self._made_one = False

    def get(self, card: Card, size: tuple[int, int]) -> moderngl.Texture | None:
        """The picture at a size in px; None if another frame has to make it."""
        key = card.dream.digest, card.act, *size
        if key not in self._textures:
            if self._made_one:
                return None
            if len(self._textures) >= MOST:
                self.release()
            self._made_one = True
            self._textures[key] = self._make(card, size)
        return self._textures[key]

    def release(self) -> None:
        """Free the textures."""
        for texture in self._textures.values():
            texture.release()
        self._textures.clear()

    def _make(self, card: Card, size: tuple[int, int]) -> moderngl.Texture:
        import pygame

        path = resources.folder("assets") / "menu" / f"{card.dream.name}-{card.act + 1}.jpg"
        shipped = card.dream.name in dream_file.names() and path.exists()
        surface = pygame.image.load(path) if shipped else _from_palette(card)
        data = pygame.image.tobytes(pygame.transform.smoothscale(surface, size), "RGB")
        texture = self._ctx.texture(size, 3, data, alignment=1)
        texture.filter = moderngl.NEAREST, moderngl.NEAREST
        return texture


def _from_palette(card: Card) -> Any:
    """An act's palette as a sky over water with a light in it, for dreams without shipped pictures."""
    import pygame

    act = card.dream.file.act[card.act]
    palette = {**scene.palettes().get(act.scene, {}), **act.palette}
    shadow, dominant, counter, light = (
        np.array([int(palette.get(role, default)[k : k + 2], 16) for k in (1, 3, 5)], np.float32)
        for role, default in (
            ("shadow", "#050714"),
            ("dominant", "#0b3fb0"),
            ("counter", "#6a2fc4"),
            ("light", "#dfe9ff"),
        )
    )
    y, x = np.mgrid[0.0:1.0:90j, 0.0:1.0:160j].astype(np.float32)
    distance = np.hypot((x - 0.5) * 16 / 9, y - 0.46)
    sky = np.exp(-((y - 0.46) ** 2) / np.where(y < 0.46, 0.06, 0.016))[..., None]
    side = np.exp(-((x - 0.72) ** 2) / 0.05)[..., None]
    colours = shadow + sky * (dominant * (1.0 - 0.6 * side) + counter * 0.6 * side - shadow) * 0.9
    colours += (np.exp(-((distance / 0.05) ** 2)) + 0.25 * np.exp(-distance / 0.12))[..., None] * light
    pixels = np.clip(colours, 0.0, 255.0).astype(np.uint8)
    return pygame.image.frombuffer(pixels.tobytes(), (160, 90), "RGB")
