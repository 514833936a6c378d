"""Sheets of seeds: what breaks here shows a seed's picture over another's name, or draws a night's work again."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from dreamscape import cli, pictures
from dreamscape.engine.request import RenderRequest, check_request
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.export import seed_sheet, sheet_cells
from dreamscape.export.seed_sheet import GOLD, Caption, SheetLayout, fitted
from dreamscape.export.sheet_cells import CellStore, Picture
from dreamscape.typesetting.coverage import typeface

DREAM = 'title = "One"\nseed = 7\n[[act]]\nscene = "silence"\nseconds = 3\n[[act]]\nscene = "key"\nseconds = 3\n'
SHAPE = 36, 64, 3
SMALL = "--dream", "one.toml", "--size", "64x36", "--jobs", "1"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("one.toml").write_text(DREAM, "utf-8")
    return tmp_path


def plain(seed: int) -> Picture:
    return np.full(SHAPE, 40 + seed, np.uint8)


def store(identity: str = "a dream", resume: bool = True, overwrite: bool = False) -> CellStore:
    made = CellStore(Path("out.png"), identity, SHAPE)
    made.begin(resume, overwrite)
    return made


def test_pictures_stand_in_rows_without_overlap() -> None:
    layout = SheetLayout(7, (64, 36), 3)
    page = layout.drawn("Title", [(plain(k), Caption(str(k), "", (), False)) for k in range(7)])
    for k in range(7):
        x, y = layout.place(k)
        assert (page[y : y + 36, x : x + 64] == 40 + k).all()
    places = [layout.place(k) for k in range(7)]
    assert [places[k][1] for k in (0, 3, 6)] == sorted({y for _, y in places})


def test_a_sheet_is_wider_than_high_and_not_too_large() -> None:
    layout = SheetLayout(1000, (192, 108))
    page = layout.drawn("", ())
    assert 1.2 < page.shape[1] / page.shape[0] < 2.0
    assert SheetLayout(3, (64, 36), 100).columns == 3
    with pytest.raises(InputError, match="16384 px"):
        SheetLayout(10_000, (320, 180), 100)


def test_captions_are_seen_and_the_rare_are_gold() -> None:
    below = []
    for marked in (False, True):
        layout = SheetLayout(1, (192, 108))
        page = layout.drawn("", [(np.zeros((108, 192, 3), np.uint8), Caption("7", "12.3 bits", ("drop",), marked))])
        x, y = layout.place(0)
        below.append(page[y + 108 : y + 130, x : x + 192].reshape(-1, 3).astype(int))
    plain_text, gold_text = below
    assert plain_text.max() > 200
    assert (np.abs(gold_text - np.array(GOLD)).sum(axis=1) < 60).any()
    assert not (np.abs(plain_text - np.array(GOLD)).sum(axis=1) < 60).any()


def test_text_is_fitted_to_its_room() -> None:
    letters = typeface(13, "small")
    words = ["quatrefoil", "milky way", "mountains", "rain"]
    for room in (40, 80, 120, 400):
        line = fitted(words, letters, room)
        assert letters.size(line)[0] <= room
    assert fitted(words, letters, 400) == ", ".join(words)
    assert fitted(words, letters, 100).startswith("quatrefoil")
    assert fitted(words, letters, 40).endswith("…")
    assert fitted((), letters, 40) == ""


def test_what_is_drawn_is_kept_and_what_was_cut_short_is_not() -> None:
    first = store()
    first.add(5, plain(5))
    first.add(6, plain(6))
    whole = first.path.read_bytes()
    first.path.write_bytes(whole[:-3])
    again = store()
    assert 5 in again
    assert 6 not in again
    assert (again[5] == plain(5)).all()
    again.add(6, plain(6))
    assert first.path.read_bytes() == whole


def test_a_changed_picture_is_drawn_again() -> None:
    first = store()
    first.add(5, plain(5))
    data = bytearray(first.path.read_bytes())
    data[-2] ^= 1
    first.path.write_bytes(data)
    assert 5 not in store()


def test_pictures_of_another_sheet_and_files_of_others_are_left_alone() -> None:
    store().add(5, plain(5))
    with pytest.raises(InputError, match="another sheet"):
        store("another dream")
    with pytest.raises(InputError, match="--resume"):
        store(resume=False)
    assert 5 not in store(resume=False, overwrite=True)
    Path("out.png.cells").write_bytes(b"mine")
    for overwrite in (False, True):
        with pytest.raises(InputError, match="move it away"):
            store(overwrite=overwrite)
    assert Path("out.png.cells").read_bytes() == b"mine"
    Path("out.png.cells").unlink()
    Path("out.png.cells").symlink_to("one.toml")
    with pytest.raises(InputError, match="in the way"):
        store()
    assert Path("one.toml").read_text("utf-8") == DREAM


def drawing(stop_after: int = 99) -> Iterator[object]:
    def draw(
        request: RenderRequest, places: Sequence[tuple[int, Fraction]], jobs: int
    ) -> Iterator[tuple[int, Picture]]:
        for number, (seed, _) in enumerate(places):
            if number == stop_after:
                raise KeyboardInterrupt
            drawn.append(seed)
            yield seed, plain(seed)

    drawn = list[int]()
    yield draw
    yield drawn


def test_an_interrupted_sheet_goes_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("sheet", "out.png", "--seeds", "1-5", *SMALL)
    draw, drawn = drawing(2)
    monkeypatch.setattr(sheet_cells, "draw_cells", draw)
    assert cli.run(words) > 127
    said = capsys.readouterr().err
    assert "2 of 5 pictures are there" in said
    assert "--resume" in said
    assert not Path("out.png").exists()
    assert cli.run(words) == 2, "without --resume nothing that was drawn is thrown away"
    draw, drawn = drawing()
    monkeypatch.setattr(sheet_cells, "draw_cells", draw)
    assert cli.run([*words, "--resume"]) == 0
    assert drawn == [3, 4, 5]
    assert sorted(path.name for path in Path().iterdir()) == ["one.toml", "out.png"]


def test_the_rarest_come_first_and_only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    order = list[list[int]]()
    captions = seed_sheet.SheetLayout.drawn

    def noted(self: SheetLayout, title: str, cells: Iterator[tuple[Picture, Caption]]) -> Picture:
        listed = list(cells)
        order.append([int(caption.left) for _, caption in listed])
        bits = [float(caption.right.split()[-2]) for _, caption in listed]
        assert bits == sorted(bits, reverse=True)
        return captions(self, title, listed)

    monkeypatch.setattr(seed_sheet.SheetLayout, "drawn", noted)
    for words in (["--by", "rarity"], ["--rarest", "4"]):
        draw, drawn = drawing()
        monkeypatch.setattr(sheet_cells, "draw_cells", draw)
        assert cli.run(["sheet", "out.png", "--seeds", "1-30", "--act", "key", *SMALL, *words, "--overwrite"]) == 0
        assert drawn == order[-1]
    assert order[1] == order[0][:4]


def test_where_seeds_differ_in_nothing_that_counts_none_is_rare(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dream sets the creases of its paper; that is no choice of a seed, and makes none the rarest."""
    said = list[object]()

    def noted(self: SheetLayout, title: str, cells: Iterator[tuple[Picture, Caption]]) -> Picture:
        said.extend((title, *(caption for _, caption in cells)))
        return np.zeros(SHAPE, np.uint8)

    Path("one.toml").write_text(DREAM.replace("silence", "paper"), "utf-8")
    monkeypatch.setattr(seed_sheet.SheetLayout, "drawn", noted)
    monkeypatch.setattr(sheet_cells, "draw_cells", next(drawing()))
    assert cli.run(["sheet", "out.png", "--seeds", "1-2", "--act", "paper", "--by", "rarity", *SMALL]) == 0
    assert said == ["One · paper · seeds 1-2 · alike in all that counts", *(Caption(k, "", (), False) for k in "12")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("out.jpg",), ".png"),
        (("out.png", "--seeds", "9-1"), "--seeds"),
        (("out.png", "--act", "street"), "no such act"),
        (("out.png", "--at", "5"), "past the end"),
        (("out.png", "--size", "9"), "size"),
        (("out.png", "--quality", "best"), "quality"),
        (("out.png", "--by", "beauty"), "--by"),
        (("out.png", "--rarest", "0"), "--rarest"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["sheet", "--dream", "one.toml", *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert sorted(path.name for path in Path().iterdir()) == ["one.toml"]


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_each_picture_is_the_still_of_its_seed(jobs: int) -> None:
    request = request_of(7)
    places = [(seed, request.start) for seed in (7, 9, 12)]
    drawn = dict(sheet_cells.draw_cells(request, places, jobs))
    assert set(drawn) == {7, 9, 12}
    for seed in (7, 12):
        assert (drawn[seed] == pictures.picture(request_of(seed))).all()
    assert (drawn[7] != drawn[12]).any()


def request_of(seed: int) -> RenderRequest:
    return check_request("one.toml", seed, (64, 36), 1.0, None, "key", "low", ("--at", "--to"), captions=False)


@pytest.mark.slow
def test_a_scene_that_fails_ends_the_sheet_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pier.py").write_text(
        "from dreamscape import Scene\n\n\nclass Pier(Scene):\n    layers = ('sky',)\n\n"
        "    def direct(self, cast, cue, rng):\n        raise KeyError('lamp')\n",
        "utf-8",
    )
    for jobs in ("1", "2"):
        words = ("sheet", "out.png", "--scene", "pier.py:Pier", "--seeds", "1-3", "--at", "1", "--size", "64x36")
        assert cli.run([*words, "--jobs", jobs, "--overwrite"]) == 1
        said = capsys.readouterr().err
        assert "pier.py" in said
        assert "Traceback" not in said


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    made = store()

    def full(self: Path, mode: str = "r") -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(DreamscapeError, match="No space left"):
        made.add(5, plain(5))
