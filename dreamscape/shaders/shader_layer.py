"""Layers and scenes made of shaders from elsewhere, one class of each for a model."""

from typing import Any, ClassVar

import moderngl

from dreamscape.camera import Camera
from dreamscape.errors import InputError
from dreamscape.parameters import Values, assign, declared
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.rng import Streams
from dreamscape.shaders.chain import Images
from dreamscape.shaders.input_parameters import declarations, pictures
from dreamscape.shaders.model import Model
from dreamscape.shaders.player import Player
from dreamscape.world.scene import Scene


class ShaderLayer(Layer):
    """A shader from elsewhere; it writes the colours that it wants to be seen.

    Attributes:
        model: the shader.
        end: as of `Chain`.
    """

    model: ClassVar[Model]
    end: ClassVar[str] = "finished"
    blend = "opaque"
    is_flat = True  # of no shader of the layer's own
    is_backdrop = True

    def __init__(self, ctx: moderngl.Context, quality: Quality, streams: Streams, parameters: Values) -> None:
        self.ctx, self.quality, self.streams = ctx, quality, streams
        assign(self, parameters, self.name())
        names = {name: getattr(self, name) for name in pictures(self.model).values()}
        self._player = Player(ctx, self.model, names, self.end)

    def prepare(self, frame: Frame) -> None:
        """Bring what it keeps to this moment."""
        self._player.advance(frame, self, {})

    def draw(self, frame: Frame) -> None:
        """The picture of its last pass."""
        self.show(frame.size)

    def show(self, size: tuple[int, int]) -> None:
        """Draw the picture of its moment into what is bound, of this size, px."""
        self._player.show(size)

    def filter(self, frame: Frame, images: Images, **uniforms: Any) -> None:
        """Bring what it keeps to this moment, of pictures that the dream gives; `show` then draws."""
        self._player.advance(frame, self, images, follows=True, **uniforms)


class ShaderScene(Scene):
    """A scene of one shader."""

    model: ClassVar[Model]
    places = (0, 0, 0)
    look = "plain"

    def camera(self, seconds: float) -> Camera:
        """At rest: shaders have cameras of their own."""
        return Camera((0.0, 0.0, 0.0), (0.0, 0.0, 1.0))

    def layer_parameters(self, layer: str) -> Values:
        """The scene's own: it has those of its layer."""
        return {name: getattr(self, name) for name in declared(type(self))}


def classes(model: Model, scene: str, layer: str) -> tuple[type[ShaderScene], type[ShaderLayer]]:
    """A scene and its layer for a model, by their names in the catalogue."""
    placed: Any = type("Scene", (ShaderScene,), {**_members(model, scene), "layers": (layer,)})
    drawn: Any = type("Layer", (ShaderLayer,), _members(model, layer))
    return placed, drawn


def layer_among_others(model: Model, name: str, plain: bool) -> type[ShaderLayer]:
    """A layer for a scene with others, over which it lies.

    Args:
        model: a generator.
        name: in the catalogue.
        plain: whether the scene's layers write colours to be seen, not light.

    Raises:
        InputError: it takes pictures.
    """
    if model.use != "generator":
        raise InputError(
            f"{model.path.name}: a {model.use}, expected a generator among layers; a dream lays it over an act"
        )
    over = {"blend": "over", "is_backdrop": False, "end": "finished" if plain else "lit"}
    return type("Layer", (ShaderLayer,), {**_members(model, name), **over})


def _members(model: Model, name: str) -> dict[str, Any]:
    """What a class made of a model has, by its name in the catalogue."""
    about = {"model": model, "__doc__": model.about, "__module__": __name__}
    return {**about, **declarations(model), "catalogue_name": name}
