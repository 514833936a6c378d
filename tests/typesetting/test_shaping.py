"""Shaped text: what breaks here writes boxes, letters in the wrong order, or lines that end in the middle of a word."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest

from dreamscape import cli
from dreamscape.dream import dream_file
from dreamscape.dream.line import Line
from dreamscape.engine import dream_source
from dreamscape.render.captions import BESIDE, letter_times
from dreamscape.render.typeset_caption import column, compose, em, wrap
from dreamscape.speech import line_timing
from dreamscape.typesetting import faces, shaping, system_faces
from dreamscape.typesetting.coverage import typeface
from dreamscape.typesetting.faces import missing
from dreamscape.typesetting.line_breaks import fill, units
from dreamscape.typesetting.shaping import shape
from dreamscape.typesetting.system_faces import Face

SAPPHIRE = [line for act in dream_file.load("sapphire").file.act for line in act.voice]
LANGUAGES = ("de", "fr", "es", "pt", "ja", "ru", "ar", "hi")
SIZE = 640, 360


@pytest.fixture
def no_system_faces(monkeypatch: pytest.MonkeyPatch):
    """A system without any face but the program's own."""
    caches = faces.face_of, shaping.shape
    monkeypatch.setattr(faces, "candidates", lambda *asked: iter(()))
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def needs(line: Line) -> Line:
    """A line, if this system has faces for it; else the test is skipped."""
    if missing(line.text, line.speaker, line.lang):
        pytest.skip(f"no face for {line.lang} here")
    return line


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_line_is_written_in_every_language_without_a_box(tag: str) -> None:
    for line in SAPPHIRE:
        written = needs(line.in_language(tag))
        assert written.lang == tag != line.lang
        setting = compose(written.text, SIZE, 1.0, line.speaker, tag)
        told = set(setting.places.tolist())
        alone = [k for k, letter in enumerate(written.text) if unicodedata.category(letter) in ("Ll", "Lu", "Po")]
        assert told
        assert told <= set(range(len(written.text)))
        assert len(told & set(alone)) == len(alone)  # letters that join nothing are each set
        assert (np.diff(setting.places) > 0).all()  # in the order of reading
        for size in ((320, 180), (1080, 1920)):
            assert len(wrap(written.text, em(size), column(size), line.speaker, tag)) <= BESIDE


@pytest.mark.parametrize("tag", LANGUAGES)
def test_letters_come_in_the_order_of_reading_at_the_times_of_the_whisper(tag: str) -> None:
    for line in SAPPHIRE:
        written = line.in_language(tag)
        assert (written.spoken, written.stay) == (line.spoken, line.stay)
        times = letter_times(written, np.arange(len(written.text)))[:, 0]
        whispered = line_timing.letter_times(line)
        assert (np.diff(times) >= 0.0).all()
        assert (times[0], times[-1]) == pytest.approx((whispered[0], whispered[-1]), abs=1e-5)


def test_arabic_goes_leftwards_its_letters_joined_and_numbers_the_other_way() -> None:
    line = needs(Line(0.0, "باب 12", lang="ar"))
    glyphs = shape(line.text, 40, "voice", "ar", 0.035).glyphs
    assert [glyph.start for glyph in glyphs] == [4, 5, 3, 2, 1, 0]
    assert glyphs[3].number != glyphs[5].number  # the same letter at the end of the word and at its beginning
    setting = compose(line.text, SIZE, 1.0, "voice", "ar")
    assert setting.places.tolist() == [0, 1, 2, 4, 5]
    edges = setting.rects[:3, 0]
    assert (np.diff(edges) < 0.0).all()


def test_what_joins_into_one_sign_is_one_letter_that_comes_at_once() -> None:
    line = needs(Line(0.0, "कि क्ष", lang="hi"))  # a sign that is written before its letter, and two letters in one
    assert compose(line.text, SIZE, 1.0, "voice", "hi").places.tolist() == [0, 3]


def test_an_accent_stays_with_its_letter_in_the_programs_own_face(no_system_faces: None) -> None:
    setting = compose("e\u0301te\u0301", SIZE)
    assert setting.places.tolist() == [0, 2, 3]


def test_letters_that_no_face_has_are_left_out_and_named(no_system_faces: None) -> None:
    assert missing("a つなb つ", "voice", "ja") == ["つ", "な"]
    assert compose("つ", SIZE).rects.shape == (0, 8)
    assert compose("a つ", SIZE).places.tolist() == [0]


def test_a_language_without_a_face_is_refused_in_one_sentence(
    no_system_faces: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["still", str(tmp_path / "a.png"), "--captions", "ja"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("dreamscape: --captions ja: no font here has な ぜ 自")
    assert told.endswith("install one for 日本語, such as Noto\n")
    assert told.count("\n") == 1


@pytest.mark.parametrize("word", ["xx", "de_DE", "a.png"])
def test_a_language_that_the_dream_is_not_written_in_is_refused(
    word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["still", str(tmp_path / "a.png"), "--captions", word]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"dreamscape: --captions {word}: no line of the dream sapphire is written in it, expected ")
    assert told.count("\n") == 1
    assert dream_source.check_language(dream_file.load("ambient"), "de", "--captions") == "de"  # nothing is said there


def test_hostile_letters_are_shaped_without_failing() -> None:
    for text in ("\u202e\u2066ab\u2069ב(1)", "\u0301", "\ufe0f", "\udcff", "ب\u200d\u200fa\u2029b", "\u2067א", "😀"):
        line = shape(text, 20, "voice")
        assert np.isfinite(line.width)
        assert all(glyph.number for glyph in line.glyphs)


def test_a_line_in_another_language_is_not_whispered_unless_it_has_english_words() -> None:
    alone = Line(0.0, "Warum?", lang="de")
    assert (alone.spoken, line_timing.duration(alone)) == ("", 0.0)
    both = Line(0.0, "Warum?", lang="de", translations={"en": "Why?"})
    assert both.spoken == "Why?" == both.in_language("en").text
    assert both.in_language("en").in_language("de") == both
    assert line_timing.letter_times(both)[-1] == pytest.approx(line_timing.letter_times(both.in_language("en"))[-1])


def test_japanese_is_broken_at_phrases_and_nothing_hangs_over() -> None:
    text = "なぜ自分を閉ざすの。つながりが、あなたの名を呼んでいるのに。"
    lines = fill(units(text), len, 12)
    assert "".join(lines) == text
    assert all(line[0] not in "、。っ" for line in lines)
    assert lines == ["なぜ自分を閉ざすの。", "つながりが、あなたの", "名を呼んでいるのに。"]
    assert [len(line) for line in fill(units("永" * 20), len, 8)] == [7, 7, 6]


def test_a_space_that_must_not_break_does_not() -> None:
    assert units("ton nom\u202f? Oui") == ["ton ", "nom\u202f? ", "Oui"]


def test_a_font_folder_does_as_well_as_fontconfig(monkeypatch: pytest.MonkeyPatch) -> None:
    own = faces.own("small").path
    monkeypatch.setattr(system_faces, "_folders", lambda: [own.parent])
    monkeypatch.setattr(system_faces, "_by_fontconfig", lambda *asked: None)
    system_faces._installed.cache_clear()
    try:
        upright, slanted = (
            next(system_faces.candidates("a", "LATIN", "", italic), Face(Path())) for italic in (False, True)
        )
    finally:
        system_faces._installed.cache_clear()
    assert "It" not in upright.path.stem
    assert slanted.path.stem.endswith("It")
    assert faces.has_all(upright, "aé")


def test_the_programs_own_words_are_as_wide_as_they_measure() -> None:
    face = typeface(20, "small")
    ink = face.ink("Wave")
    assert ink.shape[::-1] == face.size("Wave")
    assert ink[:, -3:].any()
    assert face.ink("").shape == (face.height, 1)
