"""Kiosk mode: strangers can touch the dream, but cannot end it or leave anything behind."""

from typing import Any

# Actions that keys and buttons may still do; none of them lasts or writes a file.
ALLOWED = {
    "back",
    "forward",
    "new-seed",
    "captions",
    "next-song",
    "previous-song",
    *(f"act-{number}" for number in range(1, 9)),
}
CHORD = "Ctrl+Alt+Q"


def is_allowed(action: str | None) -> bool:
    """Whether one of `keys.ACTIONS` is allowed in kiosk mode."""
    return action in ALLOWED


def is_exit_chord(event: Any) -> bool:
    """Whether an SDL event is the key combination that ends kiosk mode."""
    import pygame

    if event.type != pygame.KEYDOWN or not (event.mod & pygame.KMOD_CTRL and event.mod & pygame.KMOD_ALT):
        return False
    return bool(event.key == pygame.K_q or event.scancode == pygame.KSCAN_Q)  # by position, for layouts without a Q
