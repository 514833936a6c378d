"""Parameters: what breaks here lets a dream set nonsense silently, or refuses it without saying why."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape import colour
from dreamscape.errors import InputError
from dreamscape.parameters import (
    Choice,
    Colour,
    Declaration,
    Integer,
    Parameter,
    Parametrised,
    Toggle,
    Vector,
    assign,
    declared,
    former_names,
    scalars,
)
from dreamscape.render.layer import Layer
from dreamscape.world.scene import Scene


class Base:
    speed = Parameter(1.0, 0.0, 2.0, "m/s", "how fast")


class Child(Base):
    height = Parameter(3.0, 1.0, 9.0, "m", "how high")


class Lantern(Parametrised):
    count = Integer(3, 1, 9, "flames", "how many")
    lit = Toggle(True, "whether it burns")
    fuel = Choice("oil", ("wax", "oil", "gas"), "what burns")
    place = Vector((0.0, 1.0), (-5.0, 0.0), (5.0, 3.0), "m", "where it hangs", axes="xy", formerly="across up")
    tint = Colour("#ff8800", "of the flame")


@given(st.floats(0.0, 2.0))
def test_a_value_in_range_is_read_back(value: float) -> None:
    child = Child()
    assign(child, {"speed": value}, "child")
    assert child.speed == value
    assert (child.height, Base().speed) == (3.0, 1.0)


@given(st.floats().filter(lambda x: not 0.0 <= x <= 2.0))
def test_a_value_out_of_range_is_refused_with_bounds_and_unit(value: float) -> None:
    with pytest.raises(InputError, match=r"child\.speed: expected a number from 0 to 2 \(m/s\), got "):
        assign(Child(), {"speed": value}, "child")


@pytest.mark.parametrize("value", ["fast", None, True, [1.0], 1j])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(InputError, match=r"child\.speed: expected a number from 0 to 2"):
        assign(Child(), {"speed": value}, "child")  # type: ignore[dict-item]


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"child\.sped: unknown parameter; did you mean 'speed'\?"):
        assign(Child(), {"sped": 1.0}, "child")


def test_read_on_the_class_it_is_the_declaration() -> None:
    assert list(declared(Child)) == ["speed", "height"]
    assert Child.height.unit == "m"


def test_each_kind_has_a_default_of_its_own_type() -> None:
    lantern = Lantern()
    assert (lantern.count, lantern.lit, lantern.fuel, lantern.place) == (3, True, "oil", (0.0, 1.0))
    assert lantern.tint == tuple(colour.linear("#ff8800").tolist())


def test_each_kind_is_read_back_as_it_was_written() -> None:
    lantern = Lantern()
    values = {"count": 5.0, "lit": False, "fuel": "gas", "place": [2, 3], "tint": "#0000FF"}
    assign(lantern, values, "lantern")
    assert (lantern.count, lantern.lit, lantern.fuel) == (5, False, "gas")
    assert (lantern.place, lantern.tint) == ((2.0, 3.0), (0.0, 0.0, 1.0))


def test_a_colour_is_handed_on_from_one_parameter_to_another() -> None:
    """A scene's colour goes to its layers as the scene has it, in linear light."""
    one, other = Lantern(), Lantern()
    assign(one, {"tint": "#123456"}, "lantern")
    assign(other, {"tint": one.tint}, "lantern")
    assert other.tint == one.tint


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("count", 2.5, r"a whole number from 1 to 9 \(flames\), got 2.5"),
        ("count", float("nan"), r"a whole number from 1 to 9"),
        ("count", 10, r"a whole number from 1 to 9"),
        ("lit", "yes", "true or false, got 'yes'"),
        ("lit", 0.7, "true or false"),
        ("fuel", "coal", "wax, oil or gas, got 'coal'"),
        ("fuel", 1.0, "wax, oil or gas"),
        ("place", (0.0, -1.0), r"2 numbers: x -5 to 5, y 0 to 3 \(m\), got"),
        ("place", (0.0, 1.0, 2.0), "2 numbers"),
        ("place", 1.0, "2 numbers"),
        ("place", "01", "2 numbers"),
        ("tint", "#ff88", "a colour as #rrggbb, got '#ff88'"),
        ("tint", "#ff8800\n", "a colour as #rrggbb"),
        ("tint", [1.0, 0.0, 0.0], "a colour as #rrggbb"),
        ("place.x", 6.0, r"a number from -5 to 5 \(m\)"),
        ("up", -1.0, r"a number from 0 to 3 \(m\)"),
        ("tint.red", 1.1, r"a number from 0 to 1"),
    ],
)
def test_what_a_kind_is_not_is_refused_in_words(name: str, value: object, expected: str) -> None:
    with pytest.raises(InputError, match=rf"lantern\.{name}: expected {expected}"):
        assign(Lantern(), {name: value}, "lantern")  # type: ignore[dict-item]


@pytest.mark.parametrize("name", ["place.z", "place.", "tint.x", "count.x", ".x", "", "place.x.x"])
def test_no_component_is_made_up(name: str) -> None:
    with pytest.raises(InputError, match="unknown parameter, expected count, fuel, lit, place or tint"):
        assign(Lantern(), {name: 1.0}, "lantern")


def test_a_component_is_set_alone_by_its_name_a_former_name_or_in_a_table() -> None:
    for values in ({"place.y": 2.0}, {"up": 2.0}, {"place": {"y": 2.0}}, {"place.y": 2.0, "place": (0.0, 0.0)}):
        lantern = Lantern()
        assign(lantern, values, "lantern")
        assert lantern.place == (0.0, 2.0)
    lantern = Lantern()
    assign(lantern, {"tint.green": 1.0}, "lantern")
    assert lantern.tint == tuple(colour.linear("#ffff00").tolist())


def test_controls_set_scalars_alone() -> None:
    names = ["count", "lit", "fuel", "place.x", "place.y", "tint.red", "tint.green", "tint.blue"]
    assert list(scalars(Lantern)) == names
    assert former_names(Lantern) == {"across": "place.x", "up": "place.y"}


@pytest.mark.parametrize(
    ("name", "at_0", "at_half", "at_1"),
    [("count", 1, 5, 9), ("lit", False, True, True), ("fuel", "wax", "oil", "gas"), ("place.x", -5.0, 0.0, 5.0)],
)
def test_a_knob_turns_each_kind_over_its_range(name: str, at_0: object, at_half: object, at_1: object) -> None:
    scalar = scalars(Lantern)[name]
    assert [scalar.at(fraction) for fraction in (-1.0, 0.0, 0.5, 1.0)] == [at_0, at_0, at_half, at_1]


@pytest.mark.parametrize(
    ("name", "sent", "value"),
    [("count", 4.4, 4), ("count", 4, 4), ("lit", 0.5, True), ("lit", 0.2, False), ("lit", True, True),
     ("fuel", 2.0, "gas"), ("fuel", "wax", "wax"), ("place.x", 1.5, 1.5)],
)  # fmt: skip
def test_controls_that_send_numbers_alone_set_every_kind(name: str, sent: object, value: object) -> None:
    assert scalars(Lantern)[name].received(sent, name) == value


@pytest.mark.parametrize(("name", "sent"), [("count", 9.6), ("lit", 1.2), ("fuel", 3.0), ("fuel", 0.5), ("place.x", 9)])
def test_controls_are_refused_what_is_out_of_range(name: str, sent: object) -> None:
    with pytest.raises(InputError, match=f"lantern {name}: expected "):
        scalars(Lantern)[name].received(sent, f"lantern {name}")


def test_shaders_get_numbers() -> None:
    lantern = Lantern()
    told = [item.uniform(getattr(lantern, name)) for name, item in declared(Lantern).items()]
    assert told[:4] == [3, 1, 1, (0.0, 1.0)]
    assert np.allclose(told[4], colour.linear("#ff8800"))
    assert type(told[1]) is int


def test_a_default_is_written_as_a_dream_file_takes_it() -> None:
    import tomllib

    for item in declared(Lantern).values():
        quoted = f'"{item.written()}"' if isinstance(item.default, str) else item.written()
        assert item.check(tomllib.loads(f"value = {quoted}")["value"], "written") == item.check(item.default, "default")


@pytest.mark.parametrize("base", [Layer, Scene])
@pytest.mark.parametrize(
    ("declaration", "message"),
    [
        (Parameter(5.0, 0.0, 1.0, "m", "far"), r"default: expected a number from 0 to 1 \(m\), got 5.0"),
        (Parameter("5", 0.0, 1.0, "m", "far"), r"default: expected a number from 0 to 1 \(m\), got '5'"),  # type: ignore[arg-type]
        (Integer(5, 0, 1, "m", "far"), r"default: expected a whole number from 0 to 1 \(m\), got 5"),
        (Choice("a", ("b", "c"), "what"), "default: expected b or c, got 'a'"),
        (Vector((0.0, 9.0), 0.0, 1.0, "m", "where", axes="xy"), r"default: expected 2 numbers: x, y 0 to 1 \(m\), got"),
        (Vector((0.0,), 0.0, 1.0, "m", "where", axes="xy"), r"default: expected 2 numbers: x, y 0 to 1 \(m\), got"),
        (Colour("red", "what"), "default: expected a colour as #rrggbb, got 'red'"),
    ],
)
def test_a_wrong_default_is_one_clear_error_as_the_class_is_made(
    base: type, declaration: Declaration[object], message: str
) -> None:
    with pytest.raises(ValueError, match=rf"^Wrong\.far: {message}"):
        type("Wrong", (base,), {"far": declaration})


def test_a_whole_number_of_a_file_is_refused_as_it_is_written() -> None:
    with pytest.raises(InputError, match=r"count: expected a whole number from 1 to 9 \(stones\), got 99$"):
        Integer(3, 1, 9, "stones", "how many").check(99.0, "count")
