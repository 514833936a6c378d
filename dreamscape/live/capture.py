"""Captures of a session: pictures, and recordings of its inputs with a film beside them."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import platformdirs
from numpy.typing import NDArray

from dreamscape.clock import date, now_ns
from dreamscape.engine import provenance
from dreamscape.engine.request import RenderRequest
from dreamscape.errors import DreamscapeError
from dreamscape.export.container import png
from dreamscape.files.durable import LONGEST_NAME, shortened
from dreamscape.live.session.session import Session

if TYPE_CHECKING:
    from dreamscape.export.live_film import LiveFilm

LONGEST_TITLE = 60  # characters of a title in a file's name


class Capture:
    """Saves pictures, recordings and films of one session.

    Args:
        session: the session.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._film: LiveFilm | None = None
        self._begun = 0
        self._picture_wanted = False  # whether to save the next picture

    @property
    def filming(self) -> bool:
        """Whether a film is being recorded."""
        return self._film is not None

    def request_picture(self) -> None:
        """Save the next picture that is shown."""
        self._picture_wanted = self._session.keeps_picture = True

    def _save(self) -> str:
        """Save the picture that is shown; returns its path, or what went wrong."""
        session = self._session
        request = _current_request(session)
        words = ["--dream", request.dream.name, "--seed", str(request.seed), "--size", "{}x{}".format(*request.size)]
        words += ["--at", f"{float(session.seconds):.6f}", "--quality", request.quality.name]
        try:
            path = _free_path(_folder(platformdirs.user_pictures_path()), session.dream.file.title, ".png")
            path.parent.mkdir(parents=True, exist_ok=True)
            png.save(path, self._pixels(), provenance.notes(request, ["still", path.name, *words]))
        except (DreamscapeError, OSError) as error:
            return str(error)
        return str(path)

    def toggle_recording(self) -> str:
        """Start to record the inputs and to film what is shown, or end both; returns a message."""
        if self._film is not None or self._session.log.is_recording:
            return self.finish()
        from dreamscape.export.live_film import LiveFilm  # loads FFmpeg

        session = self._session
        try:
            path = _free_path(_folder(platformdirs.user_videos_path()), session.dream.file.title, ".mkv", ".jsonl")
            path.parent.mkdir(parents=True, exist_ok=True)
            session.log.record(path.with_suffix(".jsonl"), session.renderer.world.tick)
            self._film, self._begun = LiveFilm(path, session.window.size), now_ns()
            session.keeps_picture = True
        except (DreamscapeError, OSError) as error:
            return str(error)
        return f"recording to {path}"

    def frame_shown(self) -> None:
        """Take in that a frame has been shown: save it if that was requested, add it to the film if there is one."""
        if self._session.picture is None:
            return
        if self._picture_wanted:
            self._picture_wanted = False
            self._session.hud.say(self._save())
        if self._film is not None:
            try:
                self._film.add(self._pixels(), (now_ns() - self._begun) * 1e-9)
            except DreamscapeError as error:
                self._film = None
                self._session.hud.say(str(error))
        self._session.keeps_picture = self.filming

    def finish(self) -> str:
        """Complete the recording and the film; returns a message."""
        session, film = self._session, self._film
        message = "recorded" if film or session.log.is_recording else ""
        self._film = None
        try:
            session.log.close(session.renderer.world.tick)
            if film:
                film.close()
                message += f", {film.dropped} frames are missing in the film" if film.dropped else ""
        except DreamscapeError as error:
            message = str(error)
        return message

    def _pixels(self) -> NDArray[np.uint8]:
        """The picture that is shown, without menu or text, first row at the top."""
        assert self._session.picture is not None
        return np.ascontiguousarray(self._session.renderer.read(self._session.picture)[::-1])


def _current_request(session: Session) -> RenderRequest:
    """The render request that makes what the session shows now."""
    return replace(
        session.options.request,
        dream=session.dream,
        seed=session.number,
        size=session.window.size,
        quality=session.quality.scaled_tier,
        captions=session.captions,
    )


def _folder(home: Path) -> Path:
    return home / "Dreamscape"


def _free_path(folder: Path, title: str, *suffixes: str) -> Path:
    """A path with the first suffix, named by title and date, such that none of the suffixes exists beside it."""
    plain = "".join(character if character.isalnum() else " " for character in title).strip()
    name = f"{shortened(plain[:LONGEST_TITLE], LONGEST_NAME // 2).strip()} {date()}".strip()
    path, number = folder / name, 2
    while any(path.with_name(f"{path.name}{suffix}").exists() for suffix in suffixes):
        path, number = folder / f"{name} ({number})", number + 1
    return path.with_name(f"{path.name}{suffixes[0]}")
