"""Count the cost of each act per pixel and estimate the time on a mid-range GPU; writes docs/cost.md.

    python scripts/count_cost.py

Needs glslangValidator, spirv-opt and spirv-dis (Debian: glslang-tools, spirv-tools). Each program that an act draws
with is compiled, its functions inlined, its constant loops unrolled, and what is left is counted. How many fragments
each draw covers is asked of OpenGL at two sizes, and continued to SIZE.
"""

import re
import struct
import subprocess
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import moderngl

from dreamscape import resources
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Dream, DreamFile
from dreamscape.engine.grading import BLOOM
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import TIERS
from dreamscape.render import context
from dreamscape.render.shader import Shader
from dreamscape.render.shader_source import ShaderSource

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cost.md"
SIZE = 3840, 2160
SMALL, LARGE = (768, 432), (1280, 720)  # px, where fragments are counted
MOMENTS = (0.25, 0.5, 0.75)  # fractions of an act
TICKS = 4  # drawn at each moment, so that what is drawn only in some frames counts as often as it is drawn
TIER = "high"
FLOPS, EFFICIENCY = 8e12, 0.4  # peak operations a second of the GPU, and the fraction of it that shaders reach
TAPS = 150e9  # filtered texels a second
BANDWIDTH = 300e9  # bytes a second
TEXEL, PIXEL = 4, 16  # bytes of memory traffic of a tap (half of rgba16f's: caches), and of a blended fragment
SHOWN = 5.0, 0.5  # operations and taps a pixel of the frame; a shader is listed from either of them on

PASSES = ("--merge-return", "--inline-entry-points-exhaustive", "--eliminate-dead-functions", "--private-to-local",
          "--scalar-replacement=0", "--ssa-rewrite", "--ccp", "--loop-unroll", "--eliminate-dead-branches",
          "-O")  # fmt: skip
ONE = {
    "BitwiseAnd", "BitwiseOr", "BitwiseXor", "ConvertFToS", "ConvertFToU", "ConvertSToF", "ConvertUToF", "DPdx",
    "DPdy", "FAdd", "FMul", "FNegate", "FOrdEqual", "FOrdGreaterThan", "FOrdGreaterThanEqual", "FOrdLessThan",
    "FOrdLessThanEqual", "FSub", "Fwidth", "IAdd", "IEqual", "IMul", "ISub", "LogicalAnd", "LogicalNot", "LogicalOr",
    "SDiv", "SGreaterThan", "SLessThan", "SMod", "SNegate", "SRem", "Select", "ShiftLeftLogical",
    "ShiftRightArithmetic", "ShiftRightLogical", "UDiv", "UMod", "VectorTimesScalar",
}  # fmt: skip
FREE = re.compile(  # moves, names and declarations
    "Type|Constant|Composite|Function|Load|Label|Phi|Undef|Bitcast|Variable|AccessChain|VectorShuffle|"
    "ExtInstImport|Image$|ImageQuery|SampledImage"
)
EACH = {"FDiv": 4, "FMod": 6, "FRem": 6}  # a component; a reciprocal runs at a quarter of the rate
EXTENDED = {"FAbs": 0, "FSign": 1, "Floor": 1, "Ceil": 1, "Fract": 1, "Round": 1, "RoundEven": 1, "Trunc": 1, "FMin": 1,
            "FMax": 1, "SMin": 1, "SMax": 1, "UMin": 1, "UMax": 1, "SClamp": 2, "FClamp": 2, "FMix": 2, "Step": 1,
            "SmoothStep": 9, "Sqrt": 4, "InverseSqrt": 4, "Sin": 4, "Cos": 4, "Tan": 12, "Exp": 5, "Exp2": 4, "Log": 5,
            "Log2": 4, "Pow": 9, "Atan": 16, "Atan2": 20, "Acos": 16, "Asin": 16, "Radians": 1, "SAbs": 1, "Fma": 2,
            "Ldexp": 2, "NMin": 1, "NMax": 1, "NClamp": 2}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """Of one stage of one program: scalar operations, texture taps, and loops whose length is unknown."""

    operations: float
    taps: float
    loops: int


@cache
def count(text: str, stage: str) -> Count:
    """Count a stage, `vert` or `frag`."""
    with tempfile.TemporaryDirectory() as folder:
        source, binary, better = (Path(folder) / name for name in (f"a.{stage}", "a.spv", "b.spv"))
        source.write_text(text, "ascii")
        run("glslangValidator", "-G", "--aml", "--amb", "--target-env", "opengl", "-o", binary, source)
        binary.write_bytes(unrolled(binary.read_bytes()))
        run("spirv-opt", *PASSES, binary, "-o", better)
        return tally(run("spirv-dis", "--no-color", "--raw-id", better))


def run(*command: object) -> str:
    process = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if process.returncode:
        raise SystemExit(f"{command[0]}: {process.stdout}{process.stderr}")
    return process.stdout


def unrolled(binary: bytes) -> bytes:
    """Mark every loop of a SPIR-V module to be unrolled, where its length is constant."""
    words = list(struct.unpack(f"<{len(binary) // 4}I", binary))
    at = 5
    while at < len(words):
        length, code = words[at] >> 16, words[at] & 0xFFFF
        if code == 246:  # OpLoopMerge; its third operand is the loop control, of which bit 0 asks for unrolling
            words[at + 3] = 1
        at += length
    return struct.pack(f"<{len(words)}I", *words)


def tally(text: str) -> Count:
    """Count the instructions of a disassembled module, each by the number of components that it works on."""
    width: dict[str, int] = {}
    columns: dict[str, int] = {}
    types: dict[str, str] = {}
    operations = taps = 0.0
    loops = 0
    for line in text.splitlines():
        if "OpLoopMerge" in line:
            loops += 1
        match = re.match(r"\s*(%\d+) = Op(\w+)(.*)", line)
        if not match:
            continue
        name, code, rest = match[1], match[2], match[3].split()
        if code in ("TypeFloat", "TypeInt", "TypeBool"):
            width[name] = 1
        elif code == "TypeVector":
            width[name] = int(rest[1])
        elif code == "TypeMatrix":
            width[name], columns[name] = width[rest[0]], int(rest[1])
        elif rest:
            types[name] = rest[0]
        components = width.get(rest[0], 1) if rest else 1
        if code in ONE or code in EACH:
            operations += components * EACH.get(code, 1)
        elif code == "Dot":
            operations += 2 * width[types[rest[1]]] - 1
        elif code in ("MatrixTimesVector", "VectorTimesMatrix"):
            matrix = types[rest[1 if code == "MatrixTimesVector" else 2]]
            operations += 2 * width[matrix] * columns[matrix]
        elif code.startswith("ImageSample") or code == "ImageFetch":
            taps += 1
        elif code == "ExtInst":
            extended, argument = rest[2], width.get(types.get(rest[3], ""), 1)
            if extended in ("Length", "Normalize", "Distance"):
                operations += 3 * argument + 4
            elif extended in ("Cross", "Reflect", "Refract"):
                operations += {"Cross": 9, "Reflect": 4 * argument, "Refract": 8 * argument}[extended]
            else:
                operations += components * EXTENDED[extended]
        elif not FREE.match(code):
            raise SystemExit(f"{code}: not known; say in ONE, EACH or FREE what it costs")
    return Count(operations, taps, loops)


class Watch:
    """Records how many fragments and vertices each program draws, and for which layer."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self.texts: dict[moderngl.Program, tuple[str, str, str]] = {}
        self.drawn: Counter[tuple[str, moderngl.Program]] = Counter()
        self.vertices: Counter[tuple[str, moderngl.Program]] = Counter()
        self.layer = ""
        self._waiting: list[tuple[str, moderngl.Program]] = []
        init, render = Shader.__init__, moderngl.VertexArray.render

        def note(shader: Shader, ctx: moderngl.Context, path: Path, *rest: Any, **named: Any) -> None:
            init(shader, ctx, path, *rest, **named)
            own = shader.source
            triangle = resources.folder("glsl") / "shared" / "fullscreen.glsl"
            vertex = own if own.has_vertex_stage else ShaderSource(triangle, {})
            self.texts[shader.program] = vertex.stage("VERTEX_STAGE"), own.stage("FRAGMENT_STAGE"), path.name

        def look(array: moderngl.VertexArray, mode: Any = None, vertices: int = -1, **named: Any) -> None:
            query = ctx.query(samples=True)
            with query:
                render(array, mode, vertices, **named)
            key = self.layer, array.program
            self._waiting.append(key)
            self.drawn[key] += query.samples
            self.vertices[key] += (array.vertices if vertices < 0 else vertices) * max(1, named.get("instances", 1))

        Shader.__init__ = note  # type: ignore[method-assign, assignment]
        moderngl.VertexArray.render = look  # type: ignore[method-assign, assignment]

    def name(self, layer: str) -> None:
        """Assign what was drawn since the last call to a layer."""
        for key in self._waiting:
            named = layer, key[1]
            self.drawn[named] += self.drawn.pop(key, 0)
            self.vertices[named] += self.vertices.pop(key, 0)
        self._waiting.clear()


Costs = dict[tuple[str, str, str, str], tuple[float, float]]


def frames(watch: Watch, renderer: Renderer, act_ticks: int) -> Costs:
    """The mean fragments and vertices of a frame of a dream of one act, by layer and program."""
    watch.drawn.clear()
    watch.vertices.clear()
    for part in MOMENTS:
        for tick in range(int(act_ticks * part), int(act_ticks * part) + 2 * TICKS, 2):
            renderer.world.advance_to(tick)
            for layer in renderer.passes(renderer.world.snapshot()):
                watch.name(layer.removesuffix(" (prepare)"))
            renderer.grading.post.run(renderer.picture.texture, bloom=BLOOM, top_first=True)
            watch.name("post")
    count = len(MOMENTS) * TICKS
    costs: Costs = defaultdict(lambda: (0.0, 0.0))
    for (layer, program), samples in watch.drawn.items():
        key = layer, *watch.texts[program]
        costs[key] = costs[key][0] + samples / count, costs[key][1] + watch.vertices[layer, program] / count
    return costs


@dataclass(slots=True)
class Row:
    """The cost of one shader of a layer in a frame of SIZE."""

    fragments: float = 0.0
    operations: float = 0.0
    taps: float = 0.0
    loops: int = 0

    def add(self, other: "Row") -> None:
        """Add another cost."""
        self.fragments += other.fragments
        self.operations += other.operations
        self.taps += other.taps
        self.loops += other.loops

    def cells(self) -> tuple[str, str, str, str]:
        """Fragments, operations and taps a pixel of the frame, and the estimate in ms, as if nothing overlapped."""
        pixels = SIZE[0] * SIZE[1]
        memory = (self.taps * TEXEL + self.fragments * PIXEL) / BANDWIDTH
        seconds = self.operations / (FLOPS * EFFICIENCY) + self.taps / TAPS + memory
        values = (self.fragments / pixels, self.operations / pixels, self.taps / pixels, seconds * 1e3)
        return tuple(
            form.format(value) for form, value in zip(("{:.2f}", "{:.0f}", "{:.1f}", "{:.2f}"), values, strict=True)
        )  # type: ignore[return-value]


def measure() -> dict[str, dict[tuple[str, str], Row]]:
    """The costs of each act, by layer and file."""
    dream = dream_file.load("sapphire")
    ctx = context.offscreen()
    watch = Watch(ctx)
    pixels, small, large = (w * h for w, h in (SIZE, SMALL, LARGE))
    acts: dict[str, dict[tuple[str, str], Row]] = {}
    for act in dream.file.act:
        alone = Dream("alone", DreamFile("alone", dream.file.seed, (act,)), "")
        ticks = round(act.seconds * TICKS_PER_SECOND)
        few, many = (
            frames(watch, Renderer(ctx, alone, size, TIERS[TIER], captions=False), ticks) for size in (SMALL, LARGE)
        )
        rows = acts[act.scene] = {}
        for key, (samples, vertices) in many.items():
            layer, vertex, fragment, file = key
            # a program that only pictures of one size are drawn with is taken to cover the same part of all of them
            fewer = few[key][0] if key in few else samples * small / large
            slope = (samples - fewer) / (large - small)
            drawn = max(samples + slope * (pixels - large), 0.0)
            each, corner = count(fragment, "frag"), count(vertex, "vert")
            operations = drawn * each.operations + vertices * corner.operations
            row = Row(drawn, operations, drawn * each.taps + vertices * corner.taps, each.loops)
            rows.setdefault((layer, file), Row()).add(row)
        print(act.scene, flush=True)
    return acts


def line(*cells: str) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Write the page."""
    pixels = SIZE[0] * SIZE[1]
    numbers = ("fragments", "operations", "taps", "ms")
    total = [line("act", *numbers), line(*["---"] * 5)]
    by_layer = [line("act", "layer", "shader", *numbers), line(*["---"] * 7)]
    for act, rows in measure().items():
        whole = Row()
        for (layer, file), row in rows.items():
            whole.add(row)
            if row.operations >= SHOWN[0] * pixels or row.taps >= SHOWN[1] * pixels:
                by_layer.append(line(act, layer, file + " *" * bool(row.loops), *row.cells()))
        total.append(line(act, *whole.cells()))
    text = PAGE.read_text("utf-8")
    for mark, table in (("acts", total), ("layers", by_layer)):
        before, _, rest = text.partition(f"<!-- {mark} -->\n")
        text = f"{before}<!-- {mark} -->\n" + "\n".join(table) + "\n<!-- end -->" + rest.partition("<!-- end -->")[2]
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
