"""The former place of `Layer` and `Frame`; kept for one version."""

import warnings

from dreamscape.render.layer import Frame, Layer

__all__ = ["Frame", "Layer"]

warnings.warn(
    "dreamscape.layer: moved, and gone in the next version; write `from dreamscape import Frame, Layer`",
    DeprecationWarning,
    stacklevel=2,
)
