"""Dream files: what breaks here leaves people who write dreams with a traceback, or a dream that is not theirs."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape import catalogue, resources
from dreamscape.dream import dream_file
from dreamscape.dream.line import Line
from dreamscape.errors import InputError, one_of
from dreamscape.parameters import Parameter, declared

ACT = 'title = "t"\nseed = 1\n[[act]]\nscene = "shore"\nseconds = 10\n'
SAID = ACT + "[[act.voice]]\nat = 1\ntext = "


def keys(struct: type[msgspec.Struct]) -> str:
    return one_of(field.name for field in msgspec.structs.fields(struct))


# What is wrong with it, the file, the key that the message must name, and what it must say was expected.
WRONG = {
    "unknown key": ('title = "t"\nsede = 1\n', "sede", "unknown key 'sede'; did you mean 'seed'?"),
    "unknown key of an act": (ACT + "colour = 1\n", "act[0]", keys(dream_file.Act)),
    "unknown key of a line": (ACT + '[[act.voice]]\nat = 1\nutter = "a"\n', "act[0].voice[0]", keys(Line)),
    "missing title": (ACT.replace('title = "t"\n', ""), "title", "missing, expected one line of text"),
    "missing scene": ('title = "t"\nseed = 1\n[[act]]\nseconds = 10\n', "act[0].scene", "missing, expected text"),
    "text for a number": (ACT.replace("10", '"ten"'), "act[0].seconds", "a number"),
    "number for text": (ACT.replace('"t"', "3"), "title", "text"),
    "fraction for a seed": (ACT.replace("= 1\n", "= 1.5\n", 1), "seed", "a whole number"),
    "negative seed": (ACT.replace("= 1\n", "= -1\n", 1), "seed", "a whole number from 0 to 9223372036854775807"),
    "seed too large": (ACT.replace("= 1\n", f"= {2**63}\n", 1), "seed", "a whole number from 0 to 9223372036854775807"),
    "no acts": ('title = "t"\nseed = 1\nact = []\n', "act", "a list of 1 to 64 items"),
    "act of no length": (ACT.replace("10", "0"), "act[0].seconds", "a number from 1 to 86400"),
    "act of a year": (ACT.replace("10", "1e9"), "act[0].seconds", "a number from 1 to 86400"),
    "act of nan": (ACT.replace("10", "nan"), "act[0].seconds", "a number"),
    "act of inf": (ACT.replace("10", "inf"), "act[0].seconds", "a number from 1 to 86400"),
    "connection above 1": (ACT + "connection = [[0, 1.5]]\n", "act[0].connection", "a number from 0 to 1"),
    "connection out of order": (ACT + "connection = [[5, 0], [1, 0]]\n", "act[0].connection", "in order of time"),
    "connection twice at a time": (ACT + "connection = [[5, 0], [5, 1]]\n", "act[0].connection", "in order of time"),
    "connection empty": (ACT + "connection = []\n", "act[0].connection", "[seconds, value] pairs"),
    "connection not a number": (ACT + "connection = [[0, nan]]\n", "act[0].connection", "a number"),
    "colour by name": (ACT + '[act.palette]\nlight = "red"\n', "act[0].palette.light", "a colour as #rrggbb"),
    "speaker unknown": (
        ACT + "[[act.voice]]\nat = 0\ntext = 'a'\nspeaker = 'key'\n",
        "act[0].voice[0].speaker",
        "dreamer or voice",
    ),
    "shift unknown": (ACT + '[act.shift]\nthrough = "fade"\n', "act[0].shift.through", "iris, light, line"),
    "unknown key of a shift": (ACT + "[act.shift]\nvia = 1\n", "act[0].shift", keys(dream_file.Shift)),
    "text for a parameter": (
        ACT + '[act.parameters]\nstorm = 1\nswell = "high"\n',
        "act[0].parameters.swell",
        "a number from 0 to 4 (m), got 'high'",
    ),
    "date for a parameter": (
        ACT + "[act.parameters]\nstorm = 1\nswell = 1979-01-01\n",
        "act[0].parameters.swell",
        "a number, true or false, text, a list of numbers or a table of them, got date",
    ),
    "voice after the act": (
        ACT + '[[act.voice]]\nat = 10\ntext = "a"\n',
        "act[0].voice[0].at",
        "less than the act's 10 s",
    ),
    "voice without words": (ACT + '[[act.voice]]\nat = 1\ntext = ""\n', "act[0].voice[0].text", "words, 1 to 240"),
    "voice of white space": (
        ACT + '[[act.voice]]\nat = 1\ntext = " \\n "\n',
        "act[0].voice[0].text",
        "words, 1 to 240",
    ),
    "voice with a control character": (
        ACT + '[[act.voice]]\nat = 1\ntext = "a\\u0000"\n',
        "act[0].voice[0].text",
        "control",
    ),
    "title with an escape": (ACT.replace('"t"', '"\\u001b]0;t"'), "title", "without control characters"),
    "title of two lines": (ACT.replace('"t"', '"a\\nb"'), "title", "one line of text"),
    "a shift through nothing": (
        ACT + "[act.shift]\nseconds = 1\n",
        "act[0].shift.through",
        "missing, expected arch, iris, light",
    ),
    "quality unknown": ('quality = "best"\n' + ACT, "quality", "high, low, medium or ultra"),
    "malformed TOML": ("title = \n", "not valid TOML", "line 1"),
    "nested too deeply": ("a = " + "[" * 20_000, "not valid TOML", ""),
    "empty file": ("", "title", "missing, expected one line of text"),
}


def read(path: Path, text: str) -> dream_file.Dream:
    path.write_text(text, "utf-8")
    dream = dream_file.load(str(path))
    dream_file.check(dream, catalogue.scenes())
    return dream


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_is_answered_with_file_key_and_what_was_expected(case: str, tmp_path: Path) -> None:
    text, key, expected = WRONG[case]
    with pytest.raises(InputError) as caught:
        read(tmp_path / "mine.toml", text)
    message = str(caught.value)
    assert message.startswith(str(tmp_path / "mine.toml") + ": ")
    assert key in message
    assert expected in message
    assert "\n" not in message
    assert "$" not in message
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("addition", "key", "known"),
    [
        (
            "[act.parameters]\nnonsense = 1\n",
            "act[0].parameters.nonsense",
            lambda: declared(catalogue.scenes()["shore"]),
        ),
        ('[act.palette]\nsky = "#ffffff"\n', "act[0].palette.sky", lambda: catalogue.scenes()["shore"].colours()),
    ],
)
def test_a_name_that_the_scene_does_not_know_is_answered_with_those_it_does(addition, key, known, tmp_path: Path):
    with pytest.raises(InputError) as caught:
        read(tmp_path / "mine.toml", ACT + addition)
    assert str(caught.value).startswith(f"{tmp_path / 'mine.toml'}: {key}: unknown ")
    assert str(caught.value).endswith(f"expected {one_of(known())}")


def test_an_unknown_scene_is_answered_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path / "mine.toml", ACT.replace("shore", "zzz"))
    assert "mine.toml: act[0].scene: unknown scene 'zzz', expected " in str(caught.value)
    assert str(caught.value).endswith(one_of(catalogue.scenes()))
    with pytest.raises(InputError, match=r"unknown scene 'shroe'; did you mean 'shore'\?$"):
        read(tmp_path / "mine.toml", ACT.replace("shore", "shroe"))


def test_a_parameter_out_of_range_is_answered_with_its_bounds(tmp_path: Path) -> None:
    for scene, kind in catalogue.scenes().items():
        numbers = {name: one for name, one in declared(kind).items() if isinstance(one, Parameter)}
        for name, parameter in numbers.items():
            text = ACT.replace("shore", scene) + f"[act.parameters]\n{name} = {parameter.high * 2 + 1}\n"
            with pytest.raises(InputError) as caught:
                read(tmp_path / "mine.toml", text)
            assert f"mine.toml: act[0].parameters.{name}: expected a number from {parameter.low:g}" in str(caught.value)


def test_in_an_endless_dream_a_shift_fits_into_every_act_since_any_may_come_next() -> None:
    shift = "shift = { through = 'light', seconds = 9 }\n"
    text = ACT + shift + 2 * '[[act]]\nscene = "key"\nseconds = 10\n' + '[[act]]\nscene = "key"\nseconds = 5\n'
    dream_file.decode(text.encode(), "mine.toml")
    with pytest.raises(InputError, match=r"act\[0\]\.shift\.seconds: expected no more than the next act's 5 s, got 9"):
        dream_file.decode(b"endless = true\n" + text.encode(), "mine.toml")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(50 << 20)
    with pytest.raises(InputError, match=r"huge\.toml: too large for a dream file, expected at most 256 KiB of TOML"):
        dream_file.load(str(path))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
def test_an_endless_file_is_refused() -> None:
    with pytest.raises(InputError, match=r"zero: cannot be read \(not a regular file\), expected a dream file"):
        dream_file.load("/dev/zero")


DEEP = {
    "key": "a" + ".b" * 50_000 + " = 1",
    "header": "[a" + " . b" * 50_000 + "]",
    "inline": "x = { a" + ".b" * 50_000 + " = 1 }",
    "quoted": '"a ." ' + ". 'b#'" * 50_000 + " = 1",
    "after a text that ends in a quote": 'x = { k = """x"""", b' + ".b" * 50_000 + ' = "z" }',
    "after a comment with a quote": "# don't\na" + ".b" * 50_000 + " = 'x'",
    "after a text that does not end": "'\na" + ".b" * 50_000,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_a_key_that_would_take_a_minute_is_refused_before_it_is_parsed(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(msgspec.toml, "decode", None)
    with pytest.raises(InputError, match=r"a key with too many dots at line \d, expected at most 8"):
        dream_file.decode(text.encode()[: dream_file.LARGEST_FILE], "mine.toml")


@pytest.mark.parametrize(
    "text", ['about = "a.b.c.d.e.f.g.h.i.j.k"', "about = '''\nx." + "y." * 99 + "''' # " + "z." * 99]
)
def test_what_is_said_may_have_any_number_of_dots(text: str) -> None:
    assert dream_file.decode(f"{text}\n{ACT}".encode(), "mine.toml").about


@pytest.mark.parametrize("text", ["seed = " + "9" * 5000, "x = " + "[" * 9000, "x = " + "{a=" * 9000])
def test_numbers_and_nests_without_an_end_are_one_sentence(text: str) -> None:
    with pytest.raises(InputError, match=r"mine\.toml: not valid TOML: "):
        dream_file.decode(text.encode(), "mine.toml")


def test_a_byte_order_mark_is_no_error() -> None:
    assert dream_file.decode(b"\xef\xbb\xbf" + ACT.encode(), "mine.toml").title == "t"


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\x00\x00\x00\x20ftypisom\xff\xfe")
    with pytest.raises(InputError, match=r"film\.mp4: not text at byte 12, expected a dream file in TOML"):
        dream_file.load(str(path))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read .*, expected a dream file in TOML"):
        dream_file.load(str(tmp_path))
    with pytest.raises(InputError, match=r"no such dream, expected .*sapphire.*, or the path of a \.toml file"):
        dream_file.load("saphire")
    for name in ("", "\0", "a" * 5000):
        with pytest.raises(InputError):
            dream_file.load(name)


@given(st.binary(max_size=200))
def test_no_bytes_at_all_give_anything_but_a_seed_or_a_message(data: bytes) -> None:
    try:
        dream_file.decode(data, "mine.toml")
    except InputError as error:
        assert str(error).startswith("mine.toml: ")  # noqa: PT017


@pytest.mark.slow
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_no_words_break_the_message_or_the_file(words: str) -> None:
    try:
        result = dream_file.decode(ACT.replace('"t"', f"'''{words}'''").encode(), "mine.toml")
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert 1 <= len(result.title) <= 80


@pytest.mark.parametrize("name", dream_file.names())
def test_every_shipped_dream_loads_and_checks(name: str) -> None:
    dream = dream_file.load(name)
    dream_file.check(dream, catalogue.scenes())
    assert dream.file.about
    assert dream.name == name


def test_the_digest_tells_two_dreams_apart(tmp_path: Path) -> None:
    text = (resources.folder("seeds") / "sapphire.toml").read_text("utf-8")
    same, other = read(tmp_path / "same.toml", text), read(tmp_path / "other.toml", text + "# a comment\n")
    assert same.digest == dream_file.load("sapphire").digest != other.digest
