"""The film file: what a player, an editor and an archive find in it."""

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest

import dreamscape
from dreamscape import options
from dreamscape.clock import moment_of_frame
from dreamscape.engine.provenance import tags
from dreamscape.engine.request import check_request
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.export import film
from dreamscape.export.encoding import codecs, formats
from dreamscape.export.encoding.encoder import FramePool
from dreamscape.export.encoding.formats import Format
from dreamscape.export.segments import limiter_history
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.files import placing

SIZE = (96, 54)
LOSSLESS = formats.choose(".mp4", SIZE, crf=0, preset="ultrafast")


def never() -> bool:
    return False


def export(
    path: Path, rate="25", form=LOSSLESS, interrupt=never, tell=lambda outcome: None, overwrite=False, **asked
) -> film.Outcome:
    """A film in segments of eight frames."""
    request = check_request(size=SIZE, tier="low", **asked)
    metadata = tags(request, ["export", path.name, "--size", "96x54"])
    return film.export(
        path, FilmJob(request, options.rate(rate), form, 8), metadata, interrupt, tell, overwrite=overwrite
    )


def test_of_segments_with_light_before_them_those_exposed_unlike_in_one_go_are_found(monkeypatch) -> None:
    light, firsts, exposures = np.zeros((8, 18, 32, 3), np.float16), list[int](), limiter_history.exposures

    def exposed(before, light, first, rate):
        firsts.append(first)
        return exposures(before, light, first, rate)

    right = limiter_history.digest(exposures(light, light, 8, Fraction(25)))
    entries = {number: SimpleNamespace(exposed=digest) for number, digest in enumerate((right, right, "wrong", ""))}
    store = SimpleNamespace(
        manifest=SimpleNamespace(segments=entries, frames=lambda number: range(8 * number, 8 * number + 8)),
        read_light=lambda number: light,
        read_before=lambda number, count: light[: 8 * number],
    )
    monkeypatch.setattr(limiter_history, "exposures", exposed)
    assert film.misexposed_segments(SimpleNamespace(rate=Fraction(25)), store) == [2]
    assert firsts == [8, 16]


def pictures(path: Path, pixels: str = "yuv420p") -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format=pixels) for frame in container.decode(video=0)]


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / max(np.mean((a.astype(float) - b) ** 2), 1e-9)))


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """The first 0.8 s, lossless."""
    path = tmp_path_factory.mktemp("film") / "whole.mp4"
    outcome = export(path, stop=0.8)
    assert (outcome.written, outcome.total, outcome.segments, outcome.joined) == (20, 20, 3, 1.0)
    return path


@pytest.mark.slow
@pytest.mark.parametrize(("rate", "count"), [("24000/1001", 10), ("30000/1001", 12), ("25", 10), ("60", 24)])
def test_players_find_exact_rate_and_tags(tmp_path, rate, count):
    path = tmp_path / "a.mp4"
    export(path, rate, formats.choose(".mp4", SIZE, crf=18, preset="ultrafast"), stop=0.4)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        times = [frame.pts * stream.time_base for frame in container.decode(stream)]
        assert stream.average_rate == options.rate(rate)
        assert stream.frames == len(times) == count
        assert times == [n / options.rate(rate) for n in range(count)]
        assert (context.codec.name, context.pix_fmt, context.width, context.height) == ("h264", "yuv420p", *SIZE)
        described = (context.color_primaries, context.color_trc, context.colorspace, context.color_range)
        assert described == (1, 1, 1, 1)  # BT.709, BT.709, BT.709, limited


@pytest.mark.slow
def test_index_comes_first(whole):
    data = whole.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.slow
def test_metadata_says_how_to_make_it_again(whole):
    with av.open(str(whole)) as container:
        found = container.metadata
    facts = dict(line.split(": ", 1) for line in found["comment"].splitlines())
    assert found["title"] == "Sapphire"
    assert facts["Version"] == f"dreamscape {dreamscape.__version__}"
    assert facts["Dream"].startswith("sapphire ")
    assert facts["Seed"] == "7"
    assert facts["Command"] == "dreamscape export whole.mp4 --size 96x54"


@pytest.mark.slow
def test_same_command_same_frames(whole, tmp_path):
    export(tmp_path / "again.mp4", stop=0.8)
    np.testing.assert_array_equal(pictures(whole), pictures(tmp_path / "again.mp4"))


ENCODES = """
import hashlib, sys
from fractions import Fraction
from pathlib import Path
import numpy as np
from dreamscape.export.encoding.encoder import Encoder, FramePool
from dreamscape.export.encoding.formats import choose
size, path = (160, 90), Path(sys.argv[1])
pool = FramePool(size, "yuv420p")
encoder = Encoder(path, choose(".mp4", size, crf=8), Fraction(5), pool)
x, y = np.meshgrid(np.arange(160), np.arange(90))
grain = np.random.default_rng(7).uniform(80, 100, x.shape)
for number in range(40):
    frame = pool.acquire()
    luma = grain + 30 * np.sin(x / 9 + number * 0.7) * np.sin(y / 7 - number * 0.3)
    for plane, values in zip(frame.planes, (luma, 120, 120)):
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        rows[: plane.height, : plane.width] = values
    encoder.send(frame)
encoder.finish()
encoder.join()
print(hashlib.md5(path.read_bytes()).hexdigest())
"""


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs glibc's way of filling memory")
def test_what_lies_in_memory_does_not_change_a_film(tmp_path):
    """An encoder that reads what nobody wrote makes another film each time: gone on with, it would not be the same."""
    made = set()
    for filled in ("0", "85", "170"):
        command = [sys.executable, "-c", ENCODES, str(tmp_path / "packets")]
        asked = os.environ | {"MALLOC_PERTURB_": filled}
        made.add(subprocess.run(command, env=asked, capture_output=True, text=True, check=True).stdout)
    assert len(made) == 1


@pytest.mark.slow
def test_a_part_has_the_frames_of_the_whole(whole, tmp_path):
    export(tmp_path / "part.mp4", start=0.4, stop=0.8)
    np.testing.assert_array_equal(pictures(whole)[10:], pictures(tmp_path / "part.mp4"))


@pytest.mark.parametrize("pixels", ["rgb24", "yuv420p", "yuv420p10le"])
def test_a_frame_that_an_encoder_still_holds_is_left_to_it(pixels) -> None:
    """Its successor has rows as long as drawing was told; FFmpeg's own copies of this size are padded otherwise."""
    pool = FramePool(SIZE, pixels)
    graph = av.filter.Graph()
    source = graph.add_buffer(width=96, height=54, format=av.VideoFormat(pixels), time_base=Fraction(1, 25))
    source.link_to(graph.add("buffersink"))
    graph.configure()
    held = []
    for number in range(6):
        frame = pool.acquire()
        assert [plane.line_size for plane in frame.planes] == pool.strides
        for plane in frame.planes:
            plane.update(bytes([number]) * plane.buffer_size)
        frame.pts = number
        graph.push(frame)
        held.append(graph.pull())
        pool.release(frame)
    assert [{*bytes(frame.planes[0])} for frame in held] == [{number} for number in range(6)]


@pytest.mark.slow
def test_the_film_shows_what_frames_gives(tmp_path):
    path = tmp_path / "a.mp4"
    export(path, form=formats.choose(".mp4", SIZE, crf=12, preset="medium"), stop=0.4)
    to_ycbcr = np.array([[0.2126, 0.7152, 0.0722], [-0.1146, -0.3854, 0.5], [0.5, -0.4542, -0.0458]])  # BT.709
    for shown, frame in zip(pictures(path), dreamscape.frames(size=SIZE, fps=25, stop=0.4, quality="low"), strict=True):
        y, cb, cr = np.moveaxis(frame / 255 @ to_ycbcr.T * [219, 224, 224] + [16, 128, 128], -1, 0)
        luma, rest = shown[: SIZE[1]], shown[SIZE[1] :].reshape(2, SIZE[1] // 2, SIZE[0] // 2)
        assert psnr(luma, y) > 40
        assert abs(luma.mean() - y.mean()) < 0.25
        assert abs(rest[0].mean() - cb.mean()) < 0.25
        assert abs(rest[1].mean() - cr.mean()) < 0.25


@pytest.mark.slow
def test_another_seed_is_another_film(whole, tmp_path):
    export(tmp_path / "other.mp4", stop=0.8, seed_number=8)
    assert not np.array_equal(pictures(whole), pictures(tmp_path / "other.mp4"))


@pytest.mark.slow
def test_interrupted_before_the_first_segment_is_whole_leaves_nothing(tmp_path):
    outcomes: list[film.Outcome] = []
    for interrupt in (lambda: True, lambda: len(outcomes) >= 5):
        outcome = export(tmp_path / "a.mp4", interrupt=interrupt, tell=outcomes.append, stop=0.8)
        assert (outcome.segments, outcome.joined) == (0, 0.0)
        assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_what_was_there_stays_until_the_new_film_is_whole(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_text("before")

    def look(outcome: film.Outcome) -> None:
        assert outcome.joined == 1.0 or path.read_text() == "before"

    export(path, tell=look, stop=0.4, overwrite=True)
    assert len(pictures(path)) == 10
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
def test_failing_encoder_leaves_nothing(tmp_path):
    form = Format("libx264", "yuv420p", {"preset": "no such preset"}, {})
    with pytest.raises(DreamscapeError, match=r"a\.mp4: writing failed after \d of 20 frames"):
        export(tmp_path / "a.mp4", form=form, stop=0.8)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_failing_progress_leaves_nothing(tmp_path):
    def fail(outcome: film.Outcome) -> None:
        raise RuntimeError("terminal lost")

    with pytest.raises(RuntimeError, match="terminal lost"):
        export(tmp_path / "a.mp4", tell=fail, stop=0.8)
    assert not list(tmp_path.iterdir())


def test_output_is_checked_first(tmp_path):
    (tmp_path / "there.mp4").touch()
    (tmp_path / "folder.mp4").mkdir()
    for name, message in [
        ("there.mp4", "exists already; choose another name or give --overwrite"),
        ("folder.mp4", "is a folder"),
        ("missing/a.mp4", "does not exist; make it first"),
        ("a.avi", "expected one that ends in .avif, .mkv, .mov, .mp4, .mxf or .webm"),
        ("x" * 300 + ".mp4", "cannot be written"),
    ]:
        with pytest.raises(InputError, match=message):
            placing.check(tmp_path / name, codecs.SUFFIXES, overwrite=False)
    placing.check(tmp_path / "there.mp4", codecs.SUFFIXES, overwrite=True)


@pytest.mark.slow
def test_a_frame_leaves_nothing_behind_on_the_gpu():
    """What is made for each frame and let go of waits to be freed: it would fill the memory of a long film or night."""
    renderer = check_request(size=SIZE, act="shore").renderer()
    with renderer.ctx:
        renderer.draw(moment_of_frame(0, Fraction(12)))
        before = len(renderer.ctx.objects)
        for number in range(1, 12):
            renderer.draw(moment_of_frame(number, Fraction(12)))
        assert len(renderer.ctx.objects) == before
    renderer.ctx.release()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
def test_memory_does_not_grow_with_length(tmp_path):
    def grown(name: str) -> int:
        pages: list[int] = []

        def weigh(outcome: film.Outcome) -> None:
            pages.append(int(Path("/proc/self/statm").read_text().split()[1]))

        export(tmp_path / name, form=formats.choose(".mp4", SIZE), tell=weigh, stop=9)
        return (pages[-1] - pages[100]) * 4096

    assert grown("a.mp4") < 8 << 20 or grown("b.mp4") < 8 << 20  # other threads of this process may grow, once
