"""Debug views: the intermediate pictures of a frame, by name, for people who write layers."""

from dreamscape import catalogue
from dreamscape.engine.renderer import Renderer
from dreamscape.errors import InputError, instead_of
from dreamscape.render.targets import Target
from dreamscape.text import short


def views(renderer: Renderer) -> dict[str, Target]:
    """All targets of the current act: the scene's light, the layers' own, the stages of post, the graded picture."""
    targets = {"light": renderer.picture, "graded": renderer.grading.post.graded}
    for item in renderer.scene(renderer.timeline.cue(renderer.world.tick).act)[1]:
        if item.target is not None:
            targets[item.name] = item.target
        named = {f"{item.name}.{name.strip('_')}": value for name, value in vars(item.layer).items()}
        targets.update({name: value for name, value in named.items() if isinstance(value, Target)})
    for name, value in vars(renderer.grading.post).items():
        values = value if isinstance(value, list) else [value]
        stages = [stage for stage in values if isinstance(stage, Target) and stage is not renderer.grading.post.graded]
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
    return targets.get(name, renderer.grading.post.graded)
