"""What a file should have held, in words: what breaks here leaves people with a decoder's own."""

import re
from typing import Annotated, Any, Literal

import msgspec
import pytest

from dreamscape.files.schema import explain

Few = Annotated[int, msgspec.Meta(ge=0, le=9)]


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    kind: Literal["one", "other"]
    pair: tuple[Annotated[float, msgspec.Meta(gt=0.0)], bool] = (1.0, True)


class Outer(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(max_length=3)] = ""
    inner: list[Inner] = []
    few: dict[str, Few] = {}
    numbered: dict[Few, str | None] = {}
    code: Annotated[str, msgspec.Meta(pattern="^[a-f]$", description="a letter from a to f")] = "a"
    more: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"name": 3}', "name: expected text of at most 3 letters, got a whole number"),
        ('{"name": "long"}', "name: expected text of at most 3 letters"),
        ('{"nmae": 3}', "unknown key 'nmae'; did you mean 'name'?"),
        ('{"zoo": 3}', "unknown key 'zoo'; the valid keys are code, few, inner, more, name or numbered"),
        ('{"inner": [{"kind": "one"}, {}]}', "inner[1].kind: missing, expected one or other"),
        ('{"inner": [{"kind": "none"}]}', "inner[0].kind: expected one or other, got 'none'"),
        ('{"inner": [{"kind": "one", "pair": [0, true]}]}', "inner[0].pair[0]: expected a number above 0"),
        (
            '{"inner": [{"kind": "one", "pair": [1]}]}',
            "inner[0].pair: expected a list of 2: a number above 0, true or false",
        ),
        ('{"few": {"a": 1, "b": 2, "c": 10, "d": 10}}', "few.c: expected a whole number from 0 to 9"),
        ('{"numbered": {"a": "x"}}', "numbered: a key: expected a whole number from 0 to 9, got text"),
        ('{"numbered": {"1": 2}}', "numbered[1]: expected text or nothing, got a whole number"),
        ('{"code": "g"}', "code: expected a letter from a to f"),
        (
            '{"more": {"a": 1e999}}',
            "more: expected numbers that 64 bits hold, text, lists and tables, got a number out of range",
        ),
        ("[]", "expected a table, got a list"),
    ],
)
def test_a_message_says_where_and_what_was_expected(data, message):
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(data, type=Outer)
    assert explain(caught.value, Outer, lambda: msgspec.json.decode(data)) == message


def test_a_key_among_many_is_found_at_once():
    data = msgspec.json.encode({"few": {f"k{number}": number // 19_999 * 10 for number in range(20_000)}})
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(data, type=Outer)
    assert re.match(r"few\.k19999: ", explain(caught.value, Outer, lambda: msgspec.json.decode(data)))
