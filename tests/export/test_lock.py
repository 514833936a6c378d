"""One process at a time makes a film: two would write into one folder, and tidy away what the other needs."""

import errno
import json
import os
import platform
import shlex
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from filming import export, stop_after, whole_segments, write_dream

from dreamscape import cli
from dreamscape.export.segments.segment_folder import locked
from dreamscape.files import lock
from dreamscape.files.lock import STALE, FolderLock, LockedError

COMMAND = shlex.split("export a.mp4 --dream brief.toml --size 32x18 --fps 10 --quality low --to 0.2 --no-sound")
PATH = Path("export.lock")
HOLDER = """
import sys
from pathlib import Path
from dreamscape.export.segments.segment_folder import locked
with locked(Path(sys.argv[1])):
    print(flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    write_dream(tmp_path, monkeypatch)
    return tmp_path


def me(**other) -> bytes:
    told = {"process": os.getpid(), "begun": psutil.Process().create_time(), "machine": platform.node()}
    return json.dumps(told | other).encode()


@pytest.fixture
def no_locks(monkeypatch):
    """A file system that has no locks, as some on a network."""

    def refuse(handle, how):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock.fcntl, "flock", refuse)


@pytest.mark.slow
def test_a_second_export_of_the_same_film_is_refused_and_the_first_one_named(capsys):
    stop_after(1)
    kept = sorted(os.listdir("a.mp4.parts"))
    command = [sys.executable, "-c", HOLDER, "a.mp4"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "\n"
        for flags in ([], ["--resume"], ["--overwrite"], ["--resume", "--overwrite"]):
            assert cli.run([*COMMAND, *flags]) == 2
            assert f"a.mp4: is being made by process {holder.pid}; wait until it is" in capsys.readouterr().err
        assert sorted(os.listdir("a.mp4.parts")) == sorted([*kept, "export.lock"])
        holder.kill()
        holder.wait()
    assert Path("a.mp4.parts/export.lock").exists()  # which locks nothing any more
    export(resume=True)
    assert sorted(os.listdir()) == ["a.mp4", "brief.toml"]


@pytest.mark.slow
def test_two_films_side_by_side_do_not_hinder_each_other():
    with locked(Path("b.mp4")):
        assert cli.run(COMMAND) == 0


def test_a_film_is_the_same_by_whatever_name(folder, capsys):
    (folder / "link").symlink_to(folder)
    Path("c.mp4").symlink_to("a.mp4")
    with locked(folder / "a.mp4"):
        for name in ("link/a.mp4", "c.mp4"):
            assert cli.run([name if word == "a.mp4" else word for word in COMMAND]) == 2
            assert f"is being made by process {os.getpid()}" in capsys.readouterr().err


@pytest.mark.slow
def test_an_interrupted_export_leaves_no_lock():
    stop_after(1)
    assert not Path("a.mp4.parts/export.lock").exists()
    assert whole_segments() >= 1


def test_what_holds_is_let_go_of():
    for _ in range(2):
        held = FolderLock(PATH)
        with pytest.raises(LockedError, match=f"process {os.getpid()}$"):
            FolderLock(PATH)
        held.release()
        assert not PATH.exists()


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 60, b"{", b'{"process": 0}', me(), me(process=2**40), b"x" * 4096],
    ids=["empty", "zeros", "cut", "nobody", "ours", "no process", "long"],
)
def test_a_file_that_was_left_behind_locks_nothing(data):
    PATH.write_bytes(data)
    FolderLock(PATH).release()


def test_another_machine_is_believed_while_it_is_heard_of():
    """Its locks may not reach us, nor can its processes be looked at; it touches the file as long as it is at work."""
    PATH.write_bytes(me(machine="elsewhere"))
    with pytest.raises(LockedError, match=f"process {os.getpid()} on elsewhere"):
        FolderLock(PATH)
    age(PATH, STALE / 2)
    with pytest.raises(LockedError):
        FolderLock(PATH)
    age(PATH, STALE + 1)
    FolderLock(PATH).release()
    assert not PATH.exists()


def age(path: Path, seconds: float) -> None:
    """A file that was touched so long ago."""
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


@pytest.mark.skipif(sys.platform == "win32", reason="has another kind of lock")
def test_without_locks_the_process_itself_is_looked_for(no_locks):
    PATH.write_bytes(me())
    with pytest.raises(LockedError, match=f"process {os.getpid()}$"):
        FolderLock(PATH)
    PATH.write_bytes(me(begun=psutil.Process().create_time() - 3600))  # its number was given again
    FolderLock(PATH).release()
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    PATH.write_bytes(me(process=gone.pid))
    FolderLock(PATH).release()
    PATH.write_bytes(b"")  # somebody is about to write it
    with pytest.raises(LockedError, match="another process"):
        FolderLock(PATH)
    age(PATH, STALE + 1)
    FolderLock(PATH).release()


@pytest.mark.slow
def test_who_holds_it_is_heard_of(monkeypatch):
    monkeypatch.setattr(lock, "BEAT", 0.01)
    held = FolderLock(PATH)
    age(PATH, 3600)
    before = PATH.stat().st_mtime
    while PATH.stat().st_mtime == before:
        pass
    held.release()


def test_a_lock_that_was_removed_as_it_was_opened_is_opened_again(monkeypatch):
    """Who had it tidies up between our opening the file and locking it: to lock what is gone is worth nothing."""
    opened = lock._opened

    def raced(path):
        monkeypatch.setattr(lock, "_opened", opened)
        found = opened(path)
        path.unlink()
        return found

    monkeypatch.setattr(lock, "_opened", raced)
    held = FolderLock(PATH)
    with pytest.raises(LockedError):
        FolderLock(PATH)
    held.release()


def test_a_folder_that_cannot_be_written_is_said(folder, capsys):
    Path("a.mp4.parts").write_text("years")
    assert cli.run([*COMMAND, "--overwrite"]) == 2
    assert "a.mp4.parts: is in the way of the film's parts; move it away" in capsys.readouterr().err
