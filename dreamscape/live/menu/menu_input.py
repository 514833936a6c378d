"""The menu's input: keys, pointer, fingers and gamepads as steps, choices and positions."""

from typing import Any

from dreamscape.live.menu.interfaces import MenuCursor

TILTED, LEVEL = 0.6, 0.35  # of a stick's travel: beyond the first it makes a step, below the second it is released
FIRST, NEXT = 0.45, 0.14  # s that a stick is held until its second step, and until the others
CHOOSE, BACK, CLOSE, TURN = (0,), (1,), (6, 7), {4: -1, 5: 1}  # a gamepad's buttons


class MenuInput:
    """Handles the input of one menu.

    Args:
        menu: the menu.
    """

    def __init__(self, menu: MenuCursor) -> None:
        self._menu = menu
        self._stick = [0.0, 0.0]
        self._keys: dict[int, tuple[int, int]] = {}  # arrow keys that are held, and their directions
        self._tilt = 0, 0  # direction in which a stick or an arrow key is held
        self._until_step = 0.0  # s until the held direction makes a step

    def handle_event(self, event: Any) -> bool:
        """Handle an SDL event; returns whether it was meant for the menu."""
        import pygame

        menu = self._menu
        match event.type:
            case pygame.KEYDOWN:
                return self._key(event)
            case pygame.KEYUP | pygame.WINDOWFOCUSLOST:
                if event.type == pygame.WINDOWFOCUSLOST:
                    self._keys.clear()
                self._keys.pop(getattr(event, "key", 0), None)
                return False
            case pygame.MOUSEMOTION:
                menu.session.cursor.moved()
                if not event.touch:
                    menu.point(*self._from_units(event.pos))
            case pygame.MOUSEBUTTONDOWN:
                if event.button == 3:
                    menu.close()
                elif event.button == 1 and not event.touch:
                    menu.press(*self._from_units(event.pos))
            case pygame.MOUSEWHEEL:
                menu.wheel(event.y)
            case pygame.MOUSEBUTTONUP if not event.touch:
                menu.release()
            case pygame.FINGERDOWN:
                menu.press(*self._from_fractions(event))
            case pygame.FINGERMOTION:
                menu.point(*self._from_fractions(event))
            case pygame.FINGERUP:
                menu.release()
            case pygame.JOYHATMOTION:
                menu.move(event.value[0], 0 if event.value[0] else -event.value[1])
            case pygame.JOYAXISMOTION if event.axis < 2:
                self._stick[event.axis] = event.value
            case pygame.JOYBUTTONDOWN:
                self._button(event.button)
            case pygame.MOUSEBUTTONUP | pygame.JOYAXISMOTION | pygame.JOYBUTTONUP:
                pass
            case _:
                return False
        return True

    def reset(self) -> None:
        """Forget what is held."""
        self._stick, self._tilt = [0.0, 0.0], (0, 0)
        self._keys.clear()

    def repeat_held(self, seconds: float) -> None:
        """Make the steps of a held stick or arrow key, except an arrow key's first, which is already made."""
        tilt = next(reversed(self._keys.values()), self._stick_tilt())
        if tilt != self._tilt and tilt in self._keys.values():
            self._tilt, self._until_step = tilt, FIRST
        elif tilt != self._tilt:
            self._tilt, self._until_step = tilt, FIRST
            if any(tilt):
                self._menu.move(*tilt)
        elif any(tilt):
            self._until_step -= seconds
            if self._until_step <= 0.0:
                self._until_step = NEXT
                self._menu.move(*tilt)

    def _stick_tilt(self) -> tuple[int, int]:
        """The direction in which the stick is held."""
        x, y = self._stick
        if max(abs(x), abs(y)) <= (LEVEL if any(self._tilt) else TILTED):
            return 0, 0
        return (0, 1 if y > 0 else -1) if abs(y) >= abs(x) else (1 if x > 0 else -1, 0)

    def _key(self, event: Any) -> bool:
        import pygame

        menu, key = self._menu, event.key
        if key == pygame.K_RETURN and event.mod & pygame.KMOD_ALT:
            return False
        arrows = {
            pygame.K_UP: (0, -1),
            pygame.K_DOWN: (0, 1),
            pygame.K_LEFT: (-1, 0),
            pygame.K_RIGHT: (1, 0),
            pygame.K_KP8: (0, -1),
            pygame.K_KP2: (0, 1),
            pygame.K_KP4: (-1, 0),
            pygame.K_KP6: (1, 0),
        }
        if event.unicode and event.unicode in "0123456789" and menu.type(event.unicode):
            return True
        if key in arrows:
            self._keys[key] = arrows[key]
            menu.move(*arrows[key])
        elif key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE):
            menu.choose()
        elif key == pygame.K_ESCAPE or menu.session.keys.action(pygame.key.name(key), event.unicode) == "menu":
            menu.close()
        elif key == pygame.K_BACKSPACE:
            if not menu.type(""):
                menu.back()
        elif key in (pygame.K_TAB, pygame.K_PAGEUP, pygame.K_PAGEDOWN):
            menu.turn_section(-1 if key == pygame.K_PAGEUP or event.mod & pygame.KMOD_SHIFT else 1)
        else:
            return False
        return True

    def _button(self, button: int) -> None:
        menu = self._menu
        if button in CHOOSE:
            menu.choose()
        elif button in BACK:
            menu.back()
        elif button in CLOSE:
            menu.close()
        elif button in TURN:
            menu.turn_section(TURN[button])

    def _from_units(self, position: tuple[int, int]) -> tuple[float, float]:
        """A position in the window's units, in px."""
        window = self._menu.session.window
        (width, height), (units_wide, units_high) = window.size, window.units
        return position[0] * width / units_wide, position[1] * height / units_high

    def _from_fractions(self, event: Any) -> tuple[float, float]:
        """A finger's position in px."""
        width, height = self._menu.session.window.size
        return event.x * width, event.y * height
