"""A Wayland desktop for tests: headless sway, with a virtual mouse and screenshots."""

import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from desk import PATIENCE, eventually, needs, running

CONFIGURATION = "\n".join(f"output HEADLESS-{number} mode 480x270 position {480 * (number - 1)} 0" for number in (1, 2))
OWN = {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}


class Mouse:
    """A mouse plugged into a compositor, by the protocol `wlr-virtual-pointer-unstable-v1`.

    Args:
        path: of the compositor's socket.
    """

    REGISTRY, MANAGER, POINTER = 2, 3, 4  # numbers of ours for objects; 1 is the display

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(PATIENCE)
        self._socket.connect(str(path))
        self._send(1, 1, struct.pack("=I", self.REGISTRY))  # get_registry
        interface = b"zwlr_virtual_pointer_manager_v1\0"
        while not (heard := self._hear())[8:].startswith(interface):
            pass
        named = struct.pack(
            f"=II{len(interface)}sII",
            int.from_bytes(heard[:4], sys.byteorder),
            len(interface),
            interface,
            1,
            self.MANAGER,
        )
        self._send(self.REGISTRY, 0, named)  # bind
        self._send(self.MANAGER, 0, struct.pack("=II", 0, self.POINTER))  # create_virtual_pointer

    def move(self, x: int, y: int) -> None:
        """Move it by so many pixels."""
        self._send(self.POINTER, 0, struct.pack("=Iii", 0, 256 * x, 256 * y))  # motion
        self._send(self.POINTER, 4, b"")  # frame

    def close(self) -> None:
        """Unplug it."""
        self._socket.close()

    def _send(self, target: int, request: int, arguments: bytes) -> None:
        self._socket.sendall(struct.pack("=II", target, (8 + len(arguments)) << 16 | request) + arguments)

    def _hear(self) -> bytes:
        """The arguments of the next event."""
        size = struct.unpack("=II", self._socket.recv(8, socket.MSG_WAITALL))[1] >> 16
        return self._socket.recv(size - 8, socket.MSG_WAITALL)


class Sway:
    """A compositor whose displays exist only in memory."""

    def __init__(self, home: Path, surroundings: dict[str, str]) -> None:
        self._home, self._surroundings = home, surroundings
        self._mouse = Mouse(home / surroundings["WAYLAND_DISPLAY"])

    def environment(self, home: Path) -> dict[str, str]:
        """The environment of a program on this desktop."""
        return {**self._surroundings, "HOME": str(home), "SDL_VIDEODRIVER": "wayland"}

    def ask(self, *words: str) -> Any:
        """Send sway a command; returns its answer."""
        command = ["swaymsg", "--raw", *words]
        done = subprocess.run(command, env=self._surroundings, capture_output=True, text=True, timeout=PATIENCE)
        return json.loads(done.stdout) if done.stdout else None

    def windows(self) -> int:
        """The number of windows."""
        return str(self.ask("-t", "get_tree")).count("'xdg_shell'")

    def move(self, x: int, y: int) -> None:
        """Move the mouse to a position."""
        self.nudge(-10_000, -10_000)  # the corner
        self.nudge(x, y)

    def nudge(self, x: int, y: int) -> None:
        """Move the mouse by so many pixels."""
        self._mouse.move(x, y)

    def close(self) -> None:
        """Close the connections."""
        self._mouse.close()

    def see(self, number: int) -> Any:
        """What a display shows, `(h, w, 3) uint8`; the first is 1."""
        import pygame

        path = self._home / f"{number}.png"
        subprocess.run(["grim", "-o", f"HEADLESS-{number}", str(path)], env=self._surroundings, check=True)
        return pygame.surfarray.array3d(pygame.image.load(str(path))).swapaxes(0, 1)


@contextmanager
def sway(displays: int) -> Iterator[Sway]:
    """A desktop of some displays side by side, 480x270 each."""
    needs("sway", "swaymsg", "grim")
    before: list[str] = []
    with tempfile.TemporaryDirectory(prefix="sway-") as name:  # pytest's own are too long for the name of a socket
        home = Path(name)
        (home / "config").write_text(CONFIGURATION)
        if os.geteuid() == 0:  # whom it refuses
            needs("setpriv")
            shutil.chown(home, "nobody")
            before = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("WAYLAND_", "SDL_", "XDG_"))}
        kept = {key: value for key, value in kept.items() if key != "DISPLAY"} | {"XDG_RUNTIME_DIR": name}
        environment = {**kept, "HOME": name, **OWN, "WLR_HEADLESS_OUTPUTS": str(displays)}
        with running([*before, "sway", "-c", str(home / "config")], environment, stderr=subprocess.DEVNULL):
            eventually(lambda: bool([*home.glob("wayland-?"), *home.glob("wayland-??")]), "sway opens its socket")
            eventually(lambda: bool([*home.glob("sway-ipc*")]), "sway listens")
            display = next(path.name for path in home.glob("wayland-*") if path.suffix != ".lock")
            surroundings = {**kept, "WAYLAND_DISPLAY": display, "SWAYSOCK": str(next(home.glob("sway-ipc*")))}
            with closing(Sway(home, surroundings)) as desk:
                yield desk
