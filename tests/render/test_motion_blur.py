"""Motion blur: what breaks here smears things at rest, makes light brighter or darker, or films another dream."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import moderngl
import numpy as np
import pytest
from av.video.frame import VideoFrame

from dreamscape import cli
from dreamscape.clock import INSTANT, Shutter
from dreamscape.engine.request import check_request, make_shutter
from dreamscape.export import film
from dreamscape.export.encoding import formats
from dreamscape.export.segments.frames import FrameRenderer
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.export.workers import worker_processes
from dreamscape.quality import TIERS
from dreamscape.render.motion_blur import MotionBlur
from dreamscape.render.post import Coding, Post
from dreamscape.render.targets import Target

HALF = Shutter(Fraction(1, 2), 4)
SIZE = 64, 36
DREAM = """
title = "Brief"
seed = 7
[[act]]
scene = "key"
seconds = 4
[[act.voice]]
at = 1
text = "Stay."
"""
ASKED = ("--size", "64x36", "--quality", "low", "--fps", "12", "--no-sound")


def test_an_exposure_lies_around_its_moment_in_exact_times() -> None:
    rate = Fraction(24_000, 1001)
    times = HALF.times(10, rate)
    assert times == [Fraction(10) / rate + Fraction(k, 16) / rate for k in (-3, -1, 1, 3)]
    assert INSTANT.times(10, rate) == [Fraction(10) / rate]


def test_no_time_is_seen_twice_and_none_before_the_dream() -> None:
    whole = Shutter(Fraction(1), 5)
    seen = [time for number in range(4) for time in whole.times(number, Fraction(24))]
    assert seen == sorted(set(seen))
    assert np.ptp(np.diff([float(time) for time in seen])) < 1e-12  # all day long, without a gap
    assert seen[0] == 0


def test_degrees_are_a_part_of_the_frame() -> None:
    assert make_shutter(180, None, TIERS["high"]) == Shutter(Fraction(1, 2), 8)
    assert make_shutter(172.8, 3, TIERS["low"]) == Shutter(Fraction(12, 25), 3)


def light_of(target: Target) -> np.ndarray:
    return np.frombuffer(target.framebuffer.read(components=4, dtype="f4"), np.float32).reshape(-1, 4)


def test_the_mean_is_of_light_and_what_glows_in_motion_glows_as_much(ctx: moderngl.Context) -> None:
    size = (128, 72)
    post = Post(ctx, size, size, TIERS["high"], Coding())
    blur = MotionBlur(ctx, post, size)
    spark = Target(ctx, size)
    glows = []
    blur.open()
    for left in (40, 60, 80, 100):
        spark.begin(clear=(0.25, 0.25, 0.25, 1.0))
        ctx.scissor = left, 30, 4, 4
        spark.framebuffer.clear(8.0, 8.0, 8.0, 1.0)
        ctx.scissor = None
        blur.add(spark, 0.25)
        glows.append(_glow(post))
    mean = light_of(blur.close()).reshape(72, 128, 4)
    assert mean[31, 61] == pytest.approx([0.25 * 8.0 + 0.75 * 0.25] * 3 + [1.0])
    assert mean[5, 5] == pytest.approx([0.25, 0.25, 0.25, 1.0])
    assert _glow(post) == pytest.approx(np.mean(glows), rel=1e-3)
    post.run(spark.texture, 0.1, top_first=True)
    assert _glow(post) == glows[-1]  # the next picture has its own glow again


def _glow(post: Post) -> float:
    kinds = {"f2": np.float16, "f4": np.float32}
    return sum(float(np.frombuffer(one.read(), kinds[one.dtype]).sum()) for one in post.glow.textures)


@pytest.fixture(scope="module")
def drawing() -> Iterator[FrameRenderer]:
    """A renderer of the first seconds at the shore; tests replace its request."""
    request = check_request("sapphire", size=(160, 90), stop=2, tier="low", captions=False)
    made = FrameRenderer(request, Fraction(4), "rgb24")
    yield made
    made.close()


def drawn(drawing: FrameRenderer, shutter: Shutter) -> np.ndarray:
    """A frame with this exposure, `(h, w, 3)`."""
    drawing._request = replace(drawing._request, shutter=shutter)
    frame = VideoFrame(*drawing._request.size, "rgb24")
    reader = drawing.reader([plane.line_size for plane in frame.planes])
    with drawing.renderer.ctx:
        drawing.skip_to(6)
        drawing.draw(6, reader)
        reader.read(frame.planes)
    return frame.to_ndarray().astype(np.float32)


@pytest.mark.slow
def test_motion_is_blurred_and_the_picture_is_as_bright(drawing: FrameRenderer) -> None:
    one, blurred, none = (drawn(drawing, each) for each in (INSTANT, Shutter(Fraction(1), 6), Shutter(Fraction(0), 6)))
    assert np.array_equal(one, none)
    assert np.abs(one - blurred).mean() > 0.05
    assert blurred.mean() == pytest.approx(one.mean(), rel=0.03)
    steep = [np.square(np.diff(picture, axis=1)).mean() for picture in (one, blurred)]
    assert steep[1] < steep[0]


def test_a_dream_is_exposed_from_its_beginning_to_its_end(
    drawing: FrameRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing._request = replace(drawing._request, shutter=Shutter(Fraction(1), 4))
    monkeypatch.setattr(drawing, "_rate", Fraction(2))
    assert [moment.tick for moment in drawing._moments(0)] == [3, 11]
    monkeypatch.setattr(drawing, "_rate", Fraction(24_000, 1001))
    last = drawing._moments(5754)  # 0.01 s before it ends
    assert len(last) == 3
    assert last[-1].tick == 240 * 60 - 1


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of three seconds, whole; its limiter watches, and its end leads into its beginning."""
    folder = tmp_path_factory.mktemp("shutter")
    (folder / "brief.toml").write_text(DREAM, "utf-8")
    options = ["--dream", str(folder / "brief.toml"), "--shutter", "180", "--shutter-samples", "3", "--loop"]
    assert cli.run(["export", str(folder / "whole.mp4"), *ASKED, "--crf", "0", *options]) == 0
    return folder


def pictures(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray().tobytes() for frame in container.decode(video=0)]


@pytest.mark.slow
def test_a_film_says_how_it_was_exposed_and_agrees(films: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with av.open(str(films / "whole.mp4")) as container:
        assert "--shutter 180 --shutter-samples 3 " in container.metadata["comment"]
    assert cli.run(["verify", str(films / "whole.mp4"), "--dream", str(films / "brief.toml")]) == 0
    assert "to the bit" in capsys.readouterr().out


@pytest.mark.slow
def test_the_film_is_the_same_in_segments_by_several_workers_and_when_resumed(films: Path) -> None:
    asked = check_request(str(films / "brief.toml"), size=SIZE, start=1, tier="low")
    asked = replace(asked, loop=Fraction(1), shutter=Shutter(Fraction(1, 2), 3))
    job = FilmJob(asked, Fraction(12), formats.choose(".mp4", SIZE, crf=0), 10)
    told = [film.Outcome(0, 0, 0)]
    film.export(films / "b.mp4", job, {}, lambda: told[-1].segments >= 2, told.append, backend=worker_processes(2))
    assert not (films / "b.mp4").exists()
    film.export(films / "b.mp4", job, {}, lambda: False, told.append, resume=True)
    assert pictures(films / "b.mp4") == pictures(films / "whole.mp4")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--shutter", "361"], "--shutter 361: out of bounds, expected 0 to 360 degrees"),
        (["--shutter", "nan"], "--shutter nan: out of bounds"),
        (
            ["--shutter", "180", "--shutter-samples", "1"],
            "--shutter-samples 1: out of bounds, expected 2 to 64 moments",
        ),
        (["--shutter-samples", "8"], "--shutter-samples 8: give --shutter too, like --shutter 180"),
    ],
)
def test_an_impossible_shutter_is_refused(capsys: pytest.CaptureFixture[str], given: list[str], message: str) -> None:
    assert cli.run(["export", "a.mp4", *ASKED, *given]) == 2
    assert message in capsys.readouterr().err
