"""Where a picture came from: what its file says about itself."""

import shlex
from collections.abc import Sequence

from dreamscape import __version__
from dreamscape.take import Take


def notes(take: Take, arguments: Sequence[str]) -> dict[str, str]:
    """The facts that remake a picture: title, version, dream, seed and the command."""
    return {
        "Title": take.dream.seed.title,
        "Version": f"dreamscape {__version__}",
        "Dream": f"{take.dream.name} {take.dream.digest}",
        "Seed": str(take.seed),
        "Command": shlex.join(["dreamscape", *arguments]),
    }


def tags(take: Take, arguments: Sequence[str]) -> dict[str, str]:
    """The same as the two tags that every container keeps: a title, and a comment of one fact a line."""
    facts = notes(take, arguments)
    title = facts.pop("Title")
    return {"title": title, "comment": "\n".join(f"{key}: {value}" for key, value in facts.items())}
