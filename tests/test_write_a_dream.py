"""What people start a dream from: what breaks here gives them a key that is not one, or a first file that fails."""

import re
from pathlib import Path

import moderngl
import msgspec
import pytest

from dreamscape import catalogue, cli, resources
from dreamscape.clock import Moment
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import SHIFTS, Act, Dream, DreamFile, Look, Shift
from dreamscape.dream.line import Line
from dreamscape.engine import recording
from dreamscape.engine.renderer import Renderer
from dreamscape.errors import InputError
from dreamscape.files import toml
from dreamscape.options import LARGEST_SIDE
from dreamscape.quality import TIERS
from dreamscape.render.uniform_block import COLOURS

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "write-a-dream.md").read_text("utf-8")
EXAMPLE = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[0]
STARTER = resources.asset("new-dream.toml").read_text("utf-8")
KEYS = {field.name for struct in (DreamFile, Act, Line, Look, Shift) for field in msgspec.structs.fields(struct)}


def read(text: str) -> Dream:
    dream = Dream("mine", dream_file.decode(text.encode(), "mine.toml"), "")
    dream_file.check(dream, catalogue.scenes())
    return dream


@pytest.mark.slow
@pytest.mark.parametrize("text", [EXAMPLE, STARTER], ids=["the page's", "the starter"])
def test_it_loads_and_every_act_draws(ctx: moderngl.Context, text: str) -> None:
    asked = read(text).file
    for act in asked.act:
        alone = Dream("mine", DreamFile("t", asked.seed, (act,)), "")
        picture = Renderer(ctx, alone, (64, 36), TIERS["low"])
        assert picture.read(picture.draw(Moment(60, 0.0))).std() > 2.0


def test_the_page_explains_every_key() -> None:
    told = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    assert told == KEYS
    assert {*COLOURS, *SHIFTS} <= set(re.findall(r"`(\w+)`", PAGE))


def test_the_starter_shows_every_key() -> None:
    shown = re.findall(r"^(?:# )?(\w+) = ", STARTER, re.MULTILINE)
    tables = re.findall(r"^(?:# )?\[+(?:act\.)?(\w+)\]", STARTER, re.MULTILINE)
    assert {*shown, *tables} >= KEYS | set(COLOURS)
    assert all(kind in STARTER for kind in SHIFTS)


@pytest.mark.parametrize("text", [PAGE, STARTER], ids=["the page's", "the starter"])
@pytest.mark.parametrize(
    ("line", "bounds"),
    [
        ("pace = {}", (0.05, 1)),
        ("seconds = {}", (1, 86400)),
        ("[act.shift]\nseconds = {}\nthrough = 'light'", (0.5, 20)),
        ("[[act.voice]]\nat = 0\ntext = 'a'\nstay = {}", (None, 60)),
    ],
)
def test_the_documented_bounds_are_those_that_are_checked(text: str, line: str, bounds: tuple) -> None:
    rest = 'title = "t"\nseed = 1\n[[act]]\nscene = "shore"\n' + (
        "" if line.startswith("seconds") else "seconds = 60\n"
    )
    for bound, out in zip(bounds, (-0.01, 0.01), strict=True):
        if bound is not None:
            assert f"{bound:g}" in text
            read(rest + line.format(bound))
            with pytest.raises(InputError):
                read(rest + line.format(bound + out))


def test_the_command_writes_it_and_overwrites_only_with_the_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "my-dream.toml"
    assert cli.run(["new", str(path)]) == 0
    assert capsys.readouterr() == ("", "")
    assert path.read_text("utf-8") == STARTER
    path.write_text("mine", "utf-8")
    assert cli.run(["new", str(path)]) == 2
    assert "exists already; choose another name or give --overwrite" in capsys.readouterr().err
    assert path.read_text("utf-8") == "mine"
    assert cli.run(["new", str(path), "--overwrite"]) == 0
    assert path.read_text("utf-8") == STARTER
    assert cli.run(["new", str(tmp_path / "dream.txt")]) == 2
    assert "expected one that ends in .toml" in capsys.readouterr().err


def test_what_is_said_of_films_is_so() -> None:
    page = (DOCS / "formats.md").read_text("utf-8")
    assert f"{LARGEST_SIDE} pixels for most" in (DOCS / "export.md").read_text("utf-8")
    assert f"up to {dream_file.LARGEST_FILE >> 10} KiB, keys of at most {toml.MAX_DOTS} dots" in page
    assert f"up to {recording.LARGEST >> 20} MiB" in page
