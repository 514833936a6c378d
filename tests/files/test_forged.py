"""Files that the program reads back, made by somebody else: what breaks here ends it with an error of Python's own."""

import io
import json
import re
import socket
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest

from dreamscape.dream import dream_file
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.export.encoding import packets
from dreamscape.export.sheet_cells import MAGIC, CellStore
from dreamscape.live.controls.osc import Osc
from dreamscape.live.playback import checkpoint_files
from dreamscape.live.playback.checkpoint_files import CheckpointFiles
from dreamscape.live.playback.checkpoints import try_restore
from dreamscape.memories import clips
from dreamscape.rng import Streams
from dreamscape.shaders import reading
from dreamscape.songs import m3u
from dreamscape.world.world import World

SHAPE = 6, 8, 3
PICTURE = zlib.compress(bytes(6 * 8 * 3))
MAIN = "void mainImage(out vec4 c, in vec2 p) { c = vec4(1.0); }"


@pytest.mark.parametrize(
    "packed",
    [b"", b"noise", PICTURE[:-8], zlib.compress(bytes(5)), zlib.compress(bytes(1 << 22))],
    ids=["empty", "noise", "cut", "small", "large"],
)
def test_a_sheets_picture_that_is_none_is_drawn_again(packed: bytes, tmp_path: Path) -> None:
    record = struct.Struct(">QII").pack
    (tmp_path / "o.png.cells").write_bytes(
        MAGIC + b"a dream\n"
        + b"".join(record(seed, len(data), zlib.crc32(data)) + data for seed, data in ((5, PICTURE), (6, packed)))
    )  # fmt: skip
    store = CellStore(tmp_path / "o.png", "a dream", SHAPE)
    store.begin(resume=True, overwrite=False)
    assert not store[5].any()
    assert 6 not in store
    store.add(6, np.full(SHAPE, 9, np.uint8))
    again = CellStore(tmp_path / "o.png", "a dream", SHAPE)
    again.begin(resume=True, overwrite=False)
    assert (again[6] == 9).all()


def archive(content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as file:
        file.writestr("tick.npy", content)
    return packed.getvalue()


def array(described: str, shape: str) -> bytes:
    head = f"{{'descr': '{described}', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\0" + struct.pack("<H", len(head)) + head.encode()


def flagged(data: bytes, place: int, value: int) -> bytes:
    changed = bytearray(data)
    for head, offset in ((data.find(b"PK\3\4"), place), (data.find(b"PK\1\2"), place + 2)):
        changed[head + offset] = value
    return bytes(changed)


WHOLE = archive(array("<i8", "(1,)") + bytes(8))
STATES = {
    "noise": b"noise",
    "no archive of arrays": archive(b"noise"),
    "of a claimed size": archive(array("<f8", "(99999999999999,)")),
    "of objects": archive(array("|O", "(1,)") + bytes(8)),
    "encrypted": flagged(WHOLE, 6, 1),
    "packed as nobody does": flagged(WHOLE, 8, 77),
    "badly packed": archive(bytes(500)).replace(zlib.compress(bytes(500), wbits=-15), b"\xff" * 5),
    "of another tick": WHOLE,
    "without a tick": archive(array("<i8", "(0,)")),
}


@pytest.mark.parametrize("name", list(STATES))
def test_a_checkpoint_that_is_none_is_removed(name: str, tmp_path: Path) -> None:
    data = STATES[name]
    (tmp_path / "60.state").write_bytes(checkpoint_files._digest(60, data) + data)
    assert CheckpointFiles(tmp_path).read(60) is None
    assert not list(tmp_path.iterdir())


def test_a_state_of_another_shape_is_not_restored() -> None:
    text = b'title = "t"\nseed = 7\n[[act]]\nscene = "silence"\nseconds = 3\n'
    streams = Streams(7)
    timeline = Timeline(dream_file.decode(text, "t"), streams)
    world = World(timeline, streams, Scenes(timeline, streams))
    world.skip_to(20)
    state = world.checkpoint()
    name = next(name for name, one in state.items() if one.size > 1 and one.dtype == np.float32)
    odd = [state[name].reshape(-1)[:1], state[name].astype(np.float64), np.array("words"), np.array(1j)]
    ticks = [np.zeros(0, np.int64), np.array(20), np.array([np.inf]), np.array([[20, 20]])]
    for changed in (*({name: one} for one in odd), *({"tick": one} for one in ticks)):
        assert not try_restore(world, state | changed)
        assert world.tick == 0
    assert try_restore(world, state)


@pytest.mark.parametrize("head", [(0, True, 3 << 30, 0), (0, True, 3, 3 << 30), (-(2**63), True, 3, 0)])
def test_packets_of_claimed_sizes_and_times_are_refused(head: tuple[int, bool, int, int], tmp_path: Path) -> None:
    path = tmp_path / "000001.packets"
    path.write_bytes(packets.MAGIC + struct.pack("<I", 0) + struct.pack("<q?II", *head) + b"abc")
    with pytest.raises(DreamscapeError, match="not a whole packet file"):
        list(packets.read_packets(path))


def test_a_clip_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    from av import VideoFrame, open as opened  # noqa: I001

    path = tmp_path / "x.mkv"
    with opened(path, "w") as file:
        stream = file.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        file.mux(stream.encode(VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")))
        file.mux(stream.encode(None))
    path.write_bytes(path.read_bytes().replace(b"V_MPEG4", b"V_OTHER"))
    with pytest.raises(ValueError, match="cannot be decoded"):
        clips.read(path, 64, 1)


def test_an_address_that_is_none_is_left_out_of_a_list(tmp_path: Path) -> None:
    listed = m3u.decode(b"file://[::1/x.mp3\nhere.mp3\n", tmp_path)
    assert [song.path for song in listed.songs] == [tmp_path / "here.mp3"]
    assert listed.addresses == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "x.json: a buffer '', expected Buffer A to D"),
        ({"outputs": [5, None, "id"]}, ""),
        ({"inputs": [{"channel": 0, "type": "texture", "src": "/a/\ud800.png"}]}, "there is no file"),
    ],
)
def test_an_export_with_odd_parts_is_read_or_refused(change: dict[str, object], said: str, tmp_path: Path) -> None:
    image = {"type": "image", "code": MAIN}
    buffer = {"type": "buffer", "name": "Buffer A", "code": MAIN, "outputs": [{"id": "a"}]} | change
    (tmp_path / "x.json").write_text(json.dumps({"renderpass": [image, buffer]}))
    if not said:
        assert reading.load(tmp_path / "x.json").passes[0].target == "buffer_a"
        return
    with pytest.raises(InputError, match=re.escape(said)):
        reading.load(tmp_path / "x.json")


def test_what_strangers_send_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    port = Osc("127.0.0.1", 0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(b"\x1b[2Jnothing", ("127.0.0.1", port.port))
        out.sendto(b"/a\0\0,K\0\0", ("127.0.0.1", port.port))
    seen = list(port.poll())
    port.close()
    assert (seen, port.ignored) == ([("/a", [])], 1)
    assert not caplog.records
