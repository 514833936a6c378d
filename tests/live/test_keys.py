"""The file of keys: what breaks here leaves a user with keys that do nothing, or with a traceback."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.errors import InputError
from dreamscape.live.controls.keys import ACTIONS, NAMED, Keys, decode, load


def test_every_action_can_be_reached_by_a_key_of_its_own() -> None:
    usual = Keys()
    names = [name for names in usual.keys.values() for name in names]
    assert all(usual.keys.values())
    assert len(names) == len(set(names))
    assert {usual.action(name, name if len(name) == 1 else "") for name in names} == set(ACTIONS)


def test_a_key_means_what_the_file_says_and_no_longer_what_it_meant() -> None:
    keys = decode(b'[keys]\npause = ["p", "space"]\nhud = ["N"]\n[buttons]\nleave = [0]\n', "mine.toml")
    assert keys.action("p", "p") == keys.action("space", " ") == "pause"
    assert keys.action("n", "n") == keys.action("n", "N") == "hud"
    assert keys.keys["new-seed"] == ()
    assert (keys.button(0), keys.button(6)) == ("leave", None)


def test_a_single_key_needs_no_list() -> None:
    keys = decode(b'[keys]\npause = "p"\n[buttons]\nleave = 9\n', "mine.toml")
    assert keys.action("p", "p") == "pause"
    assert keys.action("space", " ") is None
    assert keys.button(9) == "leave"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[keys]\npuase = ["p"]', "mine.toml: keys.puase: no such action; did you mean 'pause'?"),
        ('[keys]\npause = ["spcae"]', "mine.toml: keys.pause: no such key 'spcae', expected a letter or sign, or "),
        ('[keys]\npause = ["p"]\nhud = ["P"]', "mine.toml: keys.hud: 'p' is also pause, expected one action for it"),
        ("[keys]\npause = 3", 'mine.toml: keys.pause: expected a key or a list of them, like ["p", "space"], got'),
        ('[keys]\npause = ["p", 3]', "mine.toml: keys.pause[1]: expected text of 1 to 20 letters, got a whole number"),
        ("[buttons]\npause = 64", "mine.toml: buttons.pause: expected a button from 0 to 63 or a list of them"),
        ("[buttons]\npause = [64]", "mine.toml: buttons.pause[0]: expected a whole number from 0 to 63"),
        ("[kyes]", "mine.toml: unknown key 'kyes'; did you mean 'keys'?"),
        ("keys", "mine.toml: not valid TOML: "),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(text.encode(), "mine.toml")
    assert str(caught.value).startswith(message)


NAMES = st.one_of(st.sampled_from(NAMED), st.text(max_size=3), st.integers(-2, 99))
TABLES = st.dictionaries(st.sampled_from([*ACTIONS, "nothing"]), st.lists(NAMES, max_size=3), max_size=4)


def written(tables: dict[str, dict[str, list[object]]]) -> bytes:
    lines = []
    for table, entries in tables.items():
        lines.append(f"[{table}]")
        lines += [f"{key} = [{', '.join(map(repr, names))}]" for key, names in entries.items()]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


@given(st.one_of(st.binary(max_size=200), st.dictionaries(st.sampled_from(["keys", "buttons"]), TABLES).map(written)))
def test_whatever_a_file_holds_there_are_keys_or_one_sentence(data: bytes) -> None:
    with suppress(InputError):
        assert decode(data, "mine.toml").help()


def test_a_file_that_is_not_there_or_too_large_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path / "none.toml")
    (tmp_path / "large.toml").write_bytes(b"#" * 70_000)
    with pytest.raises(InputError, match="too large"):
        load(tmp_path / "large.toml")
