"""Someone else's memories, painted small: a picnic under cherry blossoms, a first touch of snow, a farewell; or one's
own, photographs and clips."""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.easing import smoothstep
from dreamscape.memories import album as albums
from dreamscape.parameters import AlbumDigest, Parameter
from dreamscape.physics.bodies import Bodies
from dreamscape.physics.emotions import NAMES as FEELINGS
from dreamscape.places.water import memories, people
from dreamscape.places.water.memory_parts import HALVES, PEOPLED, SIDE, WHOLE, Box, around, common, in_texture, mirrored
from dreamscape.places.water.own_memories import OPENING, held_by
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.own_memories import OwnMemories, memory_target
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.render.tiles import scissor
from dreamscape.rng import Streams

CARRIERS = tuple(
    FEELINGS.index(name) for name in ("joy", "tenderness", "grief")
)  # the feeling that carries each of the three
OPEN_PART = 0.86  # of the picture's height: how large an open droplet is seen
CLOSED_PART = 0.3  # of an open droplet: how large the largest closed one is seen
SMALLEST = 72  # px
FADE = 0.5  # s in which a memory comes out of the dark and returns to it, so that it begins anew unseen
BACKDROP, TREE = "backdrop", "tree"
BACKDROPS = {(0, 1): BACKDROP, (0, 2): TREE, (1, 1): BACKDROP, (2, 1): BACKDROP}  # what of each is drawn once
SPLIT = 150  # px, the side up to which a memory is painted at once, as each rectangle costs too
SMALLEST_LEVEL = 16  # px, the least side of a level that is worth making: no droplet is seen so small
CORNERS = 20  # of the polygon that a memory is painted in, as in the shader
WIDE = 0.6  # m, the radius of a droplet from which its memory is seen large


class Due(NamedTuple):
    """A picture of a memory: which one, how often they are painted, ticks, in which turn, and at which tick of the act.

    Whatever frame asks for it, it is the same.
    """

    number: int
    every: int
    begun: int
    tick: int


def held(bodies: Bodies) -> NDArray[np.int64]:
    """The memory that each body carries, `(n,)`: that of its strongest feeling."""
    carried: NDArray[np.int64] = bodies.emotion[list(CARRIERS)].argmax(axis=0)
    return carried


def turn_of(seconds: float, first: float, turn: float, last: float) -> int:
    """The number of the turn at a moment, when turns begin at `first` and take `turn`, all in s; 0 before the first.

    None begins after `last`: the turn before goes on.
    """
    return max(_begun(seconds, first, turn, last), 0)


def _begun(seconds: float, first: float, turn: float, last: float) -> int:
    return int((min(seconds, max(last, first)) - first) // turn)


def textures(bodies: Bodies, order: NDArray[np.int64], album: str, turn: int) -> list[str]:
    """The name of the texture with the memory of each of some bodies, in a turn."""
    own = albums.album(album)
    if own and own.seen:
        return [f"own_memory_{held_by(int(body), turn, len(own.seen))}" for body in order]
    return [f"memory_{number}" for number in held(bodies)[order]]


def shown(seconds: float, first: float, turn: float, last: float) -> float:
    """How far memories are out of the dark, 0 to 1, in turns as of `turn_of`, all in s."""
    begun = _begun(seconds, first, turn, last)
    since, left = seconds - first - begun * turn, math.inf
    if first + (begun + 1) * turn <= max(last, first):
        left = turn - since
    return smoothstep(min(since, left) / FADE)


class Memories(Layer):
    """Memories painted small, for `droplets`: a picnic under blossoms, a first touch of snow, a farewell.

    It publishes `memory_0` to `memory_2`, each drawn anew in its own rhythm, and draws nothing into the picture. Where
    a dream has memories of one's own, those that droplets hold are published in their place, as `own_memory_0` and on.
    """

    publishes = ("memory_0", "memory_1", "memory_2")
    leaves_depth = True

    first = Parameter(5.0, 0.0, 600.0, "s", "when the first turn begins; every memory begins anew at each turn")
    turn = Parameter(7.6, 2.0, 60.0, "s", "how long a turn takes")
    last = Parameter(1e6, 0.0, 1e6, "s", "from when on no turn begins: the memories go on")
    album = AlbumDigest("memories of one's own")

    most: ClassVar = (204, 312, 900, 1800)  # px, each side
    refresh: ClassVar = (6, 6, 4, 2)  # ticks between pictures of a memory that is seen large
    rest: ClassVar = (18, 10, 6, 4)  # and of one that is seen small

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Read the people."""
        people.pictures()
        people.dressed()

    def program(self, **defines: object) -> Shader:
        """The program of one memory, `MEMORY` 0 to 2."""
        return super().program(**{"MEMORY": 0, "BACKDROP": 0, **defines})

    def build(self) -> None:
        """Of each memory a program and two targets, for when it is seen large and when not; the people in them."""
        self._rows = 0  # of the picture that the targets are for
        own = albums.album(self.album)
        self._own = OwnMemories(self.ctx, self.quality, own, self.streams) if own and own.seen else None
        if self._own:
            self._painters = [self.program(MEMORY=len(CARRIERS))]
            self._discs = {painter: painter.array([]) for painter in self._painters}
            return
        self._looks = memories.looks(self.streams)
        self._people = {"people": self._texture(people.pictures()), "dressed": self._texture(people.dressed())}
        self._painters = [self.shader, *(self.program(MEMORY=number) for number in range(1, len(CARRIERS)))]
        self._peopled = [self.program(MEMORY=number, PEOPLED=1) for number in range(len(CARRIERS))]
        self._still = {kind: self.program(MEMORY=kind[0], BACKDROP=kind[1]) for kind in BACKDROPS}
        painters = *self._painters, *self._peopled, *self._still.values()
        self._discs = {painter: painter.array([]) for painter in painters}
        self._backdrops: dict[tuple[int, int], dict[str, moderngl.Texture]] = {}

    def _texture(self, pictures: NDArray[np.uint8]) -> moderngl.Texture:
        texture = self.ctx.texture((pictures.shape[1], pictures.shape[0]), 4, pictures.tobytes())
        texture.repeat_x = texture.repeat_y = False
        return texture

    def _paint(
        self, frame: Frame, target: Target, parts: Mapping[Shader, Iterable[Box]], clear: bool = True, **given: Any
    ) -> None:
        """Paint a memory by programs, each within its rectangles.

        Only a disc is painted, as droplets show hardly anything of the square's corners.
        """
        side = target.size[0]
        target.begin(clear=(0.0, 0.0, 0.0, 1.0) if clear else None)
        for painter, boxes in parts.items():
            self.feed(painter, frame, side=float(side), **given)
            for box in boxes:
                left, bottom, right, top = (round(side * (0.5 + 0.5 * place)) for place in box)
                if left < right and bottom < top:
                    scissor(self.ctx, left, bottom, right - left, top - bottom)
                    self._discs[painter].render(moderngl.TRIANGLE_STRIP, vertices=CORNERS)
        self.ctx.scissor = None

    def _stand(self, frame: Frame, number: int) -> Iterator[None]:
        """Draw what stands still in a memory, unless that is there in both sizes."""
        for side in (target.size[0] for target in self._targets[number]):
            if (number, side) in self._backdrops:
                continue
            found = {}
            for kind, name in BACKDROPS.items():
                if kind[0] == number:
                    still = Target(self.ctx, (side, side))
                    self._paint(frame, still, {self._still[kind]: (WHOLE,)}, seconds=0.0, look=self._looks[number])
                    if name == BACKDROP:  # the tree sways
                        still.texture.filter = moderngl.NEAREST, moderngl.NEAREST
                    found[name] = still.texture
                    yield
            self._backdrops[number, side] = found

    def _fit(self, rows: int) -> None:
        """Targets for a picture of so many rows: as large as an open droplet is seen, and as the largest closed one."""
        if self._rows == rows:
            return
        self._rows = rows
        large = min(SIDE * OPEN_PART * rows, self.quality.choose(self.most))
        sides = [_not_a_power_of_two(max(round(side), SMALLEST)) for side in (large, CLOSED_PART * large)]
        self._targets = [[memory_target(self.ctx, side) for side in sides] for _ in CARRIERS]
        self._spare = memory_target(self.ctx, sides[0])  # for what of a large one is painted ahead
        self._painted: list[Due | None] = [None] * len(CARRIERS)
        self._ahead: tuple[Due, int] | None = None  # what the spare one holds, and how many halves of it
        self._backdrops = {}

    def prepare(self, frame: Frame) -> None:
        """Draw the memories that are due, staggered so that no frame draws more than its share."""
        for _ in self._steps(frame):
            pass

    def rehearse(self, frame: Frame) -> Iterator[None]:
        """The same, one memory in each step, once those of one's own are painted."""
        if self._own:
            yield from self._own.painted(turn_of(frame.snapshot.act_seconds, self.first, self.turn, self.last))
        yield from self._steps(frame)

    def _steps(self, frame: Frame) -> Iterator[None]:
        """The drawing, one memory in each step."""
        self._fit(frame.size[1])
        if self._own:
            yield from self._show_own(self._own, frame)
            return
        state, tick = frame.snapshot.cast.bodies, frame.snapshot.cue.tick
        wide = set() if frame.reduced else {int(number) for number in held(state)[state.radius > WIDE]}
        begun = _begun(frame.snapshot.act_seconds, self.first, self.turn, self.last)
        for number, targets in enumerate(self._targets):
            large = number in wide
            every = self.quality.choose(self.refresh if large else self.rest)
            slot = (tick - number * every // len(CARRIERS)) // every
            due = Due(number, every, begun, frame.snapshot.cue.act_tick - (tick - slot * every))
            if due != self._painted[number]:
                yield from self._stand(frame, number)
                self._show(frame, due, large)
                yield
            frame.textures[f"memory_{number}"] = targets[0 if large else 1].texture
            if wide == {number}:
                self._paint_ahead(frame, due._replace(tick=due.tick + every))
                yield

    def _show(self, frame: Frame, due: Due, large: bool) -> None:
        """Paint what is due, or what is left of it if that was begun ahead."""
        targets, ahead = self._targets[due.number], self._ahead
        if large and ahead and ahead[0] == due:
            for half in range(ahead[1], 2):
                self._paint_half(frame, due, half)
            targets[0], self._spare, self._ahead = self._spare, targets[0], None
        else:
            first = self._painted[due.number] is None
            target = targets[0 if large else 1]
            self._paint_part(frame, target, due, WHOLE, apart=target.size[0] > SPLIT or first)
            _make_levels(target)
        self._painted[due.number] = due

    def _paint_ahead(self, frame: Frame, due: Due) -> None:
        """Paint half of the next picture of the one memory that is seen large, so that frames take equally long."""
        done = self._ahead[1] if self._ahead and self._ahead[0] == due else 0
        if done < 2:
            self._paint_half(frame, due, done)
            self._ahead = due, done + 1

    def _paint_half(self, frame: Frame, due: Due, half: int) -> None:
        """Paint the upper half of a picture into the spare target, or the lower one with what completes it."""
        middle = HALVES[due.number]
        part = (-1.0, -1.0, 1.0, middle) if half else (-1.0, middle, 1.0, 1.0)
        self._paint_part(frame, self._spare, due, part, apart=True)
        if half:
            _make_levels(self._spare)

    def _paint_part(self, frame: Frame, target: Target, due: Due, part: Box, apart: bool) -> None:
        """Paint a part of a picture, around its people by a program that knows none if they are `apart`."""
        number, look = due.number, self._looks[due.number]
        since = max(due.tick / TICKS_PER_SECOND - self.first - due.begun * self.turn, 0.0)
        parts: dict[Shader, tuple[Box, ...]] = {self._peopled[number]: (part,)}
        if apart:  # drivers compile what is first drawn with
            box = in_texture(PEOPLED[number] if look[3] > 0.0 else mirrored(PEOPLED[number]))
            beside = tuple(common(other, part) for other in around(box))
            parts = {self._painters[number]: beside, self._peopled[number]: (common(box, part),)}
        given: dict[str, Any] = {**self._people, **self._backdrops[number, target.size[0]]}
        self._paint(frame, target, parts, clear=part[3] == 1.0, seconds=since, look=look, **given)

    def _show_own(self, own: OwnMemories, frame: Frame) -> Iterator[None]:
        """The same with one's own: those that are seen small rest, the one that opens moves."""
        snapshot = frame.snapshot
        turn = turn_of(snapshot.act_seconds, self.first, self.turn, self.last)
        own.ask(turn)

        def draw(target: Target, seconds: float = 0.0, **uniforms: Any) -> None:
            self._paint(frame, target, {self._painters[0]: (WHOLE,)}, seconds=seconds, **uniforms)
            _make_levels(target)

        for held_now in own.small(turn, draw):
            frame.textures.update(held_now)
            yield
        if frame.reduced or snapshot.cast.bodies.radius[turn % OPENING] <= WIDE:
            return
        every, tick = self.quality.choose(self.refresh), snapshot.cue.tick
        drawn_at = (snapshot.cue.act_tick - tick % every) / TICKS_PER_SECOND
        target = self._targets[0][0]
        if (due := Due(0, every, turn, tick // every)) != self._painted[0]:
            self._painted[0] = due
            self._name = own.draw_large(turn, max(drawn_at - self.first - turn * self.turn, 0.0), target, draw)
        frame.textures[self._name] = target.texture
        yield

    def draw(self, frame: Frame) -> None:
        """Draw nothing: other layers show the memories."""


def _make_levels(target: Target) -> None:
    """Make the mipmaps that a droplet may be seen so small as to show; the rest takes as long as half of these."""
    target.texture.build_mipmaps(0, max(int(math.log2(target.size[0] / SMALLEST_LEVEL)), 1))


def _not_a_power_of_two(side: int) -> int:
    """A side that a target with mipmaps may have."""
    return side if side & (side - 1) else side + 1
