"""Dreams told in words: what breaks here shows people a place that they never dreamt of, or another one each time."""

from pathlib import Path

import pytest

from dreamscape import catalogue
from dreamscape.cli import run
from dreamscape.commands.imagine import LARGEST
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Dream
from dreamscape.imagine import palette
from dreamscape.imagine.imagined import Imagined, imagine
from dreamscape.imagine.lexicon import lexicon
from dreamscape.imagine.places import MOST
from dreamscape.imagine.sentences import read_sentences
from dreamscape.imagine.text import imagined_text
from dreamscape.oklab import oklch

HERE = Path(__file__).parent
PLACES = {  # what somebody sees who reads the dream
    "cathedral": ["silence"], "chase": ["spires", "reflection"], "choir": ["chorus"], "dentist": ["shore", "chorus"],
    "drowning": ["immersion"], "exam": ["silence"], "grandmother": ["immersion"], "lake": ["key"],
    "lighthouse": ["shore"], "market": ["spires"], "metropolis": ["spires"], "mirror": ["reflection"],
    "mountains": ["key"], "northern": ["shore"], "ocean_day": ["shore"], "origami": ["paper"],
    "red_desert": ["paper"], "space": ["chorus"], "threads": ["starlight"], "two_places": ["shore", "silence"],
    "aurora_lake": ["key"], "eyes": ["reflection"], "ferry": ["shore"], "fog_lake": ["key"], "golden_paper": ["paper"],
    "grandfather_clock": ["silence"], "green_sky": ["shore"], "letter": ["paper"], "maze_purple": ["spires"],
    "morning_cliff": ["shore"], "rain_river": ["key"], "stars_together": ["chorus"], "station": ["spires"],
    "storm_cliff": ["shore"], "summer_swim": ["immersion"], "threads_warm": ["starlight"], "tightrope": ["starlight"],
    "voices": ["chorus"], "wedding": ["silence"], "whale": ["immersion"],
}  # fmt: skip


def dreamt(text: str) -> Imagined:
    return imagine(text, "it", catalogue.scenes())


def told(name: str) -> Imagined:
    return dreamt((HERE / "dreams" / f"{name}.txt").read_text("utf-8"))


def scenes(made: Imagined) -> list[str]:
    return [act.scene for act in made.file.act]


@pytest.mark.parametrize("name", PLACES)
def test_a_dream_is_where_it_says(name: str) -> None:
    made = told(name)
    assert scenes(made) == PLACES[name]
    file = dream_file.decode(imagined_text(made).encode(), name)
    assert file == made.file
    dream_file.check(Dream(name, file, ""), catalogue.scenes())


def test_the_dream_that_all_began_with_gives_its_eight_acts_back() -> None:
    made = dreamt((HERE / "origin.txt").read_text("utf-8"))
    canonical = dream_file.load("sapphire").file
    assert scenes(made) == [act.scene for act in canonical.act]
    assert [act.shift.through for act in made.file.act] == [act.shift.through for act in canonical.act]
    said = " ".join(line.text for act in made.file.act for line in act.voice)
    assert all(line.text in said for act in canonical.act for line in act.voice)
    assert [line.speaker for line in made.file.act[4].voice] == ["dreamer", "voice"]
    ends = [act.connection[-1][1] for act in made.file.act]
    assert ends[0] < 0.25
    assert ends[-1] > 0.85


def test_the_same_text_is_the_same_dream() -> None:
    assert imagined_text(told("lake")) == imagined_text(told("lake"))
    assert dreamt("I saw the sea.").file.seed != dreamt("I saw the sea!").file.seed


def test_what_is_denied_is_not_there() -> None:
    assert scenes(dreamt("There was no sea. I stood in a forest.")) == ["key"]
    assert scenes(dreamt("It was not a city but a beach.")) == ["shore"]
    assert scenes(dreamt("It was not only a city but also a street.")) == ["spires"]
    calm = dreamt("I stood at the sea without a storm.").file.act[0]
    assert calm.parameters["storm"] == 0.0
    alone, held = (dreamt(f"At the sea I was {word} alone.").file.act[0].connection[-1][1] for word in ("so", "never"))
    assert alone < 0.3 < 0.6 < held


def test_weather_is_as_strong_as_it_is_said() -> None:
    storm = [dreamt(f"At the sea there was a {word} storm.").file.act[0].parameters["storm"]
             for word in ("faint", "", "terrible")]  # fmt: skip
    assert storm[0] < storm[1] < storm[2]
    assert dreamt("At noon I sat by a lake between mountains.").file.act[0].parameters == {
        "sun": 0.5, "land": "mountains",
    }  # fmt: skip


def test_snow_lies_before_the_door_where_it_is_said() -> None:
    weather = [told(name).file.act[0].parameters.get("weather") for name in ("cathedral", "exam")]
    assert weather == ["snow", "dry"]


def test_an_hour_lasts_until_another_is_said() -> None:
    text = "In the morning I stood at the sea.\n\nI dived to the seabed.\n\nAt midnight I came to a lake."
    suns = [act.parameters.get("sun", 0.0) for act in dreamt(text).file.act]
    assert suns == [0.22, 0.22, 0.0]


@pytest.mark.parametrize(
    "text",
    [
        "I stood at the sea, and the sky was red.",
        "I stood at the sea. The sky above the harbour turned a deep red.",
        "At the sea, under a sky that was burning red, I waited.",
        "At the sea I saw the sky red.",
        "There was a red sky over the sea.",
    ],
)
def test_a_colour_said_of_the_sky_is_that_of_both_its_halves(text: str) -> None:
    made = dreamt(text).file.act[0]
    assert made.scene == "shore"
    for half in ("counter", "other"):
        assert palette.apart(oklch(made.palette[half])[2], 25.0) < 25.0
    by_day = dreamt(f"It was noon. {text}").file.act[0]
    assert palette.apart(oklch(by_day.palette["dominant"])[2], 25.0) < 10.0


@pytest.mark.parametrize(
    "text",
    ["At the sea the sky was dark and the boat was red.", "At the sea the boat under the sky was red.",
     "At the sea there was a boat, and it was red."],
)  # fmt: skip
def test_a_colour_said_of_a_thing_is_a_small_one(text: str) -> None:
    made = dreamt(text).file.act[0]
    assert palette.apart(oklch(made.palette["dominant"])[2], 25.0) > 60.0
    assert min(palette.apart(oklch(made.palette[role])[2], 25.0) for role in ("accent", "counter")) < 10.0


def test_a_large_colour_is_large_though_the_place_has_it_elsewhere() -> None:
    """The shore has an emerald half of the sky; a green sky is all of it."""
    made = dreamt("The sky over the sea was green.").file.act[0]
    assert palette.apart(oklch(made.palette["counter"])[2], 145.0) < 10.0
    made = dreamt("The lake was golden.").file.act[0]
    assert palette.apart(oklch(made.palette["dominant"])[2], 75.0) < 30.0
    assert not dreamt("There was a green bottle by the sea.").file.act[0].palette


def test_two_large_colours_are_both_there() -> None:
    made = dreamt("A green sea lay under a red sky.").file.act[0]
    assert palette.apart(oklch(made.palette["dominant"])[2], 145.0) < 10.0
    assert min(palette.apart(oklch(made.palette[role])[2], 25.0) for role in ("counter", "accent")) < 10.0


def test_lengths_and_shifts_are_those_of_the_canonical_dream() -> None:
    canonical = dream_file.load("sapphire").file.act
    made = dreamt((HERE / "origin.txt").read_text("utf-8")).file.act
    assert [act.seconds for act in made] >= [act.seconds for act in canonical]
    assert [act.shift for act in made] == [act.shift for act in canonical]
    alone = {name: dreamt(f"I saw a {word}.").file.act[0] for name, word in (("shore", "beach"), ("key", "lake"))}
    for act in canonical:
        if act.scene in alone:
            assert alone[act.scene].seconds == act.seconds


def test_the_longest_phrase_is_found_in_whatever_form() -> None:
    known = lexicon()
    (sentence,) = read_sentences("He dived beneath the waves.", known)
    found = [one.words for one in known.find(sentence.words, "place") if one.meaning.name == "immersion"]
    assert found == ["dived", "beneath the waves"]
    (sentence,) = read_sentences("The sheets of paper", known)
    assert [one.words for one in known.find(sentence.words, "place")] == ["sheets of paper"]


@pytest.mark.parametrize(
    "name", sorted({m.name for found in lexicon().meanings.values() for m in found if m.kind == "colour"})
)
def test_every_colour_of_the_sky_has_a_palette_in_every_place(name: str) -> None:
    known = lexicon()
    word = next(w for w, found in known.meanings.items() if any(m.name == name and m.said for m in found))
    for place, where in (("shore", "sea"), ("silence", "door"), ("paper", "paper")):
        made = dreamt(f"The {' '.join(word)} sky stood over the {where}.").file.act[0]
        assert made.scene == place
        assert not made.palette or palette.keeps_rules(made.palette)


def test_what_is_said_aloud_is_heard_in_whole_words() -> None:
    said = (
        "I will tell you all that I know of the sea, and of those who went out on it and came back, and of the others. "
    )
    made = dreamt(f'At the sea somebody said: "{said * 4}"').file.act[0]
    assert " ".join(line.text for line in made.voice) == (said * 4).strip()
    assert all(line.at + line.stay <= made.seconds for line in made.voice)
    assert all(a.at + a.stay <= b.at for a, b in zip(made.voice, made.voice[1:], strict=False))


def test_sentences_stay_whole_around_what_is_said() -> None:
    text = '"Who are you?" I asked. "Nobody. Nothing." She left.'
    found = read_sentences(text, lexicon())
    assert [s.text for s in found] == ['"Who are you?" I asked.', '"Nobody. Nothing."', "She left."]
    assert [say.speaker for s in found for say in s.sayings] == ["dreamer", "voice"]


def test_what_is_not_known_is_said() -> None:
    made = told("dentist")
    assert "giraffe" in " ".join(made.notes)
    assert made.file.act[0].voice[0].text.startswith("My dentist")


def test_a_very_long_dream_keeps_its_chief_places() -> None:
    text = "I saw the sea. I stood in a city. There was a door. " * 80
    assert 1 <= len(dreamt(text).file.act) <= MOST


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "there is no word in it"),
        (b"... 12 !", "there is no word in it"),
        (b"\xff\xfe\x00", "no text in UTF-8"),
        (b"a " * LARGEST, "too large for a dream"),
    ],
)
def test_what_is_no_dream_is_refused(
    data: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "it.txt"
    path.write_bytes(data)
    assert run(["imagine", str(path)]) == 2
    assert message in capsys.readouterr().err
    assert run(["imagine", str(tmp_path / "none.txt")]) == 2


def test_the_command_writes_a_dream_that_can_be_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "my.toml"
    assert run(["imagine", str(HERE / "dreams" / "exam.txt"), "-o", str(output), "--seed", "5"]) == 0
    assert dream_file.load(str(output)).file.seed == 5
    assert run(["imagine", str(HERE / "dreams" / "exam.txt"), "-o", str(output)]) == 2
    assert "already" in capsys.readouterr().err
    control = tmp_path / "bell.txt"
    control.write_bytes(b"I saw \x07the sea\x1b[31m at night.\n")
    assert run(["imagine", str(control)]) == 0
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "scene"),
    [
        ("I stood on the beach behind the old church. The waves were as tall as cathedrals.", "shore"),
        ("I sank to the bottom of the sea. Bubbles with photographs rose past my face.", "immersion"),
        ("The city was higher than any mountain, like a forest of glass.", "spires"),
        ("As the church doors opened I stood before the gate.", "silence"),
    ],
)
def test_what_is_aside_or_only_alike_is_not_where_one_is(text: str, scene: str) -> None:
    assert scenes(dreamt(text)) == [scene]


def test_a_colour_that_is_all_around_is_the_pictures() -> None:
    made = dreamt("I sank to the bottom of the sea. It was green down there.").file.act[0]
    assert palette.apart(oklch(made.palette["dominant"])[2], 145.0) < 30.0
    coat = dreamt("I sank to the bottom of the sea. My coat was green.").file.act[0]
    assert not coat.palette, "the place has such a green already"


def test_what_one_cannot_do_is_there_all_the_same() -> None:
    assert scenes(dreamt("All of them sang. I could not tell the words of the song apart, nor could I stop.")) == [
        "chorus"
    ]
    assert scenes(dreamt("There was no street. I was by the sea.")) == ["shore"]


def test_people_and_crowds_are_not_a_place() -> None:
    assert scenes(dreamt("Letters and whole sentences floated around me, each the voice of somebody in a crowd.")) == [
        "chorus"
    ]


def test_a_sea_that_has_a_colour_has_it_under_water_too() -> None:
    [act] = dreamt("Deep under the violet sea I breathed like a fish.").file.act
    assert all(palette.apart(oklch(act.palette[role])[2], 298.0) < 20.0 for role in ("dominant", "counter"))
