"""Debug views: the intermediate pictures of a frame, by name, for people who write layers."""

from weakref import WeakKeyDictionary

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import catalogue
from dreamscape.engine.renderer import Renderer
from dreamscape.errors import InputError, instead_of
from dreamscape.render.targets import SplitTarget, Target
from dreamscape.text import short

_STORED = {"f1": np.uint8, "f2": np.float16, "f4": np.float32, "nu2": np.uint16}  # by the dtype of a texture
_joined: WeakKeyDictionary[SplitTarget, Target] = WeakKeyDictionary()


def views(renderer: Renderer) -> dict[str, Target | SplitTarget]:
    """All targets of the current act: the scene's light, the layers' own, the stages of post, the graded picture."""
    targets: dict[str, Target | SplitTarget] = {"light": renderer.picture, "graded": renderer.grading.post.graded}
    for item in renderer.scene(renderer.timeline.cue(renderer.world.tick).act)[1]:
        if item.target is not None:
            targets[item.name] = item.target
        named = {f"{item.name}.{name.strip('_')}": value for name, value in vars(item.layer).items()}
        targets.update({name: value for name, value in named.items() if isinstance(value, Target | SplitTarget)})
    for name, value in vars(renderer.grading.post).items():
        values = value if isinstance(value, list) else [value]
        kinds = Target | SplitTarget
        stages = [stage for stage in values if isinstance(stage, kinds) and stage is not renderer.grading.post.graded]
        targets.update({f"post.{name.strip('_')}{f'-{k}' if len(values) > 1 else ''}": t for k, t in enumerate(stages)})
    return targets


def view(renderer: Renderer, name: str) -> Target:
    """The target of this name; the graded picture if the current act does not have it but another one may.

    Raises:
        InputError: no act of the dream has such a picture; lists the current names.
    """
    targets = views(renderer)
    layers = {layer for act in renderer.timeline.acts for layer in catalogue.scene(act.scene).layers}
    if name not in targets and name.partition(".")[0] not in layers:
        raise InputError(f"--debug-view {short(name)}: no such picture{instead_of(name, targets)}")
    chosen = targets.get(name, renderer.grading.post.graded)
    return joined(renderer.ctx, chosen) if isinstance(chosen, SplitTarget) else chosen


def joined(ctx: moderngl.Context, split: SplitTarget) -> Target:
    """The textures of a split target as one: the channels of the first, then those of the next; at most four."""
    texels = np.zeros((split.size[1], split.size[0], 4), np.float16)
    texels[..., 3] = 1.0
    channels = np.dstack([_texels(texture) for texture in split.textures])[..., :4]
    texels[..., : channels.shape[2]] = channels
    if split not in _joined:
        _joined[split] = Target(ctx, split.size)
    _joined[split].texture.write(texels.tobytes())
    return _joined[split]


def _texels(texture: moderngl.Texture) -> NDArray[np.float32]:
    """What a texture holds, (rows, columns, channels), integers as fractions of their largest value."""
    stored = np.frombuffer(texture.read(alignment=1), _STORED[texture.dtype])
    largest = np.iinfo(stored.dtype).max if stored.dtype.kind == "u" else 1
    return (stored.astype(np.float32) / np.float32(largest)).reshape(texture.height, texture.width, texture.components)
