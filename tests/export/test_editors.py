"""Formats for editors and stages, from the command line to the decoder: what breaks here is seen only there."""

from pathlib import Path

import av
import numpy as np
import pytest

from dreamscape import cli
from dreamscape.export import verify

SIZE, FRAMES = (256, 144), 3
ASKED = ("--act", "shore", "--from", "1", "--to", "1.1", "--fps", "30", "--size", "256x144", "--quality", "low")
SLOW = pytest.mark.slow
FILMS = [  # name, options, codec, layout, and the PSNR that is left, dB
    ("a.mov", "--codec dnxhr", "dnxhd", "yuv422p10le", 38),
    pytest.param(*("a.mov", "--codec dnxhr --bits 8", "dnxhd", "yuv422p", 38), marks=SLOW),
    pytest.param(*("a.mov", "--codec dnxhr444", "dnxhd", "yuv444p10le", 44), marks=SLOW),
    pytest.param(*("a.mov", "--codec cineform", "cfhd", "yuv422p10le", 38), marks=SLOW),
    ("a.mov", "--codec cineform --bits 12", "cfhd", "gbrp12le", 44),
    ("a.mov", "--codec dxv", "dxv", "rgba", 30),
    pytest.param(*("a.mxf", "", "dnxhd", "yuv422p10le", 38), marks=SLOW),
    ("a.mxf", "--codec dnxhr444", "dnxhd", "yuv444p10le", 44),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def export(name: str, *options: str) -> int:
    return cli.run(["export", name, *ASKED, *options])


def decoded(name: str) -> list[av.VideoFrame]:
    options = {"start_number": "30", "framerate": "30"} if "%" in name else {}
    with av.open(name, options=options) as film:
        return list(film.decode(video=0))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """The frames, `(n, h, w, 3)`, as a sequence without loss has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("drawn"))
        assert export("a.%02d.png", "--bits", "8") == 0
        return np.stack([frame.to_ndarray(format="rgb24") for frame in decoded("a.%02d.png")]).astype(float)


@pytest.mark.parametrize(("name", "options", "codec", "layout", "left"), FILMS)
def test_a_film_for_editors_shows_what_was_drawn(drawn, name, options, codec, layout, left) -> None:
    assert export(name, *options.split()) == 0
    with av.open(name) as film:
        context, found = film.streams.video[0].codec_context, list(film.decode(video=0))
        assert (context.codec.canonical_name, len(found)) == (codec, FRAMES)
        assert [stream.codec_context.name for stream in film.streams.audio] == ["pcm_s24le"]
        assert film.streams.video[0].average_rate == 30
    assert {(frame.width, frame.height) for frame in found} == {SIZE}
    assert {frame.format.name for frame in found} == {layout}
    assert {(frame.color_primaries, frame.color_trc) for frame in found} == {(1, 1)}
    seen = np.stack([frame.to_ndarray(format="rgb24") for frame in found])
    psnr = float(10 * np.log10(255**2 / np.mean((seen - drawn) ** 2)))
    assert psnr > left
    claims = verify.read_claims(Path(name))
    assert claims.facts["Seed"]
    assert len(claims.frames) == 1


@pytest.mark.slow
def test_cineform_keeps_an_alpha_channel() -> None:
    assert export("a.%02d.png", "--layers", "moss,dreamer") == 0
    assert export("a.mov", "--codec", "cineform", "--layers", "moss,dreamer") == 0
    wanted, seen = (
        np.stack([frame.to_ndarray(format="rgba64le") for frame in decoded(name)]) / 65535
        for name in ("a.%02d.png", "a.mov")
    )
    assert {frame.format.name for frame in decoded("a.mov")} == {"gbrap12le"}
    assert wanted[..., 3].min() == 0 < 0.9 < wanted[..., 3].max()
    assert np.abs(wanted[..., 3] - seen[..., 3]).mean() < 0.002
    cover = wanted[..., 3:]
    assert np.abs(wanted[..., :3] * cover - seen[..., :3] * cover).mean() < 0.002


@pytest.mark.slow
def test_verify_reads_what_an_mxf_says_of_itself(capsys) -> None:
    assert export("a.mxf", "--title", "A night", "--no-sound") == 0
    assert cli.run(["verify", "a.mxf", "--frames", "1"]) == 0
    with av.open("a.mxf") as film:
        assert film.metadata["material_package_name"] == "A night"


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("a.mov", "--codec dnxhr --size 254x144", "--size 254x144: too small for DNxHR, expected at least 256x120"),
        ("a.mov", "--codec cineform --size 250x144", "takes a width that is a multiple of 16; use 240x144 or 256x144"),
        ("a.mov", "--codec dxv --size 250x142", "and a height that is one of 4; use 240x140 or 256x144"),
        ("a.mov", "--codec dxv --layers moss", "--codec dxv: has no alpha channel, which --layers needs"),
        ("a.mov", "--codec dnxhr --bits 12", "--bits 12: DNxHR does not come in 12 bits here, expected 10 or 8"),
        ("a.mkv", "--codec dnxhr", ".mkv cannot hold it, expected"),
        (
            "a.mxf",
            "--fps 15",
            ".mxf cannot store this rate, expected 24, 24000/1001, 25, 30, 30000/1001, 50, 60",
        ),
    ],
)
def test_what_an_editors_format_cannot_hold_is_said_before_anything_is_drawn(
    folder, capsys, name, options, message
) -> None:
    assert export(name, *options.split()) == 2
    assert message in capsys.readouterr().err
    assert not list(folder.iterdir())
