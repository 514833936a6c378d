"""The soundtrack, encoded while the film is muxed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from numpy.typing import NDArray

from dreamscape.errors import InputError, one_of
from dreamscape.text import short

RATE = 48_000  # samples per second
DEFAULT_BIT_RATES = {"aac": 256_000, "libopus": 192_000}  # stereo, of the lossy codecs: their loss is inaudible
LOUDNESS_RANGE = -31.0, -9.0  # LUFS that can be asked for: quieter is lost in a room, louder leaves no quiet passages
ENCODERS = {"aac": "aac", "opus": "libopus", "flac": "flac", "alac": "alac", "pcm": "pcm_s24le"}  # FFmpeg's encoders


@dataclass(frozen=True, slots=True)
class SoundSource:
    """The sound of a film, and how to encode it.

    Attributes:
        blocks: `(n, 2) float32` each, 48 kHz, -1 to 1; the first sample sounds with the first frame.
        codec: FFmpeg's name of the encoder.
        bit_rate: bit rate of a lossy codec, bits per second; None for the default.
    """

    blocks: Iterable[NDArray[np.float32]]
    codec: str
    bit_rate: int | None = None


def choose_encoder(name: str | None, supported: Sequence[str], suffix: str) -> str:
    """Choose an audio encoder; returns FFmpeg's name of it.

    Args:
        name: one of NAMES; None for the first that the container can hold.
        supported: FFmpeg's names of the encoders that the container can hold.
        suffix: of the file.

    Raises:
        InputError: the container cannot hold it, or this FFmpeg does not have it; says what to use instead.
    """
    available = {option: ffmpeg_name for option, ffmpeg_name in ENCODERS.items() if ffmpeg_name in supported}
    if name is not None and name not in available:
        raise InputError(f"--sound-codec {short(name)}: {suffix} cannot hold it, expected {one_of(available)}")
    chosen_encoder = supported[0] if name is None else available[name]
    if chosen_encoder not in av.codecs_available:
        raise InputError(f"{suffix}: this FFmpeg has no {chosen_encoder}; use another --sound-codec, or --no-sound")
    return chosen_encoder


class Soundtrack:
    """The sound track of a container that is being written.

    Args:
        out: the container, whose header is not written yet.
        sound: what to encode.
    """

    def __init__(self, out: OutputContainer, sound: SoundSource) -> None:
        self._sound = sound
        self._stream = cast(AudioStream, out.add_stream(sound.codec, rate=RATE))
        context = self._stream.codec_context
        context.layout = "stereo"
        context.time_base = Fraction(1, RATE)
        if sound.codec in DEFAULT_BIT_RATES:
            context.bit_rate = sound.bit_rate or DEFAULT_BIT_RATES[sound.codec]
        if sound.codec == "flac":
            context.format = "s32"  # of which FFmpeg uses 24 bits
        self._format = context.format.name

    def packets(self) -> "Iterator[tuple[Fraction, list[Packet[Any]]]]":
        """The encoded packets in order of time, each with the time in seconds at which it ends."""
        context = self._stream.codec_context
        resampler = AudioResampler(
            format=self._format, layout="stereo", rate=RATE, frame_size=context.frame_size or 1024
        )
        sample_count = 0
        for block in self._sound.blocks:
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.T), format="fltp", layout="stereo")
            frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), sample_count
            sample_count += len(block)
            for frame_part in resampler.resample(frame):
                yield Fraction(sample_count, RATE), self._stream.encode(frame_part)
        for frame_part in resampler.resample(None):
            yield Fraction(sample_count, RATE), self._stream.encode(frame_part)
        yield Fraction(sample_count, RATE), self._stream.encode(None)
