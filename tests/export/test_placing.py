"""Where an output goes: nothing but plain files is ever replaced, and only those that were meant."""

import os
import shlex
import socket
import stat
import sys
import wave
from pathlib import Path

import pytest
from filming import export, write_dream

from dreamscape import cli
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.export.backends import ResumableError
from dreamscape.files import durable, placing

BRIEF = "--dream brief.toml --size 32x18 --quality low"
COMMANDS = {
    "film": f"export a.mp4 {BRIEF} --fps 5 --to 0.4 --no-sound",
    "sequence": f"export a.%d.png {BRIEF} --fps 5 --to 0.2",
    "still": f"still a.png {BRIEF}",
    "sound": "sound a.wav --dream brief.toml --to 0.1",
    "new": "new a.toml",
    "record": "play --record a.jsonl --dream brief.toml",
}
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="needs the kinds of files of Unix")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    write_dream(tmp_path, monkeypatch)
    return tmp_path


def written(command: list[str]) -> Path:
    """What a command writes first."""
    return Path(command[2 if command[0] == "play" else 1].replace("%d", "0"))


def odd(kind: str, path: Path) -> None:
    """Something at a path that is no plain file."""
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(path))
    elif kind == "link to a device":
        path.symlink_to("/dev/null")
    else:
        path.mkdir()


@UNIX
@pytest.mark.parametrize("name", COMMANDS)
def test_only_plain_files_are_replaced(name, capsys):
    """A pipe that somebody reads, and as root even /dev/null, are gone for good once a film lies in their place."""
    command = shlex.split(COMMANDS[name])
    path = written(command)
    for kind in ("pipe", "socket", "link to a device", "folder"):
        odd(kind, path)
        before = path.stat().st_mode
        assert cli.run([*command, "--overwrite"]) == 2
        err = capsys.readouterr().err
        assert f"{path.name}: is a {kind.removeprefix('link to a ')}, " in err
        assert "expected" in err
        assert path.stat().st_mode == before
        path.rmdir() if kind == "folder" else path.unlink()
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.slow
@UNIX
def test_what_became_a_pipe_while_the_film_was_made_stays_one():
    def tell(outcome):
        if outcome.written == 8 and not Path("a.mp4").exists():
            os.mkfifo("a.mp4")

    with pytest.raises(
        ResumableError, match=r"a\.mp4: has become a pipe meanwhile, and was left as it is; move it away"
    ):
        export(tell=tell, overwrite=True)
    Path("a.mp4").unlink()
    export(resume=True)
    assert sorted(os.listdir()) == ["a.mp4", "brief.toml"]


@pytest.mark.slow
def test_a_film_that_appears_while_another_is_made_stays():
    def tell(outcome):
        if outcome.written == 8:
            Path("a.mp4").write_text("years")

    told = r"a\.mp4: has appeared meanwhile, and was left as it is; move it away or give --overwrite"
    with pytest.raises(ResumableError, match=told):
        export(tell=tell)
    assert Path("a.mp4").read_text() == "years"
    export(resume=True, overwrite=True)
    assert sorted(os.listdir()) == ["a.mp4", "brief.toml"]
    assert Path("a.mp4").stat().st_size > 1000


def test_a_small_file_that_appears_stays(folder):
    context = placing.placing(folder / "a.wav")
    context.__enter__().write_text("new")
    (folder / "a.wav").write_text("years")
    with pytest.raises(DreamscapeError, match="has appeared meanwhile"):
        context.__exit__(None, None, None)
    assert (folder / "a.wav").read_text() == "years"
    placing.write(folder / "a.wav", b"new", overwrite=True)
    assert sorted(os.listdir()) == ["a.wav", "brief.toml"]
    assert (folder / "a.wav").read_text() == "new"


@pytest.mark.parametrize("links", [True, False])
def test_no_file_is_renamed_over_another(monkeypatch, links):
    """Also where the file system has no second names for a file, as on memory cards."""
    if not links:

        def refuse(*names):
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
    for name in ("made", "taken"):
        Path(name).write_text(name)
    with pytest.raises(durable.InTheWay, match="taken: has appeared meanwhile"):
        durable.settle(Path("made"), Path("taken"), overwrite=False)
    assert (Path("made").read_text(), Path("taken").read_text()) == ("made", "taken")
    durable.settle(Path("made"), Path("free"), overwrite=False)
    assert sorted(os.listdir()) == ["brief.toml", "free", "taken"]
    durable.settle(Path("free"), Path("taken"), overwrite=True)
    assert Path("taken").read_text() == "made"


def song(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48000)
        file.writeframes(bytes(2 * 48000))


def test_what_is_read_is_not_written_over(folder, capsys):
    """Whatever is asked for by name, under whatever other name it is the output."""
    song(Path("song.mkv"))
    Path("other.mkv").symlink_to("song.mkv")
    os.link("brief.toml", "brief.png")
    os.link("brief.toml", "brief.wav")
    os.link("brief.toml", "brief.0.png")
    os.link("brief.toml", "brief.srt")
    os.link("brief.toml", "brief.jsonl")
    Path("keys.toml").touch()
    os.link("keys.toml", "keys.jsonl")
    size = "--size 32x18 --quality low --fps 5 --overwrite"
    for command, told in (
        (f"export song.mkv --music song.mkv {size}", "--music song.mkv"),
        (f"export song.mkv --music {folder}/song.mkv {size}", f"--music {folder}/song.mkv"),
        (f"export other.mkv --music song.mkv {size}", "--music song.mkv"),
        (f"export brief.mp4 --dream brief.toml --srt --to 0.2 {size}", "--dream brief.toml"),
        (f"export brief.%d.png --dream brief.toml --to 0.2 {size}", "--dream brief.toml"),
        ("still brief.png --dream brief.toml --overwrite", "--dream brief.toml"),
        ("sound brief.wav --dream brief.toml --overwrite", "--dream brief.toml"),
        ("play --record brief.jsonl --dream brief.toml --overwrite", "--dream brief.toml"),
        ("play --record keys.jsonl --keys keys.toml --overwrite", "--keys keys.toml"),
    ):
        before = {path: path.read_bytes() for path in Path().iterdir()}
        assert cli.run(shlex.split(command)) == 2, command
        assert f"{told}: would be overwritten; choose another name" in capsys.readouterr().err
        assert {path: path.read_bytes() for path in Path().iterdir()} == before


@pytest.mark.slow
@UNIX
@pytest.mark.parametrize("name", ["film", "sequence", "still", "sound"])
def test_names_that_are_no_text_go(name):
    """As old folders have them, of the output and of what is read: nobody learns it when all is drawn."""
    Path("brief.toml").rename("\udcff.toml")
    given = [word.replace("a.", "\udcff.").replace("brief.", "\udcff.") for word in shlex.split(COMMANDS[name])]
    assert cli.run(given) == 0
    assert written(given).is_file()


@pytest.mark.parametrize("stem", ["a" * 250, "\N{GRINNING FACE}" * 62])
def test_the_longest_names_go(stem, folder):
    placing.write(folder / f"{stem}.png", b"x")
    assert sorted(os.listdir()) == sorted(["brief.toml", f"{stem}.png"])
    with pytest.raises(InputError, match="File name too long"):
        placing.check(folder / f"{stem * 2}.png", (".png",), overwrite=False)


@pytest.mark.parametrize("letters", ["x", "é", "夢", "\N{MATHEMATICAL BOLD CAPITAL A}"])
def test_names_are_cut_between_letters(letters):
    for most in range(len((letters * 9).encode())):
        cut = durable.shortened(letters * 9, most)
        assert len(cut.encode()) <= most < len(cut.encode()) + 4
        assert (letters * 9).startswith(cut)
