"""The kiosk: a dream among strangers, whose hands reach it, and whose keys neither end it nor leave anything behind."""

from typing import Any

# What their keys and buttons may still do; nothing of it lasts, and nothing of it writes.
ALLOWED = {"back", "forward", "new-seed", "captions", *(f"act-{number}" for number in range(1, 9))}
CHORD = "Ctrl+Alt+Q"


def allowed(action: str | None) -> bool:
    """Whether one of `keys.ACTIONS` may be done there."""
    return action in ALLOWED


def is_chord(event: Any) -> bool:
    """Whether an event of SDL's is the chord that ends it."""
    import pygame

    if event.type != pygame.KEYDOWN or not (event.mod & pygame.KMOD_CTRL and event.mod & pygame.KMOD_ALT):
        return False
    return bool(event.key == pygame.K_q or event.scancode == pygame.KSCAN_Q)  # its place, where the layout has no Q
