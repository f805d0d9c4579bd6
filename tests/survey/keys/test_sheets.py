"""Recovery sheets on the page: made once, and used when a passphrase is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from survey import clock
from survey.keys import boxes, own, recovery
from survey.keys.tables import Box, Recovery
from survey.models import AuditEntry, Role
from survey.safeguarding import worries
from survey.safeguarding.tables import Door
from survey.safeguarding.worries import Telling
from survey.staff.sessions import SignedIn
from tests.survey.keys.conftest import unlocked
from tests.survey.keys.test_keys import deeds, holds, make_key
from tests.survey.safeguarding.in_place import InPlace
from tests.survey.staff.office import Browser, Office

LEAD, DEPUTY = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY
PAGE = "/staff/keys/sheets/"
DONE = {"printed": "y"}
TELLING = Telling(Door.TALK, "Ari", False, "", "at school", "my older worry", False, "en")


def laid_out(page: str) -> dict[str, str]:
    """The hidden fields of the page that shows three sheets."""
    return dict(re.findall(r'<input type="hidden" name="(one|two|three|first|second)" value="([^"]*)"', page))


def first_sheets(office: Office) -> tuple[Browser, dict[str, str]]:
    """A lead who has made a key, with the page of three sheets before them."""
    lead = office.signed_in(LEAD)
    assert make_key(lead) == 303
    return lead, laid_out(lead.send(PAGE + "draw").text)


def typed(in_place: InPlace, one: int = 1, other: int = 3) -> dict[str, str]:
    return {"first": in_place.sheets[one - 1].words, "second": in_place.sheets[other - 1].words}


class TestMaking:
    def test_from_a_key_to_two_boxes(self, office: Office) -> None:
        lead, fields = first_sheets(office)
        assert sorted(fields) == ["one", "three", "two"]
        assert len({words[2:] for words in fields.values()}) == 3
        assert lead.send(PAGE + "keep", {**fields, **DONE}).status_code == 303
        assert "The three sheets are in force." in lead.open("/staff/keys/").text
        for box in (Box.SAFEGUARDING, Box.THOUGHTS):
            assert holds(office, box, LEAD)
        assert deeds(office) == ["key-made", "sheets-made", "box-made", "box-made"]

    def test_nothing_is_kept_before_they_are_printed(self, office: Office) -> None:
        """A page that never arrived would have taken the only sheets with it."""
        lead, fields = first_sheets(office)
        reply = lead.send(PAGE + "keep", fields)
        assert reply.status_code == 422
        assert laid_out(reply.text) == fields
        assert laid_out(lead.send(PAGE + "draw").text) != fields
        with office.database() as session:
            assert not recovery.is_made(session)

    def test_sheets_that_come_back_changed_are_not_kept(self, office: Office) -> None:
        lead, fields = first_sheets(office)
        for changed in ({"two": fields["one"]}, {"three": ""}, {"one": fields["one"][:-1]}):
            assert lead.send(PAGE + "keep", {**fields, **changed, **DONE}).status_code == 303
        with office.database() as session:
            assert not recovery.is_made(session)

    def test_a_key_that_closed_meanwhile_loses_nothing(self, office: Office) -> None:
        lead, fields = first_sheets(office)
        lead.send("/staff/keys/shut")
        assert lead.send(PAGE + "keep", {**fields, **DONE}).status_code == 303
        assert "Open your key to do it." in lead.open("/staff/keys/").text
        with office.database() as session:
            assert recovery.is_made(session)
            assert not boxes.is_set_up(session, Box.SAFEGUARDING)

    def test_there_is_one_set(self, office: Office, in_place: InPlace) -> None:
        lead = unlocked(office, LEAD)
        assert lead.send(PAGE + "draw").status_code == 303
        one, two, three = recovery.draw()
        lead.send(PAGE + "keep", {"one": one.words, "two": two.words, "three": three.words, **DONE})
        assert "Yours open nothing: shred them." in lead.open("/staff/keys/").text
        with office.database() as session:
            recovery.check(session, *in_place.sheets[:2])

    @pytest.mark.parametrize("role", [Role.OFFICER, Role.ADVOCATE, Role.DESIGNATED_OFFICER])
    def test_only_by_lead_or_deputy(self, office: Office, role: Role) -> None:
        somebody = office.signed_in(role)
        make_key(somebody)
        assert somebody.send(PAGE + "draw").status_code == 404
        assert somebody.send(PAGE + "keep", DONE).status_code == 404
        assert "The safeguarding lead makes them" in somebody.open(PAGE).text

    def test_no_sheet_is_in_the_database(self, office: Office) -> None:
        lead, fields = first_sheets(office)
        lead.send(PAGE + "keep", {**fields, **DONE})
        with office.database() as session:
            kept = session.get_one(Recovery, 1)
            columns = (kept.public, kept.sheets_1_2, kept.sheets_1_3, kept.sheets_2_3)
            for words in fields.values():
                assert not any(recovery.sheet_from(words).secret in column for column in columns)


class TestUsing:
    def test_who_lost_the_passphrase_comes_back_and_reads_an_older_worry(
        self, office: Office, in_place: InPlace
    ) -> None:
        worry = str(uuid4())
        with office.database() as session:
            worries.raise_worry(session, TELLING, worry, True, None, clock.now())
        lead = office.signed_in(LEAD)
        assert make_key(lead, understood="y") == 303
        shown = lead.send(PAGE + "use", typed(in_place))
        fields = laid_out(shown.text)
        assert not holds(office, Box.SAFEGUARDING, LEAD), "nothing is changed before the new ones are printed"
        assert lead.send(PAGE + "renew", {**fields, **DONE}).status_code == 303
        page = lead.open("/staff/keys/").text
        assert "You hold your boxes again." in page
        assert holds(office, Box.SAFEGUARDING, LEAD)
        assert holds(office, Box.THOUGHTS, LEAD)
        assert not holds(office, Box.ALLEGATIONS, LEAD)
        assert deeds(office)[-2:] == ["sheets-used", "let-in"]
        with lead.cookie() as cookie:
            token = cookie["token"]
        with office.database() as session:
            number = in_place.people[LEAD]
            key = own.opened(session, number, token, clock.now())
            found = worries.find(session, worry, SignedIn(number, "A lead", LEAD))
            assert key
            assert found
            assert worries.read(session, found, key) == TELLING

    def test_the_old_sheets_open_nothing_any_more_and_the_new_ones_do(self, office: Office, in_place: InPlace) -> None:
        lead = unlocked(office, LEAD)
        fields = laid_out(lead.send(PAGE + "use", typed(in_place)).text)
        lead.send(PAGE + "renew", {**fields, **DONE})
        reply = lead.send(PAGE + "use", typed(in_place, 2, 3))
        assert reply.status_code == 403
        assert "These two do not open the boxes." in reply.text
        assert lead.send(PAGE + "use", {"first": fields["one"], "second": fields["three"]}).status_code == 200

    @pytest.mark.parametrize(
        ("first", "second", "status", "says"),
        [
            (0, 0, 403, "They are the same sheet twice"),
            (0, None, 422, "Another sheet: a sign is wrong or missing."),
            (None, 1, 422, "One sheet: a sign is wrong or missing."),
        ],
    )
    def test_wrong_sheets_are_refused_in_plain_words(
        self, office: Office, in_place: InPlace, first: int | None, second: int | None, status: int, says: str
    ) -> None:
        words = [in_place.sheets[each].words if each is not None else "1-ABCD" for each in (first, second)]
        reply = unlocked(office, LEAD).send(PAGE + "use", {"first": words[0], "second": words[1]})
        assert (reply.status_code, says in reply.text) == (status, True)

    def test_nobody_keeps_others_from_their_sheets(self, office: Office, in_place: InPlace) -> None:
        officer, lead = office.signed_in(Role.OFFICER), office.signed_in(LEAD)
        wrong = dict(zip(("first", "second"), (sheet.words for sheet in recovery.draw()), strict=False))
        for _try in range(recovery.TRIES):
            assert officer.send(PAGE + "use", wrong).status_code == 403
        assert officer.send(PAGE + "use", typed(in_place)).status_code == 429
        assert "Three sheets to print" in lead.send(PAGE + "use", typed(in_place)).text
        number = in_place.people[Role.OFFICER]
        with office.database() as session:
            assert session.query(AuditEntry).filter_by(deed="sheets-refused", actor=number).count() == recovery.TRIES

    def test_guesses_are_slowed(self, office: Office, in_place: InPlace, monkeypatch: pytest.MonkeyPatch) -> None:
        lead, began = unlocked(office, LEAD), clock.now()
        foreign = recovery.draw()
        wrong = {"first": foreign[0].words, "second": foreign[1].words}
        for _try in range(recovery.TRIES):
            assert lead.send(PAGE + "use", wrong).status_code == 403
        assert lead.send(PAGE + "use", typed(in_place)).status_code == 429
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=11))
        assert lead.send(PAGE + "use", typed(in_place)).status_code == 200

    def test_without_a_key_of_ones_own_they_change_nothing(self, office: Office, in_place: InPlace) -> None:
        with office.database() as session:
            boxes.put_out(session, in_place.people[LEAD])
        lead = office.signed_in(LEAD)
        assert "Make a new key first." in lead.open(PAGE).text
        assert lead.send(PAGE + "use", typed(in_place)).status_code == 303
        one, two, three = recovery.draw()
        new = {"one": one.words, "two": two.words, "three": three.words}
        assert lead.send(PAGE + "renew", {**typed(in_place), **new, **DONE}).status_code == 303
        with office.database() as session:
            recovery.check(session, *in_place.sheets[:2])
            assert session.query(AuditEntry).filter_by(deed="sheets-used").count() == 0
