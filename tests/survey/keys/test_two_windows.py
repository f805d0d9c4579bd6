"""Two windows of one person, or one of somebody else: what is changed in one is not undone from the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from survey import clock
from survey.database import writing
from survey.keys import boxes, own
from survey.keys.own import KeyChanged, OpenKey
from survey.keys.sealing import public_half
from survey.keys.tables import OpenedKey, OwnKey
from survey.models import Role
from tests.survey.safeguarding.in_place import PASSPHRASE, InPlace, fresh
from tests.survey.staff.office import Office

LEAD = Role.SAFEGUARDING_LEAD
PAGE = "/staff/keys/"
NEW = "seven quiet herons walk"
Show = Callable[[Session, int, str, datetime], OpenKey]


def test_of_two_windows_the_second_changes_nothing(office: Office, in_place: InPlace) -> None:
    """Somebody with the old passphrase must not put it back just after its owner had changed it."""
    lead, now = in_place.people[LEAD], clock.now()
    with office.database() as session:
        first, second = (own.show(session, lead, PASSPHRASE, now) for _window in range(2))
    with office.database() as session:
        own.change_passphrase(session, first, own.rewrap(first, NEW))
    with office.database() as session, pytest.raises(KeyChanged):
        own.change_passphrase(session, second, own.rewrap(second, "put back by another"))
    with office.database() as session:
        assert own.show(session, lead, NEW, now).private == first.private


def test_an_old_key_is_neither_kept_nor_opened_beside_a_new_one(
    office: Office, in_place: InPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would stand beside the new public half, hold a box by its row, and open nothing."""
    lead, number = office.signed_in(LEAD), in_place.people[LEAD]
    for path, fields in (
        ("/staff/keys/passphrase", {"present": PASSPHRASE, "passphrase": NEW, "again": NEW}),
        ("/staff/keys/open", {"passphrase": PASSPHRASE}),
    ):
        real = own.show

        def show(
            session: Session, whose: int, typed: str, now: datetime, real: Show = real, path: str = path
        ) -> OpenKey:
            """Meanwhile, in another window, a new key is made."""
            opened = real(session, whose, typed, now)
            session.rollback()
            with writing():
                boxes.begin_anew(session, number, fresh(f"another for {path}"))
                session.commit()
            return opened

        fresh(f"another for {path}")
        with monkeypatch.context() as patched:
            patched.setattr(own, "show", show)
            lead.send(path, fields)
        assert "Closed." in lead.open(PAGE).text
        with office.database() as session:
            kept = session.get_one(OwnKey, number)
            assert public_half(own.show(session, number, PASSPHRASE, clock.now()).private) == kept.public
            assert session.query(OpenedKey).count() == 0
