"""The command line: what people type, and the one sentence they get when it cannot be done."""

import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pygame
import pytest

import dreamscape
from dreamscape import cli
from dreamscape.render import context

SMALL = ["--size", "64x36", "--quality", "low"]


def start(*arguments: str, **asked) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "dreamscape", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **asked)


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.fixture
def refused(capsys, tmp_path, monkeypatch):
    """Run a command that must fail; check the form of what it says and return the sentence."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, code: int = 2) -> str:
        before = sorted(tmp_path.rglob("*"))
        assert cli.run(arguments) == code
        out, err = capsys.readouterr()
        assert not out
        assert err.startswith("dreamscape: ")
        assert err.count("\n") == 1
        assert "Traceback" not in err
        assert "internal error" not in err
        assert sorted(tmp_path.rglob("*")) == before
        return err

    return run


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--size", "65x36"], "--size 65x36: odd, but the film's format needs even sides; use 64x36 or 66x36"),
        (["--size", "65x37"], "use 64x36 or 66x38"),
        (["--size", "0x36"], "out of bounds, expected sides of 1 to 16384 pixels"),
        (["--size", "-64x36"], "out of bounds"),
        (["--size", "100000x100000"], "out of bounds"),
        (["--size", "16384x16384"], "268 megapixels, expected at most 67"),
        (["--size", "large"], "not a size, expected WIDTHxHEIGHT"),
        (["--size", "1x1"], "use 2x2"),
        (["--fps", "0"], "not a frame rate, expected 1 to 240"),
        (["--fps", "nan"], "not a frame rate"),
        (["--fps", "1e9"], "not a frame rate"),
        (["--fps", "-30"], "not a frame rate"),
        (["--fps", "30/0"], "not a frame rate"),
        (["--fps", "999999999/9999999"], "not a frame rate"),
        (["--from", "99:00"], "--from 99:00: past the end, dream sapphire is"),
        (["--to", "99:00"], "--to 99:00: past the end"),
        (["--from", "5", "--to", "5"], "--to 5: not after --from 5"),
        (["--from", "5", "--to", "4"], "not after"),
        (["--from", "5.001", "--to", "5.002"], "holds no frame at 30 frames a second"),
        (["--from", "-1"], "not a time, expected one like 12.5, 1:07 or 0:01:07.5"),
        (["--from", "1:99"], "not a time"),
        (["--from", "inf"], "not a time"),
        (["--act", "tower"], "--act tower: this dream has no such act, expected chorus"),
        (["--dream", "nightmare"], "nightmare: no such dream, expected"),
        (["--quality", "best"], "quality 'best': unknown, expected high, low, medium or ultra"),
        (["--seed", "-1"], "--seed -1: not a seed, expected a whole number from 0 to 9223372036854775807"),
        (["--seed", "99999999999999999999"], "not a seed"),
        (["--seed", "seven"], "not a seed"),
        (["--crf", "52"], "--crf 52: out of bounds for H.264, expected 0 (best) to 51"),
        (["--crf", "low"], "not a valid integer"),
        (["--preset", "quick"], "--preset quick: unknown, expected fast, faster"),
        (["--codec", "theora"], "--codec theora: unknown, expected av1, cineform, dnxhr"),
    ],
)
def test_bad_options(refused, options, message):
    assert message in refused("export", "a.mp4", *options)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("broken.toml", b"title = ", "broken.toml: not valid TOML"),
        ("wrong.toml", b'title = "x"\nseed = "y"\n', "wrong.toml: seed: expected a whole number from 0 to "),
        ("large.toml", b"# padding\n" * 5_000_000, "large.toml: too large"),
        ("binary.toml", bytes(range(256)) * 4, "binary.toml: not text at byte 128"),
        ("empty.toml", b"", "empty.toml: "),
    ],
)
def test_bad_dreams(refused, tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    assert message in refused("export", "a.mp4", "--dream", name)


def test_bad_outputs(refused, tmp_path):
    (tmp_path / "there.mp4").touch()
    assert "there.mp4: exists already" in refused("export", "there.mp4")
    assert "the folder missing does not exist" in refused("export", "missing/a.mp4")
    assert "expected one that ends in .apng, .avif, .exr, .gif, .mkv, .mov, .mp4" in refused("export", "a.avi")
    assert "expected one that ends in .png" in refused("still", "a.jpg")
    assert "Missing argument 'OUT'" in refused("export")
    assert "No such command 'film'" in refused("film")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_folder_without_permission(refused, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    assert "cannot be written (Permission denied)" in refused("export", "closed/a.mp4", *SMALL, "--to", "0.1")


def test_the_driver_bounds_the_size(refused, monkeypatch):
    monkeypatch.setattr(context, "largest_size", lambda ctx: 48)
    assert "64x36: out of bounds, expected sides of 1 to 48" in refused("export", "a.mp4", *SMALL, "--to", "0.1")
    assert "out of bounds" in refused("still", "a.png", *SMALL)


@pytest.mark.skipif(sys.platform != "linux", reason="EGL's loader is told where to look")
@pytest.mark.parametrize(
    "missing", [{"__EGL_VENDOR_LIBRARY_FILENAMES": "/nonexistent"}, {"MESA_GL_VERSION_OVERRIDE": "3.0"}]
)
@pytest.mark.slow
def test_missing_or_old_opengl(ctx, tmp_path, missing):
    if "MESA_GL_VERSION_OVERRIDE" in missing and "Mesa" not in ctx.info["GL_VERSION"]:
        pytest.skip("needs Mesa")
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    code, out, err = finish(start("still", "a.png", *SMALL, cwd=tmp_path, env={**environment, **missing}))
    assert (code, out) == (1, "")
    assert err.startswith("dreamscape: no OpenGL 3.3 core context (EGL: ")
    assert "apt-get install libegl1" in err
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_export_is_quiet_and_its_command_makes_it_again(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.run(["export", "a.mp4", *SMALL, "--act", "shore", "--from", "0:01", "--to", "1.2", "--seed", "3"]) == 0
    assert capsys.readouterr() == ("", "")
    with av.open("a.mp4") as container:
        command = re.search("^Command: (.*)$", container.metadata["comment"], re.MULTILINE)
        assert container.streams.video[0].frames == 6
    first = Path("a.mp4").read_bytes()
    assert cli.run([*shlex.split(command[1])[1:], "--overwrite"]) == 0
    assert Path("a.mp4").read_bytes() == first


@pytest.mark.slow
def test_still_matches_python_and_carries_its_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.run(["still", "a.png", *SMALL, "--at", "0:02.5"]) == 0
    shown = pygame.surfarray.array3d(pygame.image.load("a.png")).swapaxes(0, 1)
    np.testing.assert_array_equal(shown, dreamscape.still("2.5", size=(64, 36), quality="low"))
    data = Path("a.png").read_bytes()
    wanted = b"Command\0\0\0\0\0dreamscape still a.png --dream sapphire --seed 7 --size 64x36 --at 0:02.5 --quality low"
    assert wanted in data
    assert b"Version\0\0\0\0\0dreamscape " + dreamscape.__version__.encode() in data


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_progress_on_a_terminal(tmp_path):
    leader, follower = os.openpty()
    command = [sys.executable, "-m", "dreamscape", "export", "a [final].mp4", *SMALL, "--to", "1"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=follower, env={**os.environ, "COLUMNS": "120"})
    os.close(follower)
    shown = b""
    try:
        while chunk := os.read(leader, 4096):
            shown += chunk
    except OSError:  # how Linux says that the other side is closed
        pass
    assert process.wait(180) == 0
    for word in (b"a [final].mp4", b"30/30 frames", b" fps", b" MB", b"ETA"):
        assert word in shown


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.slow
def test_interrupted_export_goes_on_where_it_was(tmp_path):
    options = ["export", "a.mp4", *SMALL, "--preset", "ultrafast", "--no-sound", "--fps", "1", "--act", "shore"]
    process = start(*options, cwd=tmp_path)
    deadline = time.monotonic() + 180
    while not (tmp_path / "a.mp4.parts" / "000001.packets").exists():
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    code, out, err = finish(process)
    assert (code, out) == (130, "")
    found = re.fullmatch(r"dreamscape: interrupted after (\d+) of 36 frames; go on with: dreamscape (.*)\n", err)
    assert found
    assert shlex.split(found[2]) == [*options, "--resume"]
    assert 16 <= int(found[1]) < 36
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4.parts"]
    assert "holds parts of an export that was interrupted" in finish(start(*options, cwd=tmp_path))[2]
    assert finish(start(*shlex.split(found[2]), cwd=tmp_path)) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
@pytest.mark.parametrize("name", ["a.mp4", "a.png"])
def test_full_disk(tmp_path, name):
    verb = ["export", name, "--to", "1", "--crf", "1"] if name == "a.mp4" else ["still", name]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))

    code, out, err = finish(start(*verb, "--size", "160x90", cwd=tmp_path, preexec_fn=limit))
    assert (code, out) == (1, "")
    assert re.match(rf"dreamscape: {name}: writing failed .*\(File too large\); ", err)
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_lists(capsys):
    assert cli.run(["dreams"]) == 0
    assert "sapphire" in capsys.readouterr().out
    assert cli.run(["layers", "--parameters"]) == 0
    out = capsys.readouterr().out
    assert "ocean" in out
    assert re.search(r"\w+ = [\d.]+ \[[-\d.]+ to [-\d.]+\] \S+: ", out)


@pytest.mark.slow
def test_reader_that_leaves_early():
    process = start("layers", "--parameters")
    process.stdout.close()
    process.stdout = None
    _, _, err = finish(process)
    assert err == ""


def test_version_starts_at_once():
    assert finish(start("--version")) == (0, f"dreamscape {dreamscape.__version__}\n", "")
    heavy = "import sys; from dreamscape import cli; cli.run(['--version']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert not {"numpy", "av", "moderngl", "pygame", "rich", "msgspec"} & set(done.stderr.split())
    assert not {name for name in done.stderr.split() if name.startswith("dreamscape.commands.play")}


def test_installed_command():
    assert shutil.which("dreamscape", path=str(Path(sys.executable).parent))


def test_whatever_goes_wrong_is_one_sentence(capsys, monkeypatch):
    def fail() -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("dreamscape.dream.dream_file.names", fail)
    assert cli.run(["dreams"]) == 1
    _, err = capsys.readouterr()
    assert re.fullmatch(r"dreamscape: internal error at \w+.py:\d+: RuntimeError: two lines; please report it\n", err)


def test_a_file_that_ends_too_early_is_not_called_interrupted(capsys, monkeypatch) -> None:
    """Click takes every EOFError for Ctrl-D at a prompt, of which there is none."""

    def broken(*_: object) -> None:
        raise EOFError("No data left in file")

    monkeypatch.setattr("dreamscape.dream.dream_file.names", broken)
    assert cli.run(["dreams"]) == 1
    err = capsys.readouterr().err
    assert "internal error" in err
    assert "EOFError: No data left in file" in err
