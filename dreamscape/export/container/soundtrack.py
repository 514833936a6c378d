"""The soundtrack: what is heard, encoded while the film is joined."""

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

RATE = 48_000  # samples a second
BITS_A_SECOND = {"aac": 256_000, "libopus": 192_000}  # stereo, of the codecs that lose something: nobody hears it
LOUDNESSES = -31.0, -9.0  # LUFS, of what can be asked for: below it is lost in a room, above nothing is left of quiet
NAMES = {"aac": "aac", "opus": "libopus", "flac": "flac", "alac": "alac", "pcm": "pcm_s24le"}  # FFmpeg's encoders


@dataclass(frozen=True, slots=True)
class SoundSource:
    """What is heard in a film.

    Attributes:
        blocks: `(n, 2) float32` each, 48 kHz, -1 to 1; the first sample sounds with the first frame.
        codec: FFmpeg's name of the encoder.
        bits: a second, of a codec that loses something; None for the usual number.
    """

    blocks: Iterable[NDArray[np.float32]]
    codec: str
    bits: int | None = None


def encoder(name: str | None, held: Sequence[str], suffix: str) -> str:
    """FFmpeg's name of an encoder of sound.

    Args:
        name: one of NAMES; None for the first that the file holds.
        held: FFmpeg's names of those that it holds.
        suffix: of the file.

    Raises:
        InputError: the file cannot hold it, or it is not to be had here; says what would do.
    """
    able = {ours: theirs for ours, theirs in NAMES.items() if theirs in held}
    if name is not None and name not in able:
        raise InputError(f"--sound-codec {short(name)}: {suffix} cannot hold it, expected {one_of(able)}")
    chosen = held[0] if name is None else able[name]
    if chosen not in av.codecs_available:
        raise InputError(f"{suffix}: FFmpeg has no {chosen} here, expected another --sound-codec, or --no-sound")
    return chosen


class Soundtrack:
    """A track of sound in a file that is being written.

    Args:
        out: the file, whose header has not been written yet.
        sound: what is heard.
    """

    def __init__(self, out: OutputContainer, sound: SoundSource) -> None:
        self._sound = sound
        self._stream = cast(AudioStream, out.add_stream(sound.codec, rate=RATE))
        context = self._stream.codec_context
        context.layout = "stereo"
        context.time_base = Fraction(1, RATE)
        if sound.codec in BITS_A_SECOND:
            context.bit_rate = sound.bits or BITS_A_SECOND[sound.codec]
        if sound.codec == "flac":
            context.format = "s32"  # 24 bits of it
        self._format = context.format.name

    def packets(self) -> "Iterator[tuple[Fraction, list[Packet[Any]]]]":
        """The encoded sound in order of time, each packet with the time in seconds at which it ends."""
        context = self._stream.codec_context
        resampler = AudioResampler(
            format=self._format, layout="stereo", rate=RATE, frame_size=context.frame_size or 1024
        )
        sent = 0
        for block in self._sound.blocks:
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.T), format="fltp", layout="stereo")
            frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), sent
            sent += len(block)
            for piece in resampler.resample(frame):
                yield Fraction(sent, RATE), self._stream.encode(piece)
        for piece in resampler.resample(None):
            yield Fraction(sent, RATE), self._stream.encode(piece)
        yield Fraction(sent, RATE), self._stream.encode(None)
