"""Live reload of Python: layers and scenes that are edited while they play, in scene files and in packages.

An edited file is run anew, and what plays is made anew of it in slices between its frames. Where only layers were
edited the world goes on as it is; after an edit of a scene another world is stepped to where the dream is by then, from
the act's beginning and without a hand. Where any of that fails, the version before goes on.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dreamscape import catalogue
from dreamscape.authoring import editions, scene_file
from dreamscape.dream.dream_file import Dream
from dreamscape.engine import dream_source
from dreamscape.engine.renderer import Renderer
from dreamscape.live.playback.code_trial import CodeTrial, blamed
from dreamscape.live.playback.replacement import Replacement


class CodeReloadable(Protocol):
    """A session whose layers and scenes can be edited.

    Attributes:
        dream: what plays.
        renderer: draws it.
        trial: of the code that it is made of.
    """

    dream: Dream
    renderer: Renderer
    trial: CodeTrial

    def begin_replacement(self, dream: Dream, same_scenes: bool) -> Replacement:
        """Begin to make what plays anew: its layers, and its world too unless the scenes are the same."""

    def continue_replacement(self, replacement: Replacement) -> bool:
        """Prepare it for a part of a frame's time, and let it play once it is ready; whether it does."""

    def reload(self, dream: Dream) -> None:
        """Continue with the dream as its file is now."""


@dataclass(frozen=True, slots=True)
class _Version:
    """A version of the code that does not play yet.

    Attributes:
        dream, edition: what it plays, and its classes.
        replacement: what is made of them.
        played: the dream as it played when that was begun.
        recovers: whether it is the one that played before the last edit, which has failed.
    """

    dream: Dream
    edition: editions.Edition
    replacement: Replacement
    played: Dream
    recovers: bool


class CodeReload:
    """Takes in edits of Python.

    Args:
        session: what plays.
    """

    def __init__(self, session: CodeReloadable) -> None:
        self._session = session
        self._good: tuple[Dream, editions.Edition] | None = None  # what played before the last edit
        self._edited: set[Path] = set()  # since the version that plays
        self._next: _Version | None = None

    @property
    def busy(self) -> bool:
        """Whether a version is being made that does not play yet."""
        return self._next is not None

    @property
    def taken_in(self) -> set[Path]:
        """The edited files of the version that is being made; none while none is."""
        return self._edited if self._next and not self._next.recovers else set()

    @property
    def renderers(self) -> list[Renderer]:
        """Those that are being made and do not play yet."""
        return [self._next.replacement.renderer] if self._next else []

    def files(self) -> set[Path]:
        """The Python of layers and scenes used so far, and all that the dream's scene file is made of."""
        return {*catalogue.sources(), *scene_file.files_of(self._session.dream.code)}

    def take_in(self, changed: set[Path]) -> None:
        """Run files of these that have changed, and begin to make anew what plays; `step` goes on with that.

        Raises:
            DreamscapeError: they fail; what played before goes on.
        """
        self._edited |= changed
        self._next = None
        session, edition = self._session, editions.copy()
        played, scenes = session.dream, dict(edition[editions.SCENES])
        try:
            with editions.using(edition):
                for path in self._edited & catalogue.sources():
                    catalogue.renew(path)
                dream = dream_source.reload(played) if played.code else played
            if any(path.suffix == ".py" for path in self._edited):
                same_scenes = edition[editions.SCENES] == scenes and not session.trial.mistake
                self._begin(dream, edition, same_scenes, recovers=False)
                return
            with editions.using(edition):
                session.reload(dream)
        except Exception as error:
            raise blamed(error) from None
        self._publish(played, edition)

    def step(self) -> None:
        """Go on with the version that does not play yet, for a part of a frame's time.

        Raises:
            DreamscapeError: it fails; what played before goes on.
        """
        version = self._next
        if version is None:
            return
        if version.replacement.replaced is not self._session.renderer or version.played is not self._session.dream:
            self._begin_again(version)
            return
        try:
            with editions.using(version.edition):
                plays = self._session.continue_replacement(version.replacement)
        except Exception as error:
            self._next = None
            raise blamed(error) from None
        if plays:
            self._next = None
            self._publish(version.played, version.edition, version.recovers)

    def recover(self) -> str:
        """What plays has failed: begin to go on with what played before the last edit, if anything; what was wrong."""
        good, self._good = self._good, None
        if good:
            dream, edition = good
            same_scenes = edition[editions.SCENES] == editions.copy()[editions.SCENES]
            self._begin(dream, edition, same_scenes, recovers=True)
        return str(self._session.trial.mistake)

    def _begin(self, dream: Dream, edition: editions.Edition, same_scenes: bool, recovers: bool) -> None:
        session = self._session
        with editions.using(edition):
            replacement = session.begin_replacement(dream, same_scenes)
        self._next = _Version(dream, edition, replacement, session.dream, recovers)

    def _begin_again(self, version: _Version) -> None:
        """Begin anew, since something else plays by now: another dream or seed number, or at another quality."""
        if version.recovers:
            self._begin(version.dream, version.edition, same_scenes=False, recovers=True)
        else:
            self.take_in(set())

    def _publish(self, played: Dream, edition: editions.Edition, recovers: bool = False) -> None:
        """Take in that a version plays now in place of `played`."""
        session, before = self._session, editions.copy()
        editions.publish(edition)
        if recovers:
            session.trial.acquit()
            return
        self._good = self._good if session.trial.mistake else (played, before)
        self._edited.clear()
        session.trial.begin()
