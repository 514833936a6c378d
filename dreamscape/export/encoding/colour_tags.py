"""Colour tags: primaries, transfer curve, matrix and range, set alike on encoders and on frames.

Some codecs read them from the frames.
"""

from fractions import Fraction

from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from dreamscape.export.encoding.formats import Format

SRGB_ENCODERS = "png", "tiff"  # FFmpeg's encoders of sRGB pictures; films are BT.709
LINEAR_ENCODER = "exr"  # FFmpeg's encoder of linear light
_SQUARE_PIXELS = Fraction(1)


def set_colour_tags(target: VideoCodecContext | VideoFrame, form: Format) -> None:
    """Set the colour tags of an encoder that is not open yet, or of a frame for it."""
    target.color_primaries = ColorPrimaries.BT709
    target.color_trc = _transfer_curve(form.codec)
    target.colorspace = Colorspace.ITU709
    target.color_range = ColorRange.JPEG if form.pixels.startswith(("gbr", "rgb")) else ColorRange.MPEG
    if isinstance(target, VideoCodecContext) and form.codec in SRGB_ENCODERS:
        target.sample_aspect_ratio = _SQUARE_PIXELS


def _transfer_curve(codec: str) -> ColorTrc:
    if codec in SRGB_ENCODERS:
        return ColorTrc.IEC61966_2_1
    return ColorTrc.LINEAR if codec == LINEAR_ENCODER else ColorTrc.BT709
