"""Encoders on graphics cards: what this build of FFmpeg offers, asked before anything is drawn."""

from collections.abc import Mapping
from fractions import Fraction

import av
from av.codec.codec import UnknownCodecError
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext

from dreamscape.errors import InputError, one_of
from dreamscape.text import short

SOFTWARE = "software"
KINDS = ("nvenc", "qsv", "vaapi", "videotoolbox")
CODECS = ("h264", "hevc", "av1", "vp9")
PIXELS = {"yuv420p": "nv12", "yuv420p10le": "p010le"}  # the layouts that cards take
QSCALE = 118  # FFmpeg's units of a global quality of 1
HIGHEST = 51  # of H.264's scale of quality


def encoder(
    codec: str, kind: str, pixels: str, crf: int, speed: int, size: tuple[int, int]
) -> tuple[str, str, Mapping[str, str]]:
    """FFmpeg's name of a card's encoder, its layout of planes and its options.

    Args:
        codec: one of `formats.CODECS`.
        kind: one of KINDS.
        pixels: the layout that the encoder in software would take.
        crf, speed: constant quality, and the place in `formats.PRESETS`, 0 to 8.
        size: of the film in pixels.

    Raises:
        InputError: the card, its driver or this build of FFmpeg cannot; says which, and what to do.
    """
    if kind not in KINDS:
        raise InputError(f"--encoder {short(kind)}: unknown, expected {one_of((SOFTWARE, *KINDS))}")
    if codec not in CODECS or pixels not in PIXELS:
        raise InputError(f"--encoder {kind}: no card encodes {codec} like this; leave --encoder out")
    name, layout = f"{codec}_{kind}", PIXELS[pixels]
    options = _options(kind, crf, speed)
    check(name, layout, f"--encoder {kind}")
    _try(name, layout, options, size, kind)
    return name, layout, options


def check(name: str, pixels: str, title: str) -> None:
    """Raise InputError unless this build of FFmpeg has the encoder, for pictures in memory of this layout."""
    try:
        offered = {form.name for form in av.Codec(name, "w").video_formats or ()}
    except UnknownCodecError:
        raise InputError(
            f"{title}: this build of PyAV has no encoder {name}; choose another --codec or --encoder"
        ) from None
    if pixels not in offered:
        raise InputError(
            f"{title}: the encoder {name} of this build of PyAV does not take {pixels} from memory; "
            "choose another --bits, --codec or --encoder"
        )


def _options(kind: str, crf: int, speed: int) -> dict[str, str]:
    """The same quality and preset in a card's own words."""
    if kind == "nvenc":
        return {"rc": "vbr", "cq": str(min(crf, HIGHEST)), "b": "0", "preset": f"p{1 + speed * 6 // 8}"}
    if kind == "qsv":
        names = ("veryfast", "veryfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")
        return {"global_quality": str(max(1, min(crf, HIGHEST))), "preset": names[speed]}
    if kind == "videotoolbox":
        part = 100 - 100 * min(crf, HIGHEST) // HIGHEST  # its scale is 1 to 100, the best
        return {"flags": "+qscale", "global_quality": str(max(1, part) * QSCALE)}
    return {"rc_mode": "CQP", "global_quality": str(max(1, min(crf, HIGHEST)))}


def _try(name: str, pixels: str, options: Mapping[str, str], size: tuple[int, int], kind: str) -> None:
    """Open the encoder once: only the driver knows whether there is a card."""
    context = VideoCodecContext.create(name, "w")
    assert isinstance(context, VideoCodecContext)
    context.width, context.height = size
    context.pix_fmt = pixels
    context.time_base = Fraction(1, 30)
    context.options = dict(options)
    try:
        context.open()
    except (FFmpegError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"--encoder {kind}: {name} cannot be opened at {size[0]}x{size[1]} ({said}); "
            "it needs a card and its driver: leave --encoder out"
        ) from None
