"""Posters: what breaks here is printed in another size or other colours, and costs paper."""

import shlex
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from dreamscape import cli
from dreamscape.commands.paper import PAPERS, paper
from dreamscape.errors import InputError
from dreamscape.export.container import icc, png
from dreamscape.options import LARGEST_SIDE

SMALL = ["--size", "A6@30dpi", "--act", "shore", "--at", "2", "--quality", "low"]


def chunks(path: Path) -> dict[bytes, bytes]:
    """The first chunk of each kind."""
    data, at, found = path.read_bytes(), 8, dict[bytes, bytes]()
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        found.setdefault(data[at + 4 : at + 8], data[at + 8 : at + 8 + length])
        at += 12 + length
    return found


@pytest.mark.slow
def test_a_poster_knows_its_size_on_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["poster", "a.png", *SMALL, "--landscape"]) == 0
    assert "175x124 px, 14.8 x 10.5 cm at 30 dots per inch" in capsys.readouterr().err
    found = chunks(tmp_path / "a.png")
    assert struct.unpack(">IIB", found[b"pHYs"]) == (1181, 1181, 1)  # 30 dots per inch
    assert struct.unpack(">II", found[b"IHDR"][:8]) == (175, 124)
    assert b"sRGB" not in found  # a name and a profile at once would contradict each other
    name, profile = found[b"iCCP"].split(b"\0\0", 1)
    assert name == b"sRGB"
    assert zlib.decompress(profile) == icc.srgb()


@pytest.mark.slow
def test_its_command_makes_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["poster", "a.png", *SMALL]) == 0
    data = (tmp_path / "a.png").read_bytes()
    at = data.index(b"iTXtCommand\0")
    (length,) = struct.unpack_from(">I", data, at - 4)
    command = shlex.split(data[at + len(b"iTXtCommand\0\0\0\0\0") : at + 4 + length].decode())
    assert command[:2] == ["dreamscape", "poster"]
    (tmp_path / "a.png").unlink()
    assert cli.run(command[1:]) == 0
    assert (tmp_path / "a.png").read_bytes() == data


@pytest.mark.parametrize(
    ("text", "pixels", "dpi"),
    [
        ("A2@300dpi", (4961, 7016), 300),
        ("a2", (4961, 7016), 300),
        ("A0@300dpi", (9933, 14043), 300),
        ("letter@300dpi", (2550, 3300), 300),
        ("50x70cm@150dpi", (2953, 4134), 150),
        ("24x36in@100dpi", (2400, 3600), 100),
        ("70x50cm@150dpi", (4134, 2953), 150),
        ("100x100mm@254", (1000, 1000), 254),
    ],
)
def test_sheets(text: str, pixels: tuple[int, int], dpi: int) -> None:
    found = paper(text)
    assert (found.pixels, found.dpi) == (pixels, dpi)
    assert paper(text, landscape=True).pixels == (max(pixels), min(pixels))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A9", "not a size of paper"),
        ("A2@fine", "not a density"),
        ("A2@", "not a density"),
        ("A2@29", "30 to 1200 dots"),
        ("A0@400dpi", "13244x18724 px, sides of at most 16384 can be drawn; expected 350 dots per inch at most"),
        ("1500x1500cm", "expected a smaller sheet"),
        ("0x7cm", "at least 1 mm"),
        ("1280x720", "not a size of paper"),
    ],
)
def test_what_is_no_sheet_is_refused_with_what_would_do(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        paper(text)


def test_the_finest_density_that_is_named_can_be_drawn() -> None:
    for name in PAPERS:
        finest = paper(f"{name}@30").finest
        width, height = paper(f"{name}@{min(finest, 1200)}").pixels
        assert max(width, height) <= LARGEST_SIDE


def test_rows_that_come_one_after_another_make_the_same_picture(tmp_path: Path) -> None:
    pixels = np.random.default_rng(3).integers(0, 255, (37, 20, 3), np.uint8)
    png.save_rows(tmp_path / "a.png", (20, 37), [pixels[:9], pixels[9:10], pixels[10:]], {}, False, 300)
    assert (tmp_path / "a.png").read_bytes() == png.encode_png(pixels, {}, 300)


def test_the_profile_is_srgb_as_others_have_it() -> None:
    """Against the colorants that the ICC's own sRGB profile has."""
    data = icc.srgb()
    (count,) = struct.unpack_from(">I", data, 128)
    tags = {data[132 + 12 * i : 136 + 12 * i]: struct.unpack_from(">II", data, 136 + 12 * i) for i in range(count)}
    assert struct.unpack_from(">I", data)[0] == len(data)
    colorants = np.array(
        [np.frombuffer(data, ">i4", 3, tags[tag][0] + 8) / 65536.0 for tag in (b"rXYZ", b"gXYZ", b"bXYZ")]
    )
    expected = [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.71410]]
    np.testing.assert_allclose(colorants, expected, atol=3e-4)
    np.testing.assert_allclose(colorants.sum(axis=0), icc.D50, atol=1e-4)
    curve = np.frombuffer(data, ">u2", icc.STEPS, tags[b"rTRC"][0] + 12)
    assert (curve[0], curve[-1]) == (0, 65535)
    assert abs(curve[icc.STEPS // 2] / 65535.0 - 0.2146) < 2e-3
