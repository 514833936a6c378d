"""Whether there are faces to write the captions in, and sounds to say them with."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dreamscape.errors import InputError
from dreamscape.languages import own_name

if TYPE_CHECKING:
    from dreamscape.dream.line import Line
    from dreamscape.engine.request import RenderRequest

MOST = 8  # letters in a message


def check_voice(request: "RenderRequest") -> str:
    """A sentence on the first line that the voice has no sounds for, which is a caption alone; empty if none is."""
    if not (lines := _lines(request)):
        return ""
    from dreamscape.speech.utterance import beyond

    for line in lines:
        if unsaid := beyond(line.spoken):
            said = f"{request.dream.name}: the voice speaks English and has no sounds for {_some(unsaid)}"
            return f"{said}; the line at {line.at:g} s is shown as a caption alone"
    return ""


def check_faces(request: "RenderRequest") -> str:
    """A sentence on letters of the captions that no face has, for which nothing is drawn, or that the voice cannot say.

    Empty if there are none.

    Raises:
        InputError: they are of the language that was asked for.
    """
    if not (request.captions and (lines := _lines(request))):
        return check_voice(request)
    from dreamscape.typesetting import faces

    wanted = request.dream.language
    for line in lines:
        if unknown := faces.missing(line.text, line.speaker, line.lang):
            asked = f"--captions {line.lang}" if line.lang == wanted else f"{request.dream.name}: a line in {line.lang}"
            message = f"{asked}: no font here has {_some(unknown)}"
            message += f"; install one for {own_name(line.lang)}, such as Noto"
            if line.lang == wanted:
                raise InputError(message)
            return message
    return check_voice(request)


def _lines(request: "RenderRequest") -> "list[Line]":
    return [line for act in request.dream.file.act for line in act.voice]


def _some(letters: Sequence[str]) -> str:
    """The first MOST of some letters, and how many more there are."""
    more = len(letters) - MOST
    return " ".join(letters[:MOST]) + (f" and {more} other letter{'s' if more > 1 else ''}" if more > 0 else "")
