"""The interfaces of MPRIS, as XML: what callers are told that a player offers."""

from dreamscape.live.controls.session_bus import PLAYER, PLAYERS


def _interface(name: str, methods: tuple[str, ...], signals: tuple[str, ...], properties: tuple[str, ...]) -> str:
    """An interface.

    Args:
        name: its name.
        methods, signals: each its name, and then `type:name` of its arguments.
        properties: each its type and name, and `readwrite` if it can be set.
    """
    lines = [f'<interface name="{name}">']
    for kind, members in (("method", methods), ("signal", signals)):
        for member in members:
            called, *arguments = member.split()
            told = "".join(_argument(argument, kind == "method") for argument in arguments)
            lines.append(f'<{kind} name="{called}">{told}</{kind}>')
    for one in properties:
        of, called, *access = one.split()
        lines.append(f'<property name="{called}" type="{of}" access="{access[0] if access else "read"}"/>')
    return "".join([*lines, "</interface>"])


def _argument(argument: str, given: bool) -> str:
    of, _, called = argument.partition(":")
    return f'<arg name="{called}" type="{of}"' + (' direction="in"/>' if given else "/>")


INTROSPECTION = "".join(
    (
        '<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN" '
        '"http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd"><node>',
        _interface(
            PLAYERS,
            ("Raise", "Quit"),
            (),
            (
                *("b CanQuit", "b CanRaise", "b HasTrackList", "s Identity", "s DesktopEntry"),
                *("as SupportedUriSchemes", "as SupportedMimeTypes"),
            ),
        ),
        _interface(
            PLAYER,
            (
                *("Next", "Previous", "Pause", "PlayPause", "Stop", "Play"),
                *("Seek x:Offset", "SetPosition o:TrackId x:Position"),
            ),
            ("Seeked x:Position",),
            (
                *("s PlaybackStatus", "d Rate", "d MinimumRate", "d MaximumRate", "a{sv} Metadata"),
                *("d Volume readwrite", "x Position", "b CanGoNext", "b CanGoPrevious", "b CanPlay", "b CanPause"),
                *("b CanSeek", "b CanControl"),
            ),
        ),
        "</node>",
    )
)
