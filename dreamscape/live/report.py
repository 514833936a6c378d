"""The report of a session for whoever mends the program: on what it ran, and what happened, without private paths."""

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

REGULARLY = 60_000_000_000  # ns from figures to figures
SESSION = ("XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "SDL_VIDEODRIVER", "SDL_AUDIODRIVER")  # variables that matter
_FOLDER = re.compile(r"(?<![\w/\\.])(?:~|[A-Za-z]:)?[/\\](?:[^\s/\\'\":]+[/\\]+)*(?=[^\s/\\'\":])")


class Report:
    """Writes what happens, a line each, as it happens: whatever ends the program leaves what was written.

    Args:
        path: of the file, which is replaced.
        asked: the options that were given, as `words` has them.
        private: folders whose names are to be left out; those of the user and the program are anyway.

    Raises:
        InputError: the file cannot be written.
    """

    def __init__(self, path: Path, asked: str, private: Iterable[Path] = ()) -> None:
        known = [Path.home(), Path.cwd(), Path(sys.prefix), Path(tempfile.gettempdir()), Path(__file__).parents[2]]
        folders = {str(folder) for folder in (*known, *private) if folder.is_absolute() and folder.parent != folder}
        self._folders = sorted(folders, key=len, reverse=True)
        self._begun = self._figured = now_ns()
        self._session: Session | None = None
        self._state: dict[str, str] = {}
        self._shown: object = None  # the context of its window
        try:
            self._file = path.open("w", encoding="utf-8", errors="backslashreplace", buffering=1)
        except OSError as error:
            raise InputError(f"--log {path}: cannot be written ({error.strerror}); choose another") from None
        self.tell("program", f"dreamscape {__version__}, Python {platform.python_version()}")
        self.tell("system", f"{platform.system()} {platform.release()} {platform.machine()}, {cores.usable()} cores")
        self.tell("date", date())
        told = [f"{name}={os.environ[name]}" for name in SESSION if os.environ.get(name)]
        self.tell("session", ", ".join(told) or "not told by the environment")
        self.tell("asked", asked)

    def tell(self, what: str, text: str) -> None:
        """Write a line."""
        if not self._file.closed:
            self._file.write(f"{(now_ns() - self._begun) * 1e-9:9.3f}  {what}: {self._public(text)}\n")

    def watch(self, session: "Session") -> None:
        """Follow a session from now on."""
        self._session = session

    def look(self) -> None:
        """A frame has been drawn, or was not, as nobody sees it: write what has changed since the last one."""
        session = self._session
        if session is None:
            return
        state = _state(session)
        for name, value in state.items():
            if value and self._state.get(name) != value:
                self.tell(name, value)
        self._state = state
        if session.window.ctx is not self._shown:
            self._tell_display(session)
        if now_ns() - self._figured >= REGULARLY:
            self._tell_figures(session)

    def end(self) -> None:
        """It is over; why is told by the exception that is being handled, if one is."""
        error = sys.exception()
        if self._session is not None:
            self._tell_figures(self._session)
        if error is None or isinstance(error, KeyboardInterrupt):
            self.tell("ended", "as was asked" if error is None else "interrupted")
        else:
            self.tell("ended", f"{type(error).__name__}: {error}")
            trace = error.__traceback__
            while trace is not None:
                code = trace.tb_frame.f_code
                self.tell("at", f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
                trace = trace.tb_next
        self._file.close()

    def _tell_display(self, session: "Session") -> None:
        """What it is shown on."""
        import pygame

        self._shown = session.window.ctx
        info, version = session.window.ctx.info, ".".join(map(str, pygame.get_sdl_version()))
        displays = ", ".join(f"{width}x{height}" for width, height in pygame.display.get_desktop_sizes())
        self.tell("display", f"{pygame.display.get_driver()}, SDL {version}: {displays}, {session.window.rate:g} Hz")
        self.tell("renderer", f"{info['GL_RENDERER']} ({info['GL_VENDOR']}), OpenGL {info['GL_VERSION']}")

    def _tell_figures(self, session: "Session") -> None:
        """How it keeps its pace."""
        self._figured = now_ns()
        frames, sound = session.pacer.statistics(), session.sound
        intervals = f"{frames.median:.1f} ms a frame, {frames.p95:.1f} in 95 and {frames.p99:.1f} in 99 of 100"
        gaps = f", {sound.underruns} gaps" if sound else ""
        self.tell("figures", f"{intervals}, {frames.missed} of 300 missed, load {session.governor.load:.2f}{gaps}")

    def _public(self, text: str) -> str:
        """A text in one line, with files' names for their paths."""
        for folder in self._folders:
            text = text.replace(folder, "~")
        return printable(_FOLDER.sub(".../", " ".join(text.split())))


def words(given: Iterable[tuple[str, Any]]) -> str:
    """Options and their values in one line: of files only the kind, of sensors not which."""
    return " ".join(f"{name} {_value(name, value)}".strip() for name, value in given) or "nothing"


def _value(name: str, value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return " ".join(_value(name, one) for one in value)
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
    """How a session stands, in words that change seldom."""
    window, playhead, sound, hud = session.window, session.playhead, session.sound, session.hud
    timeline = session.renderer.timeline
    act = timeline.cue(session.renderer.world.tick).act
    return {
        "window": "{}x{}".format(*window.size) + ("" if window.seen else ", nobody sees it"),
        "dream": f"{session.dream.file.title}, seed {session.number}",
        "act": timeline.acts[act].scene,
        "drawn": f"{session.renderer.tier(act).name}, {session.governor.scale:.2f} of the size",
        "pace": "paused" if playhead.paused else f"{playhead.speed:g}",
        "sound": f"{'muted' if sound.muted else sound.device or 'no device'}" if sound else "none",
        "felt": ", ".join(sense.name for sense in session.sources) or "the hand alone",
        "said": hud.note,
        "wrong": hud.error,
    }
