"""Memories of one's own for droplets: painted on another thread, and drawn into textures."""

import queue
import threading
import weakref
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import Future, wait
from typing import Any

import moderngl
import numpy as np

from dreamscape.arrays import U8
from dreamscape.dream.memory_files import MOODS, MemoryFile
from dreamscape.memories import album
from dreamscape.memories.album import Album
from dreamscape.places.water.own_memories import RESERVED, held_by, opened
from dreamscape.quality import Quality
from dreamscape.render.targets import Target
from dreamscape.rng import Streams

SMALL = 232  # px, the side of one that is seen small
_SIDES = (288, 384, 720, 960)  # px of a photograph that is seen large, by tier
_CLIP_SIDES = (192, 224, 320, 448)  # and of a clip
_STEP = 0.003  # s that a step waits for the painter
_SLOW = 0.7  # times a clip's own speed: what is remembered goes by slowly

Draw = Callable[..., None]  # given a target and uniforms


class _Painter:
    """A thread that paints ahead of what is drawn; its work is the same as without it."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[Future[Any], Callable[..., Any], tuple[Any, ...]] | None]
        self._queue, self._asked = queue.SimpleQueue(), dict[Hashable, Future[Any]]()
        threading.Thread(target=_paint, args=(self._queue,), name="memories", daemon=True).start()
        weakref.finalize(self, self._queue.put, None)

    def ask(self, what: Callable[..., U8], one: MemoryFile, side: int) -> "Future[U8]":
        """The pictures that will have been painted."""
        key = what, one, side
        if key not in self._asked:
            future = self._asked[key] = Future[Any]()
            self._queue.put((future, what, (one, side)))
        return self._asked[key]

    def forget(self, what: Callable[..., U8], one: MemoryFile, side: int) -> None:
        """Keep what was painted no longer."""
        self._asked.pop((what, one, side), None)


def _paint(orders: "queue.SimpleQueue[tuple[Future[Any], Callable[..., Any], tuple[Any, ...]] | None]") -> None:
    while order := orders.get():
        future, what, arguments = order
        try:
            future.set_result(what(*arguments))
        except BaseException as error:  # for the thread that draws
            future.set_exception(error)


class OwnMemories:
    """The textures of the memories that droplets hold now.

    Args:
        ctx: the OpenGL context.
        quality: the tier.
        album: the memories.
        streams: the dream's randomness, which orders them.
    """

    def __init__(self, ctx: moderngl.Context, quality: Quality, album: Album, streams: Streams) -> None:
        self._ctx, self._painter = ctx, _Painter()
        self._ones = [album.seen[number] for number in album.order(streams)]
        self._side, self._clip_side = quality.choose(_SIDES), quality.choose(_CLIP_SIDES)
        self._small: dict[int, Target] = {}
        self._large: tuple[int, list[moderngl.Texture], U8 | None] = (-1, [], None)
        self._shown = -1, -1  # pictures of the clip that its textures hold

    def ask(self, turn: int) -> None:
        """Have what a turn and the one after it need be painted."""
        for number in (turn, turn + 1):
            self._needed(number)

    def painted(self, turn: int) -> Iterator[None]:
        """Wait until all that a turn needs is painted, a few ms in each step."""
        for future in self._needed(turn):
            while wait([future], _STEP).not_done:
                yield

    def _needed(self, turn: int) -> "list[Future[U8]]":
        """What a turn needs and is not drawn yet, in the order in which it is needed; it will have been painted."""
        places = [place for place in self._held(turn) if place not in self._small]
        asked = [self._painter.ask(album.picture, self._ones[place], SMALL) for place in places]
        large = opened(turn, len(self._ones))
        return asked if large == self._large[0] else [*asked, self._ask_large(large)]

    def small(self, turn: int, draw: Draw) -> Iterator[dict[str, moderngl.Texture]]:
        """The textures of those that are seen small, by name; one more in each step."""
        held = {}
        for place in self._held(turn):
            fresh = place not in self._small
            if fresh:
                self._draw_small(place, draw)
            held[f"own_memory_{place}"] = self._small[place].texture
            if fresh:
                yield held
        for place in self._held(turn + 1):  # ahead of its time, one at a time
            if place not in self._small and self._painter.ask(album.picture, self._ones[place], SMALL).done():
                self._draw_small(place, draw)
                break
        yield held

    def draw_large(self, turn: int, seconds: float, target: Target, draw: Draw) -> str:
        """Draw the one that a turn opens, `seconds` after its turn began; returns the name of its texture."""
        place = opened(turn, len(self._ones))
        one = self._ones[place]
        if self._large[0] != place:
            pictures = self._ask_large(place).result()
            self._painter.forget(*self._how(one))
            frames = pictures if one.kind == "clip" else None
            first = pictures[0] if one.kind == "clip" else pictures
            textures = [_texture(self._ctx, first) for _ in range(1 if frames is None or len(frames) < 2 else 2)]
            self._large, self._shown = (place, textures, frames), (-1, -1)
        painting, following, between = self._moment(seconds)
        draw(target, seconds, painting=painting, following=following, between=between, moving=1.0, mood=_mood(one))
        return f"own_memory_{place}"

    def _moment(self, seconds: float) -> tuple[moderngl.Texture, moderngl.Texture, float]:
        """The two pictures of a clip around a moment, and how far towards the second it is; it plays to and fro."""
        _, textures, frames = self._large
        if frames is None or len(textures) < 2:
            return textures[0], textures[0], 0.0
        from dreamscape.memories.clips import RATE

        last = len(frames) - 1
        way = seconds * RATE * _SLOW % (2 * last)
        place = min(way, 2 * last - way)
        number = min(int(place), last - 1)
        if self._shown != (number, number + 1):
            for texture, frame in zip(textures, (number, number + 1), strict=True):
                texture.write(frames[frame].tobytes())
            self._shown = number, number + 1
        return textures[0], textures[1], place - number

    def _draw_small(self, place: int, draw: Draw) -> None:
        one = self._ones[place]
        picture = self._painter.ask(album.picture, one, SMALL).result()
        self._painter.forget(album.picture, one, SMALL)
        target, source = memory_target(self._ctx, SMALL), _texture(self._ctx, picture)
        draw(target, painting=source, following=source, between=0.0, moving=0.0, mood=_mood(one))
        source.release()
        self._small[place] = target

    def _ask_large(self, place: int) -> "Future[U8]":
        return self._painter.ask(*self._how(self._ones[place]))

    def _how(self, one: MemoryFile) -> tuple[Callable[..., U8], MemoryFile, int]:
        clip = one.kind == "clip"
        return album.frames if clip else album.picture, one, self._clip_side if clip else self._side

    def _held(self, turn: int) -> Iterable[int]:
        """The places of the memories that droplets hold, that which opens first."""
        bodies = sorted(range(RESERVED), key=lambda body: body != turn % 3)
        return dict.fromkeys(held_by(body, turn, len(self._ones)) for body in bodies)


def memory_target(ctx: moderngl.Context, side: int) -> Target:
    """A target for a memory: its texels are roots of light, of which eight bits are enough."""
    return Target(ctx, (side, side), dtype="f1", mipmaps=True, bgra=True)


def _mood(one: MemoryFile) -> int:
    return MOODS.index(one.mood)


def _texture(ctx: moderngl.Context, picture: U8) -> moderngl.Texture:
    """A painted picture, whose border goes on."""
    made = ctx.texture((picture.shape[1], picture.shape[0]), 4, np.ascontiguousarray(picture).tobytes())
    made.repeat_x = made.repeat_y = False
    return made
