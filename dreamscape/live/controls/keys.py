"""Keys and buttons: what each does in a live session, and the file in which that can be changed."""

from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import msgspec

from dreamscape.errors import InputError, one_of
from dreamscape.files import regular, toml
from dreamscape.files.schema import explain
from dreamscape.text import short

LARGEST_FILE = 1 << 16  # bytes
NAMED = (  # keys that write no letter, as SDL calls them
    *("space", "left", "right", "up", "down", "escape", "return", "tab", "backspace", "delete", "insert"),
    *("home", "end", "page up", "page down", *(f"f{number}" for number in range(1, 13))),
)
# What hands do, which cannot be changed; a row each of the help.
HANDS = (
    ("pointer   finger   stick", "the dreamer's hand"),
    ("click   tap   pad 0", "strike what is there"),
    ("held, and still", "call who is near"),
)
# What can be done: its keys, its gamepad buttons, and what the help says.
ACTIONS: MappingProxyType[str, tuple[tuple[str, ...], tuple[int, ...], str]] = MappingProxyType(
    {
        "pause": (("space",), (2,), "pause, and go on"),
        "tick": ((".",), (), "one tick, 1/60 s"),
        "back": (("left",), (4,), "five seconds back"),
        "forward": (("right",), (5,), "five seconds on"),
        **{f"act-{number}": ((str(number),), (), f"act {number}") for number in range(1, 9)},
        "new-seed": (("n",), (), "another seed"),
        "slower": (("[",), (), "slower"),
        "faster": (("]",), (), "faster"),
        "fullscreen": (("f", "f11"), (), "full screen, and back"),
        "hud": (("h",), (1,), "figures"),
        "captions": (("c",), (), "captions"),
        "mute": (("m",), (), "mute"),
        "louder": (("+", "="), (), "louder"),
        "quieter": (("-",), (), "quieter"),
        "screenshot": (("s",), (3,), "picture to a file"),
        "favourite": (("b",), (), "keep this moment, or no longer"),
        "record": (("r",), (), "record hand and film, and stop"),
        "reload": (("l",), (), "read dream and shaders again"),
        "help": (("?", "f1"), (), "this help"),
        "menu": (("escape",), (7,), "menu; right button, two fingers"),
        "leave": (("q",), (6,), "leave"),
    }
)

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
Button = Annotated[int, msgspec.Meta(ge=0, le=63)]


_Names = Annotated[Name | tuple[Name, ...], msgspec.Meta(description='a key or a list of them, like ["p", "space"]')]
_Buttons = Annotated[Button | tuple[Button, ...], msgspec.Meta(description="a button from 0 to 63 or a list of them")]


class _KeysFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    keys: dict[str, _Names] = {}
    buttons: dict[str, _Buttons] = {}


class Keys:
    """Which action a key or a button stands for.

    Args:
        keys, buttons: in place of the usual ones, by action.

    Attributes:
        keys: the names of the keys of each action.
    """

    def __init__(
        self, keys: dict[str, tuple[str, ...]] | None = None, buttons: dict[str, tuple[int, ...]] | None = None
    ) -> None:
        own, pressed = keys or {}, buttons or {}
        request = {name for names in own.values() for name in names}
        held = {number for numbers in pressed.values() for number in numbers}
        self.keys = {
            action: own.get(action, tuple(name for name in usual if name not in request))
            for action, (usual, _, _) in ACTIONS.items()
        }
        self._actions = {name: action for action, names in self.keys.items() for name in names}
        self._buttons = {
            number: action
            for action, (_, usual, _) in ACTIONS.items()
            for number in pressed.get(action, tuple(number for number in usual if number not in held))
        }
        self._help: list[tuple[str, str]] = []

    def action(self, name: str, text: str) -> str | None:
        """What a key does, by SDL's name for it and the letter it writes, if any."""
        letter = text.lower() if len(text) == 1 and text.isprintable() and text != " " else name
        return self._actions.get(letter)

    def button(self, number: int) -> str | None:
        """What a button of a gamepad does."""
        return self._buttons.get(number)

    def help(self) -> list[tuple[str, str]]:
        """Rows of what a hand, a key or a button is, and what it does; the eight acts are one."""
        if not self._help:
            self._help = self._rows()
        return self._help

    def _rows(self) -> list[tuple[str, str]]:
        rows = [*HANDS]
        for action, (_, _, about) in ACTIONS.items():
            if action == "act-1":
                rows.append((f"{' '.join(self.keys['act-1'])} to {' '.join(self.keys['act-8'])}", "the acts"))
            elif not action.startswith("act-") and (found := [*self.keys[action], *self._pads(action)]):
                rows.append(("   ".join(found), about))
        return rows

    def _pads(self, action: str) -> list[str]:
        """The gamepad's buttons of an action."""
        return [f"pad {number}" for number, does in sorted(self._buttons.items()) if does == action]


def load(path: Path) -> Keys:
    """Read which keys do what from a TOML file.

    Raises:
        InputError: it cannot be read, or says something that cannot be; names the file, the place and what was
            expected.
    """
    try:
        data = regular.read(path, LARGEST_FILE)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"{path}: cannot be read ({reason}), expected a file of keys in TOML") from None
    if len(data) > LARGEST_FILE:
        raise InputError(f"{path}: too large for a file of keys, expected at most {LARGEST_FILE >> 10} KiB of TOML")
    return decode(data, str(path))


def decode(data: bytes, where: str) -> Keys:
    """Decode the bytes of a file of keys; `where` names it in messages."""
    try:
        found = toml.decode(data, _KeysFile, where, "a file of keys")
    except msgspec.ValidationError as error:
        raise InputError(f"{where}: {explain(error, _KeysFile, lambda: toml.decode(data, dict, where, ''))}") from None
    own = {action: (names,) if isinstance(names, str) else names for action, names in found.keys.items()}
    pressed = {action: (held,) if isinstance(held, int) else held for action, held in found.buttons.items()}
    for table, entries in (("keys", own), ("buttons", pressed)):
        owners: dict[object, str] = {}
        for action, names in entries.items():
            if action not in ACTIONS:
                raise InputError(f"{where}: {table}.{short(action)}: no such action, expected {one_of(ACTIONS)}")
            for name in (_plain(name) for name in names):
                if not _is_key(name):
                    known = f"a letter or sign, or {one_of(NAMED)}"
                    raise InputError(f"{where}: {table}.{action}: no such key '{short(name)}', expected {known}")
                if owners.setdefault(name, action) != action:
                    raise InputError(
                        f"{where}: {table}.{action}: {name!r} is also {owners[name]}, expected one of both"
                    )
    keys = {action: tuple(name.lower() for name in names) for action, names in own.items()}
    return Keys(keys, pressed)


def _plain(name: str | int) -> str | int:
    return name.lower() if isinstance(name, str) else name


def _is_key(name: str | int) -> bool:
    letter = isinstance(name, str) and len(name) == 1 and name.isprintable() and name != " "
    return isinstance(name, int) or name in NAMED or letter
