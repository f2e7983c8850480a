"""What tests ask for by name: a command, run in this process."""

from __future__ import annotations

import pytest

from tests.running import Run, runner


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(capsys, monkeypatch)
