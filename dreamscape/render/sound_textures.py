"""The sound that is heard as textures that every layer may read, by the names of COMMON."""

import moderngl

from dreamscape.dream.quantities import SPECTRUM, WAVEFORM
from dreamscape.world.music import HISTORY, NOTHING, Felt

NAMES = "heard_spectrum", "heard_waveform"


class SoundTextures:
    """Both textures.

    `heard_spectrum` is SPECTRUM wide, from low to high, and HISTORY tall: its first row is now, each next one a tick
    earlier. `heard_waveform` is WAVEFORM wide; 0.5 is silence.

    Args:
        ctx: the OpenGL context.

    Attributes:
        textures: by name.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self.textures = {
            name: ctx.texture(size, 1) for name, size in zip(NAMES, ((SPECTRUM, HISTORY), (WAVEFORM, 1)), strict=True)
        }
        for texture in self.textures.values():
            texture.repeat_x = texture.repeat_y = False
        self._shown: Felt | None = None
        self.show(NOTHING)

    def show(self, heard: Felt) -> None:
        """Let them show what is heard; what they show already is not written again."""
        if heard is self._shown:
            return
        self._shown = heard
        for texture, content in zip(self.textures.values(), (heard.spectra, heard.waveform), strict=True):
            texture.write(content.tobytes())
