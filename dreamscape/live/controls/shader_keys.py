"""Keys that do nothing in the window reach the shaders that read the keyboard."""

from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any

import numpy as np

from dreamscape.dream.inputs import KEY_CODES, Event, Key
from dreamscape.live.controls.keys import Keys
from dreamscape.live.controls.kiosk import is_allowed
from dreamscape.world.keyboard import Keyboard

# JavaScript's code of a key by SDL's name for it; letters and digits have those of ASCII.
_CODES: MappingProxyType[str, int] = MappingProxyType(
    {
        "backspace": 8, "tab": 9, "return": 13, "enter": 13, "left shift": 16, "right shift": 16, "left ctrl": 17,
        "right ctrl": 17, "left alt": 18, "right alt": 18, "break": 19, "caps lock": 20, "escape": 27, "space": 32,
        "page up": 33, "page down": 34, "end": 35, "home": 36, "left": 37, "up": 38, "right": 39, "down": 40,
        "insert": 45, "delete": 46, "left meta": 91, "right meta": 92,
        **{f"[{number}]": 96 + number for number in range(10)},
        "[*]": 106, "[+]": 107, "[-]": 109, "[.]": 110, "[/]": 111,
        **{f"f{number}": 111 + number for number in range(1, 13)},
        "numlock": 144, "scroll lock": 145, ";": 186, "=": 187, ",": 188, "-": 189, ".": 190, "/": 191, "`": 192,
        "[": 219, "\\": 220, "]": 221, "'": 222,
    }
)  # fmt: skip


def code_of(name: str) -> int | None:
    """JavaScript's code of a key, by SDL's name for it; None for a key that it has none for."""
    if len(name) == 1 and name.isascii() and name.isalnum():
        return ord(name.upper())
    return _CODES.get(name)


class ShaderKeys:
    """Keys of the window as events, while the dream has a shader that reads them.

    Args:
        keyboard: as the world knows it now; None while nothing reads it.
    """

    name = "keys"

    def __init__(self, keyboard: Callable[[], Keyboard | None]) -> None:
        self._keyboard = keyboard
        self._down = np.zeros(KEY_CODES, np.bool_)
        self._pressed: dict[int, None] = {}  # since the last tick, in order: a short press is one too

    def handle_event(self, event: Any, keys: Keys, kiosk: bool) -> None:
        """Take in a key of an SDL event, unless it has an action in the window.

        Args:
            event: of any kind.
            keys: the window's.
            kiosk: whether only some of their actions are allowed.
        """
        import pygame

        if event.type == pygame.WINDOWFOCUSLOST:
            self.release_all()
        if event.type not in (pygame.KEYDOWN, pygame.KEYUP):
            return
        name = pygame.key.name(event.key)
        if (code := code_of(name)) is None:
            return
        if event.type == pygame.KEYUP:
            self._down[code] = False
            return
        action = keys.action(name, event.unicode)
        if not self._down[code] and (action is None or (kiosk and not is_allowed(action))):
            self._down[code], self._pressed[code] = True, None

    def release_all(self) -> None:
        """Take in that the keys are somebody else's."""
        self._down[:] = False

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """As in `InputSource`: what the world does not know; presses since the last tick are one for each key."""
        pressed, self._pressed = self._pressed, {}
        if (keyboard := self._keyboard()) is None:
            return
        known = keyboard.down()
        for code in pressed:
            if known[code]:  # it was released in between
                yield Key(first, code, False)
            known[code] = True
            yield Key(first, code, True)
        for code in np.flatnonzero(known != self._down).tolist():
            yield Key(first, code, bool(self._down[code]))

    def jump(self, tick: int) -> None:
        """As in `InputSource`."""

    def status(self) -> str:
        """As in `InputSource`."""
        return f"{self._down.sum()} down, read by a shader" if self._keyboard() else ""

    def close(self) -> None:
        """As in `InputSource`."""
