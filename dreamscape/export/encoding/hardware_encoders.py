"""Hardware encoders of graphics cards, tried before anything is drawn."""

from collections.abc import Mapping
from fractions import Fraction

import av
from av.codec.codec import UnknownCodecError
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext

from dreamscape.errors import InputError, instead_of
from dreamscape.text import short

SOFTWARE = "software"
KINDS = ("nvenc", "qsv", "vaapi", "videotoolbox")
CODECS = ("h264", "hevc", "av1", "vp9")
PIXELS = {"yuv420p": "nv12", "yuv420p10le": "p010le"}  # software pixel formats and those that cards take instead
QSCALE = 118  # FFmpeg's units for a global quality of 1
MAX_CRF = 51  # the end of H.264's quality scale


def find_encoder(
    codec: str, kind: str, pixels: str, crf: int, speed: int, size: tuple[int, int]
) -> tuple[str, str, Mapping[str, str]]:
    """FFmpeg's name of a hardware encoder, its pixel format and its options.

    Args:
        codec: one of `codecs.CODECS`.
        kind: one of KINDS.
        pixels: the pixel format that the software encoder would take.
        crf, speed: constant quality, and the index in `encoder_settings.PRESETS`, 0 to 8.
        size: of the film, pixels.

    Raises:
        InputError: the card, its driver or this build of FFmpeg does not support it; says which, and what to do.
    """
    if kind not in KINDS:
        raise InputError(f"--encoder {short(kind)}: unknown{instead_of(kind, (SOFTWARE, *KINDS))}")
    if codec not in CODECS or pixels not in PIXELS:
        raise InputError(f"--encoder {kind}: no card encodes {codec} like this; leave --encoder out")
    name, layout = f"{codec}_{kind}", PIXELS[pixels]
    options = _options(kind, crf, speed)
    check_available(name, layout, f"--encoder {kind}")
    _try_open(name, layout, options, size, kind)
    return name, layout, options


def check_available(name: str, pixels: str, title: str) -> None:
    """Raise InputError unless this build of FFmpeg has the encoder, and it takes this pixel format from memory."""
    try:
        offered = {video_format.name for video_format in av.Codec(name, "w").video_formats or ()}
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
    """The same quality and preset as options of a hardware encoder."""
    if kind == "nvenc":
        return {"rc": "vbr", "cq": str(min(crf, MAX_CRF)), "b": "0", "preset": f"p{1 + speed * 6 // 8}"}
    if kind == "qsv":
        names = ("veryfast", "veryfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")
        return {"global_quality": str(max(1, min(crf, MAX_CRF))), "preset": names[speed]}
    if kind == "videotoolbox":
        quality = 100 - 100 * min(crf, MAX_CRF) // MAX_CRF  # its scale runs from 1 to 100, the best
        return {"flags": "+qscale", "global_quality": str(max(1, quality) * QSCALE)}
    return {"rc_mode": "CQP", "global_quality": str(max(1, min(crf, MAX_CRF)))}


def _try_open(name: str, pixels: str, options: Mapping[str, str], size: tuple[int, int], kind: str) -> None:
    """Open the encoder once: only the driver knows whether there is a card.

    Raises:
        InputError: it does not open.
    """
    context = VideoCodecContext.create(name, "w")
    assert isinstance(context, VideoCodecContext)
    context.width, context.height = size
    context.pix_fmt = pixels
    context.time_base = Fraction(1, 30)
    context.options = dict(options)
    try:
        context.open()
    except (FFmpegError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"--encoder {kind}: {name} cannot be opened at {size[0]}x{size[1]} ({reason}); "
            "it needs a card and its driver: leave --encoder out"
        ) from None
