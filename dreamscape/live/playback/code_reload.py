"""Live reload of Python: layers and scenes that are edited while they play, in scene files and in packages.

An edited file is run anew and the layers are built. Where only layers were edited the world goes on as it is; after an
edit of a scene it is stepped to the same tick, from the act's beginning and without a hand. Where any of that fails,
the version before goes on.
"""

from pathlib import Path
from typing import Protocol

from dreamscape import catalogue
from dreamscape.authoring import mistakes, scene_file
from dreamscape.dream.dream_file import Dream
from dreamscape.engine import dream_source
from dreamscape.errors import AuthorError, DreamscapeError

TRIAL = 120  # frames after an edit


def blamed(error: Exception) -> DreamscapeError:
    """What an edit has failed with: its author's mistake, or whatever else was raised since."""
    if found := mistakes.blamed(error):
        return found
    return error if isinstance(error, DreamscapeError) else AuthorError(f"the edit: {type(error).__name__}: {error}")


class CodeReloadable(Protocol):
    """A session whose layers and scenes can be edited.

    Attributes:
        dream: what plays.
        mistake: what its code has failed with, so that nothing is drawn; None while it works.
        frames_on_trial: frames after an edit in which anything that fails counts as the edit's fault.
    """

    dream: Dream
    mistake: AuthorError | None
    frames_on_trial: int

    def reload_code(self, dream: Dream, same_scenes: bool = False) -> None:
        """Go on where it is with new layers, and a new world unless scenes are the same; if that fails, as before."""

    def reload(self, dream: Dream) -> None:
        """Continue with the dream as its file is now."""


class CodeReload:
    """Takes in edits of Python.

    Args:
        session: what plays.
    """

    def __init__(self, session: CodeReloadable) -> None:
        self._session = session
        self._good: tuple[Dream, catalogue.Edition] | None = None  # what played before the last edit

    def files(self) -> set[Path]:
        """The Python of layers and scenes used so far, and all that the dream's scene file is made of."""
        return {*catalogue.sources(), *scene_file.files_of(self._session.dream.code)}

    def take_in(self, changed: set[Path]) -> None:
        """Go on with files of these that have changed.

        Raises:
            DreamscapeError: they fail; what played before goes on.
        """
        session, before = self._session, catalogue.edition()
        played = session.dream, before
        try:
            for path in changed & catalogue.sources():
                catalogue.renew(path)
            dream = dream_source.reload(session.dream) if session.dream.code else session.dream
            if any(path.suffix == ".py" for path in changed):
                session.reload_code(dream, _same_scenes(before) and not session.mistake)
            else:
                session.reload(dream)
        except Exception as error:
            catalogue.put_back(before)
            raise blamed(error) from None
        self._good = self._good if session.mistake else played
        session.mistake, session.frames_on_trial = None, TRIAL

    def recover(self) -> str:
        """What plays has failed: go on with what played before the last edit, if there is that; what was wrong."""
        session, mistake, good = self._session, self._session.mistake, self._good
        self._good = None
        if good:
            same_scenes = _same_scenes(good[1])
            catalogue.put_back(good[1])
            session.reload_code(good[0], same_scenes)
            session.mistake, session.frames_on_trial = None, 0
        return str(mistake)


def _same_scenes(edition: catalogue.Edition) -> bool:
    """Whether the scenes are still those of then, so that at most layers were edited since."""
    return catalogue.edition()[catalogue.SCENES] == edition[catalogue.SCENES]
