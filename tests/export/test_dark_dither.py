"""Dither where it lasts: what breaks here bands gradients, or makes a film differ from what it says of itself."""

import pytest

from dreamscape import cli
from dreamscape.export.encoding import formats


def test_what_is_bright_is_dithered_wherever_it_is_kept() -> None:
    """Where an encoder keeps dither, gradients without it band."""
    lost = [
        (codec, bits, crf)
        for codec in ("h264", "hevc", "ffv1")
        for bits in (8, 10)
        for crf in (0, 18, 20, 30)
        if formats.choose(".mkv", (256, 144), codec, bits=bits, crf=None if codec == "ffv1" else crf).dark_dither
    ]
    assert lost == [("h264", 8, 20), ("h264", 8, 30)]


@pytest.mark.slow
def test_a_film_in_which_only_what_is_dark_is_dithered_agrees_with_what_it_says(tmp_path, capsys) -> None:
    """Its frames are drawn again by its encoder's quality."""
    film, size = str(tmp_path / "a.mp4"), ("--size", "96x54", "--fps", "2", "--quality", "high")
    assert cli.run(["export", film, "--from", "1", "--to", "3", *size, "--crf", "30", "--no-sound"]) == 0
    capsys.readouterr()
    assert cli.run(["verify", film]) == 0
    assert "exact" in capsys.readouterr().out
