"""Measure how bright the scenes of the canonical dream are and write it to assets/brightness.toml: `make brightness`.

Run it again whenever the light of an act changes.
"""

from pathlib import Path

import numpy as np

from dreamscape import colour, pictures
from dreamscape.dream import dream_file

FILE = Path(__file__).resolve().parent.parent / "assets" / "brightness.toml"
MOMENTS = np.arange(1.0, 16.0, 2.0)  # s into the act: the eight bars that follow a drop at 120 beats a minute
HEAD = """\
# How bright each scene is: CIELAB lightness, 0 to 100, of the mean light of its picture in the first 16 s of its act in
# the canonical dream; written by `python scripts/measure_brightness.py`. The brightest plays where a song is loudest.
"""


def brightness_of(scene: str) -> float:
    """The mean lightness of a scene's first 16 s."""
    lights = list[float]()
    for moment in MOMENTS:
        picture = pictures.still(float(moment), size=(160, 90), act=scene, quality="low")
        linear = colour.decoded(picture.reshape(-1, 3) / 255.0)
        lights.append(float((linear @ (0.2126, 0.7152, 0.0722)).mean()))
    return float(np.mean(116.0 * np.cbrt(lights) - 16.0))


def main() -> None:
    """Measure every scene."""
    scenes = [act.scene for act in dream_file.load("sapphire").file.act]
    lines = [f"{scene} = {brightness_of(scene):.1f}" for scene in sorted(scenes)]
    FILE.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
