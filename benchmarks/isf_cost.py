"""What a plain ISF generator costs as a scene, beside the same shader drawn by nothing but OpenGL.

    python benchmarks/isf_cost.py [--frames 60] [--size 1280x720]

Both draw benchmarks/shaders/NAME.glsl offscreen on the same context, by turns, in runs of ten frames: alone into 8
bits, as a dream's act up to its picture, the world's ticks included, and up to the graded picture, which is a pass over
it. Figures are CPU ms of all threads a frame, medians of the runs; of the ratio, which is of the act's picture, the
median of the ratios of runs that followed each other. The exit code is 1 if either is above MOST.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import moderngl

from dreamscape.clock import moment_at
from dreamscape.engine import dream_source
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import TIERS
from dreamscape.render import context
from dreamscape.render.targets import Target

SHADERS = Path(__file__).parent / "shaders"
RUN = 10  # frames
MOST = 1.3  # times its own draw that the picture of a generator may cost
ALONE = """#version 330 core
noperspective in vec2 across;
uniform float seconds;
out vec4 colour;
{body}
void main() {{ colour = vec4(shade(across, seconds), 1.0); }}
"""
VERTEX = """#version 330 core
noperspective out vec2 across;
void main() {
    across = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    gl_Position = vec4(across * 2.0 - 1.0, 1.0, 1.0);
}
"""
ISF = """/*{{"INPUTS": []}}*/
{body}
void main() {{ gl_FragColor = vec4(shade(isf_FragNormCoord, TIME), 1.0); }}
"""


def measured(ctx: moderngl.Context, draw: Callable[[int], None], first: int) -> float:
    """CPU ms a frame of RUN frames from the number `first` on."""
    ctx.finish()
    begin = time.process_time()
    for number in range(first, first + RUN):
        draw(number)
        ctx.finish()
    return (time.process_time() - begin) * 1e3 / RUN


def compared(name: str, size: tuple[int, int], frames: int, folder: Path) -> tuple[float, float, float, float]:
    """CPU ms alone, as a picture and graded, and the ratio, of a shader."""
    body = (SHADERS / f"{name}.glsl").read_text("utf-8")
    (folder / f"{name}.fs").write_text(ISF.format(body=body), "utf-8")
    dream = dream_source.load(str(folder / f"{name}.fs"))
    with context.offscreen() as ctx:
        renderer = Renderer(ctx, dream, size, TIERS["high"])
        program = ctx.program(vertex_shader=VERTEX, fragment_shader=ALONE.format(body=body))
        array, target = ctx.vertex_array(program, []), Target(ctx, size, "f1")

        def alone(number: int) -> None:
            ctx.enable_only(0)
            target.begin()
            program["seconds"] = number / 60.0
            array.render(moderngl.TRIANGLES, vertices=3)

        def picture(number: int) -> None:
            renderer.draw_light(moment_at(Fraction(number, 60)))

        def graded(number: int) -> None:
            renderer.draw(moment_at(Fraction(number, 60)))

        rows = []
        for first in range(0, 2 * frames + RUN, 2 * RUN):
            own, drawn = measured(ctx, alone, first), measured(ctx, picture, first)
            rows.append((own, drawn, measured(ctx, graded, first + RUN)))
        kept = rows[1:]  # drivers compile in the first
    medians = [statistics.median(column) for column in zip(*kept, strict=True)]
    return medians[0], medians[1], medians[2], statistics.median(drawn / own for own, drawn, _ in kept)


def main() -> None:
    """Measure both shaders, and say whether they keep to MOST."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--size", default="1280x720")
    given = parser.parse_args()
    width, _, height = given.size.partition("x")
    with tempfile.TemporaryDirectory() as folder:
        ratios = []
        for name in ("trivial", "medium"):
            own, drawn, whole, ratio = compared(name, (int(width), int(height)), given.frames, Path(folder))
            ratios.append(ratio)
            sys.stdout.write(
                f"{name:8} alone {own:.2f} ms, picture {drawn:.2f} ms: {ratio:.2f}; graded {whole:.2f} ms\n"
            )
    sys.exit(max(ratios) > MOST)


if __name__ == "__main__":
    main()
