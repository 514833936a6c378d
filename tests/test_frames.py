"""The Python interface: arrays of a dream."""

import inspect
import itertools
import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pygame
import pytest

import dreamscape
from dreamscape import cli, resources
from dreamscape.clock import moment_at
from dreamscape.engine.renderer import Renderer
from dreamscape.engine.request import check_request
from dreamscape.errors import InputError
from dreamscape.quality import quality

SMALL = {"size": (64, 36), "quality": "low"}


@pytest.mark.slow
def test_frames_are_arrays():
    frames = list(dreamscape.frames(**SMALL, fps=10, stop=0.3))
    assert [(frame.shape, frame.dtype) for frame in frames] == [((36, 64, 3), np.uint8)] * 3
    assert all(frame.flags.writeable for frame in frames)
    assert not np.array_equal(frames[0], frames[2])


@pytest.mark.slow
def test_first_row_is_the_top(ctx, dream):
    renderer = Renderer(ctx, dream, (64, 36), quality("low"))
    upside_down = renderer.read(renderer.draw(moment_at(Fraction(2)), top_first=False))  # as OpenGL has it
    frame = dreamscape.still(2, **SMALL)
    assert np.abs(frame.astype(int) - upside_down[::-1]).max() <= 2  # the dither differs


@pytest.mark.slow
def test_still_is_the_frame_at_that_time():
    frames = list(dreamscape.frames(**SMALL, fps="25", start="0:01", stop=1.12))
    for number, frame in enumerate(frames):
        np.testing.assert_array_equal(frame, dreamscape.still(Fraction(25 + number, 25), **SMALL))


@pytest.mark.slow
def test_a_part_is_a_part_of_the_whole():
    whole = list(dreamscape.frames(**SMALL, fps="24000/1001", stop=1))
    part = list(dreamscape.frames(**SMALL, fps="24000/1001", start=0.5, stop=1))
    np.testing.assert_array_equal(whole[-len(part) :], part)


@pytest.mark.slow
def test_seed_changes_the_picture():
    assert not np.array_equal(dreamscape.still(1, seed=1, **SMALL), dreamscape.still(1, seed=2, **SMALL))
    np.testing.assert_array_equal(dreamscape.still(1, seed=7, **SMALL), dreamscape.still(1, **SMALL))


SPOKEN = """
title = "Said"
seed = 1
opening = 0

[[act]]
scene = "silence"
seconds = 12
voice = [{ at = 0, stay = 5, text = "You were never alone." }]
"""


@pytest.mark.slow
def test_captions_can_be_left_out(tmp_path):
    (tmp_path / "said.toml").write_text(SPOKEN, "utf-8")
    asked = {"dream": tmp_path / "said.toml", "size": (160, 90), "quality": "low"}
    bare = dreamscape.still(1, **asked, captions=False)
    assert not np.array_equal(bare, dreamscape.still(1, **asked))
    (frame,) = dreamscape.frames(**asked, fps=10, start=1, stop=1.1, captions=False)
    np.testing.assert_array_equal(frame, bare)
    assert cli.run(["still", str(tmp_path / "a.png"), "--dream", str(tmp_path / "said.toml"), "--at", "1", "--size",
                    "160x90", "--quality", "low", "--no-captions"]) == 0  # fmt: skip
    written = pygame.surfarray.array3d(pygame.image.load(tmp_path / "a.png")).swapaxes(0, 1)
    np.testing.assert_array_equal(written, bare)


@pytest.mark.slow
def test_two_dreams_drawn_in_turns_do_not_disturb_each_other():
    first = dreamscape.frames(**SMALL, fps=10, stop=0.3)
    second = dreamscape.frames(size=(48, 48), quality="low", fps=10, stop=0.3)
    mixed = [next(generator) for generator in itertools.chain(*zip([first] * 3, [second] * 3, strict=True))]
    np.testing.assert_array_equal(mixed[0::2], list(dreamscape.frames(**SMALL, fps=10, stop=0.3)))


def test_functions_stay_functions_whatever_is_imported():
    import dreamscape.export.film
    import dreamscape.pictures

    assert callable(dreamscape.frames)
    assert callable(dreamscape.still)


def test_act_times_count_from_the_act():
    request = check_request(act="shore", start="0:02", stop=3)
    assert (request.start, request.stop) == (2, 3)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"dream": "nightmare"}, "nightmare: no such dream"),
        ({"size": (0, 36)}, "size 0x36: out of bounds"),
        ({"fps": 0}, "fps 0: not a frame rate"),
        ({"fps": float("nan")}, "fps nan: not a frame rate"),
        ({"start": 1e6}, "start 1000000.0: not a time"),
        ({"start": 10, "stop": 5}, "stop 5: not after start 10"),
        ({"quality": "best"}, "unknown, expected high, low, medium or ultra"),
        ({"seed": -1}, "^seed -1: not a seed"),
        ({"seed": 10**5000}, "^seed: a number past all bounds, expected a whole number"),
        ({"size": (64, 10**5000)}, "^size: a number past all bounds"),
        ({"start": Decimal("sNaN")}, "^start: a number past all bounds"),
        ({"stop": Decimal("NaN")}, "^stop NaN: not a time"),
        ({"quality": ""}, "^quality '': unknown, expected high"),
        ({"language": "xx"}, "^language xx: no line of the dream sapphire is written in it"),
    ],
)
def test_wrong_arguments_are_refused_at_the_call(wrong, message):
    with pytest.raises(InputError, match=message):
        dreamscape.frames(**{"size": (64, 36), **wrong})


WRONG = {
    "dream": (3, None, b"sapphire", True, ["sapphire"], np.zeros(2)),
    "seed": (1.0, b"7", True, [7], np.zeros(2)),
    "size": ("64x36", b"ab", None, 64, (64,), (64, 36, 3), (64.0, 36.0), ("64", "36"), (True, 36), {64, 36}),
    "fps": (None, b"30", True, [30], 1j, np.zeros(2)),
    "start": (b"1", True, [1], 1j),
    "stop": (b"1", True, [1], 1j),
    "at": (None, b"1", True, [1], 1j),
    "act": (1, b"shore", ["shore"], np.zeros(2)),
    "quality": (1, b"low", [], ["low"], {"low"}, np.zeros(2)),
    "language": (1, b"ja", ["ja"]),
    "memories": (1, None, b"a.png", [1], {"a.png"}),
    "captions": (None, 0, "no", "ja", [False]),
}


@pytest.mark.parametrize("draw", [dreamscape.frames, dreamscape.still])
@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_type_is_answered_with_the_right_one(draw, name, value):
    if name in inspect.signature(draw).parameters:
        with pytest.raises(InputError, match=rf"^{name} .*expected ") as caught:
            draw(**{**SMALL, name: value})
        assert isinstance(caught.value, TypeError)
        assert len(str(caught.value)) < 200


def test_every_argument_has_its_types():
    known = set(inspect.signature(dreamscape.frames).parameters) | set(inspect.signature(dreamscape.still).parameters)
    assert known == set(WRONG)


@pytest.mark.slow
def test_numbers_and_paths_of_every_kind_do():
    size, start = np.array(SMALL["size"]), Decimal("0.5")
    path = resources.folder("seeds") / "sapphire.toml"
    (frame,) = dreamscape.frames(path, np.int64(7), size, np.float32(10), start, Fraction(3, 5), quality="low")
    np.testing.assert_array_equal(frame, dreamscape.still(0.5, seed=7, **SMALL))


FORKED = """
import os, signal, dreamscape
small = {"size": (64, 36), "quality": "low"}
begun = dreamscape.frames(fps=5, stop=1, **small)
next(begun)
for draw in (lambda: dreamscape.still(1, **small), lambda: next(begun)):
    if not (child := os.fork()):
        signal.alarm(20)
        try:
            draw()
        except dreamscape.errors.DreamscapeError as error:
            os._exit("get_context('spawn')" in str(error))
        os._exit(2)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
next(begun)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_forked_after_drawing_gets_an_error_instead_of_waiting_for_ever():
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", FORKED], capture_output=True, text=True, timeout=180)
    assert (done.stdout, done.returncode) == ("1\n1\n", 0)


KINDS = "Choice", "Colour", "Integer", "Parameter", "Toggle", "Vector"  # of parameters
PUBLIC = (
    "Camera",
    "Cast",
    "Cue",
    "Emitter",
    "Feature",
    "Frame",
    "Layer",
    "Scene",
    "Sight",
    *KINDS,
    "feeling",
    "frames",
    "interpolate",
    "still",
)


def test_what_authors_import_has_one_place_that_lasts() -> None:
    assert set(PUBLIC) | {"__version__"} == set(dreamscape.__all__)
    for name in PUBLIC:
        assert getattr(dreamscape, name).__name__ == name
        assert name in dir(dreamscape)
    with pytest.raises(AttributeError, match="module 'dreamscape' has no attribute 'Lair'"):
        _ = dreamscape.Lair


@pytest.mark.parametrize(("module", "names"), [("layer", "Frame, Layer"), ("scene", "Scene")])
def test_a_former_import_works_and_names_the_new_one(module: str, names: str) -> None:
    """Each in a process of its own, as a module warns but once."""
    last = names.rpartition(" ")[2]
    program = f"from dreamscape.{module} import {names}; import dreamscape; print({last} is dreamscape.{last})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
    assert f"DeprecationWarning: dreamscape.{module}: moved" in done.stderr
    assert f"`from dreamscape import {names}`" in done.stderr
    assert "<string>:1:" in done.stderr, "where it is imported"


@pytest.mark.slow
def test_a_still_of_layers_is_a_picture_of_each_with_alpha(tmp_path, monkeypatch, capsys):
    import pygame

    from dreamscape import cli

    monkeypatch.chdir(tmp_path)
    asked = ["still", "a.png", "--act", "key", "--at", "20", "--size", "64x36", "--quality", "low"]
    assert cli.run([*asked, "--layers", "all"]) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert {"a-mere.png", "a-key.png", "a-threads.png"} <= set(names)
    assert "a.png" not in names
    key = pygame.image.load("a-key.png")
    alpha = np.asarray(pygame.surfarray.pixels_alpha(key))
    assert alpha.shape == (64, 36)
    assert alpha.min() <= 2  # the key's glow reaches the corners of so small a picture
    assert alpha.max() > 200
    assert np.asarray(pygame.surfarray.pixels3d(key)).max() > 60
    assert cli.run([*asked, "--layers", "key,ocean", "--overwrite"]) == 2
    assert "--layers ocean: not seen at this time, expected all or some of" in capsys.readouterr().err
    assert cli.run([*asked, "--layers", "key"]) == 2
    assert "a-key.png" in capsys.readouterr().err, "it is there already"
