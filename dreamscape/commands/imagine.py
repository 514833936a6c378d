"""The command `imagine`."""

from pathlib import Path

import click

from dreamscape.commands.common import check_inputs, known
from dreamscape.errors import InputError
from dreamscape.system.standard_streams import say
from dreamscape.text import LONGEST_WORD, short

LARGEST = 1 << 20  # bytes of a text


@click.command()
@click.argument("text", metavar="TEXT.txt", type=click.Path(path_type=Path))
@click.option(
    "--output", "-o", metavar="OUT.toml", type=click.Path(path_type=Path), help="The file; else it is printed."
)
@known("seed", "overwrite", "traceback")
def imagine(text: Path, output: Path | None, seed: str | None, overwrite: bool) -> None:
    """Make a dream file of a dream that is written down in plain words, of any length.

    Places, weather, hours, colours, people and what is said aloud are found by a lexicon, each with its reason as a
    comment in the file. What it does not know becomes light, weather and words, and it says so. The same text always
    makes the same dream, and nothing leaves the machine. Words are English ones.
    """
    from dreamscape import catalogue, options
    from dreamscape.dream import dream_file
    from dreamscape.files import placing
    from dreamscape.imagine.imagined import imagine as imagined
    from dreamscape.imagine.text import imagined_text

    if output is not None:
        placing.check(output, (".toml",), overwrite)
        check_inputs([output])
    scenes = catalogue.scenes()
    made = imagined(_read(text), str(text), scenes, None if seed is None else options.seed_number(seed))
    file = imagined_text(made)
    dream_file.decode(file.encode(), str(output or "the dream"))
    if output is None:
        for line in file.splitlines():
            say(line)
        return
    placing.write(output, file.encode(), overwrite)
    for note in made.notes:
        say(note)


def _read(path: Path) -> str:
    """The text of a file, without control characters.

    Raises:
        InputError: it cannot be read, is too large, or is no text.
    """
    from dreamscape.files import regular

    where = short(path, LONGEST_WORD)
    try:
        data = regular.read(path, LARGEST)
    except FileNotFoundError:
        raise InputError(f"{where}: no such file, expected a text file with a dream, written down in words") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{where}: cannot be read ({reason}), expected a text file") from None
    if len(data) > LARGEST:
        raise InputError(f"{where}: too large for a dream, expected at most {LARGEST >> 20} MiB of text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: no text in UTF-8 (byte {error.start}); save it as UTF-8") from None
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")
