"""The menu's pictures: those that ship, of acts as the program has drawn them, and colours for dreams of others."""

from typing import Any

import moderngl
import numpy as np

from dreamscape import resources
from dreamscape.dream import dream_file
from dreamscape.live.menu.rows import Card
from dreamscape.world import scene

MOST = 64  # pictures that are kept


class Pictures:
    """Pictures as textures, each made when it is first seen, one a frame so that none comes late for it.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._known: dict[tuple[str, int, int, int], moderngl.Texture] = {}
        self._made = False

    def begin(self) -> None:
        """A frame begins."""
        self._made = False

    def get(self, card: Card, size: tuple[int, int]) -> moderngl.Texture | None:
        """The picture at a size in px; None if it is to be made in another frame."""
        key = card.dream.digest, card.act, *size
        if key not in self._known:
            if self._made:
                return None
            if len(self._known) >= MOST:
                self.release()
            self._made = True
            self._known[key] = self._make(card, size)
        return self._known[key]

    def release(self) -> None:
        """Free the textures."""
        for texture in self._known.values():
            texture.release()
        self._known.clear()

    def _make(self, card: Card, size: tuple[int, int]) -> moderngl.Texture:
        import pygame

        path = resources.folder("assets") / "menu" / f"{card.dream.name}-{card.act + 1}.jpg"
        shipped = card.dream.name in dream_file.names() and path.exists()
        surface = pygame.image.load(path) if shipped else _colours(card)
        data = pygame.image.tobytes(pygame.transform.smoothscale(surface, size), "RGB")
        texture = self._ctx.texture(size, 3, data, alignment=1)
        texture.filter = moderngl.NEAREST, moderngl.NEAREST
        return texture


def _colours(card: Card) -> Any:
    """The colours of an act, as of a sky over water with a light in it: for dreams of which no picture ships."""
    import pygame

    act = card.dream.file.act[card.act]
    told = {**scene.palettes().get(act.scene, {}), **act.palette}
    shadow, dominant, counter, light = (
        np.array([int(told.get(role, usual)[k : k + 2], 16) for k in (1, 3, 5)], np.float32)
        for role, usual in (
            ("shadow", "#050714"),
            ("dominant", "#0b3fb0"),
            ("counter", "#6a2fc4"),
            ("light", "#dfe9ff"),
        )
    )
    y, x = np.mgrid[0.0:1.0:90j, 0.0:1.0:160j].astype(np.float32)
    away = np.hypot((x - 0.5) * 16 / 9, y - 0.46)
    sky = np.exp(-((y - 0.46) ** 2) / np.where(y < 0.46, 0.06, 0.016))[..., None]
    side = np.exp(-((x - 0.72) ** 2) / 0.05)[..., None]
    colours = shadow + sky * (dominant * (1.0 - 0.6 * side) + counter * 0.6 * side - shadow) * 0.9
    colours += (np.exp(-((away / 0.05) ** 2)) + 0.25 * np.exp(-away / 0.12))[..., None] * light
    pixels = np.clip(colours, 0.0, 255.0).astype(np.uint8)
    return pygame.image.frombuffer(pixels.tobytes(), (160, 90), "RGB")
