"""Plays a shader with the world: steps its chain tick by tick, with what is heard and where the hand is."""

import math
from collections.abc import Mapping
from typing import Any

import moderngl

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.errors import InputError
from dreamscape.render.layer import Frame
from dreamscape.render.uniform_block import on_picture
from dreamscape.shaders import files, picture_files
from dreamscape.shaders.chain import Chain, Images, Step
from dreamscape.shaders.input_parameters import pictures, uniforms
from dreamscape.shaders.keyboard import KeyboardImage
from dreamscape.shaders.model import Model
from dreamscape.shaders.shadertoy import KEYBOARD
from dreamscape.shaders.sound_images import SoundImage
from dreamscape.world.snapshot import Snapshot

LONGEST = 600 * TICKS_PER_SECOND  # ticks that are made up for after a jump
PRESSED = 0.5  # press from which a hand is as a mouse button held down
SETTLES = TICKS_PER_SECOND // 2  # ticks in which what follows the dream's picture settles after a jump
SEEN = 2  # ticks in which a key counts as pressed for what keeps nothing: one of them is drawn at 30 frames a second
TICK = 1.0 / TICKS_PER_SECOND


class Player:
    """Plays a model.

    A shader that keeps something from frame to frame is stepped once a tick, from the first tick of its act on, and so
    is the same in every film. After a jump, the ticks before are made up for, with the parameters and the sound of now.

    Args:
        ctx: the OpenGL context.
        model: what to play.
        names: of files, by the names of its images.
        end: as of `Chain`.
    """

    def __init__(self, ctx: moderngl.Context, model: Model, names: Mapping[str, str], end: str = "finished") -> None:
        self._ctx, self.model = ctx, model
        self._chain = Chain(ctx, model, end)
        self._uniforms = uniforms(model)
        self._sound = {i.name: SoundImage(ctx, i.kind, i.samples) for i in model.inputs if "audio" in i.kind}
        if model.sound:
            self._sound[model.sound] = SoundImage(ctx, "both", 512)
        self._keys = KeyboardImage(ctx) if model.reads(KEYBOARD) else None
        folder, shown = model.path.parent, model.path.name
        chosen = {image: names[name] for image, name in pictures(model).items() if names.get(name)}
        read = {i: picture_files.read(files.beside(folder, name, f"{shown}: {i}")) for i, name in chosen.items()}
        self._pictures = {image: picture_files.texture(ctx, pixels) for image, pixels in read.items()}
        self._size, self._step = (0, 0), Step(-1, 0.0)

    def advance(self, frame: Frame, parameters: object, given: Images, follows: bool = False, **more: Any) -> None:
        """Bring its targets to a moment.

        Args:
            frame: the moment.
            parameters: what has its parameters as attributes.
            given: images from the dream, by the names of inputs.
            follows: whether these move: then nothing can make up for the ticks before a jump, and SETTLES have to do.
            more: further uniforms.

        Raises:
            InputError: too much would have to be made up for.
        """
        for image in self._sound.values():
            image.show(frame.snapshot.heard)
        self._values = {name: turn(getattr(parameters, own)) for name, (own, turn) in self._uniforms.items()} | more
        self._values |= _mouse(frame)
        self._images = {**{n: s.texture for n, s in self._sound.items()}, **self._pictures, **given}
        before, self._step = self._step, _step_at(frame.snapshot.act_seconds)
        if self._keys:
            self._images[KEYBOARD] = self._keys.texture
        if self.model.persistent:
            self._make_up(frame, follows)
            return
        if self._keys and before.number != self._step.number:
            self._keys.show(frame.snapshot.keyboard, frame.snapshot.cue.tick - SEEN, frame.snapshot.cue.tick)
        if self._chain.has_targets:
            self._chain.advance(self._step, self._values, self._images, frame.size)

    def _make_up(self, frame: Frame, follows: bool) -> None:
        """Step tick by tick to this moment, from the last one, or from the beginning after a jump."""
        last, now, size = self._chain.step, self._step.number, frame.size
        if last is None or not 0 <= now - last.number <= (SETTLES if follows else now) or self._resized(size, follows):
            self._chain.forget()
            last = None
        self._size = size
        first = last.number + 1 if last else max(0, now - SETTLES) if follows else 0
        if now - first > LONGEST:
            minutes = LONGEST // TICKS_PER_SECOND // 60
            raise InputError(
                f"{self.model.path.name}: keeps what it drew, and a jump over more than {minutes} minutes "
                "cannot be made up for; begin nearer to the act's beginning"
            )
        for number in range(first, now + 1):
            if self._keys:
                self._keys.show(frame.snapshot.keyboard, *_ticks_of(number, frame.snapshot))
            self._chain.advance(Step(number, number * TICK), self._values, self._images, size)
        self._step = Step(now, now * TICK)

    def _resized(self, size: tuple[int, int], follows: bool) -> bool:
        """Whether what is kept is of another size, and cannot be scaled as what follows the dream is."""
        return size != self._size and not follows

    def show(self, size: tuple[int, int]) -> None:
        """Draw the picture of the moment into what is bound."""
        self._chain.show(self._step, self._values, self._images, size)


def _step_at(seconds: float) -> Step:
    """The step of a moment of an act, in whole ticks so far; a hair more counts, as seconds are rounded."""
    return Step(max(0, int(seconds * TICKS_PER_SECOND + 1e-3)), max(seconds, 0.0))


def _ticks_of(number: int, snapshot: Snapshot) -> tuple[int, int]:
    """The world's ticks at which the step before a step of the act began, and that one."""
    cue, elapsed = snapshot.cue, snapshot.cue.act_tick + snapshot.alpha
    pace = snapshot.act_seconds * TICKS_PER_SECOND / elapsed if elapsed > 0.0 < snapshot.act_seconds else 1.0
    before, then = (cue.tick - cue.act_tick + math.ceil((step - 1e-3) / pace) for step in (number - 1, number))
    return before, then


def _mouse(frame: Frame) -> dict[str, Any]:
    """Shadertoy's mouse: where the hand is, px, and where it presses; 0 without one."""
    hand = frame.snapshot.touch[0]
    if not hand[3] > 0.0:
        return {"iMouse": (0.0, 0.0, 0.0, 0.0)}
    width, height = frame.size
    x, y = on_picture(hand, frame.camera, width / height)
    place = (x * height + width) / 2.0, (y + 1.0) * height / 2.0
    sign = 1.0 if hand[4] > PRESSED else -1.0
    return {"iMouse": (*place, sign * place[0], sign * place[1])}
