"""Shaders are anybody's: what breaks here lets a file hang the program, fill its memory, or read other files."""

import re
import struct
from pathlib import Path

import moderngl
import pytest

from dreamscape import cli, picture_data
from dreamscape.authoring import editions
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.shaders import picture_files, reading, trial
from dreamscape.shaders.chain import Chain, Step
from dreamscape.shaders.sizes import Size

MAIN = "void main() { gl_FragColor = vec4(1.0); }"
DREAM = 'title = "t"\nseed = 1\nopening = 0\n[[act]]\nscene = "{}"\nseconds = 2\n'
BROKEN = {
    "no header": (MAIN, "expected an ISF file, which begins with"),
    "a broken header": ('/*{\n"INPUTS": [ }*/' + MAIN, "x.fs:2: Expecting value, expected a header in JSON"),
    "deep": ('/*{"INPUTS": ' + "[" * 50_000 + "]" * 50_000 + "}*/" + MAIN, "nested too deep"),
    "an unknown type": ('/*{"INPUTS": [{"NAME": "a", "TYPE": "cube"}]}*/', "INPUTS[0].TYPE: expected audio, audioFFT"),
    "no name": ('/*{"INPUTS": [{"NAME": "a b", "TYPE": "float"}]}*/', "INPUTS[0].NAME: expected a name such as level"),
    "the same twice": (
        '/*{"INPUTS": [{"NAME": "a", "TYPE": "bool"}, {"NAME": "a", "TYPE": "float"}]}*/',
        "INPUTS: a stands there twice",
    ),
    "no number": ('/*{"INPUTS": [{"NAME": "a", "TYPE": "float", "DEFAULT": NaN}]}*/', "INPUTS[0].DEFAULT: expected a"),
    "an include": ("/*{}*/\n#include <x.fs>\n" + MAIN, "x.fs:2: #include: expected a shader that stands alone"),
    "a file elsewhere": ('/*{"IMPORTED": {"p": {"PATH": "../x.png"}}}*/', "../x.png lies outside the shader's folder"),
    "a file from the root": ('/*{"IMPORTED": {"p": {"PATH": "/etc/passwd"}}}*/', "lies outside the shader's folder"),
    "a missing file": ('/*{"IMPORTED": {"p": {"PATH": "x.png"}}}*/', "there is no file x.png in the shader's folder"),
    "code for a size": ('/*{"PASSES": [{"TARGET": "a", "WIDTH": "open(1)"}]}*/', "expected a size such as $WIDTH/2.0"),
    "too many passes": ('/*{"PASSES": [' + ",".join(["{}"] * 99) + "]}*/", "PASSES: expected a list of at most 48"),
    "a large file": ("/*{}*/" + " " * (1 << 20), "x.fs: too large for an ISF shader, expected at most 1 MiB"),
}


@pytest.mark.parametrize("name", list(BROKEN))
def test_a_broken_file_is_one_sentence(name: str, tmp_path: Path) -> None:
    text, said = BROKEN[name]
    (tmp_path / "x.fs").write_text(text)
    with pytest.raises(InputError, match=re.escape(said)) as caught:
        reading.load(tmp_path / "x.fs")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "$WIDTH/", "max(1)", "1 2", "(" * 60 + "1" + ")" * 60, "1" * 500, "a.b", "$"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        Size(text, "x")


def test_sizes_are_worked_out() -> None:
    values = {"WIDTH": 640.0, "HEIGHT": 360.0, "q": 0.5}
    asked = ["$WIDTH/3.0", "max(floor($HEIGHT*$q*0.01),1.0)", "-4", "2*(3+4)%5", "1.0f"]
    assert [Size(text, "x").pixels(values) for text in asked] == [213, 1, 1, 4, 1]
    with pytest.raises(InputError, match="is no number of pixels"):
        Size("1/(1-$q*2)", "x").pixels(values)


def test_a_picture_is_measured_before_it_is_decoded(tmp_path: Path) -> None:
    header = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 30_000, 30_000)
    (tmp_path / "big.png").write_bytes(header)
    with pytest.raises(InputError, match="30000x30000 pixels, expected a PNG or JPEG of at most 32 million"):
        picture_files.read(tmp_path / "big.png")
    assert picture_data.size_of(b"\xff\xd8\xff\xe0\0\x04\0\0\xff\xc0\0\x0b\x08\0\x02\0\x03") == (3, 2)


def test_targets_together_have_a_bound(ctx: moderngl.Context, tmp_path: Path) -> None:
    header = '/*{"PASSES": [{"TARGET": "a", "WIDTH": "$WIDTH * 900", "HEIGHT": "$HEIGHT * 900"}, {}]}*/'
    (tmp_path / "x.fs").write_text(header + "void main() { gl_FragColor = IMG_THIS_PIXEL(a); }")
    with ctx, pytest.raises(InputError, match=r"x.fs: its targets have [\d,]+ pixels, expected at most"):
        Chain(ctx, reading.load(tmp_path / "x.fs")).advance(Step(0, 0.0), {}, {}, (64, 36))


def test_an_error_in_the_glsl_names_the_authors_line(ctx: moderngl.Context, tmp_path: Path) -> None:
    (tmp_path / "x.fs").write_text("/*{\n}*/\nvoid main() {\n    gl_FragColor = nothing;\n}")
    with ctx, pytest.raises(DreamscapeError, match=r"^x.fs:4\(.*nothing"):
        Chain(ctx, reading.load(tmp_path / "x.fs"))


@pytest.mark.slow
def test_a_loop_without_an_end_is_found_in_a_process_of_its_own(tmp_path: Path) -> None:
    loop = "for (int i = 0; i < 2000000000; i++) for (int j = 0; j < 2000000000; j++) a += sin(a);"
    (tmp_path / "x.fs").write_text("/*{}*/ void main() { float a = TIME; " + loop + " gl_FragColor = vec4(a); }")
    assert re.search(r"x\.fs: a picture of .* loop", str(trial.run(tmp_path / "x.fs", 20.0)["error"]))


def test_a_driver_that_fails_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dreamscape.system.child_processes.python_command", lambda *_: ["false"])
    assert trial.run(tmp_path / "x.fs") == {"error": "x.fs: makes the graphics driver fail (exit code 1)"}


def test_a_trial_that_went_well_is_remembered(
    ctx: moderngl.Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(editions, "_published", {group: {} for group in editions.copy()})  # nothing is known afterwards
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.chdir(tmp_path)
    tried: list[Path] = []
    monkeypatch.setattr(trial, "run", lambda path: tried.append(path) or {"seconds": 0.0})
    (tmp_path / "x.fs").write_text("/*{}*/" + MAIN)
    words = ["still", "o.png", "--dream", "d.toml", "--size", "32x18", "--overwrite"]
    for _ in range(2):
        (tmp_path / "d.toml").write_text(DREAM.format("x.fs"))
        assert cli.run(words) == 0, capsys.readouterr().err
    assert tried == [tmp_path / "x.fs"]
    (tmp_path / "d.toml").write_text(DREAM.format("../x.fs"))
    assert cli.run(words) == 2
    assert "act[0].scene: ../x.fs lies outside the shader's folder" in capsys.readouterr().err
