"""Code on trial: whether an author's code draws, what it has failed with, and whose fault a failure is."""

from collections.abc import Callable

from dreamscape.authoring import mistakes
from dreamscape.errors import AuthorError, DreamscapeError

TRIAL = 120  # frames after an edit


def blamed(error: Exception) -> DreamscapeError:
    """What an edit has failed with: its author's mistake, or whatever else was raised since."""
    if found := mistakes.blamed(error):
        return found
    return error if isinstance(error, DreamscapeError) else AuthorError(f"the edit: {type(error).__name__}: {error}")


class CodeTrial:
    """The trial of the code that plays.

    Attributes:
        mistake: what it has failed with, so that nothing is drawn until that is mended; None while it works.
        frames_left: frames in which anything that fails counts as the fault of the last edit.
    """

    def __init__(self) -> None:
        self.mistake: AuthorError | None = None
        self.frames_left = 0

    def begin(self) -> None:
        """An edit plays from now on."""
        self.mistake, self.frames_left = None, TRIAL

    def acquit(self) -> None:
        """Code that is known to work plays from now on."""
        self.mistake, self.frames_left = None, 0

    def draw(self, frame: Callable[[], None]) -> bool:
        """Draw a frame, unless the code has failed; whether it is drawn.

        Raises:
            Exception: whatever `frame` raises that is nobody's mistake but the program's own.
        """
        if self.mistake:
            return False
        try:
            frame()
        except Exception as error:
            self.mistake = mistakes.blamed(error)
            if self.mistake is None and self.frames_left:
                self.mistake = AuthorError(str(blamed(error)))
            if self.mistake is None:
                raise
            return False
        self.frames_left = max(0, self.frames_left - 1)
        return True
