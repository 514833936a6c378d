"""The former place of `Scene`; kept for one version."""

import warnings

from dreamscape.world.scene import Scene

__all__ = ["Scene"]

warnings.warn(
    "dreamscape.scene: moved, and gone in the next version; write `from dreamscape import Scene`",
    DeprecationWarning,
    stacklevel=2,
)
