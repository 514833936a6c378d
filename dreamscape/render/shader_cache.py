"""What is kept of shaders while their files are being edited: the last good text of each, and what is wrong now.

A context that carries a `Kept` is lenient: a shader that does not compile is drawn as it was before.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import moderngl

from dreamscape.render.shader_source import ShaderSource


class ShaderCache:
    """The shaders of a context that is lenient.

    Attributes:
        files: all that were read for shaders so far.
        wrong: by the .glsl file of a shader, what is wrong with its newest text.
    """

    def __init__(self) -> None:
        self.files: set[Path] = set()
        self.wrong: dict[Path, str] = {}
        self._good: dict[tuple[Path, str], ShaderSource] = {}
        self._lately: set[Path] = set()

    def keep(self, path: Path, defines: Mapping[str, object], source: ShaderSource) -> None:
        """A shader was made of this text, and is good."""
        self._good[path, repr(sorted(defines.items()))] = source
        self._note(source)

    def recall(self, path: Path, defines: Mapping[str, object], error: str) -> ShaderSource | None:
        """The last good text of a shader whose newest one is not; None if there never was one."""
        self.wrong.setdefault(path.resolve(), error)
        good = self._good.get((path, repr(sorted(defines.items()))))
        if good:
            self._note(good)
        return good

    def lately(self) -> frozenset[Path]:
        """The files of the shaders that were made since the last call."""
        found, self._lately = frozenset(self._lately), set()
        return found

    def mend(self, files: Iterable[Path]) -> set[Path]:
        """These files have changed; returns them with those of the shaders that are wrong: all may be good now."""
        found = {*files, *self.wrong}
        self.wrong.clear()
        return found

    def _note(self, source: ShaderSource) -> None:
        read = {source.path.resolve(), *source.files}
        self.files |= read
        self._lately |= read


def kept(ctx: moderngl.Context) -> ShaderCache | None:
    """What a context keeps, if it is lenient."""
    return ctx.extra if isinstance(ctx.extra, ShaderCache) else None
