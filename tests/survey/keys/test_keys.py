"""The page of one's own key and boxes, as those who use it meet it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from survey import clock
from survey.duty import readiness
from survey.duty.readiness import Missing
from survey.keys import boxes, own
from survey.keys.own import FreshKey
from survey.keys.tables import Box, BoxKey, Holding, OpenedKey, OwnKey
from survey.models import AuditEntry, Role, Staff
from tests.survey.keys.conftest import unlocked
from tests.survey.safeguarding.in_place import PASSPHRASE, InPlace, employed, fresh
from tests.survey.staff.office import PASSWORD, Browser, Office

LEAD, DEPUTY = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY
PAGE = "/staff/keys/"
NEW = "seven quiet herons walk"


def deeds(office: Office) -> list[str]:
    with office.database() as session:
        entries = session.query(AuditEntry).order_by(AuditEntry.number)
        return [each.deed for each in entries if not each.deed.startswith("sign")]


def holds(office: Office, box: Box, role: Role) -> bool:
    number = office.number_of(f"{role}@council.example")
    with office.database() as session:
        return boxes.holds(session, box, number)


def make_key(browser: Browser, passphrase: str = NEW, again: str | None = None, **more: str) -> int:
    typed = {"passphrase": passphrase, "again": passphrase if again is None else again, **more}
    return browser.send("/staff/keys/new", typed).status_code


class TestMaking:
    def test_a_key_is_made_and_open(self, office: Office) -> None:
        lead = office.signed_in(LEAD)
        assert "Make my key" in lead.open(PAGE).text
        assert make_key(lead) == 303
        page = lead.open(PAGE).text
        assert "Open in this browser until" in page
        assert deeds(office) == ["key-made"]

    @pytest.mark.parametrize(
        ("passphrase", "again", "says"),
        [
            ("", "", "Type a passphrase."),
            ("fifteen letters", "fifteen letters", "Make it longer: 16 signs or more."),
            (NEW, NEW + "s", "The two are not the same."),
            (PASSWORD, PASSWORD, "This is your sign-in password."),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_comes_back(
        self, office: Office, passphrase: str, again: str, says: str
    ) -> None:
        lead = office.signed_in(LEAD)
        reply = lead.send("/staff/keys/new", {"passphrase": passphrase, "again": again})
        assert reply.status_code == 422
        assert says in reply.text
        assert not passphrase or passphrase not in reply.text
        with office.database() as session:
            assert session.query(OwnKey).count() == 0

    def test_a_new_key_has_to_be_meant(self, office: Office, in_place: InPlace) -> None:
        lead = office.signed_in(LEAD)
        assert "Your old key goes." in lead.open("/staff/keys/new").text
        assert make_key(lead) == 422
        assert holds(office, Box.SAFEGUARDING, LEAD)
        assert make_key(lead, understood="y") == 303
        assert not holds(office, Box.SAFEGUARDING, LEAD)
        assert holds(office, Box.SAFEGUARDING, DEPUTY)
        assert "Ask one of those below to let you in." in lead.open(PAGE).text

    def test_the_only_holder_is_told_what_a_new_key_means(self, office: Office, in_place: InPlace) -> None:
        officer = office.signed_in(Role.DESIGNATED_OFFICER)
        assert "You are the only one who holds:" in officer.open("/staff/keys/new").text
        assert make_key(officer, understood="y") == 303
        page = officer.open(PAGE).text
        assert "Nobody is left who holds it." in page
        assert "Set up this box" not in page
        with office.database() as session:
            assert Missing.DESIGNATED_OFFICER in readiness.missing(session, clock.now())

    def test_a_key_made_in_another_window_meanwhile_stays(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Two windows both show the first form; the second one to be sent must not put the first one's key aside."""
        lead, real = office.signed_in(LEAD), own.draw
        number = office.number_of(f"{LEAD}@council.example")

        def draw(passphrase: str) -> FreshKey:
            with office.database() as session:
                own.make_own(session, number, fresh("first of two windows"))
            return real(passphrase)

        fresh("first of two windows")
        monkeypatch.setattr(own, "draw", draw)
        assert make_key(lead) == 303
        assert lead.send("/staff/keys/open", {"passphrase": NEW}).status_code == 403
        assert lead.send("/staff/keys/open", {"passphrase": PASSPHRASE}).status_code == 303


class TestOpening:
    def test_it_opens_closes_and_leads_on(self, office: Office, in_place: InPlace) -> None:
        lead = office.signed_in(LEAD)
        assert "Closed." in lead.open(PAGE).text
        reply = lead.send("/staff/keys/open", {"passphrase": PASSPHRASE, "next": "/staff/duty/"})
        assert (reply.status_code, reply.location) == (303, "/staff/duty/")
        assert "Open in this browser until" in lead.open(PAGE).text
        assert lead.send("/staff/keys/shut").status_code == 303
        assert "Closed." in lead.open(PAGE).text

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/staff/", "/answer", ""])
    def test_it_leads_nowhere_else(self, office: Office, in_place: InPlace, elsewhere: str) -> None:
        reply = office.signed_in(LEAD).send("/staff/keys/open", {"passphrase": PASSPHRASE, "next": elsewhere})
        assert reply.location == PAGE

    def test_a_wrong_passphrase_opens_nothing_and_is_not_shown_again(self, office: Office, in_place: InPlace) -> None:
        lead = office.signed_in(LEAD)
        reply = lead.send("/staff/keys/open", {"passphrase": "a wrong one, long enough"})
        assert reply.status_code == 403
        assert "This passphrase does not open your key." in reply.text
        assert "a wrong one" not in reply.text

    def test_after_ten_wrong_ones_even_the_right_one_waits(
        self, office: Office, in_place: InPlace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        began = clock.now()
        number = in_place.people[LEAD]
        with office.database() as session:
            for _try in range(own.TRIES):
                own.count_wrong(session, number, began)
        lead = office.signed_in(LEAD)
        assert lead.send("/staff/keys/open", {"passphrase": PASSPHRASE}).status_code == 429
        deputy = unlocked(office, DEPUTY)
        assert "Open in this browser" in deputy.open(PAGE).text, "nobody else waits"
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=11))
        assert lead.send("/staff/keys/open", {"passphrase": PASSPHRASE}).status_code == 303

    def test_guesses_sent_all_at_once_are_counted_one_by_one(self, office: Office, in_place: InPlace) -> None:
        """All are shown before any is counted: the right one must still wait behind ten wrong ones."""
        lead, now = in_place.people[LEAD], clock.now()
        office.signed_in(LEAD)
        with office.database() as session:
            right = own.show(session, lead, PASSPHRASE, now)
            for _try in range(own.TRIES):
                own.count_wrong(session, lead, now)
            with pytest.raises(own.TooManyTries):
                own.keep_open(session, right, "a token", now)

    def test_it_closes_by_itself_and_with_the_session(
        self, office: Office, in_place: InPlace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lead, began = unlocked(office, LEAD), clock.now()

        def later(minutes: int) -> datetime:
            return began + timedelta(minutes=minutes)

        monkeypatch.setattr(clock, "now", lambda: later(20))
        assert "Open in this browser" in lead.open(PAGE).text
        monkeypatch.setattr(clock, "now", lambda: later(31))
        assert "Closed." in lead.open(PAGE).text
        monkeypatch.setattr(clock, "now", lambda: began)
        assert lead.send("/staff/sign-out").status_code == 303
        with office.database() as session:
            assert session.query(OpenedKey).count() == 0

    def test_it_is_open_in_one_browser_only(self, office: Office, in_place: InPlace) -> None:
        unlocked(office, LEAD)
        assert "Closed." in office.signed_in(LEAD).open(PAGE).text


class TestChanging:
    def test_the_passphrase(self, office: Office, in_place: InPlace) -> None:
        elsewhere, lead = unlocked(office, LEAD), office.signed_in(LEAD)
        typed = {"present": PASSPHRASE, "passphrase": NEW, "again": NEW}
        assert lead.send("/staff/keys/passphrase", {**typed, "present": "not the right one"}).status_code == 403
        assert lead.send("/staff/keys/passphrase", {**typed, "again": "another"}).status_code == 422
        assert lead.send("/staff/keys/passphrase", typed).status_code == 303
        assert "Open in this browser" in lead.open(PAGE).text
        assert "Closed." in elsewhere.open(PAGE).text
        assert holds(office, Box.SAFEGUARDING, LEAD)
        assert elsewhere.send("/staff/keys/open", {"passphrase": PASSPHRASE}).status_code == 403
        assert elsewhere.send("/staff/keys/open", {"passphrase": NEW}).status_code == 303


class TestLettingIn:
    def second(self, office: Office) -> int:
        """A second deputy who has made a key."""
        with office.database() as session:
            number = employed(session, DEPUTY, "second@council.example")
            session.get_one(Staff, number).name = "Sam Second"
            own.make_own(session, number, fresh("second"))
        return number

    def fields(self, lead: Browser, name: str = "Sam Second") -> dict[str, str]:
        """What the page's own form would send."""
        page = lead.open(PAGE).text
        forms = re.findall(r'<form class="let-in".*?</form>', page, re.DOTALL)
        [form] = [each for each in forms if name in each and 'value="safeguarding"' in each]
        return dict(re.findall(r'<input type="hidden" name="(box|person|sign)" value="([^"]*)"', form))

    def test_a_colleague_is_let_in_by_name(self, office: Office, in_place: InPlace) -> None:
        number = self.second(office)
        lead = unlocked(office, LEAD)
        assert "Let in only whom you know." in lead.open(PAGE).text
        assert lead.send("/staff/keys/let-in", {**self.fields(lead), "spoken": "y"}).status_code == 303
        assert "Sam Second is let in." in lead.open(PAGE).text
        with office.database() as session:
            assert boxes.holds(session, Box.SAFEGUARDING, number)
            assert session.query(AuditEntry).filter_by(deed="let-in", about=f"staff:{number}").count() == 1

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"spoken": ""}, "Speak with them first"),
            ({"sign": "AAAA-AAAA"}, "their key has changed"),
            ({"person": "999"}, "their key has changed"),
            ({"box": "no such box"}, ""),
            ({"box": "allegations"}, "their key has changed"),
        ],
    )
    def test_nobody_is_let_in_otherwise(
        self, office: Office, in_place: InPlace, change: dict[str, str], says: str
    ) -> None:
        number = self.second(office)
        lead = unlocked(office, LEAD)
        reply = lead.send("/staff/keys/let-in", {**self.fields(lead), "spoken": "y", **change})
        assert reply.status_code == 303
        assert says in lead.open(PAGE).text
        with office.database() as session:
            assert session.query(Holding).filter_by(staff_id=number).count() == 0

    def test_not_with_a_closed_key(self, office: Office, in_place: InPlace) -> None:
        number = self.second(office)
        lead = unlocked(office, LEAD)
        fields = self.fields(lead)
        lead.send("/staff/keys/shut")
        lead.send("/staff/keys/let-in", {**fields, "spoken": "y"})
        assert "Open your key first." in lead.open(PAGE).text
        with office.database() as session:
            assert session.query(Holding).filter_by(staff_id=number).count() == 0

    def test_not_by_somebody_who_holds_nothing(self, office: Office, in_place: InPlace) -> None:
        number = self.second(office)
        fields = self.fields(unlocked(office, LEAD))
        advocate = unlocked(office, Role.ADVOCATE)
        advocate.send("/staff/keys/let-in", {**fields, "spoken": "y"})
        assert "one of you may not hold this box" in advocate.open(PAGE).text
        with office.database() as session:
            assert session.query(Holding).filter_by(staff_id=number).count() == 0

    def test_a_page_says_nothing_of_other_boxes(self, office: Office, in_place: InPlace) -> None:
        page = office.signed_in(LEAD).open(PAGE).text
        assert "A designated-officer" not in page
        assert "A advocate" not in page


class TestSettingUp:
    def test_a_first_holder_sets_up_their_own_box(self, office: Office, in_place: InPlace) -> None:
        with office.database() as session:
            session.query(Holding).delete()
            session.query(BoxKey).delete()
        officer = unlocked(office, Role.DESIGNATED_OFFICER)
        assert "Set up this box" in officer.open(PAGE).text
        assert officer.send("/staff/keys/set-up", {"box": "allegations"}).status_code == 303
        assert "You hold it." in officer.open(PAGE).text
        assert holds(office, Box.ALLEGATIONS, Role.DESIGNATED_OFFICER)

    def test_not_another_roles_box(self, office: Office, in_place: InPlace) -> None:
        with office.database() as session:
            session.query(Holding).delete()
            session.query(BoxKey).delete()
        officer = unlocked(office, Role.OFFICER)
        for box in Box:
            officer.send("/staff/keys/set-up", {"box": box})
        with office.database() as session:
            assert not any(boxes.is_set_up(session, box) for box in Box)
