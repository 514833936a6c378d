"""Draws small shaders from elsewhere, for tests."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.render.context import collect
from dreamscape.render.targets import Target
from dreamscape.shaders import reading
from dreamscape.shaders.chain import Chain, Step
from dreamscape.shaders.input_parameters import defaults

FILES = Path(__file__).parent / "files"
SIZE = 12, 4  # px


def drawn(
    ctx: moderngl.Context,
    name: str,
    ticks: int = 1,
    images: Mapping[str, moderngl.Texture] | None = None,
    **values: Any,
) -> NDArray[np.float64]:
    """The picture after some ticks, `(4, 12, 4)`, R'G'B' and alpha from 0 to 1, first row at the bottom."""
    model = reading.load(FILES / name)
    with ctx:
        collect(ctx)
        chain, picture = Chain(ctx, model), Target(ctx, SIZE, "f1")
        for tick in range(ticks):
            step = Step(tick, tick / 60.0)
            chain.advance(step, defaults(model) | values, images or {}, SIZE)
        picture.begin(clear=(0.0, 0.0, 0.0, 0.0))
        chain.show(step, defaults(model) | values, images or {}, SIZE)
        data = np.frombuffer(picture.framebuffer.read(components=4), np.uint8)
    return data.reshape(SIZE[1], SIZE[0], 4) / 255.0


def across() -> NDArray[np.float64]:
    """Where the columns are, 0 to 1."""
    return (np.arange(SIZE[0]) + 0.5) / SIZE[0]


def up() -> NDArray[np.float64]:
    """Where the rows are, 0 to 1, from the bottom."""
    return (np.arange(SIZE[1]) + 0.5) / SIZE[1]
