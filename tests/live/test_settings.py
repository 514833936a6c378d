"""Settings: what breaks here opens a window out of sight, or stops the program because of a damaged file."""

from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.commands.play import play
from dreamscape.commands.play_parameters import PlayParameters
from dreamscape.commands.play_settings import filled, there
from dreamscape.devices import sound_device_names
from dreamscape.devices.window_geometry import WindowGeometry, fit_size, initial_geometry, is_reachable
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.live.playback.live_sound import PlaybackOptions
from dreamscape.live.session.session_settings import SessionSettings
from dreamscape.live.store import settings
from dreamscape.live.store.settings import Settings
from dreamscape.quality import TIERS

WHOLE = Settings(
    "low",
    False,
    30.0,
    True,
    'a "device"\x7f é 🎧',
    "",
    1.5,
    True,
    (900, 500),
    (-20, 40),
    language="ja",
    now_playing=True,
)
NETBOOK = (0, 0, 1024, 600)
DESK = [(0, 0, 1920, 1080), (1920, 0, 1280, 1024)]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    where = tmp_path / "deep" / "settings.toml"
    assert settings.load(where) == Settings()
    settings.save(where, WHOLE)
    assert settings.load(where) == WHOLE
    settings.update(where, {"volume": 50.0, "muted": None})
    assert settings.load(where) == msgspec.structs.replace(WHOLE, volume=50.0, muted=None)
    assert [path.name for path in where.parent.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("volume = 200", "settings.toml: volume: expected a number from 0 to 100"),
        ('quality = "best"', "settings.toml: quality: expected high, low, medium or ultra"),
        ("size = [10, 10]", "settings.toml: size[0]: expected a whole number from 90 to 16384"),
        ("volum = 2", "settings.toml: unknown key 'volum'; did you mean 'volume'?"),
        ("volume", "settings.toml: not valid TOML"),
        ("#" * 70_000, "settings.toml: too large"),
    ],
)
def test_what_cannot_be_is_said_and_put_aside_when_something_is_kept(tmp_path: Path, text: str, message: str) -> None:
    where = tmp_path / "settings.toml"
    where.write_text(text)
    with pytest.raises(InputError) as caught:
        settings.load(where)
    assert message in str(caught.value)
    settings.update(where, {"captions": True})
    assert settings.load(where) == Settings(captions=True)
    assert (tmp_path / "settings.toml.old").read_text() == text


@given(st.binary(max_size=200))
def test_whatever_the_file_holds_there_are_settings_or_one_sentence(data: bytes) -> None:
    with suppress(InputError):
        settings.decode(data, "settings.toml")


def test_a_folder_in_its_place_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        settings.load(tmp_path / "settings.toml")
    with pytest.raises(DreamscapeError):
        settings.save(tmp_path / "settings.toml", WHOLE)


def session() -> Any:
    window = SimpleNamespace(units=(640, 360), fullscreen=False)
    sound = SimpleNamespace(volume=0.4, muted=False, wanted_device=None)
    options = SimpleNamespace(tier=TIERS["low"])
    rest = {"captions": True, "reaction": 1.0, "listen_source": None, "hud": SimpleNamespace(announces=False)}
    return SimpleNamespace(window=window, sound=sound, options=options, dream=SimpleNamespace(language=""), **rest)


def test_only_what_the_viewer_changes_is_remembered(tmp_path: Path) -> None:
    """Options on the command line apply to that session only."""
    where, one = tmp_path / "settings.toml", session()
    kept = SessionSettings(one, where, {"volume": 40.0, "muted": False, "sound_device": None})
    kept.save()
    assert not where.exists()
    one.sound.volume, one.captions = 0.6, False
    kept.save()
    assert settings.load(where) == Settings(volume=60.0, captions=False)
    one.dream.language = "ar"
    kept.save()
    assert settings.load(where) == Settings(volume=60.0, captions=False, language="ar")
    one.dream.language, one.hud.announces = "", True
    kept.save()
    assert settings.load(where) == Settings(volume=60.0, captions=False, now_playing=True)
    one.hud.announces = False
    kept.save()
    one.options.tier = None
    one.sound = None
    kept.save()
    assert settings.load(where) == Settings(volume=60.0, captions=False, now_playing=False)


def test_options_go_before_what_is_remembered() -> None:
    with play.make_context("play", ["--volume", "10", "--windowed"]) as context:
        parameters = PlayParameters(**context.params)
        parameters = filled(parameters, msgspec.structs.replace(WHOLE, sound_device="dac"))
    assert (parameters.volume, parameters.fullscreen) == (10.0, False)
    assert (parameters.quality, parameters.captions, parameters.mute) == ("low", False, True)
    assert (parameters.language, parameters.now_playing) == ("ja", True)
    with play.make_context("play", ["--captions", "ar"]) as context:
        parameters = filled(PlayParameters(**context.params), msgspec.structs.replace(WHOLE, sound_device="dac"))
    assert (parameters.captions, parameters.language) == (True, "ar")
    assert parameters.sound_device == "dac"
    assert parameters.listen is None, "nobody is listened to unasked"


def test_a_device_that_is_gone_is_said_and_the_usual_one_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_device_names, "speakers", lambda: ["dac", "monitor"])
    said: list[str] = []
    assert there(PlaybackOptions("dac"), said.append).device == "dac"
    assert there(PlaybackOptions("gone"), said.append).device is None
    assert said == ["gone is not there; the usual device plays"]


def test_a_window_is_as_large_as_it_fits() -> None:
    assert fit_size((1280, 720), (0, 0, 1920, 1080)) == (1280, 720)
    width, height = fit_size((1280, 720), NETBOOK)
    assert width <= 1024 - 8
    assert height <= 600 - 40
    assert width / height == pytest.approx(16 / 9, rel=0.01)


def test_a_window_opens_where_it_can_be_seen() -> None:
    assert initial_geometry(WindowGeometry((640, 360)), NETBOOK, [NETBOOK], wanted=True) == WindowGeometry((640, 360))
    assert initial_geometry(WindowGeometry((1280, 720)), NETBOOK, [NETBOOK], wanted=True) == WindowGeometry(
        (1280, 720), (0, 0)
    )
    left = WindowGeometry((640, 360), (2000, 100))
    assert initial_geometry(left, DESK[0], DESK, wanted=False) == left
    assert initial_geometry(left, DESK[0], DESK[:1], wanted=False) == WindowGeometry((640, 360)), (
        "its display is unplugged"
    )


@pytest.mark.parametrize("corner", [(-600, 0), (0, -30), (1900, 10), (0, 1070), (10_000, 0)])
def test_a_frame_that_no_hand_reaches_is_not_taken_again(corner: tuple[int, int]) -> None:
    assert not is_reachable(WindowGeometry((640, 360), corner), DESK[:1])
