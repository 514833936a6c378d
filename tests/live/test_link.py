"""Ableton Link, by a session that is made up: what breaks here beats beside everybody else on stage."""

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Heard
from dreamscape.dream.quantities import Detail
from dreamscape.errors import DreamscapeError
from dreamscape.hearing.listener import LATE
from dreamscape.live.controls import ableton_link
from dreamscape.live.controls.ableton_link import LinkInput
from dreamscape.live.controls.sound_input import SoundInput


class Session:
    """A session at a tempo, with others in it, whose time passes as a test says."""

    def __init__(self, others: int = 1, tempo: float = 96.0) -> None:
        self.others, self.bpm, self.micros, self.enabled = others, tempo, 0.0, False

    def numPeers(self) -> int:
        return self.others

    def clock(self) -> Any:
        return SimpleNamespace(micros=lambda: self.micros)

    def captureSessionState(self) -> Any:
        beat = lambda micros, quantum: 40.25 + micros * 1e-6 * self.bpm / 60.0  # noqa: E731
        return SimpleNamespace(tempo=lambda: self.bpm, beatAtTime=beat)

    def pass_ticks(self, count: int) -> None:
        self.micros += count * 1e6 / TICKS_PER_SECOND


def heard(link: LinkInput, session: Session, ticks: int) -> list[Heard]:
    """What is heard in that time, two ticks a frame."""
    events: list[Heard] = []
    for first in range(1, ticks, 2):
        session.pass_ticks(2)
        events += [event for event in link.events(first, first + 1, 0.0) if isinstance(event, Heard)]
    return events


def test_the_beat_is_that_of_the_others() -> None:
    session = Session()
    link = LinkInput(session)
    assert session.enabled
    events = heard(link, session, 240)
    assert [event.tick for event in events] == list(range(1, 241))
    assert {event.bpm for event in events} == {96.0}
    for event in events[60:]:
        beats = 40.25 + event.tick / TICKS_PER_SECOND * 96.0 / 60.0
        assert abs((event.phase - beats + 0.5) % 1.0 - 0.5) < 0.03
        assert Detail.unpacked(event.detail).meter == 4
        if 0.1 < beats % 1.0 < 0.9:
            assert Detail.unpacked(event.detail).bar_beat == int(beats % 4.0)
    assert link.status() == "96.0 a minute   with 1"
    link.close()
    assert not session.enabled


def test_alone_in_a_session_the_beat_is_tracked() -> None:
    session = Session(others=0)
    link = LinkInput(session)
    assert heard(link, session, 60) == []
    assert link.status() == "nobody else is there"


def test_whoever_listens_has_the_beat_of_the_session_and_tells_it_alone() -> None:
    session = Session()
    link = LinkInput(session)
    link.is_alone = False
    noise = np.random.default_rng(1).standard_normal((1600, 1)).astype(np.float32) * 0.1
    source = SimpleNamespace(take=lambda: noise, status=lambda: "line in", lost="", close=lambda: None)
    ear = SoundInput(source, link.beat)
    for first in range(1, 61, 2):
        session.pass_ticks(2)
        assert list(link.events(first, first + 1, 0.0)) == []
        found = [event for event in ear.events(first, first + 1, 0.0) if isinstance(event, Heard)]
    assert found[-1].bpm == 96.0
    assert (link.beat.phase + LATE / link.beat.period) % 1.0 == pytest.approx((40.25 + 1.6) % 1.0, abs=0.03)


def test_without_the_package_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "link", None)
    with pytest.raises(DreamscapeError, match=r"--link: needs the package LinkPython-extern .*dreamscape\[link\]"):
        ableton_link.join()
    module: Any = ModuleType("link")
    module.Link = lambda tempo: Session(tempo=tempo)
    monkeypatch.setitem(sys.modules, "link", module)
    assert ableton_link.join().status() == "120.0 a minute   with 1"
