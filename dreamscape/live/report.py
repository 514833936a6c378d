"""A session's report for a bug report: the system it ran on and what happened, without private paths."""

import os
import platform
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamscape import __version__
from dreamscape.clock import date, now_ns
from dreamscape.errors import InputError
from dreamscape.system import cores
from dreamscape.text import printable

if TYPE_CHECKING:
    from dreamscape.live.session.session import Session

REGULARLY = 60_000_000_000  # ns between figures
SESSION = ("XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "SDL_VIDEODRIVER", "SDL_AUDIODRIVER")  # variables to report
_FOLDER = re.compile(r"(?<![\w/\\.])(?:~|[A-Za-z]:)?[/\\](?:[^\s/\\'\":]+[/\\]+)*(?=[^\s/\\'\":])")


class Report:
    """Writes what happens line by line, at once, so that the lines survive however the program ends.

    Args:
        path: of the file, which is replaced.
        options: the options that were given, from `words`.
        private: folders whose names are left out, besides those of the user and the program.

    Raises:
        InputError: the file cannot be written.
    """

    def __init__(self, path: Path, options: str, private: Iterable[Path] = ()) -> None:
        known = [Path.home(), Path.cwd(), Path(sys.prefix), Path(tempfile.gettempdir()), Path(__file__).parents[2]]
        folders = {str(folder) for folder in (*known, *private) if folder.is_absolute() and folder.parent != folder}
        self._folders = sorted(folders, key=len, reverse=True)
        self._begun = self._figures_at = now_ns()
        self._session: Session | None = None
        self._state: dict[str, str] = {}
        self._ctx: object = None  # the context of the window as last reported
        try:
            self._file = path.open("w", encoding="utf-8", errors="backslashreplace", buffering=1)
        except OSError as error:
            raise InputError(f"--log {path}: cannot be written ({error.strerror}); choose another") from None
        self.write("program", f"dreamscape {__version__}, Python {platform.python_version()}")
        self.write("system", f"{platform.system()} {platform.release()} {platform.machine()}, {cores.usable()} cores")
        self.write("date", date())
        variables = [f"{name}={os.environ[name]}" for name in SESSION if os.environ.get(name)]
        self.write("session", ", ".join(variables) or "no variables set")
        self.write("options", options)

    def write(self, label: str, text: str) -> None:
        """Write a line with a label."""
        if not self._file.closed:
            self._file.write(f"{(now_ns() - self._begun) * 1e-9:9.3f}  {label}: {self._public(text)}\n")

    def watch(self, session: "Session") -> None:
        """Report on a session from now on."""
        self._session = session

    def frame_drawn(self) -> None:
        """Write what has changed since the last call; called for each frame, drawn or skipped."""
        session = self._session
        if session is None:
            return
        state = _state(session)
        for name, value in state.items():
            if value and self._state.get(name) != value:
                self.write(name, value)
        self._state = state
        if session.window.ctx is not self._ctx:
            self._write_display(session)
        if now_ns() - self._figures_at >= REGULARLY:
            self._write_figures(session)

    def end(self) -> None:
        """Write how the program ends: by the exception being handled, if there is one."""
        error = sys.exception()
        if self._session is not None:
            self._write_figures(self._session)
        if error is None or isinstance(error, KeyboardInterrupt):
            self.write("ended", "normally" if error is None else "interrupted")
        else:
            self.write("ended", f"{type(error).__name__}: {error}")
            trace = error.__traceback__
            while trace is not None:
                code = trace.tb_frame.f_code
                self.write("at", f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
                trace = trace.tb_next
        self._file.close()

    def _write_display(self, session: "Session") -> None:
        """The display and the renderer."""
        import pygame

        self._ctx = session.window.ctx
        info, version = session.window.ctx.info, ".".join(map(str, pygame.get_sdl_version()))
        displays = ", ".join(f"{width}x{height}" for width, height in pygame.display.get_desktop_sizes())
        self.write("display", f"{pygame.display.get_driver()}, SDL {version}: {displays}, {session.window.rate:g} Hz")
        self.write("renderer", f"{info['GL_RENDERER']} ({info['GL_VENDOR']}), OpenGL {info['GL_VERSION']}")

    def _write_figures(self, session: "Session") -> None:
        """The figures of the frame rate and the sound."""
        self._figures_at = now_ns()
        frames, sound = session.pacer.statistics(), session.sound
        intervals = f"{frames.median:.1f} ms a frame, {frames.p95:.1f} in 95 and {frames.p99:.1f} in 99 of 100"
        gaps = f", {sound.underruns} gaps" if sound else ""
        self.write(
            "figures", f"{intervals}, {frames.missed} of 300 missed, load {session.quality.governor.load:.2f}{gaps}"
        )

    def _public(self, text: str) -> str:
        """A text on one line, with file names in place of paths."""
        for folder in self._folders:
            text = text.replace(folder, "~")
        return printable(_FOLDER.sub(".../", " ".join(text.split())))


def words(options: Iterable[tuple[str, Any]]) -> str:
    """Options and their values on one line: of files only the kind, of sensors no address."""
    return " ".join(f"{name} {_value(name, value)}".strip() for name, value in options) or "nothing"


def _value(name: str, value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return " ".join(_value(name, item) for item in value)
    if isinstance(value, bool):
        return ""
    text = str(value)
    kind = Path(text).suffix[1:]
    if (
        isinstance(value, Path)
        or "/" in text
        or "\\" in text
        or (kind.isalnum() and not kind.isdigit() and "=" not in text)
    ):
        return f"FILE.{kind}" if kind else "FILE"
    return text.partition(":")[0] + ":..." if name == "--heart" and ":" in text else text


def _state(session: "Session") -> dict[str, str]:
    """The state of a session, in words that rarely change."""
    window, playhead, sound, hud = session.window, session.playhead, session.sound, session.hud
    timeline = session.renderer.timeline
    act = timeline.cue(session.renderer.world.tick).act
    return {
        "window": "{}x{}".format(*window.size) + ("" if window.seen else ", hidden"),
        "dream": f"{session.dream.file.title}, seed {session.number}",
        "act": timeline.acts[act].scene,
        "drawn": f"{session.renderer.act_layers.tier(act).name}, {session.quality.governor.scale:.2f} of the size",
        "pace": "paused" if playhead.paused else f"{playhead.speed:g}",
        "sound": f"{'muted' if sound.muted else sound.device or 'no device'}" if sound else "none",
        "inputs": ", ".join(source.name for source in session.sources) or "the hand alone",
        "message": hud.note,
        "error": hud.error,
    }
