"""Colours: what codes mean, said in the same words to encoders and of each frame, where some codecs take it from."""

from fractions import Fraction

from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from dreamscape.export.encoding.formats import Format

PICTURES = "png", "tiff"  # FFmpeg's encoders of what is sRGB; films are BT.709
LIGHT = "exr"  # and the one of light as it is
_SQUARE = Fraction(1)


def describe(one: VideoCodecContext | VideoFrame, form: Format) -> None:
    """Say of an encoder that is not open yet, or of a frame for it, what its codes mean."""
    one.color_primaries = ColorPrimaries.BT709
    one.color_trc = _curve(form.codec)
    one.colorspace = Colorspace.ITU709
    one.color_range = ColorRange.JPEG if form.pixels.startswith(("gbr", "rgb")) else ColorRange.MPEG
    if isinstance(one, VideoCodecContext) and form.codec in PICTURES:
        one.sample_aspect_ratio = _SQUARE


def _curve(codec: str) -> ColorTrc:
    if codec in PICTURES:
        return ColorTrc.IEC61966_2_1
    return ColorTrc.LINEAR if codec == LIGHT else ColorTrc.BT709
