"""Filming what is shown: what breaks here leaves somebody with a film that no player opens, or that is out of shape."""

import shutil
import threading
from contextlib import suppress
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.errors import DreamscapeError
from dreamscape.export import live_film
from dreamscape.export.live_film import LiveFilm

SIZE = 64, 48
BRIGHT = np.full((48, 64, 3), 200, np.uint8)


def filmed(path: Path) -> list[NDArray[np.uint8]]:
    with av.open(str(path)) as file:
        return [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]


def test_a_film_plays_while_it_is_made(tmp_path: Path) -> None:
    """Whatever ends the program, a display that goes or no electricity, what was filmed up to there is there."""
    path, so_far = tmp_path / "live.mkv", tmp_path / "so far.mkv"
    film = LiveFilm(path, SIZE)
    for number in range(90):
        while film._frames.full():
            threading.Event().wait(0.001)
        film.add(BRIGHT, number / 30.0)
    while not film._frames.empty():
        threading.Event().wait(0.001)
    shutil.copy(path, so_far)
    film.close()
    assert 60 <= len(filmed(so_far)) <= 90
    assert len(filmed(path)) == 90


def test_another_shape_of_the_window_is_shown_between_bars(tmp_path: Path) -> None:
    film = LiveFilm(tmp_path / "live.mkv", SIZE)
    for number, shape in enumerate([(48, 64), (48, 128), (96, 64)]):
        film.add(np.full((*shape, 3), 200, np.uint8), number / 30.0)
    film.close()
    whole, wide, tall = (np.asarray(picture[..., 1], int) for picture in filmed(tmp_path / "live.mkv"))
    assert whole.min() > 180
    assert wide[:10].max() < 30
    assert wide[-10:].max() < 30
    assert wide[16:32].min() > 180
    assert tall[:, :14].max() < 30
    assert tall[:, 20:44].min() > 180


def test_whatever_ends_the_encoder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its thread gone, the end of the film waited for ever."""

    def fail(*asked: object) -> None:
        raise MemoryError

    monkeypatch.setattr(live_film, "_letterboxed", fail)
    film = LiveFilm(tmp_path / "film.mkv", (64, 36))
    with suppress(DreamscapeError):  # of the second one, if the first has failed by then
        for _ in range(2):
            film.add(np.zeros((36, 64, 3), np.uint8), 0.0)
    with pytest.raises(DreamscapeError, match=r"filming failed \(MemoryError\); what was written stays"):
        film.close()
