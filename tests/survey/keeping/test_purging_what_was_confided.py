"""Calls for help and thoughts go when their time has come, and never while they wait for somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from survey import clock
from survey.alerts.tables import Alert, Call
from survey.database import db
from survey.duty import readiness
from survey.duty.tables import Absence, ClosedDay
from survey.keys import boxes
from survey.keys.tables import Box, BoxKey, Holding, OwnKey
from survey.models import Role, Staff
from survey.safeguarding import steps, worries
from survey.safeguarding.tables import Worry
from survey.thoughts import sorting
from survey.thoughts.tables import NameList, Quote, Sort, Stage, Thought
from tests.survey.keeping.confiding import Confided, confide
from tests.survey.keeping.council import Council
from tests.survey.safeguarding.in_place import beat

pytestmark = pytest.mark.usefixtures("easy_passphrases")


@pytest.fixture
def confided(council: Council) -> Confided:
    return confide(council)


def many(council: Council, table: str) -> int:
    return len(council.rows()[table])


def test_a_worry_goes_with_all_that_was_written_about_it_a_year_after_it_was_closed(
    council: Council, confided: Confided
) -> None:
    confided.close()
    council.let_pass(364)
    council.succeed("purge")
    assert council.is_anywhere(confided.worry) == {confided.worry}
    council.let_pass(1)
    said = council.succeed("purge")
    assert "1 removed from worries: calls for help" in said
    assert "3 removed from worry_steps: calls for help" in said
    # Its number stays in the audit trail, which says that it was raised and closed, and not a word of it.
    assert [many(council, table) for table in ("worries", "worry_steps")] == [0, 0]
    database = (council.settings.instance / "heard.sqlite").read_bytes()
    assert database.count(confided.worry.encode()) == 3


@pytest.mark.parametrize("days", [1, 400, 4000])
def test_an_open_worry_never_goes(council: Council, confided: Confided, days: int) -> None:
    council.let_pass(days)
    council.succeed("purge")
    assert many(council, "worries") == 1
    with council.app.app_context():
        worry = db.session.get_one(Worry, confided.worry)
        assert worries.read(db.session, worry, confided.key).words == confided.canary


def test_one_that_was_opened_again_is_open(council: Council, confided: Confided) -> None:
    confided.close()
    council.let_pass(360)
    with council.app.app_context():
        steps.reopen(db.session, db.session.get_one(Worry, confided.worry), confided.by(), clock.now())
        db.session.commit()
    council.let_pass(400)
    council.succeed("purge")
    assert many(council, "worries") == 1


def test_a_thought_goes_a_year_after_its_week_was_over(council: Council, confided: Confided) -> None:
    confided.pass_thought()
    sunday = 6 - clock.today().weekday()
    council.let_pass(sunday + 365)
    council.succeed("purge")
    assert many(council, "thoughts") == 1
    council.let_pass(1)
    assert "1 removed from thoughts: what children wrote without a name" in council.succeed("purge")
    assert many(council, "thoughts") == 0
    assert council.is_anywhere(confided.thought) == set(), "thoughts that nobody did anything about leave no trace"


def test_what_nobody_has_read_stays_and_is_told(council: Council, confided: Confided) -> None:
    council.let_pass(900)
    said = council.succeed("purge")
    assert "1 of what children wrote is older than its time and kept" in said
    with council.app.app_context():
        assert db.session.get_one(Thought, confided.thought).stage == Stage.WAITING


def test_a_complaint_stays_until_somebody_has_done_what_it_asks_for(council: Council, confided: Confided) -> None:
    confided.pass_thought()
    with council.app.app_context():
        sorting.sort(db.session, db.session.get_one(Thought, confided.thought), Sort.COMPLAINT, [])
        db.session.commit()
    council.let_pass(900)
    assert "kept: nobody has read it" in council.succeed("purge")
    assert many(council, "thoughts") == 1
    with council.app.app_context():
        db.session.execute(update(Thought).values(finished=clock.today()))
        db.session.commit()
    council.succeed("purge")
    assert many(council, "thoughts") == 0


def test_an_approved_quote_goes_with_its_thought_bytes_and_all(council: Council, confided: Confided) -> None:
    """The only plain words of a child in the database, and so the canary that a careless purge would leave behind."""
    confided.pass_thought()
    confided.quote()
    council.let_pass(300)
    council.succeed("purge")
    assert council.is_anywhere(confided.canary) == {confided.canary}
    council.let_pass(80)
    assert "1 removed from quotes" in council.succeed("purge")
    with council.app.app_context():
        assert db.session.scalar(select(Quote)) is None
    assert council.is_anywhere(confided.canary) == set()


def test_letters_go_thirty_days_after_delivery_once_their_worry_is_closed(council: Council, confided: Confided) -> None:
    def deliver() -> None:
        with council.app.app_context():
            db.session.execute(update(Alert).where(Alert.call != Call.TEST).values(delivered=clock.now()))
            db.session.commit()

    def letters() -> int:
        with council.app.app_context():
            return len(db.session.scalars(select(Alert).where(Alert.call != Call.TEST)).all())

    before = letters()
    assert before
    council.let_pass(100)
    council.succeed("purge")
    assert letters() == before, "nobody has got it yet"
    deliver()
    council.let_pass(100)
    council.succeed("purge")
    assert letters() == before, "while the worry is open it says who was fetched"
    confided.close()
    council.succeed("purge")
    assert letters() == 0


def test_children_are_still_promised_somebody_after_a_purge(council: Council, confided: Confided) -> None:
    """The newest test letter that arrived stays; older ones go."""
    lead = confided.in_place.people[Role.SAFEGUARDING_LEAD]
    council.let_pass(20)
    with council.app.app_context():
        now = clock.now()
        db.session.add(Alert(call=Call.TEST, staff_id=lead, made=now, again=now, delivered=now))
        db.session.commit()
        tested = len(db.session.scalars(select(Alert).where(Alert.call == Call.TEST)).all())
    council.let_pass(100)
    council.succeed("purge")
    with council.app.app_context():
        beat(db.session, clock.now())
        assert readiness.missing(db.session, clock.now()) == ()
        assert len(db.session.scalars(select(Alert).where(Alert.call == Call.TEST)).all()) == tested - 1


def test_past_absences_and_closed_days_go_and_those_to_come_stay(council: Council, confided: Confided) -> None:
    today, lead = clock.today(), confided.in_place.people[Role.SAFEGUARDING_LEAD]
    with council.app.app_context():
        for last in (-31, -29, 5):
            day = today + timedelta(days=last)
            db.session.add(Absence(staff_id=lead, first=day - timedelta(days=3), last=day))
            db.session.add(ClosedDay(day=day))
        db.session.commit()
    council.succeed("purge")
    assert (many(council, "absences"), many(council, "closed_days")) == (2, 2)


def test_whoever_is_switched_off_has_no_key_left(council: Council, confided: Confided) -> None:
    deputy = confided.in_place.people[Role.SAFEGUARDING_DEPUTY]
    with council.app.app_context():
        # As an account that was switched off before there were boxes: nobody took its keys away.
        db.session.execute(update(Staff).where(Staff.id == deputy).values(active=False))
        db.session.commit()
    assert "1 removed from own_keys" in council.succeed("purge")
    with council.app.app_context():
        assert db.session.get(OwnKey, deputy) is None
        assert not db.session.scalars(select(Holding).where(Holding.staff_id == deputy)).all()
        assert db.session.scalar(select(Holding.staff_id).limit(1)) is not None


def test_a_boxs_old_key_goes_once_nothing_is_sealed_to_it(council: Council, confided: Confided) -> None:
    def box_keys() -> list[bool]:
        with council.app.app_context():
            found = select(BoxKey.retired).where(BoxKey.box == Box.SAFEGUARDING).order_by(BoxKey.id)
            return [retired is None for retired in db.session.scalars(found)]

    with council.app.app_context():
        boxes.put_out(db.session, confided.in_place.people[Role.SAFEGUARDING_DEPUTY])
        db.session.commit()
    council.succeed("purge")
    assert box_keys() == [False, True], "a worry and a thought are still under the older one"
    confided.close()
    confided.pass_thought()
    council.let_pass(400)
    assert "removed from box_keys: keys of boxes" in council.succeed("purge")
    assert box_keys() == [True]
    with council.app.app_context():
        assert boxes.holds(db.session, Box.SAFEGUARDING, confided.in_place.people[Role.SAFEGUARDING_LEAD])


def test_the_key_that_the_name_list_is_under_stays(council: Council, confided: Confided) -> None:
    with council.app.app_context():
        kept = boxes.put_in(db.session, Box.THOUGHTS, "names", b"Mia")
        db.session.add(NameList(id=1, box_key_id=kept.box_key_id, sealed=kept.sealed))
        boxes.put_out(db.session, confided.in_place.people[Role.SAFEGUARDING_DEPUTY])
        db.session.commit()
    council.let_pass(1000)
    council.succeed("purge")
    with council.app.app_context():
        names = db.session.get_one(NameList, 1)
        assert boxes.take_out(db.session, boxes.Sealed(names.box_key_id, names.sealed), "names", confided.key) == b"Mia"


def test_a_trial_says_the_same_of_what_was_confided(council: Council, confided: Confided) -> None:
    confided.pass_thought()
    confided.quote()
    confided.close()
    with council.app.app_context():
        db.session.execute(update(Alert).values(delivered=clock.now()))
        boxes.put_out(db.session, confided.in_place.people[Role.SAFEGUARDING_DEPUTY])
        db.session.commit()
    council.let_pass(400)
    before = council.rows()
    trial = council.succeed("purge", "--dry-run")
    assert council.rows() == before
    assert trial.count("would go") > 6
    assert trial.replace("would go", "removed") == council.succeed("purge")


def test_a_council_sets_how_long_worries_are_kept(council: Council, confided: Confided) -> None:
    confided.close()
    council.monkeypatch.setenv("HEARD_KEEP_WORRIES", "2000")
    council.let_pass(1999)
    council.succeed("purge")
    assert many(council, "worries") == 1
    council.let_pass(1)
    council.succeed("purge")
    assert many(council, "worries") == 0
