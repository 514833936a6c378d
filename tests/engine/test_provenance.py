"""What a file says about how its picture was made."""

import os
from pathlib import Path

import pytest

from dreamscape.engine import provenance


def test_the_digest_of_the_program_follows_each_of_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept while none changes: all are a twentieth of a second to read."""
    monkeypatch.setattr(provenance.resources, "folder", lambda _: tmp_path)
    sheet = tmp_path / "sheet.bin"
    sheet.write_bytes(b"one")
    first = provenance.code_digest()
    assert provenance.code_digest() == first
    status = sheet.stat()
    sheet.write_bytes(b"two")  # of the same size
    os.utime(sheet, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    second = provenance.code_digest()
    assert second != first
    sheet.rename(tmp_path / "other.bin")
    assert provenance.code_digest() not in (first, second)
