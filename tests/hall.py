"""A scene file and what lies beside it, for tests."""

from pathlib import Path

import pytest

FILE = '''"""Two colours."""

from dreamscape import Layer, Parameter, Scene

print("run")


class RedGlow(Layer):
    """Red, as bright as it is told."""

    level = Parameter(0.5, 0.0, 1.0, "part", "how bright")

    def build(self):
        """Make what is made once."""
        self.built = self.level


class Hall(Scene):
    """Red on grey."""

    layers = ("grey_wall", "red_glow")
    width = Parameter(2.0, 1.0, 9.0, "m", "how wide")

    @classmethod
    def colours(cls):
        """One."""
        return dict.fromkeys(("dominant", "counter", "other", "accent", "light", "shadow"), "#888888")
'''
WALL = "from dreamscape import Layer\n\n\nclass GreyWall(Layer):\n    pass\n"
GREY = "out vec4 colour;\nvoid main() { colour = vec4(vec3(0.1), 1.0); }\n"
RED = "uniform float level;\nout vec4 colour;\nvoid main() { colour = vec4(level, 0.0, 0.0, 0.0); }\n"
SMALL = ["--size", "32x18", "--quality", "low"]


def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scene file and its layers, in which the program is started."""
    for name, text in {"hall.py": FILE, "red_glow.glsl": RED, "grey_wall.py": WALL, "grey_wall.glsl": GREY}.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
