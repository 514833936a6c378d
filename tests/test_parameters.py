"""Parameters: what breaks here lets a dream set nonsense silently, or refuses it without saying why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.errors import InputError
from dreamscape.parameters import Parameter, assign, declared


class Base:
    speed = Parameter(1.0, 0.0, 2.0, "m/s", "how fast")


class Child(Base):
    height = Parameter(3.0, 1.0, 9.0, "m", "how high")


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
        assign(Child(), {"speed": value}, "child")


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"child\.sped: unknown parameter, expected height or speed"):
        assign(Child(), {"sped": 1.0}, "child")


def test_read_on_the_class_it_is_the_declaration() -> None:
    assert list(declared(Child)) == ["speed", "height"]
    assert Child.height.unit == "m"


def test_a_default_outside_its_bounds_is_found_when_it_is_declared() -> None:
    with pytest.raises((ValueError, RuntimeError)) as caught:
        type("Wrong", (), {"far": Parameter(5.0, 0.0, 1.0, "m", "too far")})
    told = caught.value.__cause__ or caught.value
    assert "Wrong.far: default 5.0 is not in [0.0, 1.0]" in str(told)
