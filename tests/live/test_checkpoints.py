"""Checkpoints on disk: what breaks here ends a session at a jump, or shows a state that never was."""

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from living import Live, sessions, short

from dreamscape.dream.timeline import Timeline
from dreamscape.live.playback import checkpoints
from dreamscape.live.playback.checkpoint_files import DIGEST, CheckpointFiles
from dreamscape.live.playback.checkpoints import EVERY, Checkpoints, compute_checkpoints
from dreamscape.rng import Streams

DREAM = short("silence")
TICKS = list(range(EVERY, 1200, EVERY))
AT = TICKS[-2]


@pytest.fixture(scope="module")
def worked_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All checkpoints of a dream, as the background process leaves them."""
    folder = tmp_path_factory.mktemp("states")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "nice", lambda by: by)
        compute_checkpoints(DREAM, 7, folder)
    return folder


@pytest.fixture
def folder(worked_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(os, "nice", lambda by: by)
    return shutil.copytree(worked_out, tmp_path / "states")


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Live]]:
    yield from sessions(monkeypatch, tmp_path)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def another(path: Path) -> None:
    shutil.copy(path.with_name(f"{TICKS[0]}.state"), path)


def bare(path: Path) -> None:
    path.write_bytes(path.read_bytes()[DIGEST:])


def folded(path: Path) -> None:
    path.unlink()
    (path / "in it").mkdir(parents=True)


def piped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


DAMAGE = [empty, cut, flipped, zeros, another, bare, folded, *([piped] if hasattr(os, "mkfifo") else [])]


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_what_is_damaged_is_as_if_it_were_not_there_and_is_worked_out_again(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    files = CheckpointFiles(folder)
    assert sorted(files.ticks()) == TICKS
    before = files.read(AT)
    damage(folder / f"{AT}.state")
    assert files.read(AT) is None
    assert AT not in files.ticks()
    damage(folder / f"{TICKS[1]}.state")
    compute_checkpoints(DREAM, 7, folder)
    assert sorted(files.ticks()) == TICKS
    after = files.read(AT)
    assert before is not None
    assert after is not None
    assert all(np.array_equal(before[name], after[name], equal_nan=True) for name in before)
    assert before.keys() == after.keys()


def test_what_a_writer_that_was_killed_has_left_is_removed(folder: Path) -> None:
    (folder / ".180-abc.part.state").write_bytes(b"half")
    compute_checkpoints(DREAM, 7, folder)
    assert {path.name for path in folder.iterdir()} == {f"{tick}.state" for tick in TICKS}


def test_of_a_session_that_has_died_nothing_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have died before its process was ready, which then has another parent from the beginning."""
    died = SimpleNamespace(is_alive=lambda: False)
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: died)
    monkeypatch.setattr(os, "nice", lambda by: by)
    compute_checkpoints(DREAM, 7, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_state_is_durable_before_it_has_its_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (happened.append("sync"), sync(handle))[1])
    monkeypatch.setattr(Path, "replace", lambda path, to: (happened.append(f"as {to.name}"), replace(path, to))[1])
    CheckpointFiles(folder).write(AT, {"tick": np.array([AT])})
    assert happened.index("sync") < happened.index(f"as {AT}.state")


def test_a_jump_to_a_damaged_state_shows_the_moment_and_has_the_state_made_good(
    folder: Path, live: Callable[..., Live], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    monkeypatch.setattr(checkpoints, "folder_of", lambda *_: folder)
    monkeypatch.setattr(Checkpoints, "compute_ahead", lambda self: begun.append("again"))
    session = live("silence").session
    session.checkpoints._files = CheckpointFiles(folder)
    empty(folder / f"{AT}.state")
    session.jump(AT + 5)
    assert begun == ["again"]
    jumped = session.renderer.world.digest()
    session.jump(0)
    session.checkpoints._files = None
    session.renderer.world.advance_to(AT + 5)
    assert session.renderer.world.digest() == jumped


def test_a_state_that_fits_no_world_is_left_for_the_one_before(
    folder: Path, live: Callable[..., Live], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Checkpoints, "compute_ahead", lambda self: None)
    files = CheckpointFiles(folder)
    files.write(AT, {"tick": np.array([AT])})
    session = live("silence").session
    session.checkpoints._files = files
    session.jump(AT + 5)
    assert session.renderer.world.tick == AT + 5
    assert AT not in files.ticks()


def test_the_process_is_begun_where_a_state_is_missing_and_not_otherwise(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []

    class Process:
        def __init__(self, **told: object) -> None:
            begun.append(told)

        def start(self) -> None:
            pass

        def is_alive(self) -> bool:
            return False

    monkeypatch.setattr(checkpoints, "folder_of", lambda *_: folder)
    monkeypatch.setattr(checkpoints.multiprocessing, "get_context", lambda _: type("C", (), {"Process": Process}))
    made = Checkpoints(DREAM, 7, Timeline(DREAM.file, Streams(7)))
    made.compute_ahead()
    assert not begun
    empty(folder / f"{AT}.state")
    assert made.read_untouched(AT) is None
    assert len(begun) == 1
