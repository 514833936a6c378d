"""ISF, a feature each, drawn by small files of our own: what breaks here makes people's shaders look wrong."""

import moderngl
import numpy as np
import pytest
from drawing import FILES, SIZE, across, drawn, up
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from dreamscape.shaders import reading
from dreamscape.shaders.input_parameters import declarations
from dreamscape.shaders.picture_files import texture
from dreamscape.shaders.sound_images import even_spectrum

EXACT = 0.6 / 255.0


@pytest.fixture(scope="module")
def noise(ctx: moderngl.Context) -> tuple[moderngl.Texture, NDArray[np.float64]]:
    pixels = np.random.default_rng(5).integers(0, 256, (SIZE[1], SIZE[0], 4), np.uint8)
    pixels[..., 3] = 255
    with ctx:
        return texture(ctx, pixels), pixels / 255.0


def test_a_pixel_knows_where_it_is(ctx: moderngl.Context) -> None:
    picture = drawn(ctx, "place.fs")
    assert_allclose(picture[..., 0], np.broadcast_to(across(), picture.shape[:2]), atol=EXACT)
    assert_allclose(picture[..., 1], np.broadcast_to(up()[:, None], picture.shape[:2]), atol=EXACT)
    assert picture[..., 2].max() < 0.01


def test_inputs_arrive_at_their_defaults_and_as_they_are_set(ctx: moderngl.Context) -> None:
    assert_allclose(drawn(ctx, "inputs.fs")[0, ::2, 0], [0.25, 1.0, 0.0, 0.2, 0.6, 0.8], atol=EXACT)
    changed = drawn(ctx, "inputs.fs", level=0.5, on=False, hit=True, steps=10, place=(0.0, 0.1), tint=(0, 0.3, 0, 1))
    assert_allclose(changed[0, ::2, 0], [0.5, 0.0, 1.0, 10 / 255, 0.1, 0.3], atol=EXACT)


def test_inputs_are_parameters_with_bounds() -> None:
    listed = declarations(reading.load(FILES / "inputs.fs"))
    assert [(name, one.bounds()) for name, one in listed.items()] == [
        ("level", "0 to 2"),
        ("on", "true or false"),
        ("hit", "true or false"),
        ("steps", "few, some or many"),
        ("place", "x 0 to 1, y 0 to 1"),
        ("tint", "r 0 to 1, g 0 to 1, b 0 to 1, a 0 to 1"),
        ("blend_", "0 to 1"),  # layers have a `blend` of their own
    ]
    assert listed["level"].expected() == "a number from 0 to 2", "without a unit, of which ISF has none"


def test_time_is_told_and_the_date_follows_it(ctx: moderngl.Context) -> None:
    assert_allclose(drawn(ctx, "moment.fs", ticks=31)[0, 0, :3], [0.05, 0.5, 30 / 255], atol=EXACT)


def test_targets_have_the_size_that_their_expressions_say(ctx: moderngl.Context) -> None:
    assert_allclose(drawn(ctx, "passes.fs")[..., :3].reshape(-1, 3).mean(0), [0.3, 0.2, 0.3], atol=EXACT)
    assert_allclose(drawn(ctx, "passes.fs", parts=2.0)[0, 0, 2], 0.6, atol=EXACT)


def test_a_persistent_target_adds_up_in_floats_tick_by_tick(ctx: moderngl.Context) -> None:
    assert_allclose(drawn(ctx, "kept.fs", ticks=10)[0, 0, :2] * 255, [15, 45], atol=0.6)


def test_a_last_pass_with_a_target_is_shown(ctx: moderngl.Context) -> None:
    picture = drawn(ctx, "shown_target.fs", ticks=5)
    assert_allclose(picture[0, :, 0], 0.5, atol=5 * EXACT)
    assert_allclose(picture[0, :, 1], across(), atol=EXACT)


def test_an_imported_picture_stands_upright(ctx: moderngl.Context) -> None:
    picture = drawn(ctx, "imported.fs")
    assert_allclose(picture[-1, 0, :3], [1, 0, 0], atol=EXACT)  # top left
    assert_allclose(picture[0, -1, :3], [1, 1, 1], atol=EXACT)
    assert_allclose(picture[0, 0, :3], [0, 0, 1], atol=EXACT)


def test_the_vertex_shader_beside_it_is_used(ctx: moderngl.Context) -> None:
    assert_allclose(drawn(ctx, "moved.fs")[0, :, 0], (across() + 0.5) % 1.0, atol=EXACT)


def test_version_1_and_old_glsl_are_read(ctx: moderngl.Context) -> None:
    assert_allclose(drawn(ctx, "first_version.fs", ticks=4)[1, 3, :3], [0.5, 0.12, 0.04], atol=4 * EXACT)


def test_a_filter_reads_its_picture_by_places_and_by_pixels(
    ctx: moderngl.Context, noise: tuple[moderngl.Texture, NDArray[np.float64]]
) -> None:
    image, pixels = noise
    picture = drawn(ctx, "filter.fs", images={"inputImage": image})
    assert_allclose(picture[..., 0], pixels[:, ::-1, 0], atol=EXACT)
    assert_allclose(picture[..., 1:3], pixels[..., 1:3], atol=EXACT)


def test_a_transition_goes_from_one_picture_to_the_other(
    ctx: moderngl.Context, noise: tuple[moderngl.Texture, NDArray[np.float64]]
) -> None:
    image, pixels = noise
    picture = drawn(ctx, "transition.fs", images={"startImage": image}, progress=0.5)
    assert_allclose(picture[:, 6:, :3], pixels[:, 6:, :3], atol=EXACT)
    assert picture[:, :6, :3].max() == 0.0  # the end is blank
    assert list(declarations(reading.load(FILES / "transition.fs"))) == ["soft"]


def test_sound_arrives_as_a_waveform_and_a_spectrum_even_in_frequency(ctx: moderngl.Context) -> None:
    with ctx:
        wave = ctx.texture((64, 1), 1, (np.arange(64) * 4).astype(np.uint8).tobytes())
        wave.swizzle = "RRR1"
    picture = drawn(ctx, "sound.fs", images={"wave": wave})
    assert_allclose(picture[0, :, 0], np.interp(across() * 64 - 0.5, np.arange(64), np.arange(64) * 4 / 255), atol=0.01)
    assert_allclose(picture[0, 0, 2], 64 / 255, atol=EXACT)
    bands = np.zeros(64, np.uint8)
    bands[40] = 255  # 30 Hz * (16000 / 30) ** (40.5 / 64): about 1.6 kHz
    assert abs(int(even_spectrum(bands, 240).argmax()) * 100 - 1600) < 150
    assert even_spectrum(np.full(64, 255, np.uint8), 240)[170:].max() == 0  # nothing is heard above 16 kHz


def test_what_is_shown_is_premultiplied_bounded_and_a_number(ctx: moderngl.Context) -> None:
    assert_allclose(drawn(ctx, "clear.fs")[0, 0], [0.5, 0.25, 0.0, 0.5], atol=EXACT)
