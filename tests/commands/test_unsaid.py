"""What the voice has no sounds for: what breaks here leaves a line silent, and nobody is told why."""

from pathlib import Path

import pytest

from dreamscape import cli
from dreamscape.commands.caption_faces import check_voice
from dreamscape.engine.request import check_request

DREAM = """title = "Twice"
seed = 7

[[act]]
scene = "key"
seconds = 2

[[act.voice]]
at = 0.2
stay = 1
text = "Again."

[[act.voice]]
at = 1.3
stay = 0.6
{line}
"""


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)

    def write(line: str) -> None:
        Path("twice.toml").write_text(DREAM.replace("{line}", line), "utf-8")

    return write


@pytest.mark.parametrize(
    ("line", "letters"),
    [
        ('text = "もう一度"', "も う 一 度"),
        ('text = "Ещё ещё"', "Е щ ё"),
        ('text = "אבגדהוזחטי"', "א ב ג ד ה ו ז ח and 2 other letters"),
        ('text = "Zażółć, naïve Straße."', ""),
        ('text = "1,024 × 2 = 2,048 …"', ""),
    ],
)
def test_the_first_line_it_cannot_say_is_told_of(written, line: str, letters: str) -> None:  # type: ignore[no-untyped-def]
    written(line)
    said = check_voice(check_request("twice.toml"))
    told = f"the voice speaks English and has no sounds for {letters}; the line at 1.3 s is shown as a caption alone"
    assert said == (f"twice.toml: {told}" if letters else "")


def test_the_sound_alone_tells_of_it_too(written, capsys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    written('text = "もう一度"')
    monkeypatch.setattr("dreamscape.export.sound_file.save", lambda *_: None)
    assert cli.run(["sound", "twice.wav", "--dream", "twice.toml", "--to", "0.5"]) == 0
    assert "has no sounds for も う 一 度; the line at 1.3 s" in capsys.readouterr().err
