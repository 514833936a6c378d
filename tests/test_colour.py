"""Colours: what breaks here shows every palette too dark or too pale."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.colour import channels, decoded, encoded, linear, linear_channel


def test_srgb_is_iec_61966_2_1() -> None:
    """The ends, the join of the line and the power, and the code whose light is a fifth."""
    assert decoded(np.array([0.0, 0.04045, 0.5, 1.0])) == pytest.approx([0.0, 0.0031308, 0.21404, 1.0], abs=1e-5)


@given(st.floats(0.0, 1.0))
def test_encoding_takes_decoding_back(code: float) -> None:
    assert encoded(decoded(np.array(code))) == pytest.approx(code, abs=1e-4)


def test_a_written_colour_is_read() -> None:
    assert channels("#FF8000") == (1.0, 128 / 255, 0.0)
    assert linear("#ff8000").dtype == np.float32
    assert linear("#ff8000").tolist() == [linear_channel(part) for part in channels("#ff8000")]
