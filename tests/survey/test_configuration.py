"""Settings are read from the environment; a secret is never one that could be guessed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from survey.configuration import ConfigurationIncomplete, configuration_from

LONG = "a long and random text of the council's"


def test_without_a_secret_one_is_made_once_and_kept_for_its_owner(tmp_path: Path) -> None:
    first, second = (configuration_from({}, tmp_path / "instance") for _ in range(2))
    assert first.secret == second.secret
    assert len(first.secret) >= 32
    assert stat.S_IMODE((tmp_path / "instance" / "secret").stat().st_mode) == 0o600
    assert configuration_from({}, tmp_path / "other").secret != first.secret


@pytest.mark.parametrize("given", ["x", "change me", "a" * 31])
def test_a_short_secret_is_refused_and_not_repeated(tmp_path: Path, given: str) -> None:
    with pytest.raises(ConfigurationIncomplete, match="HEARD_SECRET is too short") as refused:
        configuration_from({"HEARD_SECRET": given}, tmp_path)
    assert given not in str(refused.value)
    (tmp_path / "secret").write_text(given)
    with pytest.raises(ConfigurationIncomplete, match="holds no secret"):
        configuration_from({}, tmp_path)


def test_what_a_council_sets_is_what_holds(tmp_path: Path) -> None:
    told = configuration_from(
        {"HEARD_SECRET": LONG, "PUBLIC_URL": "https://heard.council.example/", "ACCEPT_DRAFTS": "1"}, tmp_path
    )
    assert told.secret == LONG.encode()
    assert told.public_url == "https://heard.council.example"
    assert told.secure
    assert told.accepts_drafts
    assert not told.demonstration
    assert not configuration_from({}, tmp_path).secure


def test_no_two_uses_share_a_key_and_nothing_shows_the_secret(tmp_path: Path) -> None:
    told = configuration_from({"HEARD_SECRET": LONG}, tmp_path)
    assert told.key("code cards") != told.key("releases")
    assert LONG not in repr(told)
