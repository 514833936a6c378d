"""Every format from the command line to the decoder: what breaks here is found by an editor who opens the file."""

import resource
import struct
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from dreamscape import cli
from dreamscape.export import animation
from dreamscape.export.container.mux import SegmentStream
from dreamscape.export.encoding import codecs, formats, hardware_encoders
from dreamscape.export.encoding.encoder import Encoder, FramePool, configure
from dreamscape.render.pixel_readback import PIXELS
from dreamscape.render.planes import LAYOUTS

SIZE, FRAMES = (96, 54), 4
ASKED = ("--act", "shore", "--from", "1", "--to", "1.5", "--fps", "8", "--size", "96x54", "--quality", "low")
FILMS = [  # name, options, codec, layout
    ("a.mp4", "", "h264", "yuv420p"),
    ("a.mp4", "--bits 10", "h264", "yuv420p10le"),
    ("a.mp4", "--codec hevc", "hevc", "yuv420p10le"),
    ("a.mp4", "--codec hevc --bits 8 --crf 30 --preset ultrafast", "hevc", "yuv420p"),
    ("a.mp4", "--codec av1", "av1", "yuv420p10le"),
    ("a.mkv", "--codec av1 --bits 8 --preset ultrafast", "av1", "yuv420p"),
    ("a.mp4", "--codec vp9", "vp9", "yuv420p"),
    ("a.webm", "", "vp9", "yuv420p"),
    ("a.webm", "--codec av1", "av1", "yuv420p10le"),
    ("a.mov", "", "prores", "yuv422p10le"),
    ("a.mov", "--codec prores4444", "prores", "yuv444p12le"),  # as FFmpeg decodes it
    ("a.mov", "--codec h264", "h264", "yuv420p"),
    ("a.mkv", "--codec ffv1", "ffv1", "yuv444p10le"),
    ("a.mkv", "--codec ffv1 --bits 8", "ffv1", "yuv444p"),
    ("a.mov", "--layers moss,dreamer", "prores", "yuva444p12le"),
    ("a.mkv", "--layers moss,dreamer", "ffv1", "yuva444p10le"),
    ("a.webm", "--layers moss,dreamer", "vp9", "yuva420p"),
    ("a.gif", "", "gif", "bgra"),
    ("a.%02d.png", "", "png", "rgb48be"),
    ("a.%02d.png", "--bits 8", "png", "rgb24"),
    ("a.%02d.png", "--layers moss,dreamer", "png", "rgba64be"),
    ("a.%02d.tif", "", "tiff", "rgb48le"),
    ("a.%02d.exr", "", "exr", "gbrpf16le"),
    ("a.%02d.exr", "--layers moss,dreamer", "exr", "gbrapf16le"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def export(name: str, *options: str) -> int:
    return cli.run(["export", name, *ASKED, "--no-sound", *options])


def frames(name: str) -> tuple[av.VideoCodecContext, list[av.VideoFrame]]:
    options = {"start_number": "8", "framerate": "8"} if "%" in name else {}
    with av.open(name, options=options) as film:
        stream = film.streams.video[0]
        context = stream.codec_context
        if name.endswith(".webm") and stream.metadata.get("alpha_mode") == "1":
            context = av.CodecContext.create("libvpx-vp9", "r")  # FFmpeg's own decoder leaves alpha out
            return context, [f for packet in film.demux(stream) if packet.size for f in context.decode(packet)] + list(
                context.decode(None)
            )
        return context, list(film.decode(stream))


FILM = 1, 1, 1, 1  # BT.709 three times, and limited range, by FFmpeg's numbers
SAID = {
    ".png": (1, 13, 0, 2),
    ".exr": (2, 8, 2, 0),
    ".tif": (2, 2, 2, 0),
    ".gif": (2, 2, 2, 0),
}  # sRGB; linear; nothing


def said(frame: av.VideoFrame) -> tuple[int, ...]:
    """Primaries, transfer, matrix and range of a decoded frame: what is lost here is lost in the next film."""
    return tuple(map(int, (frame.color_primaries, frame.color_trc, frame.colorspace, frame.color_range)))


@pytest.fixture(scope="module")
def lossless(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """The four frames, `(n, h, w, 3)`, as a sequence without loss has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("lossless"))
        assert export("a.%02d.png", "--bits", "8") == 0
        return np.stack([frame.to_ndarray(format="rgb24") for frame in frames("a.%02d.png")[1]])


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / max(np.mean((a.astype(float) - b) ** 2), 1e-9)))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "options", "codec", "layout"), FILMS, ids=[f"{n} {o}".strip() for n, o, *_ in FILMS])
def test_a_format_is_what_it_says_and_shows_the_dream(lossless, folder, name, options, codec, layout) -> None:
    assert export(name, *options.split()) == 0
    context, found = frames(name)
    assert (context.codec.canonical_name, len(found)) == (codec, FRAMES)
    assert {(frame.width, frame.height) for frame in found} == {SIZE}
    assert {frame.format.name for frame in found} == {layout}
    if context.name != "libvpx-vp9":  # which does not hand on what the container says
        assert {said(frame) for frame in found} == {SAID.get(Path(name).suffix, FILM)}
    assert not list(folder.glob("*.parts"))
    seen = np.stack([frame.to_ndarray(format="rgb24") for frame in found])
    if "--layers" in options:
        alpha = np.stack([frame.to_ndarray(format="rgba")[..., 3] for frame in found])
        assert alpha.min() == 0 < 200 < alpha.max()  # clear sky, the dreamer in front
    elif not name.endswith(".exr"):
        assert psnr(seen, lossless) > (25 if name.endswith(".gif") or "--crf 30" in options else 30)


@pytest.mark.slow
def test_a_webp_begins_again_and_its_pictures_are_the_dreams(lossless, folder) -> None:
    """FFmpeg does not decode animations: each picture is taken out of its frame and decoded as a still one."""
    assert export("a.webp", "--crf", "0") == 0
    data, chunks, at = (folder / "a.webp").read_bytes(), list[tuple[bytes, bytes]](), 12
    while at < len(data):
        name, (size,) = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])
        chunks.append((name, data[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    found = dict(chunks)
    assert struct.unpack("<H", found[b"ANIM"][4:6]) == (0,)  # again and again
    pictures = [body for name, body in chunks if name == b"ANMF"]
    assert [int.from_bytes(body[12:15], "little") for body in pictures] == [125] * FRAMES  # ms
    first = pictures[0][16:]
    still = Path("first.webp")
    still.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(first)) + b"WEBP" + first)
    with av.open(str(still)) as film:
        (frame,) = film.decode(video=0)
    np.testing.assert_array_equal(frame.to_ndarray(format="rgb24"), lossless[0])


@pytest.mark.slow
def test_odd_sizes_are_kept_where_a_format_can_and_refused_where_not(folder, capsys) -> None:
    assert export("a.%02d.png", "--size", "41x27") == 0
    assert (frames("a.%02d.png")[1][0].width, frames("a.%02d.png")[1][0].height) == (41, 27)
    assert export("a.mp4", "--size", "41x27") == 2
    assert "use 40x26 or 42x28" in capsys.readouterr().err


@pytest.mark.slow
def test_light_in_an_exr_is_not_cut_off_at_white(folder) -> None:
    """The flood of light is brighter than any screen."""
    options = ["--act", "chorus", "--from", "5", "--to", "5.1", "--fps", "10", "--size", "64x36", "--quality", "low"]
    assert cli.run(["export", "a.%d.exr", *options]) == 0
    with av.open(next(iter(map(str, folder.glob("*.exr"))))) as film:
        (frame,) = film.decode(video=0)
    assert np.frombuffer(memoryview(frame.planes[0]), np.float16).max() > 1.0


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("a.avi", "", "expected one that ends in .apng, .avif, .exr, .gif, .mkv, .mov, .mp4, .mxf, .png, .tif, .tiff"),
        ("a.png", "", "like a.%05d.png; for one picture use dreamscape still"),
        ("a.%d.%d.png", "", "expected a place for the frames' numbers"),
        ("a.%s.png", "", "expected a place for the frames' numbers"),
        ("no/a.%d.png", "", "the folder no does not exist"),
        ("a.mp4", "--codec ffv1", ".mp4 cannot hold it, expected av1, h264, hevc or vp9, or a file that ends in .mkv"),
        ("a.mp4", "--codec theora", "--codec theora: unknown, expected"),
        ("a.mp4", "--bits 12", "--bits 12: H.264 does not come in 12 bits here, expected 10 or 8"),
        ("a.mp4", "--layers moss", "--layers: .mp4 holds no alpha channel, expected a file that ends in"),
        ("a.mov", "--layers moss --codec h264", "has no alpha channel, which --layers needs"),
        ("a.mov", "--layers fog", "--layers fog: not in the dream sapphire, expected some of"),
        ("a.mov", "--crf 3", "--crf 3: ProRes 422 HQ has only one quality; leave --crf out"),
        ("a.gif", "--codec h264", "--codec h264: .gif is an animation, which has no such choice"),
        ("a.gif", "--fps 60", "too fast for a GIF, expected at most 50"),
        ("a.webp", "--fps 91", "--fps 91: browsers play a faster WebP too slowly, expected at most 90"),
        ("a.mp4", "--codec hevc --size 2x2", "--size 2x2: too small for HEVC, expected at least 50x16"),
        ("a.mov", "--codec hevc --size 48x80", "--size 48x80: too small for HEVC, expected at least 50x16"),
        ("a.webm", "--codec av1 --size 64x2", "--size 64x2: too small for AV1, expected at least 32x32"),
        ("a.mkv", "--codec av1 --size 64x9000", "--size 64x9000: too large for AV1, expected at most 16384x8704"),
        ("a.webp", "--size 16384x64", "--size 16384x64: too large for WebP, expected sides of at most 16383"),
        ("a.gif", "--loop", "--loop: 0.5 s is too short, expected at least 3 s"),
        ("a.mp4", "--supersample 5", "--supersample 5: out of bounds, expected 1 to 2"),
        ("a.mp4", "--encoder magic", "--encoder magic: unknown, expected nvenc, qsv, software, vaapi or videotoolbox"),
        ("a.mkv", "--codec ffv1 --encoder nvenc", "no card encodes ffv1 like this; leave --encoder out"),
    ],
)
def test_what_cannot_be_is_answered_before_anything_is_drawn(folder, capsys, name, options, message) -> None:
    assert export(name, *options.split()) == 2
    _, err = capsys.readouterr()
    assert message in err
    assert err.count("\n") == 1
    assert not list(folder.iterdir())


@pytest.mark.parametrize("kind", hardware_encoders.KINDS)
def test_a_card_that_is_not_there_is_said_plainly(capsys, kind) -> None:
    """On a machine that has one this makes a film."""
    code = export("a.mp4", "--encoder", kind)
    _, err = capsys.readouterr()
    assert code in (0, 2)
    if code == 2:
        assert "leave --encoder out" in err or "choose another --codec or --encoder" in err


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (5120, 2880), (16_384, 4096), (8192, 8192)])
def test_an_archive_takes_any_size(size) -> None:
    """FFmpeg refuses slices that are too large, and more of them than there are pixels, when the encoder is opened."""
    form = formats.choose(".mkv", size, "ffv1")
    context = av.CodecContext.create(form.codec, "w")
    context.options = dict(form.options)
    configure(context, form, size, Fraction(30))
    context.open()


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads what Linux says of its memory")
def test_finding_a_gifs_colours_keeps_no_frames(folder) -> None:
    size, count, rate = (960, 540), 120, Fraction(10)
    form = animation.choose(".gif", size, rate, None)
    piece = SegmentStream(folder / "a.packets", 0, count)
    encoder = Encoder(piece.path, form, rate, pool := FramePool(size, form.pixels))
    for _ in range(count):
        frame = pool.acquire()
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        encoder.send(frame)
    encoder.finish()
    encoder.join()

    def used() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

    before = used()
    next(animation.write(folder / "a.gif", [piece], form, size, rate, {}))
    assert used() - before < count * size[0] * size[1] * 3 / 3


def test_every_layout_that_a_codec_may_ask_for_can_be_written() -> None:
    for codec in codecs.CODECS.values():
        assert {*codec.pixels.values(), *codec.alpha_pixels.values()} <= {*LAYOUTS, *PIXELS}


def test_chroma_is_sited_left_wherever_it_is_shared() -> None:
    for suffix, container in codecs.CONTAINERS.items():
        for name in container.codecs:
            form = formats.choose(suffix, (256, 144), name)
            shared = form.pixels in LAYOUTS and LAYOUTS[form.pixels].wide > 1
            assert (form.options.get("chroma_sample_location") == "left") == shared, name


@pytest.mark.slow
def test_pictures_of_a_sequence_are_srgb_and_have_square_pixels(folder) -> None:
    assert export("a.%02d.png", "--to", "1.2") == 0
    data, chunks, at = (folder / "a.08.png").read_bytes(), dict[bytes, bytes](), 8
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        chunks[data[at + 4 : at + 8]] = data[at + 8 : at + 8 + size]
        at += 12 + size
    assert chunks[b"pHYs"] == struct.pack(">IIB", 1, 1, 0)
    assert b"sRGB" in chunks


@pytest.mark.slow
def test_a_sequence_does_not_write_over_pictures_that_are_there(folder, capsys) -> None:
    (folder / "a.09.png").write_text("mine")
    assert export("a.%02d.png") == 2
    assert "a.09.png: exists already; choose another name or give --overwrite" in capsys.readouterr().err
    assert (folder / "a.09.png").read_text() == "mine"
    assert export("a.%02d.png", "--overwrite") == 0


@pytest.mark.slow
def test_supersampling_draws_the_same_picture_finer(lossless, folder) -> None:
    assert export("a.%02d.png", "--bits", "8", "--supersample", "2") == 0
    fine = np.stack([frame.to_ndarray(format="rgb24") for frame in frames("a.%02d.png")[1]])
    assert 24 < psnr(fine, lossless) < 50  # the same would be infinitely alike
    assert abs(fine.mean() - lossless.mean()) < 2.0


@pytest.mark.slow
def test_the_last_frame_of_a_loop_leads_into_the_first(folder) -> None:
    asked = ["--act", "shore", "--from", "8", "--to", "11", "--fps", "10", "--size", "96x54", "--quality", "low"]
    for name, options in (("b.%02d.png", ()), ("a.%02d.png", ("--loop",))):
        assert cli.run(["export", name, *asked, "--bits", "8", *options]) == 0

    def read(name: str) -> np.ndarray:
        with av.open(name, options={"start_number": "80"}) as film:
            return np.stack([frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]).astype(float)

    plain, loop = read("b.%02d.png"), read("a.%02d.png")
    assert len(loop) == len(plain) == 30
    np.testing.assert_array_equal(loop[:20], plain[:20])

    def seam(film: np.ndarray) -> float:
        return float(np.abs(film[-1] - film[0]).mean())

    step = float(np.abs(np.diff(plain, axis=0)).mean())
    assert seam(loop) < 3.0 * step < seam(plain)
