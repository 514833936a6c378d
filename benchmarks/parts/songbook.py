"""The scores of the songs whose form is known."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """What is played.

    Attributes:
        form: sections in order, each a label and its number of bars.
        parts: for each label the parts that play it, and their level in dB.
        chords: for each label, or `*`, the degree of each bar's chord.
        drops: labels of sections that begin with a drop.
        rubato: relative deviation of the tempo. loose: of strokes, s. swing: 0 straight, 1 as triplets.
        lead: silence before, s. fade: at the end, s. noise: dB. room: s that it rings. press: how hard it is driven.
    """

    name: str
    bpm: float
    form: str
    parts: dict[str, tuple[str, float]]
    chords: dict[str, str]
    meter: int = 4
    key: int = 60
    minor: bool = False
    drops: str = ""
    rubato: float = 0.0
    loose: float = 0.006
    swing: float = 0.0
    lead: float = 0.4
    fade: float = 0.0
    noise: float = -58.0
    room: float = 0.6
    press: float = 1.2


SONGS = (
    Score(
        "pop", 112, "I4 V8 C8 V8 C8 B8 C8 O4",
        {"I": ("arp hats:b", -4), "V": ("kick snare hats bass arp vocal fill", -3),
         "C": ("kick snare busy bass pad strum vocals fill", 0), "B": ("pad bass1 vocal kick:b", -4),
         "O": ("arp pad", -5)},
        {"*": "1 5 6 4", "C": "4 1 5 6", "B": "2 6 3 5"},
    ),
    Score(
        "rock", 138, "I8 V16 C16 V16 C16 S16 C16",
        {"I": ("power hats", -3), "V": ("kick snare hats bass power vocal fill", -2),
         "C": ("kick snare crash bass power strum vocals fill", 0), "S": ("kick snare crash bass lead fill", -1)},
        {"*": "1 1 4 4", "C": "6 4 1 5", "S": "2 4 1 1"}, key=52, minor=True, press=2.2,
    ),
    Score(
        "ballad", 66, "I4 A8 A8 B8 A8 B8 O4",
        {"I": ("arp", -5), "A": ("arp bass1 vocal", -3), "B": ("comp strings bass1 vocals", 0), "O": ("arp", -6)},
        {"*": "1 6 4 5", "B": "4 5 3 6"}, key=57, rubato=0.06, loose=0.015, room=1.4,
    ),
    Score(
        "waltz", 156, "A16 B16 A16 C16 A16 B16 D8",
        {"A": ("walk:f pah violin", -2), "B": ("bass1 pah strings flute", -1), "C": ("bass1 arp tune", -4),
         "D": ("bass1 pah strings violin brush", 0)},
        {"*": "1 1 5 5 5 5 1 1", "B": "4 4 1 1 5 5 1 1", "C": "6 6 2 2 3 3 6 6"}, meter=3, key=62, loose=0.01, room=1.2,
    ),
    Score(
        "ambient", 60, "A10 B12 C10 A10 D8",
        {"A": ("pad", -3), "B": ("strings highpad", 0), "C": ("choir", -2), "D": ("highpad flute", -4)},
        {"*": "1 1 4 4", "B": "6 6 2 2", "C": "4 4 5 5"}, rubato=0.03, loose=0.12, room=3.0, fade=8.0, lead=2.0,
    ),
    Score(
        "techno", 128, "I16 G16 U8 D16 K16 U8 D16 O8",
        {"I": ("four offhats:b", -4), "G": ("four offhats off", -2), "U": ("roll seq pad", -6),
         "D": ("four offhats busy off stabs seq", 0), "K": ("pad seq", -7), "O": ("four offhats", -4)},
        {"*": "1", "D": "1 1 6 7", "K": "6 6 4 4"}, key=57, minor=True, drops="D", loose=0.001, press=2.0, room=0.4,
    ),
    Score(
        "drum and bass", 174, "I16 U8 D32 K16 U8 D32 O16",
        {"I": ("pad ride:b", -6), "U": ("pad roll", -5), "D": ("amen snare ghosts busy sub stabs", 0),
         "K": ("pad vocal", -6), "O": ("amen snare busy", -3)},
        {"*": "1 1 6 6", "K": "4 4 3 3"}, key=53, minor=True, drops="D", loose=0.002, press=2.0,
    ),
    Score(
        "hip hop", 92, "I4 V16 H8 V16 H8 H8",
        {"I": ("arp", -4), "V": ("boom snare hats sub rap arp:b", -1), "H": ("boom snare busy sub vocals pad", 0)},
        {"*": "1 1 6 5", "H": "4 4 1 5"}, key=58, minor=True, swing=0.5, loose=0.008,
    ),
    Score(
        "jazz", 168, "A16 B8 A8 S24 T24 A16 B8 A8",
        {"A": ("walk ride jazz flute", -1), "B": ("walk ride comp flute", -1), "S": ("walk ride jazz tune", 0),
         "T": ("walk brush", -5)},
        {"*": "1 6 2 5", "B": "3 3 6 6 2 2 5 5"}, key=58, swing=1.0, loose=0.015, room=0.8,
    ),
    Score(
        "folk", 100, "I4 V12 R8 V12 R8 F8 V12 R8",
        {"I": ("pick", -4), "V": ("pick bass1 vocal", -2), "R": ("strum bass1 vocals", 0), "F": ("pick flute", -3)},
        {"*": "1 5 6 3", "R": "4 1 5 1"}, key=55, rubato=0.015, loose=0.014, noise=-48.0,
    ),
    Score(
        "disco", 120, "I8 V16 P8 C16 V16 P8 C16 K8 C16",
        {"I": ("four offhats", -4), "V": ("four offhats bass strum vocal", -2), "P": ("four offhats bass strings", -2),
         "C": ("four offhats snare bass strings skank vocals", 0), "K": ("four snare busy", -3)},
        {"*": "1 4", "P": "2 5", "C": "6 2 5 1"}, key=57, minor=True, press=1.8,
    ),
    Score(
        "prelude", 76, "A8 B8 A8 C12 A8",
        {"A": ("arp tune:b", -3), "B": ("comp tune", 0), "C": ("comp arp", -6)},
        {"*": "1 4 5 1", "B": "6 2 5 1", "C": "3 6 4 5"}, key=63, rubato=0.08, loose=0.012, room=1.6, noise=-46.0,
    ),
    Score(
        "quartet", 96, "A12 B12 A12 D12 A12",
        {"A": ("strings violin", -2), "B": ("pick violin bass1", -4), "D": ("strings choir", 0)},
        {"*": "1 4 5 1", "B": "6 3 4 5", "D": "2 5 1 6"}, key=62, rubato=0.04, loose=0.02, room=2.0,
    ),
    Score(
        "reggae", 76, "I4 V8 C8 V8 C8 D8 C8",
        {"I": ("one snare", -4), "V": ("one hats skank sub vocal", -2), "C": ("one hats skank sub choir vocals", 0),
         "D": ("one ride sub", -4)},
        {"*": "1 4", "C": "5 4 1 1"}, key=55, swing=0.6, loose=0.01,
    ),
    Score(
        "slow three", 96, "I8 V16 C16 V16 C16 O8",
        {"I": ("pick", -4), "V": ("pick bass1 vocal brush", -3), "C": ("kick strum strings bass1 vocals ride", 0),
         "O": ("pick flute", -5)},
        {"*": "1 6 4 5", "C": "4 5 1 1"}, meter=3, key=60, rubato=0.01, loose=0.012,
    ),
    Score(
        "metal", 160, "I8 R16 V16 C16 V16 C16 L16 C16",
        {"I": ("power", -4), "R": ("chug amen snare crash", -1), "V": ("chug kick snare busy rap", -1),
         "C": ("power amen snare crash bass vocals", 0), "L": ("chug amen snare ride lead", -1)},
        {"*": "1 1 2 1", "C": "6 7 1 1", "L": "4 4 5 5"}, key=50, minor=True, press=3.0,
    ),
    Score(
        "trance", 138, "I16 A16 K16 U8 D32 O16",
        {"I": ("four offhats:b", -3), "A": ("four offhats off seq", -2), "K": ("pad highpad tune", -7),
         "U": ("roll pad seq", -5), "D": ("four offhats busy off seq lead pad", 0), "O": ("four offhats off", -3)},
        {"*": "1 6 4 5"}, key=57, minor=True, drops="D", loose=0.001, press=2.0,
    ),
    Score(
        "downtempo", 84, "I8 A12 B12 A12 E8 B12 O8",
        {"I": ("pad", -6), "A": ("boom snare hats sub pad", -2), "B": ("boom snare busy sub pad flute comp", 0),
         "E": ("pad vocal", -6), "O": ("pad hats", -6)},
        {"*": "1 1 6 6", "B": "4 4 3 3"}, key=58, minor=True, swing=0.3, fade=10.0, noise=-45.0,
    ),
    Score(
        "chip", 150, "I4 A16 B16 A16 C8 B16",
        {"I": ("chip", -4), "A": ("chip bass hats chiplead", -2), "B": ("stabs kick snare hats bass chiplead", 0),
         "C": ("chip kick", -3)},
        {"*": "1 4 5 1", "B": "6 4 1 5", "C": "2 3"}, key=60, loose=0.0, room=0.2, noise=-70.0,
    ),
    Score(
        "gospel", 88, "I4 V16 C8 V16 C8 M8 C16",
        {"I": ("organ", -5), "V": ("organ bass1 vocal kick:b", -3), "C": ("organ kick snare hats walk choir vocals", 0),
         "M": ("organ brush", -6)},
        {"*": "1 4 1 5", "C": "4 5 3 6", "M": "6 2 5 5"}, key=56, rubato=0.015, swing=0.8, loose=0.015, room=1.5,
    ),
)  # fmt: skip
