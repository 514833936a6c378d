"""The CPU budget: what breaks here makes fans howl all night, or draws coarsely where a fine picture is cheap."""

import pytest

from dreamscape.live.playback.governor import FULL
from dreamscape.saver.cpu_budget import FEWEST, LEAST, SPAN, CpuBudget, affordable


class Machine:
    """A machine whose frames cost processor time in proportion to the area that is drawn."""

    def __init__(self, scale: float, fixed: float, full: float, cores: int = 2) -> None:
        self.now = self.used = 0
        self.fixed, self.full = fixed, full  # s a frame; full: at the output's own size
        self.budget = CpuBudget(scale, lambda: self.now, lambda: self.used, cores)

    def run(self, seconds: float, rate: float) -> float:
        """Draw for some time; returns the cores used in the last quarter of it."""
        marks = []
        for number in range(round(seconds * rate)):
            rate_ = min(rate, self.budget.max_rate)
            cost = self.fixed + self.full * self.budget.scale**2
            self.used += round(1e9 * cost)
            self.now += round(1e9 / rate_)
            self.budget.record(rate_)
            if number == round(0.75 * seconds * rate):
                marks = [self.now, self.used]
        return (self.used - marks[1]) / (self.now - marks[0])


@pytest.mark.parametrize(("rate", "full"), [(15.0, 0.3), (30.0, 0.15)])
def test_a_dear_dream_is_drawn_coarser_until_it_can_be_afforded(rate: float, full: float) -> None:
    machine = Machine(0.45, fixed=0.02, full=full)
    assert machine.run(120.0, rate) <= affordable(rate, 2)
    assert LEAST <= machine.budget.scale < 0.45


def test_where_that_does_not_help_it_is_drawn_less_often() -> None:
    machine = Machine(0.45, fixed=0.06, full=0.3)
    assert machine.run(240.0, 30.0) <= affordable(30.0, 2)
    assert FEWEST <= machine.budget.max_rate < 30.0


def test_a_cheap_dream_keeps_its_scale() -> None:
    machine = Machine(0.45, fixed=0.0, full=0.001)
    machine.run(240.0, 30.0)
    assert machine.budget.scale == 0.45
    assert machine.budget.max_rate == float("inf")


def test_making_an_act_ready_is_forgiven() -> None:
    machine = Machine(0.45, fixed=0.0, full=0.1)
    machine.run(30.0, 15.0)
    machine.full = 1.0
    machine.run(4 * SPAN, 15.0)
    machine.full = 0.1
    machine.run(30.0, 15.0)
    assert machine.budget.scale == 0.45


def test_one_core_is_never_used_up() -> None:
    assert affordable(30.0, 1) * FULL < 0.8
    assert affordable(15.0, 8) == pytest.approx(1.0)
    assert affordable(30.0, 8) == pytest.approx(1.6)
