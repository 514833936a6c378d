"""Keys and gamepad buttons: what each does in a live session, and the file that changes that."""

from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import msgspec

from dreamscape.errors import InputError, instead_of, one_of
from dreamscape.files import regular, toml
from dreamscape.files.schema import explain
from dreamscape.text import short

LARGEST_FILE = 1 << 16  # bytes
NAMED = (  # keys that type no character, by SDL's names
    *("space", "left", "right", "up", "down", "escape", "return", "tab", "backspace", "delete", "insert"),
    *("home", "end", "page up", "page down", *(f"f{number}" for number in range(1, 13))),
)
# What the pointer does, which cannot be changed; one row of the help each.
HANDS = (
    ("pointer   finger   stick", "the dreamer's hand"),
    ("click   tap   pad 0", "strike what is there"),
    ("held, and still", "call who is near"),
)
# Each action: its keys, its gamepad buttons, and its text in the help.
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
        "next-song": (("page down", ">"), (), "next song"),
        "previous-song": (("page up", "<"), (), "song from its beginning, or the one before"),
        "favourite-song": (("*",), (), "mark this song, or take that back"),
        "screenshot": (("s",), (3,), "picture to a file"),
        "favourite": (("b",), (), "add or remove a favourite"),
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
    """Maps keys and buttons to actions.

    Args:
        keys, buttons: replace the default keys and buttons, by action.

    Attributes:
        keys: the names of each action's keys.
    """

    def __init__(
        self, keys: dict[str, tuple[str, ...]] | None = None, buttons: dict[str, tuple[int, ...]] | None = None
    ) -> None:
        own_keys, own_buttons = keys or {}, buttons or {}
        reassigned_keys = {name for names in own_keys.values() for name in names}
        reassigned_buttons = {number for numbers in own_buttons.values() for number in numbers}
        self.keys = {
            action: own_keys.get(action, tuple(name for name in usual if name not in reassigned_keys))
            for action, (usual, _, _) in ACTIONS.items()
        }
        self._actions = {name: action for action, names in self.keys.items() for name in names}
        self._buttons = {
            number: action
            for action, (_, usual, _) in ACTIONS.items()
            for number in own_buttons.get(action, tuple(number for number in usual if number not in reassigned_buttons))
        }
        self._help: list[tuple[str, str]] = []

    def action(self, name: str, text: str) -> str | None:
        """The action of a key, given SDL's name for it and the character it types, if any."""
        letter = text.lower() if len(text) == 1 and text.isprintable() and text != " " else name
        return self._actions.get(letter)

    def button(self, number: int) -> str | None:
        """The action of a gamepad button."""
        return self._buttons.get(number)

    def help(self) -> list[tuple[str, str]]:
        """Rows for the help: a key, button or gesture and what it does; the eight acts share one row."""
        if not self._help:
            self._help = self._rows()
        return self._help

    def _rows(self) -> list[tuple[str, str]]:
        rows = [*HANDS]
        for action, (_, _, about) in ACTIONS.items():
            if action == "act-1":
                rows.append((f"{' '.join(self.keys['act-1'])} to {' '.join(self.keys['act-8'])}", "the acts"))
            elif not action.startswith("act-") and (names := [*self.keys[action], *self._button_names(action)]):
                rows.append(("   ".join(names), about))
        return rows

    def _button_names(self, action: str) -> list[str]:
        """The gamepad buttons of an action, as the help names them."""
        return [f"pad {number}" for number, its_action in sorted(self._buttons.items()) if its_action == action]


def load(path: Path) -> Keys:
    """Read a TOML file of keys.

    Raises:
        InputError: it cannot be read or is not valid; names the file, the place in it and what was expected.
    """
    try:
        data = regular.read_document(path, LARGEST_FILE, "a file of keys")
    except (FileNotFoundError, ValueError) as error:  # ValueError: a name that no file can have
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"{path}: cannot be read ({reason}), expected a file of keys in TOML") from None
    return decode(data, str(path))


def decode(data: bytes, source: str) -> Keys:
    """Decode the bytes of a keys file; `source` names it in messages."""
    try:
        file = toml.decode(data, _KeysFile, source, "a file of keys")
    except msgspec.ValidationError as error:
        problem = explain(error, _KeysFile, lambda: toml.decode(data, dict, source, ""))
        raise InputError(f"{source}: {problem}") from None
    own = {action: (names,) if isinstance(names, str) else names for action, names in file.keys.items()}
    buttons = {action: (ids,) if isinstance(ids, int) else ids for action, ids in file.buttons.items()}
    for table, entries in (("keys", own), ("buttons", buttons)):
        owners: dict[object, str] = {}
        for action, names in entries.items():
            if action not in ACTIONS:
                raise InputError(f"{source}: {table}.{short(action)}: no such action{instead_of(action, ACTIONS)}")
            for name in (_lower(name) for name in names):
                if not _is_key(name):
                    known = f"a letter or sign, or {one_of(NAMED)}"
                    raise InputError(f"{source}: {table}.{action}: no such key '{short(name)}', expected {known}")
                if owners.setdefault(name, action) != action:
                    raise InputError(
                        f"{source}: {table}.{action}: {name!r} is also {owners[name]}, expected one action for it"
                    )
    keys = {action: tuple(name.lower() for name in names) for action, names in own.items()}
    return Keys(keys, buttons)


def _lower(name: str | int) -> str | int:
    return name.lower() if isinstance(name, str) else name


def _is_key(name: str | int) -> bool:
    letter = isinstance(name, str) and len(name) == 1 and name.isprintable() and name != " "
    return isinstance(name, int) or name in NAMED or letter
