"""Views: the intermediate pictures of a frame, by name, for those who write layers."""

from dreamscape import catalogue
from dreamscape.engine.renderer import Renderer
from dreamscape.errors import InputError, one_of
from dreamscape.render.targets import Target
from dreamscape.text import short


def views(renderer: Renderer) -> dict[str, Target]:
    """All targets of the act that plays: the light of the scene, the layers' own, the glow, the graded picture."""
    found = {"light": renderer.picture, "graded": renderer.post.graded}
    for item in renderer.scene(renderer.timeline.cue(renderer.world.tick).act)[1]:
        if item.target is not None:
            found[item.name] = item.target
        named = {f"{item.name}.{name.strip('_')}": value for name, value in vars(item.layer).items()}
        found.update({name: value for name, value in named.items() if isinstance(value, Target)})
    for name, value in vars(renderer.post).items():
        many = value if isinstance(value, list) else [value]
        targets = [target for target in many if isinstance(target, Target) and target is not renderer.post.graded]
        found.update({f"post.{name.strip('_')}{f'-{k}' if len(many) > 1 else ''}": t for k, t in enumerate(targets)})
    return found


def view(renderer: Renderer, name: str) -> Target:
    """The target of this name; the graded picture while an act plays that has none of it.

    Raises:
        InputError: no act of the dream has one; names those there are now.
    """
    found = views(renderer)
    layers = {layer for act in renderer.timeline.acts for layer in catalogue.scene(act.scene).layers}
    if name not in found and name.partition(".")[0] not in layers:
        raise InputError(f"--debug-view {short(name)}: no such picture, expected {one_of(found)}")
    return found.get(name, renderer.post.graded)
