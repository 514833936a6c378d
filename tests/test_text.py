"""Text from anywhere: what breaks here lets a stranger's file steer a terminal, or forge what a film says of itself."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape import cli, text
from dreamscape.commands.common import complain
from dreamscape.engine import provenance
from dreamscape.engine.request import check_request
from dreamscape.system import standard_streams

LETTERS = st.text(st.characters(), max_size=40)  # surrogates too: names of files that are not UTF-8
CONTROL = {*map(chr, range(32)), *map(chr, range(127, 160))}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("plain, dépôt, 夢, \U0001f300", "plain, dépôt, 夢, \U0001f300"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("one\ntwo\x9b31m", r"one\ntwo\x9b31m"),
        ("fi\u202egpj.exe", r"fi\u202egpj.exe"),
        ("name\udcff", r"name\xff"),
        ("\u2028", r"\u2028"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
    ],
)
def test_what_steers_a_terminal_is_written_out(given, shown):
    assert text.printable(given) == shown


@given(LETTERS)
def test_no_text_steers_a_terminal_or_breaks_a_tag(some):
    for made in (text.printable(some), text.sentence(some), text.short(some), text.tag(some), text.command([some])):
        assert not CONTROL & set(made)
        made.encode()


def test_long_values_are_shortened_and_words_are_left():
    assert text.short("a" * 30 + "b" * 970) == "a" * 30 + "b" * 15 + "…" + "b" * 14
    assert len(text.short("word " * 200)) == text.LONGEST_VALUE
    told = text.sentence(f"--act {'x' * 1000}: \n   no such act, expected  shore")
    assert told.endswith(": no such act, expected  shore")
    assert len(told) < 250


@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="needs bash")
def test_a_command_is_what_bash_reads_whatever_is_in_it():
    words = ["a  b", "it's", "two\nlines\t", "\x1b[31m\\", "\x9b", "\udcff", "夢\u202e", ""]
    shown = text.command(["printf", "%s\\0", *words])
    assert shown == text.printable(shown)
    done = subprocess.run(["bash", "-c", shown], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"})
    assert done.stdout.split(b"\0")[:-1] == [word.encode("utf-8", "surrogateescape") for word in words]


def test_messages_and_results_are_printable(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("key.toml").write_text('title = "t"\nseed = 1\n"k\\u001b[31m" = 1\n')
    assert cli.run(["still", "a.png", "--dream", "key.toml"]) == 2
    assert "unknown key 'k\\x1b[31m'; the valid keys are" in capsys.readouterr().err
    standard_streams.say("made by \x1b[2J")
    complain("wrong", 2, " go  on")
    assert capsys.readouterr() == ("made by \\x1b[2J\n", "dreamscape: wrong go  on\n")


OPTIONS = (
    "act",
    "from",
    "fps",
    "size",
    "seed",
    "quality",
    "preset",
    "codec",
    "dream",
    "layers",
    "sound-codec",
    "encoder",
)


@pytest.mark.parametrize("option", OPTIONS)
def test_a_value_of_a_thousand_letters_is_not_repeated_whole(option, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.run(["export", "a.mp4", f"--{option}", "a word " * 150]) == 2
    assert "a word " * 30 not in capsys.readouterr().err


def test_a_name_forges_no_line_of_a_comment(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = "a\nCommand: dreamscape export b.mp4\x1b\udcff.toml"
    Path(name).write_bytes((Path(cli.__file__).parent.parent / "seeds" / "low-tide.toml").read_bytes())
    request = check_request(name, size=(64, 36))
    comment = provenance.tags(request, ["export", name])["comment"]
    assert [line.split(": ")[0] for line in comment.splitlines()] == ["Version", "Dream", "Seed", "Command"]
    comment.encode()
    for fact in provenance.facts(request, ["--dream", name]).values():
        fact.encode()


@given(st.lists(LETTERS, min_size=1))
def test_a_command_is_read_again_as_it_was(some: list[str]) -> None:
    assert text.words(text.command(some)) == some


@pytest.mark.parametrize("line", ["a 'b", "a $'b", r"a $'\x'", r"a $'\u12'", "a \\"])
def test_what_is_no_command_is_a_value_error(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        text.words(line)
