"""What is left in the files when an officer has released a round: no log of who came first."""

from __future__ import annotations

import pytest
from flask import Flask

from survey import clock
from survey.configuration import Configuration
from survey.models import Role
from tests.analysis.rounds import closed_round, fill
from tests.survey.staff.office import Office


@pytest.mark.parametrize("by", ["page", "command"])
def test_a_release_empties_the_log(
    app: Flask, settings: Configuration, caplog: pytest.LogCaptureFixture, by: str
) -> None:
    office = Office(app)
    log = settings.instance / "heard.sqlite-wal"
    with office.database() as session:
        fill(session, closed_round(session, clock.today()), {"foster-care": {"star": 12}})
    assert log.stat().st_size > 0
    if by == "page":
        office.signed_in(Role.OFFICER).send("/staff/results/spring/release")
    else:
        said = app.test_cli_runner().invoke(args=["release", "spring"])
        assert said.exit_code == 0, said.output
    assert log.stat().st_size == 0
    assert caplog.text == ""
