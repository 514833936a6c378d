"""Files of one's own that tests make: pictures, clips, voice notes."""

import struct
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from dreamscape.export.container import png


def scene(high: int = 96, wide: int = 96, hue: int = 0) -> NDArray[np.uint8]:
    """A sky, a ground, and a bright disc, `(h, w, 3)`."""
    y, x = np.mgrid[0:high, 0:wide] / max(high, wide)
    picture = np.stack([0.3 + 0.4 * y, 0.5 - 0.2 * y, 0.8 - 0.6 * y], axis=-1)
    picture[np.hypot(x - 0.3, y - 0.25) < 0.1] = (1.0, 0.9, 0.6)
    return np.roll((255 * picture).astype(np.uint8), hue, axis=2)


def save(path: Path, picture: NDArray[np.uint8]) -> Path:
    png.save(path, picture, {}, True)
    return path


def jpeg(path: Path, picture: NDArray[np.uint8], orientation: int) -> Path:
    """A JPEG that tells its orientation."""
    with av.open(path.with_suffix(".mjpeg"), "w", format="mjpeg") as file:
        stream = file.add_stream("mjpeg", rate=1)
        stream.width, stream.height, stream.pix_fmt = picture.shape[1], picture.shape[0], "yuvj444p"
        stream.color_range = 2
        file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        file.mux(stream.encode(None))
    tags = struct.pack("<4sIHHHIHHI", b"II*\0", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    exif = b"Exif\0\0" + tags
    data = path.with_suffix(".mjpeg").read_bytes()
    path.with_suffix(".mjpeg").unlink()
    path.write_bytes(data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:])
    return path


def clip(path: Path, frames: int, rate: int = 10) -> Path:
    """A film in which the disc wanders."""
    with av.open(path, "w") as file:
        stream = file.add_stream("mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        for number in range(frames):
            picture = np.ascontiguousarray(np.roll(scene(96, 128), number, axis=1))
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        file.mux(stream.encode(None))
    return path


def note(path: Path, seconds: float = 6.0) -> Path:
    """A voice note: tones that begin and end."""
    time = np.arange(round(48_000 * seconds)) / 48_000
    return wave(path, 0.3 * np.sin(2.0 * np.pi * 220.0 * time) * (np.sin(2.0 * np.pi * 0.7 * time) > 0.0))


def wave(path: Path, sound: NDArray[np.floating]) -> Path:
    """A sound, `(n,)` at 48 kHz, as a file."""
    with av.open(path, "w") as file:
        stream = file.add_stream("pcm_s16le", rate=48_000, layout="mono")
        data = (32767 * sound).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(data, format="s16", layout="mono")
        frame.sample_rate = 48_000
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path
