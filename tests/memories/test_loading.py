"""Files of one's own: what breaks here shows a photograph on its side, fills the memory, or reads what it may not."""

import struct
import warnings
from pathlib import Path

import numpy as np
import pytest
from making import clip, jpeg, note, save, scene, wave

from dreamscape.dream import dream_file
from dreamscape.engine import dream_source, memory_files, provenance
from dreamscape.engine.request import check_request
from dreamscape.errors import InputError, PluginWarning
from dreamscape.memories import clips, finding, lines, loading, orientation, painting, photographs, voice_notes


def test_a_photograph_stands_upright(tmp_path: Path) -> None:
    """Phones write what the sensor saw, and a number that says how they were held."""
    upright = scene(96, 64)
    turns = {
        1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1], 5: upright.swapaxes(0, 1),
        6: np.rot90(upright), 7: upright[::-1, ::-1].swapaxes(0, 1), 8: np.rot90(upright, 3),
    }  # fmt: skip
    for told, seen in turns.items():
        path = jpeg(tmp_path / f"{told}.jpg", np.ascontiguousarray(seen), told)
        assert orientation.orientation(path.read_bytes()) == told
        read = photographs.whole(path, 64).astype(int)
        assert read.shape == upright.shape
        assert np.abs(read - upright).mean() < 6.0, told


def test_tags_that_are_broken_tell_nothing() -> None:
    for data in (b"", b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"eXifMM\0*\0\0\0\x08\xff\xff"):
        assert orientation.orientation(data) == 1


def test_what_is_broken_is_named_and_left_out(tmp_path: Path) -> None:
    good = save(tmp_path / "good.png", scene())
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8 no picture")
    (tmp_path / "far.heic").write_bytes(b"\0\0\0\x18ftypheic")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        loaded = loading.load(finding.own([str(tmp_path)]), 7)
    assert [one.path for one in loaded.files] == [str(good)]
    assert [one.category for one in told] == [PluginWarning] * 2
    assert "broken.jpg: cannot be decoded; it is left out" in str(told[0].message)
    assert "far.heic: " in str(told[1].message)
    with pytest.warns(PluginWarning), pytest.raises(InputError, match="none of the files can be read"):
        loading.load([tmp_path / "broken.jpg"], 7)


def test_files_are_bounded_before_they_are_decoded(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 40_000, 40_000) + bytes(64))
    with pytest.raises(ValueError, match="40000x40000 pixels, expected at most 64 million"):
        photographs.read(bomb, 64)
    tiff = tmp_path / "bomb.tif"  # whose size only its decoder knows
    entries = [(256, 4, 40_000), (257, 4, 40_000), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (279, 4, 9)]
    tiff.write_bytes(
        struct.pack("<4sIH", b"II*\0", 8, len(entries))
        + b"".join(struct.pack("<HHII", a, b, 1, c) for a, b, c in entries)
    )
    with pytest.raises(ValueError, match="cannot be decoded"):
        photographs.read(tiff, 64)
    with (tmp_path / "large.jpg").open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(ValueError, match="a file of more than 128 MiB"):
        photographs.read(tmp_path / "large.jpg", 64)
    with (tmp_path / "large.mov").open("wb") as file:
        file.truncate(1 << 33)
    assert len(loading.digests.digest_of(tmp_path / "large.mov")) == 32


def test_a_clip_gives_a_few_seconds_however_long_it_is(tmp_path: Path) -> None:
    long = clips.read(clip(tmp_path / "long.mp4", 400), 48)
    assert long.shape == (round(clips.RATE * clips.SECONDS), 48, 48, 3)
    assert np.abs(np.diff(long.astype(int), axis=0)).mean() > 0.1, "it moves"
    assert len(clips.read(clip(tmp_path / "short.mp4", 5), 48)) == 4
    (tmp_path / "no.mp4").write_bytes(b"no film")
    with pytest.raises(ValueError, match="cannot be decoded"):
        clips.read(tmp_path / "no.mp4", 48)


def test_of_thousands_the_seed_chooses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = save(tmp_path / "0.png", scene(24, 24)).read_bytes()
    for number in range(1, 120):
        (tmp_path / f"{number}.png").write_bytes(one + bytes([number]))  # what lies after its end is no part of it
    files = finding.own([str(tmp_path)])
    assert [path.name for path in files[:3]] == ["0.png", "1.png", "2.png"], "numbers in their order"
    chosen = [{Path(one.path).name for one in loading.load(files, seed).files} for seed in (1, 1, 2)]
    assert len(chosen[0]) == loading.MOST["picture"]
    assert chosen[0] == chosen[1] != chosen[2]
    monkeypatch.setattr(finding, "MOST", 5)
    assert len(finding.own([str(tmp_path)])) == 5


@pytest.mark.parametrize("word", ["/etc/x.png", "../x.png", "~/.ssh/x.png", ".hidden/x.png", "a/../../x.png"])
def test_a_dream_reads_only_beside_itself_and_in_the_home(tmp_path: Path, word: str) -> None:
    """A dream file may be anybody's."""
    with pytest.raises(InputError, match="may not be read, expected files beside the dream or under ~/"):
        finding.of_dream([word], tmp_path, "d.toml: memories")


def test_a_dream_names_its_memories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = tmp_path / "outside"
    (tmp_path / "dreams" / "summer").mkdir(parents=True)
    outside.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "dreams"))
    save(tmp_path / "dreams" / "summer" / "A.PNG", scene())
    save(outside / "secret.png", scene(hue=1))
    (tmp_path / "dreams" / "summer" / "link.png").symlink_to(outside / "secret.png")
    text = 'title = "t"\nseed = 1\nmemories = ["summer/*.png"]\n[[act]]\nscene = "{}"\nseconds = 20\n'
    dream = tmp_path / "dreams" / "d.toml"
    dream.write_text(text.format("immersion"))
    loaded = dream_source.load(str(dream))
    assert [Path(one.path).name for one in loaded.memories.files] == ["A.PNG"], "no links to elsewhere"
    assert loaded.memories.told.startswith("memories: 1 picture from ")
    assert loaded.file.act[0].parameters == {"album": loaded.memories.digest}
    assert loaded.digest != dream_file.load(str(dream)).digest
    assert dream_source.reload(loaded) == loaded
    dream.write_text(text.format("paper"))
    with pytest.raises(InputError, match=r"no act of the dream .* shows any, expected one of: chorus, immersion"):
        dream_source.load(str(dream))


def test_a_film_tells_a_digest_and_no_name(tmp_path: Path) -> None:
    folder = tmp_path / "our secret summer"
    folder.mkdir()
    save(folder / "grandmother.png", scene())
    plain = check_request("sapphire")
    assert not plain.dream.memories.digest
    assert "Memories" not in provenance.notes(plain, [])
    request = check_request("sapphire", memories=[str(folder)])
    told = [provenance.notes(request, []), provenance.facts(request, ["--seed", "7"])]
    assert told[0]["Memories"] == told[1]["memories"] == request.dream.memories.digest
    assert "secret" not in str(told)
    assert "grandmother" not in str(told)


def test_a_machine_without_the_files_says_so(tmp_path: Path) -> None:
    save(tmp_path / "a.png", scene())
    plain, own = dream_source.load("sapphire"), dream_source.load("sapphire", memories=[str(tmp_path)])
    memory_files.check_same(own.memories.digest, own.memories.digest, "x")
    with pytest.raises(InputError, match="made of memories that are not given; give the same files as --memories"):
        memory_files.check_same(plain.memories.digest, own.memories.digest, "film.mp4")
    with pytest.raises(InputError, match="made of other memories than those that are given"):
        memory_files.check_same(own.memories.digest, "0" * 32, "film.mp4")
    with pytest.raises(InputError, match="made without memories"):
        memory_files.check_same(own.memories.digest, "", "film.mp4")
    with pytest.raises(InputError, match="lie on this machine alone, expected --jobs"):
        memory_files.check_shared(own, "tcp://there:1")
    with pytest.raises(InputError, match="there is no such file"):
        dream_source.load("sapphire", memories=[str(tmp_path / "b.png")])


def test_dreams_that_follow_share_what_the_user_named(tmp_path: Path) -> None:
    save(tmp_path / "a.png", scene())
    own, other = dream_source.load("sapphire", memories=[str(tmp_path)]), dream_source.load("bright-water")
    shared = dream_source.presented_as(other, own)
    assert shared.memories == own.memories
    assert shared == dream_source.presented_as(shared, own)
    assert shared.digest not in (own.digest, other.digest)
    paper = dream_source.load("unfolded")
    between = dream_source.presented_as(paper, own)
    assert (between.digest, between.memories.digest) == (paper.digest, ""), "which shows none"
    assert dream_source.presented_as(other, between) == shared
    assert dream_source.reload(between) == between


def test_lines_are_short_and_clean(tmp_path: Path) -> None:
    text = tmp_path / "w.txt"
    text.write_text(
        "Plum cake, every August.\n\x1b[31mWe stayed until the very last ferry had long gone away\n\n ... \n"
    )
    read = lines.read(text)
    assert read[:2] == ["Plum cake", "every August"]
    assert max(map(len, read)) <= lines.LONGEST
    assert all(line.isprintable() for line in read)
    assert len(read) == 4
    text.write_bytes(b"\0" * 100)
    with pytest.raises(ValueError, match="no text"):
        lines.read(text)


def test_the_peaks_of_a_note_are_rounded_and_not_cut(tmp_path: Path) -> None:
    """They were cut off at full scale, which crackles: breath and laughter reach far above their mean."""
    t = np.arange(288_000) / 48_000
    laughs = 0.9 * np.sin(2.0 * np.pi * 150.0 * t) * (0.08 + np.exp(-((t % 0.5) / 0.02)))
    sound = voice_notes.read(wave(tmp_path / "n.wav", laughs))
    assert 0.8 < np.abs(sound).max() < 1.0


def test_a_note_is_as_loud_as_others_and_has_no_long_pauses(tmp_path: Path) -> None:
    sound = voice_notes.read(note(tmp_path / "n.wav"))
    assert 3.0 < len(sound) / 48_000 < 6.0
    assert np.sqrt((sound * sound).mean()) == pytest.approx(voice_notes.LEVEL, rel=0.3)
    with pytest.raises(ValueError, match="shorter than"):
        voice_notes.read(note(tmp_path / "short.wav", 0.1))
    with pytest.raises(ValueError, match="no sound in it"):
        voice_notes.check(clip(tmp_path / "c.mp4", 3))


def test_paint_keeps_what_is_seen(tmp_path: Path) -> None:
    """One knows one's own photograph; the ground is nearer than the sky."""
    picture = scene().astype(np.float32) / 255.0
    paint = painting.painted(picture)
    assert paint.shape == (96, 96, 4)
    assert np.corrcoef(painting.luma(paint[..., :3]).ravel(), painting.luma(picture).ravel())[0, 1] > 0.95
    assert paint[80:, :, 3].mean() > paint[:16, :, 3].mean() + 0.2


def test_a_file_is_tried_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A still without --at asks twice, and a window with each edit."""
    path = save(tmp_path / "a.png", scene(40, 40))
    first = loading.load([path], 7)
    monkeypatch.setattr(photographs, "read", None)
    assert loading.load([path], 7) == first
    monkeypatch.undo()
    save(path, scene(40, 40) // 8)
    assert loading.load([path], 7).files[0].mood == "lights", "but again when it has changed"


def test_a_portrait_keeps_its_head() -> None:
    """A dress has more edges than a face."""
    portrait = np.full((300, 120, 3), 200, np.uint8)
    portrait[130:, 20:100] = np.where(np.arange(80)[:, None] % 6 < 3, 40, 230)
    y, x = np.mgrid[0:300, 0:120]
    portrait[np.hypot(y - 60, x - 60) < 38] = (214, 168, 140)
    assert photographs.cut(portrait) < 30, "which begins at 22"
