"""Lines that are spoken: their words, in one language or in several, who speaks them, and when."""

from typing import Annotated, Literal

import msgspec

from dreamscape import languages

CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, besides those of white space

Seconds = Annotated[float, msgspec.Meta(ge=0.0, le=86_400.0)]
Spoken = Annotated[
    str,
    msgspec.Meta(
        min_length=1,
        max_length=240,
        pattern=rf"^[^{CONTROL}]*[^\s{CONTROL}][^{CONTROL}]*\Z",
        description="words, 1 to 240 letters of them, without control characters",
    ),
]
Language = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z", description="a language's tag, such as en, ja or pt-BR"
    ),
]


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A spoken line.

    Attributes:
        at: when it begins, in seconds of its act, and `stay`, how long it stays.
        text: its words, in the language `lang`.
        speaker: who speaks them.
        translations: the same in other languages, by tag.
    """

    at: Seconds
    text: Spoken
    stay: Annotated[float, msgspec.Meta(gt=0.0, le=60.0)] = 7.0
    speaker: Literal["voice", "dreamer"] = "voice"
    lang: Language = languages.OWN
    translations: dict[Language, Spoken] = {}

    @property
    def spoken(self) -> str:
        """What is whispered: the English words, the only ones the whisper can say; empty if there are none."""
        return self.in_language(languages.OWN).text if languages.OWN in self.written_in else ""

    @property
    def spoken_in(self) -> str:
        """The language in which it is whispered, or its own if it is not."""
        return languages.OWN if languages.OWN in self.translations else self.lang

    @property
    def written_in(self) -> tuple[str, ...]:
        """The languages that it is written in, its own first."""
        return (self.lang, *(tag for tag in self.translations if tag != self.lang))

    def in_language(self, tag: str) -> "Line":
        """The line as it is written in a language; as it is if it is not written in that."""
        if tag == self.lang or tag not in self.translations:
            return self
        others = {self.lang: self.text, **self.translations}
        text = others.pop(tag)
        return msgspec.structs.replace(self, text=text, lang=tag, translations=others)
