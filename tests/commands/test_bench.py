"""The bench: what breaks here tells people a wrong number, or none at all."""

import json
import statistics

import pytest

from dreamscape import cli
from dreamscape.commands import costs
from dreamscape.commands.bench import POST, Bench

DREAM = """
title = "Two"
seed = 7
[[act]]
scene = "shore"
seconds = 2
[act.shift]
through = "surface"
seconds = 1
[[act]]
scene = "immersion"
seconds = 2
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> list[costs.TierCost]:
    path = tmp_path_factory.mktemp("bench") / "two.toml"
    path.write_text(DREAM, "utf-8")
    bench = Bench(str(path), (32, 18), ("low", "medium"), moments=2, frames=1)
    assert list(bench.run()) == ["shore", "immersion"]
    bench.release()
    return bench.tiers


@pytest.mark.slow
def test_every_act_and_every_layer_of_it_is_timed_at_every_tier(measured: list[costs.TierCost]) -> None:
    assert [tier.name for tier in measured] == ["low", "medium"]
    for tier in measured:
        assert [act.scene for act in tier.acts] == ["shore", "immersion"]
        for act in tier.acts:
            assert len(act.frames) == 2
            assert act.first > 0.0
            assert POST in act.layers
            assert {len(times) for times in act.layers.values()} == {2}
        assert {"sky", "ocean", "cliff"} < set(tier.acts[0].layers)
        assert tier.ready > sum(act.first for act in tier.acts)


@pytest.mark.slow
def test_a_shift_is_held_against_the_dearer_of_its_acts(measured: list[costs.TierCost]) -> None:
    for tier in measured:
        (shift,) = tier.shifts
        assert (shift.name, shift.through) == ("shore to immersion", "surface")
        assert [len(times) for times in (shift.frames, *shift.alone)] == [2, 2, 2]
        assert shift.dearer == max(statistics.median(times) for times in shift.alone)


def test_the_numbers_are_medians_percentiles_and_factors() -> None:
    act = costs.ActCost("shore", [float(n) for n in range(1, 101)], {"sky": [1.0, 5.0, 3.0], "dust": [0.1, 0.1]}, 9.0)
    shift = costs.ShiftCost("shore to key", "shine", [30.0, 33.0, 60.0], ([20.0], [22.0]))
    tier = costs.TierCost("low", [act], [shift], 1234.5)
    assert costs.numbers([tier]) == {
        "low": {
            "ready": 1234.5,
            "acts": [
                {"scene": "shore", "median": 50.5, "p95": 96.0, "first": 9.0, "layers": {"sky": 3.0, "dust": 0.1}}
            ],
            "shifts": [
                {"shift": "shore to key", "through": "shine", "median": 33.0, "dearer act": 22.0, "factor": 1.5}
            ],
        }
    }
    shown = costs.tables([tier])
    assert "| shore | 50.5       | 96.0     | 9.0       |" in shown
    assert "| shore | sky   | 3.0 |" in shown
    assert "dust" not in shown  # too cheap to be worth a line
    assert "low 1.23 s" in shown
    assert "| shore to key | shine   | 33.0       | 22.0           | 1.50       |" in shown


@pytest.mark.slow
def test_the_command_prints_tables_or_json(capsys: pytest.CaptureFixture[str], tmp_path) -> None:
    path = tmp_path / "one.toml"
    path.write_text('title = "One"\nseed = 7\n[[act]]\nscene = "shore"\nseconds = 1\n', "utf-8")
    few = ["bench", "--dream", str(path), "--size", "32x18", "--quality", "low", "--moments", "1", "--frames", "1"]
    assert cli.run(few) == 0
    out, err = capsys.readouterr()
    assert "| act   | low median |" in out
    assert "Shifts" not in out
    assert err == "shore ...\n"
    assert cli.run([*few, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["size"] == "32x18"
    assert printed["low"]["acts"][0]["median"] > 0.0
