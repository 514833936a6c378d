"""Key frames: what breaks here lets editors and pages wait for seconds each time that somebody looks for a place."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from dreamscape import cli, options
from dreamscape.engine.request import check_request
from dreamscape.export import estimate
from dreamscape.export.encoding import codecs, formats, packets
from dreamscape.export.encoding.encoder import Encoder, FramePool
from dreamscape.export.segments.segment_writer import FilmJob

SIZE, RATE, FRAMES = (64, 48), Fraction(10), 45
KINDS = [("h264", ".mp4", False), ("hevc", ".mp4", False), ("av1", ".mp4", False), ("vp9", ".webm", False)]
KINDS += [("vp9", ".webm", True)]
ASKED = ["--act", "shore", "--from", "1", "--to", "2.2", "--fps", "5", "--size", "64x48", "--quality", "low"]


def filmed(path: Path, codec: str, suffix: str, alpha: bool, keyint: Fraction | None) -> list[av.Packet]:
    """The packets of a segment in which something moves."""
    form = formats.choose(suffix, SIZE, codec, preset="ultrafast", alpha=alpha, keyint=keyint)
    encoder = Encoder(path, form, RATE, pool := FramePool(SIZE, form.pixels))
    for number in range(FRAMES):
        frame = pool.acquire()
        for plane in frame.planes:
            codes = (np.arange(plane.buffer_size // 2) + 3 * number) % 200
            plane.update(codes.astype("u2").tobytes())
        encoder.send(frame)
    encoder.finish()
    encoder.join()
    return list(packets.read_packets(path))


@pytest.mark.parametrize(("codec", "suffix", "alpha"), KINDS)
@pytest.mark.parametrize("keyint", [None, Fraction(1, 2), Fraction(0)])
def test_key_frames_are_no_farther_apart_than_keyint(tmp_path, codec, suffix, alpha, keyint) -> None:
    found = filmed(tmp_path / "a.packets", codec, suffix, alpha, keyint)
    keys = sorted(packet.pts for packet in found if packet.is_keyframe)
    most = max(1, round((codecs.DEFAULT_KEYINT if keyint is None else keyint) * RATE))
    assert keys[0] == 0
    assert max(np.diff([*keys, FRAMES])) <= most
    for packet in found if alpha else []:  # the bit of VP9's header that says so; Matroska's is before alpha's
        first = bytes(packet)[0], bytes(packet.get_sidedata(packets.ALPHA))[8]
        assert [not byte & 4 for byte in first] == [packet.is_keyframe] * 2


def keys_of(path: Path) -> tuple[list[int], str]:
    """The places of the key frames, and the comment, of a film."""
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        found = [round(p.pts * p.time_base * 5) for p in film.demux(stream) if p.size and p.is_keyframe]
        return found, film.metadata["comment"]


@pytest.mark.slow
def test_a_film_says_its_key_frames_in_its_command(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["export", "a.mp4", *ASKED, "--keyint", "0.4", "--no-sound"]) == 0
    keys, comment = keys_of(tmp_path / "a.mp4")
    assert keys == [0, 2, 4]
    assert " --keyint 0.4 " in comment
    assert cli.run(["verify", "a.mp4", "--frames", "1"]) == 0


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("a.mp4", "--keyint 9", "--keyint 9: out of bounds, expected up to 8 seconds, or all"),
        ("a.mp4", "--keyint 0", "--keyint 0: out of bounds, expected up to 8 seconds, or all"),
        ("a.mp4", "--keyint some", "--keyint some: not a time, expected one like"),
        ("a.mov", "--keyint 1", "--keyint: ProRes 422 HQ has nothing but key frames; leave --keyint out"),
        ("a.gif", "--keyint 1", "--keyint 1: .gif is an animation, which has no such choice"),
        ("a.%d.png", "--keyint 1", "--keyint 1: .png is a sequence of pictures, which has no such choice"),
    ],
)
def test_what_has_no_such_key_frames_says_so(tmp_path, capsys, name, given, message) -> None:
    assert cli.run(["export", str(tmp_path / name), *ASKED, *given.split()]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("keyint", "keys", "mean"), [("8", 2, 100), ("2", 5, 100), ("0.5", 20, 55), ("all", 100, 21.25)]
)
def test_an_estimate_counts_key_frames(keyint: str, keys: int, mean: float) -> None:
    request = check_request("sapphire", size=SIZE, tier="low", start=0, stop=10)
    job = FilmJob(request, RATE, formats.choose(".mp4", SIZE, keyint=options.keyint(keyint)), 80)
    tried = [[100, 10, 10, 10, 10, 10, 10, 10]] * 2
    assert estimate._segment_bytes(job, tried) == pytest.approx(keys * mean + (100 - keys) * 10)
