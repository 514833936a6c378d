"""The format of a film, chosen by the end of its name and by what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from dreamscape.errors import InputError, one_of
from dreamscape.export.encoding import hardware_encoders
from dreamscape.export.encoding.codecs import (
    CODECS,
    CONTAINERS,
    DEFAULT_KEYINT,
    FASTEST,
    FASTSTART,
    LOOPED,
    RATES,
    SITED,
    Codec,
)
from dreamscape.export.encoding.encoder_settings import DEFAULT_PRESET, PRESETS, EncoderWish
from dreamscape.render.planes import LAYOUTS
from dreamscape.system import cores
from dreamscape.text import short


@dataclass(frozen=True, slots=True)
class Format:
    """How a film is compressed.

    Attributes:
        codec: FFmpeg's name of the encoder.
        pixels: of the layout that it takes, one of `planes.LAYOUTS` or `pixels.PIXELS`.
        options: of the encoder.
        container_options: of the container's writer.
        muxer: FFmpeg's name of the container.
        sounds: FFmpeg's encoders of sound that the container holds, the fitting one first.
        subtitles: FFmpeg's encoder of subtitles for the container.
        tag: four letters that Apple's players know the codec by; None for the container's own choice.
        threads: `FRAME` or `SLICE`, how the encoder shares its work among cores.
        keyint: seconds from key frame to key frame at most, 0 for key frames alone; None where there are no others.
    """

    codec: str
    pixels: str
    options: Mapping[str, str]
    container_options: Mapping[str, str]
    muxer: str = "mp4"
    sounds: tuple[str, ...] = ("aac",)
    subtitles: str = "mov_text"
    tag: str | None = None
    threads: str = "FRAME"
    keyint: Fraction | None = None

    def every(self, rate: Fraction) -> int | None:
        """Frames from key frame to key frame at most, at `rate` frames a second; None where there are no others."""
        return None if self.keyint is None else max(1, round(self.keyint * rate))


def choose(
    suffix: str,
    size: tuple[int, int],
    codec: str | None = None,
    encoder: str | None = None,
    bits: int | None = None,
    crf: float | None = None,
    preset: str | None = None,
    alpha: bool = False,
    threads: int | None = None,
    keyint: Fraction | None = None,
) -> Format:
    """The format that was asked for, the rest chosen by the suffix of the file.

    Args:
        suffix: of the file, one of SUFFIXES.
        size: of the film in pixels.
        codec: one of CODECS; None for the container's own.
        encoder: `software`, or one of `hardware.KINDS`; None for software.
        bits: of a code value, 8 or 10; None for the codec's own.
        crf: constant quality, 0 the best; None for the codec's usual one.
        preset: one of PRESETS; None for the default.
        alpha: with an alpha channel.
        threads: that the encoder may have; None for as many as suit the cores.
        keyint: seconds from key frame to key frame at most, 0 for nothing but key frames; None for the usual ones.

    Raises:
        InputError: these do not go together, or are not to be had here; says what would.
    """
    container = CONTAINERS[suffix.lower()]
    able = container.clear if alpha else container.codecs
    if not able:
        ends = one_of(end for end, one in CONTAINERS.items() if one.clear)
        raise InputError(f"--layers: {suffix} holds no alpha channel, expected a file that ends in {ends}")
    name = codec or able[0]
    chosen = _codec(name, suffix)
    pixels = _pixels(name, able, bits, alpha)
    _check_size(name, size)
    number, speed = _quality(name, crf, preset)
    options: Mapping[str, str]
    if encoder in (None, hardware_encoders.SOFTWARE):
        wish = EncoderWish(number, speed, size, pixels, threads or cores.usable())
        maker, options, shared = chosen.encoder, chosen.settings(wish), chosen.threads
    else:
        maker, pixels, options = hardware_encoders.encoder(
            name, str(encoder), pixels, int(number), PRESETS.index(speed), size
        )
        shared = "SLICE"
    hardware_encoders.check(maker, pixels, chosen.title)
    if pixels in LAYOUTS and LAYOUTS[pixels].wide > 1:
        options = {**options, **SITED}
    apple = container.muxer in ("mp4", "mov")
    first = (container.sounds[0] if chosen.crf else container.lossless,) if container.sounds else ()
    return Format(
        maker,
        pixels,
        options,
        {"mp4": FASTSTART, "mov": FASTSTART, "avif": LOOPED}.get(container.muxer, {}),
        container.muxer,
        (*first, *(sound for sound in container.sounds if sound not in first)),
        container.subtitles,
        chosen.tag if apple else None,
        shared,
        _keyint(chosen, keyint),
    )


def _keyint(codec: Codec, asked: Fraction | None) -> Fraction | None:
    """Seconds from key frame to key frame, of a codec that has others."""
    if codec.crf is not None:
        return DEFAULT_KEYINT if asked is None else asked
    if asked is not None:
        raise InputError(f"--keyint: {codec.title} has nothing but key frames; leave --keyint out")
    return None


def _codec(name: str, suffix: str) -> Codec:
    if name not in CODECS:
        raise InputError(f"--codec {short(name)}: unknown, expected {one_of(CODECS)}")
    if name not in CONTAINERS[suffix.lower()].codecs:
        fitting = one_of(end for end, container in CONTAINERS.items() if name in container.codecs)
        held = one_of(CONTAINERS[suffix.lower()].codecs)
        raise InputError(f"--codec {name}: {suffix} cannot hold it, expected {held}, or a file that ends in {fitting}")
    return CODECS[name]


def _pixels(name: str, able: tuple[str, ...], bits: int | None, alpha: bool) -> str:
    """The layout of planes of a codec."""
    if name not in able:
        raise InputError(f"--codec {name}: has no alpha channel, which --layers needs; expected {one_of(able)}")
    layouts = CODECS[name].clear if alpha else CODECS[name].pixels
    if bits is None:
        return next(iter(layouts.values()))
    if bits not in layouts:
        what = f"{CODECS[name].title}{' with alpha' if alpha else ''}"
        raise InputError(f"--bits {bits}: {what} has none such here, expected {one_of(layouts)}")
    return layouts[bits]


def _check_size(name: str, size: tuple[int, int]) -> None:
    """Refuse a size that a codec does not take."""
    codec, asked = CODECS[name], "{}x{}".format(*size)
    if size[0] < codec.least[0] or size[1] < codec.least[1]:
        least = "{}x{}".format(*codec.least)
        raise InputError(f"--size {asked}: too small for {codec.title}, expected at least {least}")
    if size[0] > codec.most[0] or size[1] > codec.most[1]:
        most = "{}x{}".format(*codec.most)
        raise InputError(f"--size {asked}: too large for {codec.title}, expected at most {most}")
    if size[0] % codec.steps[0] or size[1] % codec.steps[1]:
        lower = "{}x{}".format(*(side // step * step for side, step in zip(size, codec.steps, strict=True)))
        upper = "{}x{}".format(*(-(-side // step) * step for side, step in zip(size, codec.steps, strict=True)))
        shape = f"a width that is a multiple of {codec.steps[0]}"
        shape += f" and a height that is one of {codec.steps[1]}" if codec.steps[1] > 1 else ""
        raise InputError(f"--size {asked}: {codec.title} takes {shape}; use {lower} or {upper}")


def check_rate(suffix: str, rate: Fraction) -> None:
    """Raise InputError unless a file of this kind can tell so many frames a second, exactly."""
    if suffix.lower() == ".avif" and rate > FASTEST:
        raise InputError(f"--fps {rate}: browsers show a faster AVIF too slowly, expected at most {FASTEST}")
    able = RATES.get(suffix.lower())
    if able is not None and rate not in able:
        raise InputError(f"--fps {rate}: {suffix} knows no such rate, expected {one_of(able)}")


def _quality(name: str, crf: float | None, preset: str | None) -> tuple[float, str]:
    """The constant quality and the preset, checked."""
    codec = CODECS[name]
    if codec.crf is None:
        for option, value in (("--crf", crf), ("--preset", preset)):
            if value is not None:
                raise InputError(f"{option} {value}: {codec.title} has one quality; leave {option} out")
        return 0, DEFAULT_PRESET
    usual, highest = codec.crf
    crf = usual if crf is None else crf
    if not 0 <= crf <= highest:
        raise InputError(f"--crf {crf}: out of bounds for {codec.title}, expected 0 (best) to {highest} (smallest)")
    if preset is not None and preset not in PRESETS:
        raise InputError(f"--preset {short(preset)}: unknown, expected {one_of(PRESETS)}")
    return crf, preset or DEFAULT_PRESET
