"""Live reload: dreams, palettes and shaders can be edited while they play."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import msgspec

from dreamscape import resources
from dreamscape.clock import now_ns
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Colour, Dream
from dreamscape.engine import dream_source, shader_files
from dreamscape.engine.renderer import Renderer
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.files import regular, toml
from dreamscape.files.schema import explain
from dreamscape.live.playback.code_reload import CodeReload, CodeReloadable
from dreamscape.render.shader_cache import cache_of
from dreamscape.world import scene

EVERY = 100_000_000  # ns between two looks at the files: with a frame or two, an edit is visible in 200 ms
CODE = Path()  # what errors of code are kept under, whichever file they are in
Stamp = tuple[int, int] | None  # modification time, ns, and bytes; None for a missing file


class Reloadable(CodeReloadable, Protocol):
    """A session whose files can be edited."""

    renderer: Renderer

    def show_error(self, message: str) -> None:
        """Show an error; an empty message clears it."""


class FileWatcher:
    """Watches the files of one session.

    Args:
        session: the session.
    """

    def __init__(self, session: Reloadable) -> None:
        self._session = session
        self._stamps: dict[Path, Stamp] = {}
        self._looked_at = 0
        self._errors: dict[Path, str] = {}  # of dreams, palettes and code
        self._code = CodeReload(session)
        self._edited: set[Path] = set()  # code that is run at the next look, once the window says so

    def look(self, force: bool = False) -> None:
        """Reload the files that have changed since the last look, or all of them; show what is wrong with them.

        Called before every frame: code that is being taken in is gone on with each time, files are looked at now and
        then.

        Args:
            force: look at once, and treat every file but code as changed.
        """
        due = force or bool(self._edited) or now_ns() - self._looked_at >= EVERY
        if self._code.busy:
            self._try(self._code.step)
        elif not due:
            return
        if due:
            self._look_at_files(force)
        self._show_errors()

    def _look_at_files(self, force: bool) -> None:
        self._looked_at = now_ns()
        if self._session.trial.mistake and not self._code.busy and not self._edited:
            self._errors[CODE] = self._code.recover()
        self._take_in()
        changed = {path for path in self._files() if self._has_changed(path) or (force and path.suffix != ".py")}
        if changed:
            self._reload(changed)

    def _show_errors(self) -> None:
        """Say what code is being taken in, or what is wrong with the files."""
        shaders, names = cache_of(self._session.renderer.ctx), sorted(path.name for path in self._taken_in)
        errors = [f"{', '.join(names)}: taking it in ..."] if names else []
        errors += [*self._errors.values(), *(shaders.wrong.values() if shaders else ())]
        self._session.show_error(errors[0] if errors else "")

    def _files(self) -> set[Path]:
        shaders = cache_of(self._session.renderer.ctx)
        return {*self._dream_paths, self._palettes_path, *self._code.files(), *(shaders.files if shaders else ())}

    @property
    def _taken_in(self) -> set[Path]:
        """The code that was edited and does not play yet."""
        return self._edited | self._code.taken_in

    @property
    def _dream_paths(self) -> tuple[Path, ...]:
        """The dream's file, and those of the shaders that it names."""
        dream = self._session.dream
        return dream_file.path_of(dream.name), *shader_files.sources(dream)

    @property
    def _palettes_path(self) -> Path:
        return resources.asset("palettes.toml")

    def _has_changed(self, path: Path) -> bool:
        """Whether a file has changed since the last look."""
        try:
            status = path.stat()
            stamp: Stamp = status.st_mtime_ns, status.st_size
        except OSError:
            stamp = None
        before, self._stamps[path] = self._stamps.get(path, stamp), stamp
        return before != stamp

    def _reload(self, changed: set[Path]) -> None:
        session = self._session
        reloads = [(path, self._reload_dream) for path in self._dream_paths]
        for path, reload in ((self._palettes_path, self._reload_palettes), *reloads):
            if path in changed:
                self._errors.pop(path, None)
                try:
                    reload(path)
                except DreamscapeError as error:
                    self._errors[path] = str(error)
        shaders = cache_of(session.renderer.ctx)
        if shaders and (files := {path for path in changed if path.suffix == ".glsl"}):
            files = shaders.mend(files)
            for renderer in (session.renderer, *self._code.renderers):
                renderer.reload(files)
        self._edited |= changed & self._code.files()

    def _take_in(self) -> None:
        """Run the code that was edited when files were last looked at; that may take longer than a frame."""
        edited, self._edited = self._edited, set()
        if edited:
            self._errors.pop(CODE, None)
            self._try(lambda: self._code.take_in(edited))

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except DreamscapeError as error:
            self._errors[CODE] = str(error)

    def _reload_dream(self, path: Path) -> None:
        dream = dream_source.reload(self._session.dream)
        if dream.digest != self._session.dream.digest:
            self._session.reload(dream)

    def _reload_palettes(self, path: Path) -> None:
        try:
            data, kind = regular.read(path, dream_file.LARGEST_FILE), dict[str, dict[str, Colour]]
            palettes = toml.decode(data, kind, path.name, "palettes")
        except msgspec.ValidationError as error:
            problem = explain(error, kind, lambda: toml.decode(data, dict, path.name, ""))
            raise InputError(f"{path.name}: {problem}") from None
        except OSError as error:
            raise InputError(f"{path.name}: {error}") from None
        known: dict[str, Any] = scene.palettes()
        for name, colours in known.items():
            if missing := colours.keys() - palettes.get(name, {}).keys():
                raise InputError(f"{path.name}: {name}: no {min(missing)}, expected #rrggbb for it")
        scene.palettes.cache_clear()


def same_acts(one: Dream, other: Dream) -> bool:
    """Whether a world of one dream can go on in the other: the same scenes, lengths, pace and transitions."""

    def acts(dream: Dream) -> list[object]:
        return [(act.scene, act.seconds, act.pace, act.shift.seconds) for act in dream.file.act]

    return acts(one) == acts(other) and one.file.endless == other.file.endless
