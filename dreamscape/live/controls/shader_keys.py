"""Keys that do nothing in the window reach the shaders that read the keyboard."""

from types import MappingProxyType
from typing import Any

from dreamscape.live.controls.keys import Keys
from dreamscape.live.controls.kiosk import is_allowed
from dreamscape.shaders.keyboard import Keyboard

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


def handle_event(event: Any, keyboard: Keyboard, keys: Keys, kiosk: bool) -> None:
    """Pass a key of an SDL event on, unless it has an action in the window.

    Args:
        event: of any kind.
        keyboard: which shaders read.
        keys: the window's.
        kiosk: whether only some of their actions are allowed.
    """
    import pygame

    if event.type == pygame.WINDOWFOCUSLOST:
        keyboard.release_all()
    if event.type not in (pygame.KEYDOWN, pygame.KEYUP):
        return
    name = pygame.key.name(event.key)
    if (code := code_of(name)) is None:
        return
    if event.type == pygame.KEYUP:
        keyboard.release(code)
        return
    action = keys.action(name, event.unicode)
    if action is None or (kiosk and not is_allowed(action)):
        keyboard.press(code)
