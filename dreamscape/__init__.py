"""dreamscape: one dream in eight acts, rendered live or to film.

What is named here stays where it is from version to version; any other module may move. All of it is imported when it
is first used, so that `import dreamscape` stays fast. Pictures as arrays:

    for frame in dreamscape.frames(dream="sapphire", seed=7, size=(1280, 720), fps=30, start=0, stop=10): ...
    picture = dreamscape.still(at="0:12")

And what layers and scenes are written with:

    from dreamscape import Camera, Cast, Cue, Feature, Frame, Layer, Scene, Sight
    from dreamscape import Choice, Colour, Integer, Parameter, Toggle, Vector
    from dreamscape import Emitter, feeling, interpolate
"""

TYPE_CHECKING = False  # typing's, unread: `python -m dreamscape` runs this before it has left the folder it is in

__version__ = "0.1.0"
__all__ = [
    "Camera", "Cast", "Choice", "Colour", "Cue", "Emitter", "Feature", "Frame", "Integer", "Layer", "Parameter",
    "Scene", "Sight", "Toggle", "Vector", "__version__", "feeling", "frames", "interpolate", "still",
]  # fmt: skip

if TYPE_CHECKING:
    from dreamscape.camera import Camera
    from dreamscape.dream.timeline import Cue
    from dreamscape.parameters import Choice, Colour, Integer, Parameter, Toggle, Vector
    from dreamscape.physics.emitters import Emitter
    from dreamscape.physics.emotions import feeling
    from dreamscape.physics.interpolation import interpolate
    from dreamscape.pictures import frames, still
    from dreamscape.render.layer import Frame, Layer
    from dreamscape.world.cast import Cast
    from dreamscape.world.feature import Feature
    from dreamscape.world.scene import Scene
    from dreamscape.world.sight import Sight

_MODULES = {
    "Camera": "camera",
    "Cast": "world.cast",
    "Cue": "dream.timeline",
    "Emitter": "physics.emitters",
    "Feature": "world.feature",
    "Frame": "render.layer",
    "Layer": "render.layer",
    "Parameter": "parameters",
    "Choice": "parameters",
    "Colour": "parameters",
    "Integer": "parameters",
    "Toggle": "parameters",
    "Vector": "parameters",
    "Scene": "world.scene",
    "Sight": "world.sight",
    "feeling": "physics.emotions",
    "frames": "pictures",
    "interpolate": "physics.interpolation",
    "still": "pictures",
}


def __getattr__(name: str) -> object:
    if name in _MODULES:
        import importlib

        value: object = getattr(importlib.import_module(f"dreamscape.{_MODULES[name]}"), name)
        return globals().setdefault(name, value)
    raise AttributeError(f"module 'dreamscape' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
