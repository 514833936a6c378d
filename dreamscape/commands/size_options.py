"""The options `--max-size` and `--sound-bitrate`, checked before anything is drawn."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dreamscape.commands.parameters import ExportParameters
from dreamscape.errors import InputError, one_of

if TYPE_CHECKING:
    from dreamscape.export.container.soundtrack import SoundSource
    from dreamscape.export.encoding.codecs import Codec
    from dreamscape.export.encoding.formats import Format
    from dreamscape.export.segments.segment_writer import FilmJob
    from dreamscape.export.size_limit import SizeLimit

SHARE = 0.25  # of a film's size that its sound may take by default
KBITS = {"aac": (256, 192, 160, 128, 96, 64), "libopus": (192, 160, 128, 96, 64, 48)}  # kbit/s, the default first
MIN_FRAME = 40  # bytes of a frame, even of one in which nothing moves, with its entry in the container


def bit_rate(kbits: int | None, codec: str | None) -> int | None:
    """The bit rate of the sound that was asked for, bits per second.

    Raises:
        InputError: there is no sound, or its codec is lossless.
    """
    if kbits is not None and codec not in KBITS:
        reason = "there is no sound" if codec is None else "this sound is lossless"
        raise InputError(f"--sound-bitrate {kbits}: {reason}; leave it out, or choose --sound-codec aac or opus")
    return None if kbits is None else kbits * 1000


def size_limit(
    output: Path, job: "FilmJob", parameters: ExportParameters, audio_codec: str | None, bits: int | None
) -> "tuple[SizeLimit, int | None]":
    """The size limit that `--max-size` asks for, and the bit rate of the sound within it.

    Args:
        output: the film's name.
        job: the film.
        parameters: of the export.
        audio_codec: FFmpeg's name of the audio encoder; None for a silent film.
        bits: bit rate that was asked for, bits per second; None for one that suits the size.

    Raises:
        InputError: the film has only one quality, or can never be so small.
    """
    from dreamscape import options
    from dreamscape.commands.export_options import film_format
    from dreamscape.export.size_limit import SizeLimit

    limit = options.file_size(parameters.max_size or "")
    codec, (default, coarsest) = _codec(output, job)
    seconds = float(len(job.request.frame_numbers(job.rate)) / job.rate)
    if bits is None and audio_codec in KBITS:
        rates = [kbits * 1000 for kbits in KBITS[audio_codec]]
        bits = next((rate for rate in rates if rate * seconds / 8 <= SHARE * limit), rates[-1])
    _check_possible(job, parameters, limit, seconds * _bytes_per_second(audio_codec, bits))

    def format_at(quality: float) -> "Format":
        return film_format(output, job.request.size, job.rate, replace(parameters, crf=quality))

    finest = default if parameters.crf is None else parameters.crf
    return SizeLimit(limit, finest, coarsest, codec.crf_step, format_at, codec.encoder == "libx264"), bits


def _codec(output: Path, job: "FilmJob") -> "tuple[Codec, tuple[int, int]]":
    """The video codec of a film, and its default and highest CRF."""
    from dreamscape.export.encoding.codecs import CODECS

    for codec in CODECS.values():
        if codec.encoder == job.form.codec and codec.crf:
            return codec, codec.crf
    able = one_of(name for name, codec in CODECS.items() if codec.crf)
    raise InputError(f"--max-size: {output.suffix} like this has only one quality; expected a film, --codec {able}")


def _bytes_per_second(audio_codec: str | None, bits: int | None) -> float:
    """The size of a lossy sound; 0 for a lossless one, whose size is not known yet."""
    from dreamscape.export.container.soundtrack import DEFAULT_BIT_RATES

    return (bits or DEFAULT_BIT_RATES.get(audio_codec or "", 0)) / 8


def _check_possible(job: "FilmJob", parameters: ExportParameters, limit: int, sound: float) -> None:
    """Raise InputError if even a film in which nothing moves would be too large with its sound."""
    frames = len(job.request.frame_numbers(job.rate))
    smallest = sound + MIN_FRAME * frames
    if smallest > limit:
        seconds = round(float(frames / job.rate), 1)
        raise InputError(
            f"--max-size {parameters.max_size}: too small for {seconds:g} s, expected at least "
            f"{max(smallest / 1e6, 0.01):.2f} MB; choose a shorter part, a lower --fps, or --no-sound"
        )


def with_bit_rate(sound: "Callable[[], SoundSource]", bits: int | None) -> "Callable[[], SoundSource]":
    """The same sound at a bit rate, bits per second; None for the default."""
    return lambda: replace(sound(), bit_rate=bits)


def size_arguments(parameters: ExportParameters) -> list[str]:
    """The arguments that ask for the same size and bit rate."""
    given = (("--max-size", parameters.max_size), ("--sound-bitrate", parameters.sound_bitrate))
    return [str(word) for pair in given if pair[1] is not None for word in pair]
