"""Fixtures of the tests of keeping and letting go."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from survey import passphrases
from survey.configuration import Configuration
from tests.survey.keeping.council import Council


@pytest.fixture
def council(app: Flask, settings: Configuration, monkeypatch: pytest.MonkeyPatch) -> Council:
    council = Council(app, settings, monkeypatch)
    council.let_pass(0)
    return council


@pytest.fixture
def easy_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that take no time: for tests of what comes after."""
    monkeypatch.setattr(passphrases, "PASSES", 1)
    monkeypatch.setattr(passphrases, "MEMORY_KIB", 64)


@pytest.fixture
def file(council: Council, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a council that has released a round."""
    council.release_a_round()
    path = tmp_path_factory.mktemp("safe") / "heard.backup"
    assert "and 1 release." in council.succeed("backup", path)
    return path
