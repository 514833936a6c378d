"""Times, rates and sizes as texts, for the commands and the Python interface: what breaks here films another moment."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape import options
from dreamscape.errors import InputError


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12.5", Fraction(25, 2)),
        ("1:07", 67),
        ("0:01:07.5", Fraction(135, 2)),
        ("90", 90),
        ("90:00", 5400),
        ("24:00:00", 86400),
        (0.1, Fraction(1, 10)),
        (7, 7),
        (Fraction(1, 4), Fraction(1, 4)),
    ],
)
def test_times(text, wanted):
    assert options.seconds(text, "at") == wanted


@given(st.integers(0, 86_399_999))
def test_a_time_reads_as_it_is_written(milliseconds):
    seconds = Fraction(milliseconds, 1000)
    minutes, rest = divmod(seconds, 60)
    hours, part = divmod(minutes, 60)
    assert options.seconds(f"{hours}:{part:02d}:{float(rest):06.3f}", "at") == seconds


@pytest.mark.parametrize(
    ("text", "wanted"), [("30", 30), ("30000/1001", Fraction(30000, 1001)), (23.976, Fraction(2997, 125))]
)
def test_rates(text, wanted):
    assert options.rate(text) == wanted


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    for read in (options.rate, options.size, lambda t: options.seconds(t, "at"), options.seed_number):
        with contextlib.suppress(InputError):
            read(text)
