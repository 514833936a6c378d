"""The whisper: what breaks here lets the letters come at another time than they are said, or says nothing."""

import numpy as np
import pytest

from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Line
from dreamscape.rng import Streams
from dreamscape.speech import line_timing, phones
from dreamscape.speech.spelling import pronounce
from dreamscape.synthesis.voice import RATE
from dreamscape.voices.whisper import Whisper

LINES = [line for act in dream_file.load("sapphire").file.act for line in act.voice]
TEXT = "What you avoid. But only when you stop running from the pull of the threads."


@pytest.mark.parametrize("text", [*(line.text for line in LINES), "", "…!", "Zażółć 42 жук?", "a" * 300])
def test_every_letter_has_its_time_and_time_goes_on(text: str) -> None:
    times = phones.letter_times(text)
    assert len(times) == len(text)
    assert (np.diff(times) >= 0.0).all()
    assert (times <= phones.duration(text) + 0.7).all()


@pytest.mark.parametrize(
    ("word", "sounds"),
    [("silence", "S AY L AX N S"), ("threads", "TH R EH D Z"), ("night", "N AY T"), ("moss", "M AA S")],
)
def test_words_are_spoken_as_they_are(word: str, sounds: str) -> None:
    assert " ".join(phone for _, part in pronounce(word) for phone in part) == sounds


def test_a_line_in_haste_is_said_in_its_time() -> None:
    hasty = Line(at=0.0, text=TEXT, stay=5.0)
    assert line_timing.duration(hasty) < 5.0
    assert line_timing.letter_times(hasty).max() < line_timing.letter_times(Line(at=0.0, text=TEXT, stay=20.0)).max()


def test_breath_sounds_where_letters_are_and_rests_where_they_pause() -> None:
    sound = Whisper(Streams(7), TEXT).render().astype(np.float64)
    level = np.sqrt((sound[: len(sound) // 480 * 480].reshape(-1, 480) ** 2).mean(axis=1))
    times = phones.letter_times(TEXT)
    spoken_now = [level[round(100 * t) + 1] for t, letter in zip(times, TEXT, strict=True) if letter.lower() in "aeiou"]
    stop = TEXT.index(".")
    pause = level[round(100 * times[stop]) + 8 : round(100 * times[TEXT.index("B")]) - 4]
    assert len(pause) > 10
    assert np.median(spoken_now) > 8.0 * pause.mean()
    assert level[:6].max() > 0.2 * np.median(spoken_now)
    assert level[round(100 * phones.duration(TEXT)) + 1 :].max(initial=0.0) < 0.1 * np.median(spoken_now)


def test_s_hisses_and_vowels_have_their_formants() -> None:
    text = "sea, saw, see."
    sound = Whisper(Streams(7), text).render().astype(np.float64)

    def spectrum(phone: phones.Phone) -> np.ndarray:
        begin = round((phone.start + 0.25 * phone.duration) * RATE)
        part = sound[begin : begin + round(0.5 * phone.duration * RATE)]
        return np.abs(np.fft.rfft(part * np.hanning(len(part)), RATE)) ** 2  # a bin a hertz

    said = phones.phones(text)
    hiss = [spectrum(phone) for phone in said if phone.name == "S"]
    vowels = {name: spectrum(next(phone for phone in said if phone.name == name)) for name in ("IY", "AO")}
    for one in hiss:
        assert one[4500:9500].sum() > 4.0 * one[200:3500].sum()
    for one in vowels.values():
        assert one[4500:9500].sum() < 0.25 * one[200:3500].sum()
    assert vowels["IY"][2000:3500].sum() / vowels["IY"].sum() > 2.0 * vowels["AO"][2000:3500].sum() / vowels["AO"].sum()
