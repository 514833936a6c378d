"""How large a film may be: what `--max-size` and `--sound-bitrate` ask for, checked before anything is drawn."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamscape.errors import InputError, one_of

if TYPE_CHECKING:
    from dreamscape.export.container.soundtrack import SoundSource
    from dreamscape.export.segments.segment_writer import FilmJob
    from dreamscape.export.size_limit import SizeLimit

SHARE = 0.25  # of a film that its sound may take, where nothing was said
KBITS = {"aac": (256, 192, 160, 128, 96, 64), "libopus": (192, 160, 128, 96, 64, 48)}  # a second, the usual one first
LEAST = 40  # bytes of a frame: even of one in which nothing moves, with what the file says of it


def asked_bitrate(kbits: int | None, codec: str | None) -> int | None:
    """The bits a second of sound that were asked for.

    Raises:
        InputError: there is no sound, or it is not of a codec that loses something.
    """
    if kbits is not None and codec not in KBITS:
        what = "there is no sound" if codec is None else "this sound is lossless"
        raise InputError(f"--sound-bitrate {kbits}: {what}; leave it out, or choose --sound-codec aac or opus")
    return None if kbits is None else kbits * 1000


def asked_fit(
    output: Path, job: "FilmJob", asked: dict[str, Any], codec: str | None, bits: int | None
) -> "tuple[SizeLimit, int | None]":
    """How the film that was asked for is made no larger than `--max-size`, and its bits a second of sound.

    Args:
        output: the film's name.
        job: the film.
        asked: all options.
        codec: FFmpeg's name of the encoder of its sound; None for a silent one.
        bit_rate: a second of sound that were asked for; None for what suits the size.

    Raises:
        InputError: the film has but one quality, or can never be so small; says so.
    """
    from dreamscape import options
    from dreamscape.commands.export_options import form_of
    from dreamscape.export.container.soundtrack import DEFAULT_BIT_RATES
    from dreamscape.export.encoding.codecs import CODECS
    from dreamscape.export.size_limit import SizeLimit

    limit = options.file_size(asked["max_size"])
    known = next((one for one in CODECS.values() if one.encoder == job.form.codec and one.crf), None)
    if known is None or known.crf is None:
        able = one_of(name for name, one in CODECS.items() if one.crf)
        raise InputError(f"--max-size: {output.suffix} like this has only one quality; expected a film, --codec {able}")
    usual, coarsest = known.crf
    finest = usual if asked["crf"] is None else asked["crf"]
    seconds = float(len(job.request.frame_numbers(job.rate)) / job.rate)
    if codec in KBITS and bits is None:
        able_bits = [kbits * 1000 for kbits in KBITS[codec]]
        bits = next((one for one in able_bits if one * seconds / 8 <= SHARE * limit), able_bits[-1])
    sound = seconds * ((bits or DEFAULT_BIT_RATES.get(codec or "", 0)) / 8)
    least = sound + LEAST * len(job.request.frame_numbers(job.rate))
    if least > limit:
        raise InputError(
            f"--max-size {asked['max_size']}: too small for {seconds:.0f} s, expected at least {least / 1e6:.2f} MB; "
            "choose a shorter part, a lower --fps, or --no-sound"
        )

    def form(quality: float) -> "Any":
        return form_of(output, job.request.size, job.rate, {**asked, "crf": quality})

    return SizeLimit(limit, finest, coarsest, known.crf_step, form, known.encoder == "libx264"), bits


def with_bits(sound: "Callable[[], SoundSource]", bits: int | None) -> "Callable[[], SoundSource]":
    """The same sound, in so many bits a second."""
    return lambda: replace(sound(), bit_rate=bits)


def fit_words(size: str | None, kbits: int | None) -> list[str]:
    """The options that ask for the same again."""
    given = (("--max-size", size), ("--sound-bitrate", kbits))
    return [str(part) for pair in given if pair[1] is not None for part in pair]
