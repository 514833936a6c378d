"""How acts are framed in a picture of any shape: each is composed for 16:9."""

from collections.abc import Mapping
from dataclasses import dataclass

from dreamscape.camera import Camera
from dreamscape.world.scene import Scene

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Framing:
    """Where things of an act are in pictures of one shape; moments are seconds of the act.

    Attributes:
        scenes: by index of the act.
        aspect: width over height of the picture.
        yaw: radians by which the camera looks further to the right than the scene asks for.
    """

    scenes: Mapping[int, Scene]
    aspect: float
    yaw: float

    def camera(self, act: int, seconds: float) -> Camera:
        """The camera of an act for this picture."""
        return self.scenes[act].camera(seconds).framed(self.aspect).turned(self.yaw)

    def gate(self, act: int, seconds: float) -> Point:
        """Where the gate of an act is, fractions from left and bottom."""
        scene = self.scenes[act]
        return scene.camera(seconds).part(scene.gate(seconds), self.aspect)

    def subject(self, act: int, seconds: float) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of what captions must not cover, fractions from left and bottom."""
        scene = self.scenes[act]
        left, bottom, right, top = scene.subject
        camera = scene.camera(seconds)
        return camera.part((left, bottom), self.aspect) + camera.part((right, top), self.aspect)

    def to_composition(self, act: int, seconds: float, point: Point) -> Point:
        """A point of this picture in the 16:9 picture that the act is composed for; -1 to 1 across either."""
        x, y = self.scenes[act].camera(seconds).composed((0.5 + 0.5 * point[0], 0.5 + 0.5 * point[1]), self.aspect)
        return 2.0 * x - 1.0, 2.0 * y - 1.0
