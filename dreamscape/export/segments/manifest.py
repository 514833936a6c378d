"""The manifest of a segment folder: which film it belongs to, and which segments are complete. Data, never code.

It names no files: a segment's file name follows from its number, so that a manifest from anywhere cannot reach outside
its folder.
"""

from typing import Annotated

import msgspec

from dreamscape.engine import memory_files
from dreamscape.errors import InputError
from dreamscape.files.schema import explain
from dreamscape.text import short

FORM = 1  # version of the file format
MAX_BYTES = 1 << 26  # bytes: a day of film in segments of one second stays well below
MAX_SEGMENTS = 1 << 20

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16,64}$", description="16 to 64 hexadecimal digits")]
Fact = Annotated[str, msgspec.Meta(max_length=4096)]


class Segment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A complete segment.

    Attributes:
        tick: at which its first frame is drawn.
        world: digest of the world at that tick.
        size, digest: of its file; size in bytes.
        delay: of the encoder, frames; see `encoder.EncodedSegment`.
        frames: digests of some of its frames before encoding, by frame number.
        exposed: digest of the exposures of its first frames; empty without a flash limiter.
    """

    tick: Count
    world: Digest
    size: Count
    digest: Digest
    delay: Annotated[int, msgspec.Meta(ge=0, le=64)]
    frames: dict[Count, Digest]
    exposed: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{16})?$")] = ""


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    """The contents of a segment folder.

    Attributes:
        form: version of the file format.
        facts: all that the film depends on, in readable form; all must match for an export to be resumed.
        first, count: number of the film's first frame on the dream's time line, and number of frames.
        length: frames per segment; the last may be shorter.
        renderer: what the frames were drawn with; empty before the first segment.
        segments: the complete ones, by number.
        lights: digests of the stored limiter light, by segment number; includes segments that are to be drawn again.
        film: size and inode of the joined film, from just before it is moved into place.
        placed: for an image sequence, the number of segments moved into place so far; the last perhaps only in part.
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
        """The numbers of the segments that are still to be drawn."""
        return [number for number in self.numbers if number not in self.segments]

    @property
    def written(self) -> int:
        """The number of frames of the complete segments."""
        return sum(len(self.frames(number)) for number in self.segments)

    def check(self, expected: "Manifest", path: str) -> None:
        """Raise InputError, saying what differs, unless this manifest belongs to the expected film."""
        current, stored = expected._described(), self._described()
        memory_files.check_same(current.get("memories", ""), stored.get("memories", ""), path)
        differing = [name for name in dict.fromkeys([*current, *stored]) if current.get(name) != stored.get(name)]
        if differing:
            differences = "; ".join(
                f"{short(name)} was {short(stored.get(name, 'not there'))}, is {short(current.get(name, 'gone'))}"
                for name in differing
            )
            raise InputError(
                f"{path}: holds parts of another film: {differences}; ask for the same again, or start over with "
                "--overwrite"
            )

    def _described(self) -> dict[str, str]:
        """All that must match for an export to be resumed, in readable form."""
        return self.facts | {"frames": f"{self.count} from {self.first} in segments of {self.length}"}


class _CommonFields(msgspec.Struct):
    """The fields that manifests of all versions have."""

    form: int
    facts: dict[str, str]
    first: int
    count: int
    length: int


def is_manifest(data: bytes) -> bool:
    """Whether these bytes are a manifest of this program, of any version."""
    try:
        msgspec.json.decode(data, type=_CommonFields)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def decode(data: bytes, path: str) -> Manifest:
    """Decode and validate a manifest.

    Raises:
        InputError: it is no manifest, or one of another version.
    """
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = explain(error, Manifest) if isinstance(error, msgspec.ValidationError) else str(error)
        advice = "start over with --overwrite" if is_manifest(data) else "move the folder away"
        raise InputError(f"{path}: not a manifest of an export ({reason or 'nested too deeply'}); {advice}") from None
    if manifest.form != FORM:
        raise InputError(f"{path}: has format {manifest.form}, expected {FORM}; start over with --overwrite")
    if len(manifest.numbers) > MAX_SEGMENTS or any(
        number not in manifest.numbers for number in (*manifest.segments, *manifest.lights)
    ):
        raise InputError(f"{path}: lists segments that the film does not have; start over with --overwrite")
    return manifest
