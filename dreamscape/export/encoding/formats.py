"""The format of a film, chosen by the suffix of its name and by options."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from dreamscape.errors import InputError, instead_of, one_of
from dreamscape.export.encoding import hardware_encoders
from dreamscape.export.encoding.codecs import (
    CHROMA_SITING,
    CODECS,
    CONTAINERS,
    DEFAULT_KEYINT,
    FASTSTART,
    LOOP_FOREVER,
    MAX_AVIF_RATE,
    SUPPORTED_RATES,
    Codec,
    Container,
)
from dreamscape.export.encoding.encoder_settings import DEFAULT_PRESET, PRESETS, EncoderRequest
from dreamscape.render.planes import LAYOUTS
from dreamscape.system import cores
from dreamscape.text import short

DITHER_LOST = 20  # from this CRF on x264 leaves nothing of dither in 8 bits, and takes longer for it


@dataclass(frozen=True, slots=True)
class Format:
    """How a film is compressed.

    Attributes:
        codec: FFmpeg's name of the video encoder.
        pixels: its pixel format, one of `planes.LAYOUTS` or `pixel_readback.PIXELS`.
        options: of the encoder.
        container_options: of the muxer.
        muxer: FFmpeg's name of the container.
        audio_encoders: FFmpeg's names of the audio encoders that the container can hold, the most fitting one first.
        subtitle_encoder: FFmpeg's subtitle encoder for the container; empty for none.
        tag: the four-letter code by which Apple's players know the codec; None for the container's own choice.
        threads: `FRAME` or `SLICE`, how the encoder shares its work among cores.
        keyint: seconds between key frames at most, 0 for key frames only; None for a codec that has no others.
        dark_dither: dither only what is dark, as the encoder leaves nothing of the rest.
    """

    codec: str
    pixels: str
    options: Mapping[str, str]
    container_options: Mapping[str, str]
    muxer: str = "mp4"
    audio_encoders: tuple[str, ...] = ("aac",)
    subtitle_encoder: str = "mov_text"
    tag: str | None = None
    threads: str = "FRAME"
    keyint: Fraction | None = None
    dark_dither: bool = False

    def key_frame_interval(self, rate: Fraction) -> int | None:
        """Frames between key frames at most, at `rate` frames per second; None for a codec that has no others."""
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
    """Choose a film's format by the suffix of the file and the given options.

    Args:
        suffix: of the file, one of SUFFIXES.
        size: of the film, pixels.
        codec: one of CODECS; None for the container's default.
        encoder: `software`, or one of `hardware_encoders.KINDS`; None for software.
        bits: bit depth; None for the codec's default.
        crf: constant quality, 0 is best; None for the codec's default.
        preset: one of PRESETS; None for the default.
        alpha: whether the film has an alpha channel.
        threads: the number the encoder may have; None for as many as suit the cores.
        keyint: seconds between key frames at most, 0 for key frames only; None for the default.

    Raises:
        InputError: the options do not go together, or are not available here; says which would be.
    """
    container = CONTAINERS[suffix.lower()]
    codecs = _codecs(suffix, alpha)
    name = codec or codecs[0]
    chosen = _codec(name, suffix)
    pixels = _pixels(name, codecs, bits, alpha)
    _check_size(name, size)
    quality, preset_name = _quality(name, crf, preset)
    if encoder in (None, hardware_encoders.SOFTWARE):
        request = EncoderRequest(quality, preset_name, size, pixels, threads or cores.usable())
        video = _VideoEncoder(chosen.encoder, pixels, chosen.settings(request), chosen.threads)
    else:
        found = hardware_encoders.find_encoder(
            name, str(encoder), pixels, int(quality), PRESETS.index(preset_name), size
        )
        video = _VideoEncoder(*found, "SLICE")
    hardware_encoders.check_available(video.name, video.pixels, chosen.title)
    is_subsampled = video.pixels in LAYOUTS and LAYOUTS[video.pixels].wide > 1
    return Format(
        video.name,
        video.pixels,
        {**video.options, **(CHROMA_SITING if is_subsampled else {})},
        {"mp4": FASTSTART, "mov": FASTSTART, "avif": LOOP_FOREVER}.get(container.muxer, {}),
        container.muxer,
        _audio_encoders(container, chosen),
        container.subtitle_encoder,
        chosen.tag if container.muxer in ("mp4", "mov") else None,
        video.threads,
        _keyint(chosen, keyint),
        (video.name, video.pixels) == ("libx264", "yuv420p") and quality >= DITHER_LOST,
    )


@dataclass(frozen=True, slots=True)
class _VideoEncoder:
    """FFmpeg's name of an encoder, the pixel format that it is given, its options, and how it shares its work."""

    name: str
    pixels: str
    options: Mapping[str, str]
    threads: str


def _codecs(suffix: str, alpha: bool) -> tuple[str, ...]:
    """The codecs that a file of this kind can hold, with an alpha channel or without."""
    container = CONTAINERS[suffix.lower()]
    codecs = container.alpha_codecs if alpha else container.codecs
    if not codecs:
        able = one_of(other for other, container in CONTAINERS.items() if container.alpha_codecs)
        raise InputError(f"--layers: {suffix} holds no alpha channel, expected a file that ends in {able}")
    return codecs


def _audio_encoders(container: Container, codec: Codec) -> tuple[str, ...]:
    """The audio encoders of a container, first the one that suits the codec: a lossless one for a lossless film."""
    encoders = container.audio_encoders
    if not encoders:
        return ()
    first = encoders[0] if codec.crf else container.lossless_audio
    return first, *(name for name in encoders if name != first)


def _keyint(codec: Codec, keyint: Fraction | None) -> Fraction | None:
    """Seconds between key frames; None for a codec that has nothing but key frames."""
    if codec.crf is not None:
        return DEFAULT_KEYINT if keyint is None else keyint
    if keyint is not None:
        raise InputError(f"--keyint: {codec.title} has nothing but key frames; leave --keyint out")
    return None


def _codec(name: str, suffix: str) -> Codec:
    if name not in CODECS:
        raise InputError(f"--codec {short(name)}: unknown{instead_of(name, CODECS)}")
    if name not in CONTAINERS[suffix.lower()].codecs:
        suffixes = one_of(other_suffix for other_suffix, container in CONTAINERS.items() if name in container.codecs)
        codecs = one_of(CONTAINERS[suffix.lower()].codecs)
        raise InputError(
            f"--codec {name}: {suffix} cannot hold it, expected {codecs}, or a file that ends in {suffixes}"
        )
    return CODECS[name]


def _pixels(name: str, codecs: tuple[str, ...], bits: int | None, alpha: bool) -> str:
    """The pixel format of a codec."""
    if name not in codecs:
        raise InputError(f"--codec {name}: has no alpha channel, which --layers needs; expected {one_of(codecs)}")
    layouts = CODECS[name].alpha_pixels if alpha else CODECS[name].pixels
    if bits is None:
        return next(iter(layouts.values()))
    if bits not in layouts:
        title = f"{CODECS[name].title}{' with alpha' if alpha else ''}"
        raise InputError(f"--bits {bits}: {title} does not come in {bits} bits here, expected {one_of(layouts)}")
    return layouts[bits]


def _check_size(name: str, size: tuple[int, int]) -> None:
    """Raise InputError if a codec does not support the size."""
    codec, given = CODECS[name], "{}x{}".format(*size)
    if size[0] < codec.min_size[0] or size[1] < codec.min_size[1]:
        smallest = "{}x{}".format(*codec.min_size)
        raise InputError(f"--size {given}: too small for {codec.title}, expected at least {smallest}")
    if size[0] > codec.max_size[0] or size[1] > codec.max_size[1]:
        largest = "{}x{}".format(*codec.max_size)
        raise InputError(f"--size {given}: too large for {codec.title}, expected at most {largest}")
    if size[0] % codec.size_multiples[0] or size[1] % codec.size_multiples[1]:
        lower = "{}x{}".format(*(side // step * step for side, step in zip(size, codec.size_multiples, strict=True)))
        upper = "{}x{}".format(
            *(-(-side // step) * step for side, step in zip(size, codec.size_multiples, strict=True))
        )
        rule = f"a width that is a multiple of {codec.size_multiples[0]}"
        rule += f" and a height that is one of {codec.size_multiples[1]}" if codec.size_multiples[1] > 1 else ""
        raise InputError(f"--size {given}: {codec.title} takes {rule}; use {lower} or {upper}")


def check_rate(suffix: str, rate: Fraction) -> None:
    """Raise InputError unless a file of this kind can store this frame rate exactly."""
    if suffix.lower() == ".avif" and rate > MAX_AVIF_RATE:
        raise InputError(f"--fps {rate}: browsers play a faster AVIF too slowly, expected at most {MAX_AVIF_RATE}")
    supported = SUPPORTED_RATES.get(suffix.lower())
    if supported is not None and rate not in supported:
        raise InputError(f"--fps {rate}: {suffix} cannot store this rate, expected {one_of(supported)}")


def _quality(name: str, crf: float | None, preset: str | None) -> tuple[float, str]:
    """The constant quality and the preset, validated."""
    codec = CODECS[name]
    if codec.crf is None:
        for option, value in (("--crf", crf), ("--preset", preset)):
            if value is not None:
                raise InputError(f"{option} {value}: {codec.title} has only one quality; leave {option} out")
        return 0, DEFAULT_PRESET
    default, highest = codec.crf
    crf = default if crf is None else crf
    if not 0 <= crf <= highest:
        raise InputError(f"--crf {crf}: out of bounds for {codec.title}, expected 0 (best) to {highest} (smallest)")
    if preset is not None and preset not in PRESETS:
        raise InputError(f"--preset {short(preset)}: unknown{instead_of(preset, PRESETS)}")
    return crf, preset or DEFAULT_PRESET
