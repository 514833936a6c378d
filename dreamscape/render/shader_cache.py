"""The shader cache, for files that are being edited: the last good text of each shader, and its present errors.

A context that carries a `ShaderCache` is lenient: a shader that does not compile is drawn with its last good text.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import moderngl

from dreamscape.render.shader_source import ShaderSource


class ShaderCache:
    """The shaders of a lenient context.

    Attributes:
        files: all files that were read for shaders so far.
        wrong: the error in a shader's newest text, by its .glsl file.
    """

    def __init__(self) -> None:
        self.files: set[Path] = set()
        self.wrong: dict[Path, str] = {}
        self._good: dict[tuple[Path, str], ShaderSource] = {}
        self._recent: set[Path] = set()

    def store(self, path: Path, defines: Mapping[str, object], source: ShaderSource) -> None:
        """Remember a text that compiled."""
        self._good[path, repr(sorted(defines.items()))] = source
        self._note(source)

    def last_good(self, path: Path, defines: Mapping[str, object], error: str) -> ShaderSource | None:
        """Note the error in a shader's newest text; returns its last good text, or None if there never was one."""
        self.wrong.setdefault(path.resolve(), error)
        good = self._good.get((path, repr(sorted(defines.items()))))
        if good:
            self._note(good)
        return good

    def take_recent(self) -> frozenset[Path]:
        """The files of the shaders that were made since the last call."""
        recent, self._recent = frozenset(self._recent), set()
        return recent

    def mend(self, files: Iterable[Path]) -> set[Path]:
        """Forget all errors after `files` changed; returns them and the files with errors, to be compiled again."""
        again = {*files, *self.wrong}
        self.wrong.clear()
        return again

    def _note(self, source: ShaderSource) -> None:
        read = {source.path.resolve(), *source.files}
        self.files |= read
        self._recent |= read


def cache_of(ctx: moderngl.Context) -> ShaderCache | None:
    """The shader cache of a context, if it is lenient."""
    return ctx.extra if isinstance(ctx.extra, ShaderCache) else None
