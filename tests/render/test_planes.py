"""Planes written by the shader against NumPy and against swscale: what a player shows depends on every bit of this."""

from dataclasses import replace
from types import SimpleNamespace

import av
import moderngl
import numpy as np
import pytest

from dreamscape.dream.line import Line
from dreamscape.engine.grading import Grading
from dreamscape.flash.limiter import UNLIMITED
from dreamscape.quality import TIERS
from dreamscape.render import uniform_block
from dreamscape.render.planes import LAYOUTS, PlaneLayout, Planes
from dreamscape.render.post import Coding, Post
from dreamscape.render.targets import Target

SIZE = (92, 36)  # a width that is no multiple of 8 or 16
RGB_TO_YCBCR = np.array([[0.2126, 0.7152, 0.0722], [-0.2126, -0.7152, 0.9278], [0.7874, -0.7152, -0.0722]])
SCALE, OFFSET = np.array([219.0, 224.0 / 1.8556, 224.0 / 1.5748]), np.array([16.0, 128.0, 128.0])


@pytest.fixture(scope="module")
def ctx():
    from dreamscape.render import context

    ctx = context.offscreen()
    yield ctx
    ctx.release()


def picture() -> np.ndarray:
    """A smooth, colourful picture, float (h, w, 3) in [0, 1], with one hard edge."""
    x, y = np.meshgrid(np.linspace(0, 1, SIZE[0]), np.linspace(0, 1, SIZE[1]))
    c = np.stack([x, 0.5 + 0.5 * np.sin(7 * y + 3 * x), 1 - x * y], axis=-1)
    c[:, 40:] = 1 - c[:, 40:]
    return c


def codes(bits: int) -> np.ndarray:
    """The picture as whole code values of Y'CbCr."""
    return np.rint((picture() @ RGB_TO_YCBCR.T * SCALE + OFFSET) * (1 << bits - 8))


def alpha(bits: int) -> np.ndarray:
    """An alpha channel as whole code values, full range."""
    return np.rint(picture()[..., 1] * ((1 << bits) - 1))


def graded(ctx: moderngl.Context, bits: int) -> Target:
    """The target that the grade pass would have left."""
    target = Target(ctx, SIZE, dtype="f1" if bits == 8 else "f2")
    rgba = np.dstack([codes(bits), alpha(bits)])
    target.texture.write(rgba.astype(np.uint8 if bits == 8 else np.float16).tobytes())
    return target


def run(ctx: moderngl.Context, layout: PlaneLayout, strides=None) -> list[np.ndarray]:
    """The planes as code values, (rows, samples)."""
    planes = Planes(ctx, SIZE, layout, strides)
    buffers = [bytearray(count) for count in planes.sizes]
    planes.begin(graded(ctx, layout.bits))
    planes.read(buffers)
    planes.release()
    return samples(layout, buffers, SIZE)


def samples(layout: PlaneLayout, buffers: list[bytearray], size: tuple[int, int]) -> list[np.ndarray]:
    kind = np.dtype("u1" if layout.bits == 8 else "<u2")
    return [
        np.frombuffer(buffer, kind).reshape(rows, -1)[:, : row // kind.itemsize].astype(float) / (1 << layout.shift)
        for buffer, (row, rows) in zip(buffers, layout.planes(size), strict=True)
    ]


def chroma(values: np.ndarray, layout: PlaneLayout) -> np.ndarray:
    """[1 2 1] x [1 1] on the even columns, edges repeated: left siting; less where fewer pixels share a sample."""
    rows = (values[0::2] + values[1::2]) / 2 if layout.tall == 2 else values
    if layout.wide == 1:
        return rows
    padded = np.pad(rows, ((0, 0), (1, 1)), mode="edge")
    return (padded[:, 0:-2:2] + 2 * padded[:, 1:-1:2] + padded[:, 2::2]) / 4


def apart(layout: PlaneLayout, planes: list[np.ndarray]) -> list[np.ndarray]:
    return planes if layout.planar else [planes[0], planes[1][:, 0::2], planes[1][:, 1::2]]


@pytest.mark.parametrize("name", LAYOUTS)
def test_planes_match_numpy(ctx, name):
    layout = LAYOUTS[name]
    found = apart(layout, run(ctx, layout))
    wanted = codes(layout.bits)
    np.testing.assert_array_equal(found[0], wanted[..., 0])
    if layout.alpha:
        np.testing.assert_array_equal(found.pop(), alpha(layout.bits))
    for plane, channel in zip(found[1:], (1, 2), strict=True):
        difference = plane - chroma(wanted[..., channel], layout)
        assert np.abs(difference).max() <= 1.001  # half a step of dither, half of rounding
        assert abs(difference.mean()) < 0.05
        assert np.array_equal(plane, np.rint(plane))


@pytest.mark.parametrize("name", LAYOUTS)
def test_planes_match_swscale(ctx, name):
    layout = LAYOUTS[name]
    found = apart(layout, run(ctx, layout))
    rgb = av.VideoFrame.from_ndarray(np.rint(picture() * 65535).astype("<u2"), "rgb48le")
    frame = rgb.reformat(format=name, dst_colorspace="ITU709", dst_color_range="MPEG", interpolation="BILINEAR")
    kind = np.dtype("u1" if layout.bits == 8 else "<u2")
    theirs = [np.frombuffer(p, kind).reshape(p.height, -1) for p in frame.planes]
    luma = theirs[0][:, : SIZE[0]].astype(float) / (1 << layout.shift)
    unit = 1 << layout.bits - 8
    assert np.abs(found[0] - luma).mean() < 0.75 * unit
    assert np.abs(found[0] - luma).max() <= 3 * unit


def test_strides_of_an_encoder(ctx):
    layout = LAYOUTS["yuv420p"]
    frame = av.VideoFrame(*SIZE, "yuv420p")
    wide = run(ctx, layout, [plane.line_size for plane in frame.planes])
    for ours, theirs in zip(wide, run(ctx, layout), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_pictures_come_back_in_order(ctx):
    layout = LAYOUTS["nv12"]
    planes = Planes(ctx, SIZE, layout)
    buffers = [bytearray(count) for count in planes.sizes]
    targets = [Target(ctx, SIZE, dtype="f1") for _ in range(3)]
    for shade, target in enumerate(targets):
        target.begin(clear=(shade / 255, 0.5, 0.5, 1.0))
        planes.begin(target)
    assert len(planes) == 3
    for shade in range(3):
        planes.read(buffers)
        assert set(buffers[0]) == {shade}
    assert len(planes) == 0


def test_odd_sizes_are_refused(ctx):
    with pytest.raises(ValueError, match="multiples of 2 and 2"):
        Planes(ctx, (91, 36), LAYOUTS["yuv420p"])


@pytest.mark.parametrize("name", ["yuv420p", "nv12", "yuv420p10le", "p010le"])
@pytest.mark.parametrize("size", [(372, 364), (640, 360)])  # in smaller ones, all glow is finer than a block
@pytest.mark.parametrize(("share", "lean"), [(1.0, 0.0), (1.5, 0.0), (1.0, 1.0), (1.5, -1.0)])
def test_light_is_packed_as_its_graded_picture_is(ctx, name, size, share, lean):
    """What differs: the glow is linear within a block, and light, not code values, is averaged left of one."""
    layout = LAYOUTS[name]
    scene_size = round(size[0] * share), round(size[1] * share)
    x, y = np.meshgrid(np.linspace(0, 1, scene_size[0]), np.linspace(0, 1, scene_size[1]))
    light = np.stack([2.5 * x**3, 0.3 + 0.3 * np.sin(9 * y + 5 * x), 0.8 * (1 - x * y), x * 0 + 1], axis=-1)
    light[:, : scene_size[0] // 3] *= 0.02
    scene = Target(ctx, scene_size)
    scene.texture.write(light.astype(np.float16).tobytes())
    strides = [plane.line_size for plane in av.VideoFrame(*size, name).planes]
    planes = Planes(ctx, size, layout, strides)
    block = np.zeros((), uniform_block._LAYOUT)
    block["lean"] = lean
    ctx.buffer(block.tobytes()).bind_to_uniform_block(0)
    post = Post(ctx, scene_size, size, replace(TIERS["high"], scale=share), Coding(layout.bits, ycbcr=True))
    exposure = (0.8, 0.1)
    pictures = []
    for packed in (False, True):
        post.gather(scene.texture)
        if packed:
            assert post.packs(planes)
            post.pack(scene.texture, 0.1, exposure, planes)
        else:
            post.grade(scene.texture, 0.1, True, exposure)
            planes.begin(post.graded)
        buffers = [bytearray(count) for count in planes.sizes]
        planes.read(buffers)
        pictures.append(samples(layout, buffers, size))
    unit = 1 << layout.bits - 8
    for graded_plane, packed_plane in zip(*pictures, strict=True):
        difference = (packed_plane - graded_plane) / unit
        assert np.abs(difference).max() <= 6
        assert np.abs(difference).mean() < 0.2
        assert abs(difference.mean()) < 0.03


@pytest.mark.parametrize(
    ("light", "dark_dither", "noisy"), [(0.01, False, True), (0.01, True, True), (0.4, False, True), (0.4, True, False)]
)
def test_what_is_bright_is_not_dithered_for_an_encoder_that_keeps_none_of_it(ctx, light, dark_dither, noisy):
    """x264 would take a tenth longer; what is dark stays as it is, or films become larger."""
    scene = Target(ctx, (192, 108))
    scene.begin(clear=(light, light, light, 1.0))
    layout = LAYOUTS["yuv420p"]
    planes = Planes(ctx, scene.size, layout, dark_dither=dark_dither)
    ctx.buffer(np.zeros((), uniform_block._LAYOUT).tobytes()).bind_to_uniform_block(0)
    post = Post(ctx, scene.size, scene.size, TIERS["high"], Coding(ycbcr=True))
    post.gather(scene.texture)
    post.pack(scene.texture, 0.1, UNLIMITED.mix, planes)
    buffers = [bytearray(count) for count in planes.sizes]
    planes.read(buffers)
    luma, *_ = samples(layout, buffers, scene.size)
    assert (np.abs(np.diff(luma, axis=1)).mean() > 0.15) == noisy
    planes.release()


@pytest.mark.parametrize("name", ["yuv420p", "p010le"])
@pytest.mark.parametrize("bright", [False, True])
def test_a_caption_is_packed_as_it_is_written_into_a_picture(ctx, name, bright):
    """While a line arrives, stays and leaves; the line before it has left nothing behind."""
    layout, size = LAYOUTS[name], (640, 360)
    coding, planes = Coding(layout.bits, ycbcr=True), Planes(ctx, size, layout)
    ctx.buffer(np.zeros((), uniform_block._LAYOUT).tobytes()).bind_to_uniform_block(0)
    scene = Target(ctx, size)
    scene.begin(clear=(0.05, 0.1, 0.2, 1.0) if not bright else (0.7, 0.8, 0.9, 1.0))
    grading = Grading(ctx, coding, True, None)
    grading.fit(size, size, TIERS["high"])
    act = SimpleNamespace(caption=(0.43, 0.3), bright=bright)
    framing = SimpleNamespace(subject=lambda *_: (0.9, 0.9, 1.0, 1.0))
    unit = (1 << layout.bits - 8) << layout.shift
    for text, second in (("Why do you isolate?", 1), ("Why do you isolate?", 8), ("Why, then", 3), ("Why, then", 9)):
        line = Line(at=0.0, stay=10.0, text=text)
        cue = SimpleNamespace(line=line, line_tick=second * 60, leaving=None, act=0)
        moment = SimpleNamespace(cue=cue, alpha=0.0, act_seconds=0.0)
        pictures = []
        for packed in (False, True):
            if packed:
                grading.pack(scene, 1.0, 0.0, planes, grading.written(moment, [act], framing))
            else:
                grading.grade(scene, 1.0, 0.0, grading.post.graded, True)
                grading.draw_caption(moment, [act], framing, grading.post.graded, True)
                planes.begin(grading.post.graded)
            buffers = [bytearray(count) for count in planes.sizes]
            planes.read(buffers)
            pictures.append(samples(layout, buffers, size))
        assert np.ptp(pictures[0][0]) > 100 * (unit >> layout.shift), "no letters are seen"
        for graded_plane, packed_plane in zip(*pictures, strict=True):
            assert np.abs(packed_plane - graded_plane).max() <= 3 * (unit >> layout.shift)
