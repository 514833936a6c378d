"""Keeping: what a viewer wants to have of a session: pictures, and recordings of the hand with a film beside them."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import platformdirs
from numpy.typing import NDArray

from dreamscape.clock import date, now_ns
from dreamscape.engine import provenance
from dreamscape.errors import DreamscapeError
from dreamscape.export.container import png
from dreamscape.files.durable import LONGEST_NAME, shortened
from dreamscape.live.session.session import Session

if TYPE_CHECKING:
    from dreamscape.export.live_film import LiveFilm

LONGEST_TITLE = 60  # letters of a title in a file's name


class Capture:
    """Keeps what is asked for of one session.

    Args:
        session: of what.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._film: LiveFilm | None = None
        self._begun = 0
        self._wanted = False  # the next picture

    @property
    def filming(self) -> bool:
        """Whether a film is being made."""
        return self._film is not None

    def picture(self) -> None:
        """Keep the next picture that is shown."""
        self._wanted = self._session.kept = True

    def _save(self) -> str:
        """Keep the picture that is shown; returns where, or why not."""
        session = self._session
        take, at = session.take, f"{float(session.seconds):.6f}"
        words = ["--dream", take.dream.name, "--seed", str(take.seed), "--size", "{}x{}".format(*take.size)]
        words += ["--at", at, "--quality", take.quality.name]
        try:
            path = _free(_folder(platformdirs.user_pictures_path()), session.dream.file.title, ".png")
            path.parent.mkdir(parents=True, exist_ok=True)
            png.save(path, self._shown(), provenance.notes(take, ["still", path.name, *words]))
        except (DreamscapeError, OSError) as error:
            return str(error)
        return str(path)

    def record(self) -> str:
        """Begin to record the inputs and to film what is shown, or end both; returns what to say."""
        if self._film is not None or self._session.log.is_recording:
            return self.end()
        from dreamscape.export.live_film import LiveFilm  # loads FFmpeg

        session = self._session
        try:
            path = _free(_folder(platformdirs.user_videos_path()), session.dream.file.title, ".mkv", ".jsonl")
            path.parent.mkdir(parents=True, exist_ok=True)
            session.log.record(path.with_suffix(".jsonl"))
            self._film, self._begun = LiveFilm(path, session.window.size), now_ns()
            session.kept = True
        except (DreamscapeError, OSError) as error:
            return str(error)
        return f"recording to {path}"

    def look(self) -> None:
        """A picture has been shown: keep it if that was asked for, film it if a film is being made."""
        if self._session.picture is None:
            return
        if self._wanted:
            self._wanted = False
            self._session.hud.say(self._save())
        if self._film is not None:
            try:
                self._film.add(self._shown(), (now_ns() - self._begun) * 1e-9)
            except DreamscapeError as error:
                self._film = None
                self._session.hud.say(str(error))
        self._session.kept = self.filming

    def end(self) -> str:
        """Complete what is being recorded; returns what to say."""
        session, film = self._session, self._film
        said = "recorded" if film or session.log.is_recording else ""
        self._film = None
        try:
            session.log.close(session.renderer.world.tick)
            if film:
                film.close()
                said += f", {film.dropped} frames left out of the film" if film.dropped else ""
        except DreamscapeError as error:
            said = str(error)
        return said

    def _shown(self) -> NDArray[np.uint8]:
        """The picture that is shown, without the program's own words, first row at the top."""
        assert self._session.picture is not None
        return np.ascontiguousarray(self._session.renderer.read(self._session.picture)[::-1])


def _folder(home: Path) -> Path:
    return home / "Dreamscape"


def _free(folder: Path, title: str, *suffixes: str) -> Path:
    """A path with the first of these ends that nobody has taken, with none of them, named by a title and the date."""
    plain = "".join(letter if letter.isalnum() else " " for letter in title).strip()
    name = f"{shortened(plain[:LONGEST_TITLE], LONGEST_NAME // 2).strip()} {date()}".strip()
    path, number = folder / name, 2
    while any(path.with_name(f"{path.name}{suffix}").exists() for suffix in suffixes):
        path, number = folder / f"{name} ({number})", number + 1
    return path.with_name(f"{path.name}{suffixes[0]}")
