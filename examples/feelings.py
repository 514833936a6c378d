# dreamscape still feelings.png --scene examples/feelings.py --at 6
"""The eight feelings side by side, each told by the grains of its thread alone: all have the same colour."""

import numpy as np

from dreamscape import Camera, Cast, Scene, feeling

FEELINGS = "sadness", "resilience", "impatience", "grief", "curiosity", "wisdom", "tenderness", "joy"


class Feelings(Scene):
    """Eight threads, one below the other, from sadness to joy."""

    layers = ("threads",)
    places = (16, 8, 0)
    wind_speed = 0.3

    def camera(self, seconds: float) -> Camera:
        """Before all of them."""
        return Camera((0.0, 0.0, -9.0), (0.0, 0.0, 0.0), 46.0)

    def enter(self, cast: Cast, rng: np.random.Generator) -> None:
        """A thread for each, tied to two bodies that feel the same."""
        for number, name in enumerate(FEELINGS):
            height = 3.1 - 0.82 * number
            homes = np.array([(-5.4, height, 0.0), (5.4, height, 0.0)], np.float32).T
            ends = cast.appear(homes, feeling(**{name: 1.0}), rng)
            cast.bodies.steer[0, ends] = 60.0
            thread = cast.tie(ends[:1], ends[1:], np.stack([feeling(**{name: 1.0})] * 2), seconds=1.0)
            cast.strands.traits[:, 3][:, thread] = np.minimum(cast.strands.traits[:, 3][:, thread], 0.03)
            cast.strands.traits[:, 2][:, thread] *= 0.3

    def layer_parameters(self, layer: str) -> dict[str, float]:
        """All gold."""
        return {"golden": 1.0, "fineness": 2.0}

    @classmethod
    def colours(cls) -> dict[str, str]:
        """Night."""
        return {
            "dominant": "#10163a", "counter": "#3a2a5c", "other": "#806040", "accent": "#e070b8", "light": "#f4e8d0",
            "shadow": "#02030a",
        }  # fmt: skip
