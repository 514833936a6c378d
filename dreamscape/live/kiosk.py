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

    held = pygame.KMOD_CTRL, pygame.KMOD_ALT
    return bool(event.type == pygame.KEYDOWN and event.key == pygame.K_q and all(event.mod & one for one in held))
