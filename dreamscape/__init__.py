"""dreamscape: one dream in eight acts, rendered live or to film.

The Python interface is two functions, imported when first used so that `import dreamscape` stays fast:

    for frame in dreamscape.frames(dream="sapphire", seed=7, size=(1280, 720), fps=30, start=0, stop=10): ...
    picture = dreamscape.still(at="0:12")
"""

TYPE_CHECKING = False  # typing's, unread: `python -m dreamscape` runs this before it has left the folder it is in

__version__ = "0.1.0"
__all__ = ["__version__", "frames", "still"]

if TYPE_CHECKING:
    from dreamscape.pictures import frames, still


def __getattr__(name: str) -> object:
    if name in ("frames", "still"):
        import importlib

        module = importlib.import_module("dreamscape.pictures")
        globals().update(frames=module.frames, still=module.still)
        return globals()[name]
    raise AttributeError(f"module 'dreamscape' has no attribute {name!r}")
