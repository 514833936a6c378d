"""The sheet of a shore: the relief of its rock and the moss on it, drawn once and read by each layer that shows them.

Acts that show the same rock share it, as long as one of them holds it.
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary, WeakValueDictionary

import moderngl

from dreamscape import resources
from dreamscape.places.shore.outline import Outline
from dreamscape.places.shore.sheet import VIEW
from dreamscape.render.shader import Shader
from dreamscape.render.sheets import in_bands
from dreamscape.render.targets import Target
from dreamscape.rng import Streams

BAND = 150_000  # texels drawn at once, 30 ms with llvmpipe: while an act is rehearsed, another one plays
READ = "3f 3f 2f 4f", "position", "facing", "place", "shade"
NO_ROCK = 0.0, 0.0, 0.0, -9.0

_drawn: WeakKeyDictionary[moderngl.Context, WeakValueDictionary["RockSheet", moderngl.Texture]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class RockSheet:
    """What a sheet shows.

    Attributes:
        seed: of the rock.
        fineness: of the mesh that is laid out on it.
        size: width and height, texels.
        moss: how much of it, x.
    """

    seed: int
    fineness: float
    size: tuple[int, int]
    moss: float

    def texture(
        self, ctx: moderngl.Context, vertices: moderngl.Buffer, triangles: moderngl.Buffer
    ) -> Generator[None, None, moderngl.Texture]:
        """The texture, as relief.glsl writes it; drawn in steps, between which others may draw, unless it is there.

        Args:
            ctx: the OpenGL context.
            vertices: position, normal, place and shade of a `RockMesh`, 12 floats a vertex.
            triangles: its indices.
        """
        drawn = _drawn.setdefault(ctx, WeakValueDictionary())
        if self in drawn:
            return drawn[self]
        folder, random = resources.folder("glsl") / "acts", Streams(self.seed)
        lay = Shader(ctx, folder / "relief_ground.glsl")
        form, finish = (Shader(ctx, folder / "relief.glsl", {"RELIEF": stage}) for stage in (1, 2))
        ground, facings = (ctx.texture(self.size, 4, dtype=kind) for kind in ("f4", "f2"))
        laid = ctx.framebuffer([ground, facings])
        laid.clear(*NO_ROCK)
        laid.use()
        array = lay.array([(vertices, *READ)], triangles)
        array.render()
        yield
        bedding = Outline.from_seed(random).bedding
        form.set(
            rock_place=random.offset("relief"), dip=bedding.dip, beds_per_metre=bedding.beds_per_metre, moss=self.moss
        )
        forms = Target(ctx, self.size, "f2", mipmaps=True)
        yield from _filled(ctx, form, {"ground": ground, "facings": facings}, forms)
        relief = Target(ctx, self.size, "f1", mipmaps=True)
        finish.set(viewed_from=VIEW)
        yield from _filled(ctx, finish, {"ground": ground, "facings": facings, "forms": forms.texture}, relief)
        relief.texture.filter = moderngl.LINEAR_MIPMAP_NEAREST, moderngl.LINEAR
        for used in (relief.framebuffer, forms, laid, ground, facings, array, lay, form, finish):
            used.release()
        drawn[self] = relief.texture
        return relief.texture


def _filled(
    ctx: moderngl.Context, shader: Shader, textures: Mapping[str, moderngl.Texture], sheet: Target
) -> Iterator[None]:
    """Draw all over a sheet, band by band, and then its mipmaps."""
    yield from in_bands(ctx, shader, textures, sheet.framebuffer, max(1, BAND // sheet.size[0]))
    sheet.texture.build_mipmaps()
