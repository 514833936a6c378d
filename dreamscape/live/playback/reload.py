"""Live reload: dreams, palettes and shaders that are edited while they play."""

from pathlib import Path
from typing import Any, Protocol

import msgspec

from dreamscape import catalogue, resources
from dreamscape.clock import now_ns
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Colour, Dream
from dreamscape.engine.renderer import Renderer
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.files import regular, toml
from dreamscape.files.schema import explain
from dreamscape.render.shader_cache import kept
from dreamscape.world import scene

EVERY = 100_000_000  # ns from one look at the files to the next: with a frame or two, an edit is seen in 200 ms
Stamp = tuple[int, int] | None  # ns and bytes; None for a file that is not there


class Playing(Protocol):
    """What plays and is edited."""

    dream: Dream
    renderer: Renderer

    def rewrite(self, dream: Dream) -> None:
        """Go on with the dream as its file says it now."""

    def tell(self, wrong: str) -> None:
        """Show what is wrong; nothing is if it is empty."""


class FileWatcher:
    """Looks after the files of one session.

    Args:
        session: what plays.
    """

    def __init__(self, session: Playing) -> None:
        self._session = session
        self._stamps: dict[Path, Stamp] = {}
        self._looked = 0
        self._wrong: dict[Path, str] = {}  # of dreams and palettes

    def look(self, force: bool = False) -> None:
        """Take in what has changed since the last look, or all of it; what is wrong with it is shown.

        Args:
            force: do not wait until it is time to look, and take everything for changed.
        """
        now = now_ns()
        if not force and now - self._looked < EVERY:
            return
        self._looked = now
        changed = {path for path in self._files() if self._is_new(path) or force}
        if changed:
            self._take_in(changed)
        shaders = kept(self._session.renderer.ctx)
        wrong = [*self._wrong.values(), *(shaders.wrong.values() if shaders else ())]
        self._session.tell(wrong[0] if wrong else "")

    def _files(self) -> set[Path]:
        shaders = kept(self._session.renderer.ctx)
        return {self._dream, self._palettes, *(shaders.files if shaders else ())}

    @property
    def _dream(self) -> Path:
        return dream_file.path_of(self._session.dream.name)

    @property
    def _palettes(self) -> Path:
        return resources.asset("palettes.toml")

    def _is_new(self, path: Path) -> bool:
        """Whether a file is another one than at the last look."""
        try:
            found = path.stat()
            stamp: Stamp = found.st_mtime_ns, found.st_size
        except OSError:
            stamp = None
        before, self._stamps[path] = self._stamps.get(path, stamp), stamp
        return before != stamp

    def _take_in(self, changed: set[Path]) -> None:
        session = self._session
        for path, take_in in ((self._palettes, self._take_palettes), (self._dream, self._take_dream)):
            if path in changed:
                self._wrong.pop(path, None)
                try:
                    take_in(path)
                except DreamscapeError as error:
                    self._wrong[path] = str(error)
        shaders = kept(session.renderer.ctx)
        if shaders and (files := {path for path in changed if path.suffix == ".glsl"}):
            session.renderer.reload(shaders.mend(files))

    def _take_dream(self, path: Path) -> None:
        dream = dream_file.load(self._session.dream.name)
        catalogue.check(dream)
        if dream.digest != self._session.dream.digest:
            self._session.rewrite(dream)

    def _take_palettes(self, path: Path) -> None:
        try:
            data, kind = regular.read(path, dream_file.LARGEST_FILE), dict[str, dict[str, Colour]]
            found = toml.decode(data, kind, path.name, "palettes")
        except msgspec.ValidationError as error:
            told = explain(error, kind, lambda: toml.decode(data, dict, path.name, ""))
            raise InputError(f"{path.name}: {told}") from None
        except OSError as error:
            raise InputError(f"{path.name}: {error}") from None
        known: dict[str, Any] = scene.palettes()
        for name, colours in known.items():
            if missing := colours.keys() - found.get(name, {}).keys():
                raise InputError(f"{path.name}: {name}: no {min(missing)}, expected #rrggbb for it")
        scene.palettes.cache_clear()


def same_acts(one: Dream, other: Dream) -> bool:
    """Whether a world of one dream can go on in the other: the same scenes for as long, at the same pace."""

    def acts(dream: Dream) -> list[object]:
        return [(act.scene, act.seconds, act.pace, act.shift.seconds) for act in dream.file.act]

    return acts(one) == acts(other) and one.file.endless == other.file.endless
