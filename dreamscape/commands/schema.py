"""The command `schema`."""

import json
from typing import Any

import click

from dreamscape.system.standard_streams import say


@click.command()
def schema() -> None:
    """Print the JSON Schema of dream files, by which editors complete and check them."""
    from dreamscape import catalogue
    from dreamscape.dream.schema import dream_schema
    from dreamscape.parameters import declared

    scenes: dict[str, Any] = {
        name: (scene.__doc__ or "", declared(scene)) for name, scene in catalogue.scenes().items()
    }
    for line in json.dumps(dream_schema(scenes), indent=2).splitlines():
        say(line)
