"""What the tests share: one offscreen context, the shipped dream, and the switch that remakes the goldens."""

import os
from collections.abc import Iterator

import hypothesis
import moderngl
import pytest

from dreamscape import catalogue, seed
from dreamscape.render import context
from dreamscape.rng import Streams
from dreamscape.seed import Dream
from dreamscape.timeline import Timeline
from dreamscape.world import World

hypothesis.settings.register_profile("here", deadline=None, max_examples=40)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=40, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-goldens", action="store_true", help="write tests/goldens/ anew instead of comparing")


@pytest.fixture(scope="session")
def ctx() -> Iterator[moderngl.Context]:
    with context.offscreen() as made:
        yield made


@pytest.fixture(scope="session")
def dream() -> Dream:
    found = seed.load("sapphire")
    seed.check(found, catalogue.scenes())
    return found


@pytest.fixture
def world(dream: Dream) -> World:
    return World(Timeline(dream.seed), Streams(dream.seed.seed))
