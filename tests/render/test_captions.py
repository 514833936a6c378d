"""Captions: what breaks here puts words over a face, off the frame, or in letters that nobody can read."""

import itertools

import moderngl
import numpy as np
import pytest

from dreamscape import catalogue
from dreamscape.dream import dream_file
from dreamscape.dream.line import Line
from dreamscape.render import captions as captions_module
from dreamscape.render.captions import BESIDE, Captions, letter_times, stand
from dreamscape.render.overlay import TextSheet
from dreamscape.render.targets import Target
from dreamscape.render.typeset_caption import SMALLEST, column, compose, em, wrap
from dreamscape.rng import Streams
from dreamscape.speech import line_timing
from dreamscape.typesetting import line_breaks

SIZES = (320, 180), (640, 360), (1280, 720), (3840, 2160), (1080, 1920), (480, 480), (840, 360)
EACH_SIZE = pytest.mark.parametrize(
    "size",
    [pytest.param(size, marks=pytest.mark.slow) if max(size) > 2000 else size for size in SIZES],
    ids="{0[0]}x{0[1]}".format,
)
ACTS = {
    f"{name}, act {number}, {act.scene}": act
    for name in dream_file.names()
    for number, act in enumerate(dream_file.load(name).file.act, start=1)
    if act.voice
}
LINES = [line.text for act in ACTS.values() for line in act.voice]


def arrivals(line: Line) -> np.ndarray:
    """When each letter of a line arrives and leaves, as it is set in a small picture."""
    return letter_times(line, compose(line.text, (320, 180), 1.0, line.speaker, line.lang).places)


@EACH_SIZE
@pytest.mark.parametrize("act", ACTS)
def test_no_line_covers_the_subject_or_leaves_the_frame(ctx: moderngl.Context, act: str, size: tuple[int, int]) -> None:
    captions = Captions(ctx, size, 0, 255.0)
    target = Target(ctx, (16, 9), dtype="f1")  # what is drawn does not matter here
    scene = catalogue.scene(ACTS[act].scene)(Streams(7), {})
    for line in ACTS[act].voice:
        camera, aspect = scene.camera(line.at * ACTS[act].pace), size[0] / size[1]
        subject = camera.part(scene.subject[:2], aspect) + camera.part(scene.subject[2:], aspect)
        left, bottom, right, top = subject
        captions.draw(target, line, 1.0, scene.caption, subject, True)
        middle, (first, last) = stand(line, size, scene.caption, subject)
        x, y = captions.place(middle)
        block = compose(line.text, size, last - first, line.speaker).size
        wide, tall = (whole / side / 2.0 for whole, side in zip(block, size, strict=True))
        assert 0.0 < x - wide < x + wide < 1.0, line.text
        assert 0.0 < y - tall < y + tall < 1.0, line.text
        over = min(x + wide, right) - max(x - wide, left), min(y + tall, top) - max(y - tall, bottom)
        most = 0.15 if size[1] < 360 else 0.0  # there, letters that can be read need more room than there is
        assert min(over) <= most, f"{line.text!r} covers {over[0]:.3f} x {over[1]:.3f} of the subject"


SHORT, LONG = (
    "Now count what the night was hiding from you.",
    "Why do you isolate yourself when connection calls your name?",
)


@pytest.mark.parametrize(
    ("text", "size"),
    [(SHORT, (480, 270)), (SHORT, (640, 360)), (SHORT, (1280, 720)), (SHORT, (270, 480)), (LONG, (320, 180))],
)
def test_a_line_below_the_subject_keeps_to_its_side(text: str, size: tuple[int, int]) -> None:
    """Else the shore's words lie on the cliff in small pictures, dark by day on dark moss."""
    line = Line(6.0, text, 8.0)
    scene = catalogue.scene("shore")(Streams(7), {})
    middle, (first, last) = stand(line, size, scene.caption, scene.subject)
    assert middle == scene.caption
    assert first > 0.39
    assert len(wrap(line.text, em(size), column(size, last - first))) <= BESIDE


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("text", LINES)
def test_a_line_is_broken_evenly_into_a_few(text: str, size: tuple[int, int]) -> None:
    """Nobody wants to read six lines, or one word left over."""
    lines = wrap(text, em(size), column(size))
    assert " ".join(lines) == text
    assert len(lines) <= BESIDE
    assert len(lines) < 2 or len(lines[-1].split()) > 1


def test_the_face_shows_who_speaks() -> None:
    voice, dreamer = (compose("The key unlocks what?", (640, 360), 1.0, who) for who in ("voice", "dreamer"))
    assert not np.array_equal(voice.atlas, dreamer.atlas)


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
def test_letters_are_large_enough_to_be_read(size: tuple[int, int]) -> None:
    """A serif face needs an em of 15 px, and from afar 1/30 of the height (or of three quarters of a narrow width)."""
    assert em(size) >= SMALLEST >= 15
    assert em(size) >= min(size[1], 0.75 * size[0]) / 30.0


@pytest.mark.parametrize("size", [size for size in SIZES if em(size) < 40], ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("speaker", ["voice", "dreamer"])
def test_strokes_are_a_pixel_wide_at_least(speaker: str, size: tuple[int, int]) -> None:
    """Thinner ones are never of the letters' colour, and pale in small pictures."""
    atlas = compose("l", size, 1.0, speaker).atlas[:, :, 0].astype(float)
    rows = atlas[atlas.sum(axis=1) > 0.0] / 255.0
    assert np.median(rows.sum(axis=1)) > 1.0


def test_lines_are_set_closer_where_that_saves_a_third_one() -> None:
    """At 640x360, the answer beside the key was a narrow column of three lines."""
    size, part = (640, 360), 0.466  # of the width, left of the key
    text = "What you avoid. But only when you stop running from the pull of the threads."
    assert len(wrap(text, em(size), column(size, part))) == 2
    setting = compose(text, size, part)
    assert setting.size[0] <= column(size, part)


@EACH_SIZE
@pytest.mark.parametrize("text", LINES)
def test_every_letter_is_set_once_and_none_over_another(text: str, size: tuple[int, int]) -> None:
    setting = compose(text, size)
    assert len(setting.rects) == sum(not letter.isspace() for letter in text)
    atlas_w, atlas_h = setting.atlas.shape[1::-1]
    x, y, w, h = setting.rects[:, 4:].T
    assert (x >= 0).all()
    assert (y >= 0).all()
    assert (x + w <= atlas_w).all()
    assert (y + h <= atlas_h).all()
    for a, b in itertools.combinations(range(len(x)), 2):
        assert x[a] + w[a] <= x[b] or x[b] + w[b] <= x[a] or y[a] + h[a] <= y[b] or y[b] + h[b] <= y[a]


@pytest.mark.parametrize("act", ACTS)
def test_a_line_stays_long_enough_to_be_read(act: str) -> None:
    """Once all letters have arrived, readers need a second for every 20 of them; a line ends before the next begins."""
    for line in ACTS[act].voice:
        times = arrivals(line)
        assert times[0, 1] - times[0, 0] >= len(line.text) / 20.0, line.text
        assert line.at + 0.7 * line.stay <= ACTS[act].seconds, line.text
    for one, after in itertools.pairwise(ACTS[act].voice):
        assert one.at + one.stay <= after.at + 0.5, after.text


@pytest.mark.parametrize("stay", [3.0, 7.0])
def test_letters_arrive_as_they_are_whispered_and_leave_one_by_one(stay: float) -> None:
    line = Line(at=0.0, text="Balance is in  the dance, between.", stay=stay)
    times = arrivals(line)
    said = {place: when for place, when in enumerate(line_timing.letter_times(line)) if line.text[place] != " "}
    assert times[:, 0] == pytest.approx(list(said.values()))
    assert (np.diff(times, axis=0) >= 0.0).all()
    assert (np.diff(times[:, 1]) > 0.0).all()
    assert (times[:, 0] < times[:, 1]).all()
    assert times.max() < stay


def test_a_line_is_drawn_while_it_stays_and_is_gone_after(ctx: moderngl.Context) -> None:
    captions = Captions(ctx, (320, 180), 0, 255.0)
    line = Line(at=0.0, text="Why?", stay=5.0)

    def ink(seconds: float) -> float:
        target = Target(ctx, (320, 180), dtype="f1")
        target.begin(clear=(0.0, 0.0, 0.0, 1.0))
        captions.draw(target, line, seconds, (0.5, 0.5), (0.0, 0.8, 1.0, 1.0), True)
        return float(np.frombuffer(target.framebuffer.read(components=3), np.uint8).mean())

    assert ink(0.0) < 0.1 * ink(2.0)
    assert ink(4.99) < 0.2 * ink(2.0)
    assert ink(2.0) > 0.1


def test_no_letter_is_missing_or_drawn_twice_as_the_first_and_the_last_begin_to_leave(ctx: moderngl.Context) -> None:
    """Letters that come apart have a program of their own: at each moment, a letter is drawn by one of the two."""
    size, line = (320, 180), Line(at=0.0, text="Why?", stay=5.0)
    captions, leave = Captions(ctx, size, 0, 255.0), np.sort(arrivals(line)[:, 1])
    target = Target(ctx, size, dtype="f1")

    def picture(seconds: float) -> np.ndarray:
        target.begin(clear=(0.0, 0.0, 0.0, 1.0))
        captions.draw(target, line, seconds, (0.5, 0.5), (0.0, 0.8, 1.0, 1.0), True)
        return np.frombuffer(target.framebuffer.read(components=3), np.uint8).astype(int)

    for when in (float(leave[0]), float(leave[-1])):
        before, at, after = (picture(when + apart) for apart in (-0.0015, 0.0, 0.0015))
        assert before.max() > 100
        assert np.abs(at - before).max() < 40
        assert np.abs(after - at).max() < 40


@pytest.fixture
def typeset(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that have been typeset, in order."""
    lines, compose_as_before = list[str](), captions_module.compose_lines
    monkeypatch.setattr(
        captions_module, "compose_lines", lambda text, *rest: (lines.append(text), compose_as_before(text, *rest))[1]
    )
    return lines


def test_a_picture_drawn_at_another_scale_does_not_set_its_line_anew(ctx: moderngl.Context, typeset: list[str]) -> None:
    """A window that followed what the machine can hold did, which took as long as half a frame."""
    captions, target = Captions(ctx, (320, 180), 0, 255.0), Target(ctx, (320, 180), dtype="f1")
    line = Line(at=0.0, text="Why?", stay=5.0)
    for size in ((320, 180), (320, 180), (160, 90)):
        captions.resize(size)
        captions.draw(target, line, 1.0, (0.5, 0.5), (0.0, 0.8, 1.0, 1.0), True)
    assert len(typeset) == 2


def test_a_line_is_typeset_once_while_the_camera_moves(
    ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch, typeset: list[str]
) -> None:
    """A caption beside a subject that drifts was typeset anew every frame, which took as long as drawing the frame."""
    broken, fill_as_before = list[object](), line_breaks.fill
    monkeypatch.setattr(line_breaks, "fill", lambda *asked: (broken.append(asked), fill_as_before(*asked))[1])
    captions, target = Captions(ctx, (320, 180), 0, 255.0), Target(ctx, (320, 180), dtype="f1")
    line = Line(at=0.0, text="Balance is in the dance.", stay=5.0)
    for frame in range(30):
        subject = 0.5 + 1e-4 * frame, 0.2, 0.9, 1.0
        captions.reach(line, (0.25, 0.5), subject)
        captions.draw(target, line, 0.1 * frame, (0.25, 0.5), subject, True)
    assert typeset == [line.text]
    assert len(broken) <= 8  # with wide and with narrow spaces, before and after the limit moved by a pixel


@pytest.mark.parametrize("words", ["\u200bzero", "\u202eabc", "a\ufeff", "\u200b", "\U0010ffff"])
def test_letters_that_no_font_has_break_nothing(words: str) -> None:
    setting = compose(words, (320, 180))
    assert len(setting.rects) == len(arrivals(Line(0.0, words))) <= len(words)
    assert (setting.atlas[..., 0].any()) == any(letter.isalnum() for letter in words)


def test_a_line_of_which_no_font_has_a_letter_is_empty(ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """A song with a Japanese title ended the window where no Japanese face is installed."""
    monkeypatch.setattr("dreamscape.typesetting.shaping.face_of", lambda *asked: None)
    target = Target(ctx, (320, 180), dtype="f1")
    target.begin(clear=(0.0, 0.0, 0.0, 1.0))
    line = Line(0.0, "\u591c\u306e\u97f3\u697d", 5.0)
    Captions(ctx, (320, 180), 0, 255.0).draw(target, line, 2.0, (0.5, 0.5), (0.0, 0.8, 1.0, 1.0), True)
    assert not np.frombuffer(target.framebuffer.read(components=3), np.uint8).any()


def test_the_programs_own_words_may_hold_any_name(ctx: moderngl.Context) -> None:
    odd, plain = (
        TextSheet(ctx, [("song", "a\0\x1b\udcff.wav")], 12),
        TextSheet(ctx, [("song", r"a\x00\x1b\xff.wav")], 12),
    )
    assert odd.texture.read() == plain.texture.read()
