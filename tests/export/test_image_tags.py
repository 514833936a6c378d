"""What pictures and animations say of themselves: what breaks here cannot be made again, or cannot be opened."""

import io
import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from dreamscape.export import animation, image_sequence
from dreamscape.export.container.image_tags import GifCommentWriter, tagger
from dreamscape.export.container.mux import SegmentStream
from dreamscape.export.encoding import packets
from dreamscape.export.encoding.encoder import Encoder, FramePool
from dreamscape.export.encoding.formats import Format

SIZE, RATE = (48, 36), Fraction(10)
TAGS = {"title": "A n\u00efght", "comment": "Seed: 7\nCommand: dreamscape export a", "artist": "Ada", "copyright": "CC"}


def filmed(path: Path, form: Format, count: int, moving: bool = True) -> SegmentStream:
    """A segment of pictures."""
    encoder = Encoder(path, form, RATE, pool := FramePool(SIZE, form.pixels))
    for number in range(count):
        frame = pool.acquire()
        for plane in frame.planes:
            codes = (np.arange(plane.buffer_size) * 7 + 40 * number * moving) % 61
            plane.update(codes.astype("u1").tobytes())
        encoder.send(frame)
    encoder.finish()
    encoder.join()
    return SegmentStream(path, 0, count)


def decoded(codec: str, data: bytes) -> tuple[list[bytes], dict[str, str]]:
    """The planes of a picture, and the texts that FFmpeg reads in it."""
    (frame,) = av.CodecContext.create(codec, "r").decode(av.Packet(data))
    return [bytes(plane) for plane in frame.planes], dict(frame.metadata)


@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("suffix", [".png", ".tif", ".exr"])
def test_a_picture_of_a_sequence_says_what_it_is_and_shows_the_same(tmp_path, suffix, alpha) -> None:
    form = image_sequence.choose(suffix, None, alpha)
    (packet,) = packets.read_packets(filmed(tmp_path / "a.packets", form, 1).path)
    labelled = tagger(suffix, TAGS)(bytes(packet))
    before, after = decoded(form.codec, bytes(packet)), decoded(form.codec, labelled)
    assert before[0] == after[0]
    if suffix == ".png":
        assert f"Comment\0\0\0\0\0{TAGS['comment']}".encode() in labelled
        assert f"Author\0\0\0\0\0{TAGS['artist']}".encode() in labelled
    elif suffix == ".exr":
        assert {"title": TAGS["title"], "comments": TAGS["comment"], "owner": "Ada"}.items() <= after[1].items()
    else:
        described = f"{TAGS['title']}\n{TAGS['comment']}"
        assert {"ImageDescription": described, "Artist": "Ada", "Copyright": "CC"}.items() <= after[1].items()
    assert decoded(form.codec, tagger(suffix, {})(bytes(packet)))[0] == before[0]


def test_a_gif_says_what_it_is_before_its_first_picture(tmp_path) -> None:
    form = animation.choose(".gif", SIZE, RATE, None)
    piece = filmed(tmp_path / "a.packets", form, 3)
    for name, tags in (("plain.gif", {}), ("a.gif", TAGS)):
        assert len(list(animation.write(tmp_path / name, [piece], form, SIZE, RATE, tags))) >= 3
    with av.open(str(tmp_path / "a.gif")) as film:
        assert film.metadata["comment"] == f"{TAGS['title']}\n{TAGS['comment']}"
        assert sum(1 for _ in film.decode(video=0)) == 3
    plain, whole = (tmp_path / "plain.gif").read_bytes(), io.BytesIO()
    slow = GifCommentWriter(whole, TAGS)
    assert sum(slow.write(plain[at : at + 1]) for at in range(len(plain))) == len(plain)
    assert whole.getvalue() == (tmp_path / "a.gif").read_bytes()


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and contents of the chunks of a WebP."""
    assert struct.unpack("<I", data[4:8]) == (len(data) - 8,)
    at = 12
    while at < len(data):
        (size,) = struct.unpack("<I", data[at + 4 : at + 8])
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


@pytest.mark.parametrize("moving", [True, False])
def test_a_webp_says_what_it_is_even_if_it_is_one_picture(tmp_path, moving) -> None:
    form = animation.choose(".webp", SIZE, RATE, None)
    piece = filmed(tmp_path / "a.packets", form, 3, moving)
    for _ in animation.write(tmp_path / "a.webp", [piece], form, SIZE, RATE, TAGS):
        pass
    found = list(chunks((tmp_path / "a.webp").read_bytes()))
    kind, extended = found[0]
    assert (kind, extended[0] & 4) == (b"VP8X", 4)
    assert extended[4:] == struct.pack("<I", SIZE[0] - 1)[:3] + struct.pack("<I", SIZE[1] - 1)[:3]
    assert (b"ANMF" in [name for name, _ in found]) == moving
    name, packet = found[-1]
    assert name == b"XMP "
    assert "A n\u00efght" in packet.decode()
    assert "Command: dreamscape export a" in packet.decode()
