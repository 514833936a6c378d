"""The schema of dream files: what breaks here lets an editor underline what is right, or complete what is wrong."""

import json
import tomllib
from typing import Any

import jsonschema
import pytest

from dreamscape import catalogue, resources
from dreamscape.cli import run
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.schema import dream_schema
from dreamscape.dream.written_acts import written
from dreamscape.errors import InputError
from dreamscape.parameters import declared


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    made = dream_schema({name: (scene.__doc__ or "", declared(scene)) for name, scene in catalogue.scenes().items()})
    jsonschema.Draft202012Validator.check_schema(made)
    return made


@pytest.fixture(scope="module")
def editor(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    """What an editor does with the schema, which has been checked once for all tests."""
    return jsonschema.Draft202012Validator(schema)


def accepted(text: str) -> None:
    """Raise InputError unless the program takes a dream."""
    dream_file.check(Dream("it", dream_file.decode(text.encode(), "it"), ""), catalogue.scenes())


@pytest.mark.parametrize("name", [*dream_file.names(), "new-dream"])
def test_dreams_that_ship_keep_it(name: str, editor: jsonschema.Draft202012Validator) -> None:
    path = dream_file.path_of(name) if name != "new-dream" else resources.asset("new-dream.toml")
    editor.validate(tomllib.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"seed": -1},
        {"colour": "red"},
        {"quality": "best"},
        {"act": []},
        {"act": [{"scene": "shoer", "seconds": 20}]},
        {"act": [{"scene": "shore", "seconds": 0.5}]},
        {"act": [{"scene": "shore", "seconds": 20, "parameters": {"storm": 4.0}}]},
        {"act": [{"scene": "shore", "seconds": 20, "parameters": {"snow": 1.0}}]},
        {"act": [{"scene": "key", "seconds": 20, "parameters": {"weather": "hail"}}]},
        {"act": [{"scene": "key", "seconds": 20, "palette": {"light": "white"}}]},
        {"act": [{"scene": "key", "seconds": 20, "shift": {"through": "wall"}}]},
        {"act": [{"scene": "key", "seconds": 20, "voice": [{"at": 1, "text": " "}]}]},
    ],
)
def test_what_the_program_refuses_it_refuses(change: dict[str, Any], editor: jsonschema.Draft202012Validator) -> None:
    good = {"title": "It", "seed": 1, "act": [{"scene": "shore", "seconds": 20}]}
    editor.validate(good)
    with pytest.raises(jsonschema.ValidationError):
        editor.validate(good | change)
    text = "\n".join(f"{key} = {written(value)}" for key, value in (good | change).items())
    with pytest.raises(InputError):
        accepted(text)


def test_the_command_prints_it(schema: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(schema))
