"""A picture of the council's own is on paper, too, and large enough for it."""

from __future__ import annotations

import re

from survey import clock
from survey.models import Role
from tests.survey.gallery.files import photo, symbol
from tests.survey.gallery.sending import put
from tests.survey.safeguarding.in_place import put_in_place
from tests.survey.staff.office import Office

SHEET = "/staff/paper/open-round/symbols/sheet.pdf?lang=en"
WIDTH = re.compile(rb"/Width (\d+)")


def widths(pdf: bytes) -> set[int]:
    """How many dots wide the pictures in a PDF are that are not drawn in lines."""
    return {int(found) for found in WIDTH.findall(pdf)}


def test_it_is_printed_as_large_as_it_was_sent(office: Office) -> None:
    office.ask()
    with office.database() as session:
        put_in_place(session, clock.now())
    officer = office.signed_in(Role.OFFICER)
    before = officer.open(SHEET).data
    assert before.startswith(b"%PDF")
    assert widths(before) == set()
    put(officer, "home", photo(size=(600, 500)))
    # Side by side with ours it would draw the eye: on paper as on a screen.
    put(officer, "happy", symbol(side=500))
    assert widths(officer.open(SHEET).data) == {600}
    put(officer, "sad", symbol(side=480))
    assert widths(officer.open(SHEET).data) == {600, 500, 480}
