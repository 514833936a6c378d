"""Animated PNG and AVIF, from the command line to the decoder: what breaks here plays too slowly, or once."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from dreamscape import cli
from dreamscape.export import verify
from dreamscape.export.flash_review import main_video

FRAMES = 4
ASKED = ("--act", "shore", "--from", "1", "--to", "1.5", "--fps", "8", "--size", "96x54", "--quality", "low")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def export(name: str, *options: str) -> int:
    return cli.run(["export", name, *ASKED, *options])


def decoded(name: str, layout: str = "rgb24") -> np.ndarray:
    with av.open(name, options={"start_number": "8"} if "%" in name else {}) as film:
        return np.stack([frame.to_ndarray(format=layout) for frame in film.decode(main_video(film))])


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """The frames as a sequence without loss has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("drawn"))
        assert export("a.%02d.png", "--bits", "8") == 0
        return decoded("a.%02d.png")


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += 12 + size
    return found


def test_an_animated_png_is_what_was_drawn_again_and_again(drawn: np.ndarray) -> None:
    assert export("a.apng", "--title", "A night") == 0
    np.testing.assert_array_equal(decoded("a.apng"), drawn)
    found = chunks(Path("a.apng").read_bytes())
    told = dict(found)
    assert told[b"acTL"] == FRAMES.to_bytes(4, "big") + bytes(4)  # 0 plays: for ever
    assert [body[20:24] for kind, body in found if kind == b"fcTL"] == [bytes([0, 1, 0, 8])] * FRAMES  # 1/8 s
    assert b"sRGB" in told
    assert found[-1][0] == b"IEND"
    assert b"Title\0\0\0\0\0A night" in [body for kind, body in found if kind == b"iTXt"]
    assert len(verify.read_claims(Path("a.apng")).frames) == 1


@pytest.mark.slow
def test_an_animated_png_keeps_an_alpha_channel() -> None:
    assert export("a.apng", "--layers", "moss,dreamer") == 0
    assert export("a.%02d.png", "--bits", "8", "--layers", "moss,dreamer") == 0
    np.testing.assert_array_equal(decoded("a.apng", "rgba"), decoded("a.%02d.png", "rgba"))


def test_an_avif_shows_what_was_drawn_again_and_again(drawn: np.ndarray) -> None:
    assert export("a.avif", "--fps", "24000/1001", "--from", "1", "--to", "1.1", "--title", "Fish & <chips>") == 0
    with av.open("a.avif") as film:
        stream = main_video(film)
        assert (film.metadata["major_brand"], stream.codec_context.codec.canonical_name) == ("avis", "av1")
        assert stream.average_rate == Fraction(24000, 1001)
        first = next(film.decode(stream))
        assert (first.format.name, first.color_primaries, first.color_range) == ("yuv420p10le", 1, 1)
    data = Path("a.avif").read_bytes()
    at = data.index(b"elst")
    assert data[at + 4 : at + 8] == bytes([0, 0, 0, 1])  # the list of edits is repeated: for ever
    assert b"Fish &amp; &lt;chips&gt;" in data
    assert list(verify.read_claims(Path("a.avif")).frames) == [24]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.apng", "a.avif"])
def test_an_animation_can_be_verified_and_measured(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert export(name, "--to", "3") == 0
    assert cli.run(["verify", name]) == 0
    assert "2 frames, to the bit" in capsys.readouterr().out
    assert cli.run(["flashes", name]) == 0


def test_texts_of_others_are_read_without_trouble(tmp_path: Path) -> None:
    from dreamscape.export.container import png_avif_tags

    for data in (
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffiTXtabc",
        b"\0\0\0\1uuid",
        b"\0\0\0\4uuid",
    ):
        (tmp_path / "a").write_bytes(data)
        assert png_avif_tags.read_comment(tmp_path / "a") == ""


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("a.apng", "--fps 100", "--fps 100: browsers play a faster animated PNG too slowly, expected at most 90"),
        ("a.avif", "--fps 100", "--fps 100: browsers play a faster AVIF too slowly, expected at most 90"),
        ("a.apng", "--fps 100003/5000", "too fine a fraction for an animated PNG, expected numbers up to 65535"),
        ("a.apng", "--crf 3", "--crf 3: an animated PNG is lossless; leave --crf out"),
        ("a.apng", "--sound-codec aac", "--sound-codec aac: .apng holds no sound"),
        ("a.avif", "--codec vp9", "--codec vp9: .avif cannot hold it, expected av1"),
        ("a.avif", "--layers moss", "--layers: .avif holds no alpha channel"),
    ],
)
def test_what_an_animation_cannot_be(capsys: pytest.CaptureFixture[str], folder: Path, name, options, message) -> None:
    assert export(name, *options.split()) == 2
    assert message in capsys.readouterr().err
    assert not list(folder.iterdir())
