"""The manifest: what a folder of parts is of, and which of its segments are whole. Data, never code.

It names no files: each segment's name follows from its number, so that a manifest from anywhere reaches nothing outside
its folder.
"""

from typing import Annotated

import msgspec

from dreamscape.errors import InputError
from dreamscape.files.schema import explain
from dreamscape.text import short

FORM = 1  # of this file; another number is another program's
LARGEST = 1 << 26  # bytes: a day of film in segments of a second stays well below
MOST_SEGMENTS = 1 << 20

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16,64}$", description="16 to 64 hexadecimal digits")]
Fact = Annotated[str, msgspec.Meta(max_length=4096)]


class Segment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A segment that is whole.

    Attributes:
        tick: at which its first frame is drawn, and `world`, the digest of the world there.
        size, digest: of its file.
        delay: of the encoder; see `encoder.Written`.
        frames: digests of some of its frames before they were encoded, by their numbers.
        exposed: digest of how the limiter let its first frames be shown; empty where there is none.
    """

    tick: Count
    world: Digest
    size: Count
    digest: Digest
    delay: Annotated[int, msgspec.Meta(ge=0, le=64)]
    frames: dict[Count, Digest]
    exposed: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{16})?$")] = ""


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    """What a folder of parts holds.

    Attributes:
        form: of the manifest.
        facts: what the film depends on, each as people read it; all must fit for an export to go on.
        first, count: the number of the first frame on the film's own time line, and how many there are.
        length: frames of a segment; the last may be shorter.
        renderer: what the frames were drawn with; empty before the first segment.
        segments: by number, those that are whole.
        lights: digests of what the limiter saw of segments, by number; of some that are to be filmed again too.
        film: size and inode of the joined film, once it is about to be put in place.
        placed: of a sequence, how many segments, from the first, are in their places, the last of them perhaps in part.
    """

    form: int
    facts: Annotated[dict[str, Fact], msgspec.Meta(max_length=64)]
    first: Count
    count: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    length: Annotated[int, msgspec.Meta(ge=1, le=2**31)]
    renderer: Fact = ""
    segments: dict[Count, Segment] = {}
    lights: dict[Count, Digest] = {}
    film: tuple[int, int] | None = None
    placed: Count = 0

    @property
    def numbers(self) -> range:
        """The numbers of the segments."""
        return range(-(-self.count // self.length))

    def frames(self, number: int) -> range:
        """The numbers of the frames of a segment."""
        begin = self.first + number * self.length
        return range(begin, min(begin + self.length, self.first + self.count))

    @property
    def missing(self) -> list[int]:
        """The segments that are still to be filmed."""
        return [number for number in self.numbers if number not in self.segments]

    @property
    def written(self) -> int:
        """The frames of the segments that are whole."""
        return sum(len(self.frames(number)) for number in self.segments)

    def check(self, asked: "Manifest", where: str) -> None:
        """Raise InputError, saying what differs, unless this is a manifest of what is asked for now."""
        now = asked.facts | {"frames": f"{asked.count} from {asked.first} in segments of {asked.length}"}
        then = self.facts | {"frames": f"{self.count} from {self.first} in segments of {self.length}"}
        differing = [name for name in dict.fromkeys([*now, *then]) if now.get(name) != then.get(name)]
        if differing:
            told = "; ".join(
                f"{short(name)} was {short(then.get(name, 'not there'))}, is {short(now.get(name, 'gone'))}"
                for name in differing
            )
            raise InputError(
                f"{where}: holds parts of another film: {told}; ask for the same again, or start over with --overwrite"
            )


class _Kind(msgspec.Struct):
    """What manifests of all versions have."""

    form: int
    facts: dict[str, str]
    first: int
    count: int
    length: int


def is_one(data: bytes) -> bool:
    """Whether these are the bytes of a manifest, of this version or another, and no other program's."""
    try:
        msgspec.json.decode(data, type=_Kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def decode(data: bytes, where: str) -> Manifest:
    """A manifest from its file's bytes, checked.

    Raises:
        InputError: it is not one, or not of this program; says so.
    """
    try:
        found = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        told = explain(error, Manifest) if isinstance(error, msgspec.ValidationError) else str(error)
        advice = "start over with --overwrite" if is_one(data) else "move the folder away"
        raise InputError(f"{where}: not a manifest of an export ({told or 'nested too deeply'}); {advice}") from None
    if found.form != FORM:
        raise InputError(f"{where}: of form {found.form}, expected {FORM}; start over with --overwrite")
    if len(found.numbers) > MOST_SEGMENTS or any(
        number not in found.numbers for number in (*found.segments, *found.lights)
    ):
        raise InputError(f"{where}: speaks of segments that the film does not have; start over with --overwrite")
    return found
