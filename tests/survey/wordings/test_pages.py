"""A translator's sheet goes out, comes back filled, and children read what was typed: at once, and only what fits."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from app import create_app
from survey.configuration import Configuration
from survey.wordings import catalogues
from survey.wordings.catalogues import wordings
from survey.wordings.registry import LANGUAGES
from survey.wordings.sheets import ENGLISH, KEY, NEW, NUMBER, PICTURE, SHEET, TODAY, WHERE, heads
from survey.wordings.standing import forget, standing
from tests.strictness import StrictClient
from tests.survey.staff.office import Browser, Office
from tests.survey.staff.trail.ledger import entries_in
from tests.survey.wordings.translating import far, filled, key_of, pretend, send_back, sheet_of

HELLO, THANKS = "Hello", "Thank you"
PARTS = "Part %(number)s of %(total)s"


@pytest.fixture
def _whole(office: Office) -> None:
    """Welsh says everything, whatever is in its catalogue."""
    with office.database() as session:
        pretend(session, "cy", lambda wording, _form: far(wording.english[-1]))


def row(english: str, form: int = 0) -> str:
    return f"{key_of(english)}-{form}"


class TestOut:
    def test_every_wording_is_a_row_with_all_that_a_translator_needs(self, officer: Browser) -> None:
        book = load_workbook(io.BytesIO(sheet_of(officer, "cy")))
        assert len(book.worksheets) == 2
        first, *rows = book[SHEET].iter_rows(values_only=True)
        assert first == heads(LANGUAGES["cy"])
        assert {str(each[KEY])[:12] for each in rows} == set(wordings())
        assert all(each[ENGLISH] and each[WHERE] and each[NEW] is None for each in rows)
        assert len({each[KEY] for each in rows}) == len(rows)

    def test_the_picture_lies_beside_the_words_that_stand_under_it(self, officer: Browser) -> None:
        sheet: Any = load_workbook(io.BytesIO(sheet_of(officer, "ar")))[SHEET]
        pictured = {image.anchor._from.row + 1 for image in sheet._images}
        assert len(pictured) > 20
        words = [sheet.cell(number, ENGLISH + 1).value for number in pictured]
        assert {"safe", "scared"} <= set(words)
        assert {image.anchor._from.col for image in sheet._images} == {PICTURE}

    def test_a_counted_wording_has_a_row_for_each_form_and_says_for_which_numbers(
        self, officer: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        days = catalogues.Wording("0123456789ab", ("%(num)s day", "%(num)s days"), None, (), ())
        everything = {**wordings(), days.key: days}
        for module in ("survey.wordings.sheets", "survey.wordings.standing"):
            monkeypatch.setattr(f"{module}.wordings", lambda: everything)
        rows = load_workbook(io.BytesIO(sheet_of(officer, "cy")))[SHEET].iter_rows(values_only=True)
        found = [each for each in rows if str(each[KEY]).startswith(days.key)]
        assert [each[NUMBER] for each in found] == ["0", "1", "2", "3", "6", "4, 5, 7, 8, 9, 10 …"]
        assert [each[ENGLISH] for each in found] == ["%(num)s days", "%(num)s day", *["%(num)s days"] * 4]

    def test_what_is_said_today_is_in_it(self, officer: Browser) -> None:
        send_back(officer, "pl", filled(sheet_of(officer, "pl"), {row(HELLO): "Cześć!"}))
        rows = load_workbook(io.BytesIO(sheet_of(officer, "pl")))[SHEET].iter_rows(values_only=True)
        assert {each[TODAY] for each in rows if each[KEY] == row(HELLO)} == {"Cześć!"}

    def test_what_begins_like_a_formula_stays_words(self, officer: Browser) -> None:
        for begins in "=+-@":
            answer = send_back(officer, "pl", filled(sheet_of(officer, "pl"), {row(HELLO): f"{begins}1"}))
            assert answer.status_code == 200, answer.text
            cell = next(
                each[TODAY]
                for each in load_workbook(io.BytesIO(sheet_of(officer, "pl")))[SHEET].iter_rows(min_row=2)
                if each[KEY].value == row(HELLO)
            )
            assert (cell.value, cell.data_type) == (f"{begins}1", "s")


@pytest.mark.usefixtures("_whole")
class TestIn:
    def test_what_is_taken_is_read_by_children_at_once(self, officer: Browser, client: StrictClient) -> None:
        address = "/answer?set=children-in-care-star&lang=cy"
        assert "S'mae, ti" not in client.get(address).text
        answer = send_back(officer, "cy", filled(sheet_of(officer, "cy"), {row(HELLO): " S'mae,  ti "}))
        assert answer.status_code == 200
        assert "1 wording was taken" in answer.text
        assert "S'mae, ti" in client.get(address).text
        assert "S'mae, ti" in client.get("/?lang=cy").text

    def test_what_fits_is_taken_and_the_rest_is_told_row_by_row(self, officer: Browser, client: StrictClient) -> None:
        sheet = filled(
            sheet_of(officer, "cy"),
            {
                row(HELLO): "Shwmae",
                row(PARTS): "Rhan %(numer)s",
                row("Do you know your social worker's name?"): "gair " * 40,
                row(THANKS): "<b>Diolch</b>",
                row("Notes"): "Nod\u202eiadau",
            },
            remarks={row("Hide"): "Is this a button?"},
        )
        answer = send_back(officer, "cy", sheet)
        assert answer.status_code == 422
        assert "1 wording was taken" in answer.text
        assert "4 rows were not taken" in answer.text
        assert "Keep %(number)s and %(total)s as it stands" in answer.text
        assert "Take out %(numer)s" in answer.text
        assert re.search(r"It has 40 words. In the \w+ version a question has \d+ at most.", answer.text)
        assert "Leave out &lt; &gt;" in answer.text
        assert "cannot be seen" in answer.text
        assert "Is this a button?" in answer.text
        assert "Shwmae" in client.get("/?lang=cy").text

    def test_a_sheet_of_another_release_loses_nothing_that_still_fits(self, officer: Browser) -> None:
        sheet = filled(sheet_of(officer, "cy"), {row(HELLO): "Shwmae", row(THANKS): "Diolch o galon"})
        book = load_workbook(io.BytesIO(sheet))
        for each in book[SHEET].iter_rows(min_row=2):
            if each[KEY].value == row(THANKS):
                each[KEY].value = "ffffffffffff-0"  # what a wording was called whose English has changed since
        saved = io.BytesIO()
        book.save(saved)
        answer = send_back(officer, "cy", saved.getvalue())
        assert "1 wording was taken" in answer.text
        assert "does not say this any more" in answer.text
        assert "Diolch o galon" in answer.text

    def test_rows_may_be_moved_and_columns_too(self, officer: Browser) -> None:
        book = load_workbook(io.BytesIO(filled(sheet_of(officer, "cy"), {row(HELLO): "Shwmae"})))
        sheet = book[SHEET]
        sheet.delete_rows(20, 30)
        sheet.insert_cols(1)
        saved = io.BytesIO()
        book.save(saved)
        assert "1 wording was taken" in send_back(officer, "cy", saved.getvalue()).text

    def test_the_sheet_of_another_language_is_refused(self, officer: Browser, client: StrictClient) -> None:
        answer = send_back(officer, "cy", filled(sheet_of(officer, "pl"), {row(HELLO): "Cześć"}))
        assert answer.status_code == 422
        assert "the sheet of another language" in answer.text
        assert "Cześć" not in client.get("/?lang=cy").text

    def test_the_same_again_changes_nothing(self, officer: Browser) -> None:
        sheet = filled(sheet_of(officer, "cy"), {row(HELLO): "Shwmae"})
        send_back(officer, "cy", sheet)
        answer = send_back(officer, "cy", sheet)
        assert "Nothing was taken." in answer.text
        assert "1 was as it is already." in answer.text

    def test_an_empty_choice_is_told_of(self, officer: Browser) -> None:
        assert "Choose the file that came back." in send_back(officer, "cy", b"", name="").text

    def test_ones_own_can_be_removed_again(self, officer: Browser, client: StrictClient) -> None:
        send_back(officer, "cy", filled(sheet_of(officer, "cy"), {row(HELLO): "Shwmae"}))
        officer.send("/staff/languages/cy/drop")
        assert "Shwmae" not in client.get("/?lang=cy").text


class TestChecking:
    def sign_off(self, office: Office, browser: Browser, **fields: str) -> str:
        with office.app.app_context():
            known = standing("cy").digest
        said = {"person": "Non Rees", "is_fluent": "y", "digest": known} | fields
        return browser.send("/staff/languages/cy/check", said).text

    @pytest.mark.usefixtures("_whole")
    def test_a_check_ends_the_draft_until_it_is_withdrawn(
        self, office: Office, officer: Browser, client: StrictClient
    ) -> None:
        beside = '<div class="beside" lang="en" dir="ltr">'
        assert beside in client.get("/help?lang=cy").text
        self.sign_off(office, officer)
        assert "checked by Non Rees" in officer.open("/staff/languages/").text
        assert beside not in client.get("/help?lang=cy").text
        assert beside not in client.get("/answer?set=children-in-care-star&lang=cy").text
        officer.send("/staff/languages/cy/withdraw")
        assert beside in client.get("/help?lang=cy").text
        assert beside in client.get("/answer?set=children-in-care-star&lang=cy").text

    @pytest.mark.usefixtures("_whole")
    def test_whatever_changes_after_a_check_makes_it_a_draft_again(self, office: Office, officer: Browser) -> None:
        self.sign_off(office, officer)
        send_back(officer, "cy", filled(sheet_of(officer, "cy"), {row(HELLO): "Shwmae"}))
        assert "changed since Non Rees checked it" in officer.open("/staff/languages/cy").text
        with office.app.app_context():
            assert standing("cy").is_draft

    @pytest.mark.usefixtures("_whole")
    def test_what_was_not_seen_is_not_signed_off(self, office: Office, officer: Browser) -> None:
        with office.app.app_context():
            seen = standing("cy").digest
        send_back(officer, "cy", filled(sheet_of(officer, "cy"), {row(HELLO): "Shwmae"}))
        self.sign_off(office, officer, digest=seen)
        with office.app.app_context():
            assert standing("cy").is_draft

    @pytest.mark.usefixtures("_whole")
    def test_a_check_needs_somebody_fluent_with_a_name(self, office: Office, officer: Browser) -> None:
        assert "Say who has checked it." in self.sign_off(office, officer, person=" ")
        assert "Only somebody fluent" in self.sign_off(office, officer, is_fluent="")

    def test_half_a_language_cannot_be_checked(self, office: Office, officer: Browser) -> None:
        send_back(officer, "vi", filled(sheet_of(officer, "vi"), {row(HELLO): "Xin chào"}))
        with office.app.app_context():
            known = standing("vi").digest
        officer.send("/staff/languages/vi/check", {"person": "An", "is_fluent": "y", "digest": known})
        with office.app.app_context():
            assert standing("vi").is_draft
            assert standing("vi").check is None

    @pytest.mark.usefixtures("_whole")
    def test_the_trail_tells_who_took_in_and_who_signed_off(self, office: Office, officer: Browser) -> None:
        send_back(officer, "cy", filled(sheet_of(officer, "cy"), {row(HELLO): "Shwmae"}))
        self.sign_off(office, officer)
        officer.send("/staff/languages/cy/withdraw")
        officer.send("/staff/languages/fa_AF/drop")
        told = [(deed, about) for deed, _role, _who, about in entries_in(office)][1:]
        assert told == [
            ("wordings-taken", "language:cy"),
            ("language-checked", "language:cy"),
            ("check-withdrawn", "language:cy"),
            ("wordings-dropped", "language:fa-af"),
        ]


class TestOffering:
    def test_a_language_is_offered_once_every_wording_is_there(
        self, office: Office, settings: Configuration, officer: Browser
    ) -> None:
        strict = create_app(replace(settings, offers_unfinished=False)).test_client()
        assert 'hreflang="vi"' not in strict.get("/").text
        assert strict.get("/answer?set=children-in-care-star&lang=vi").status_code == 404
        with office.database() as session:
            pretend(session, "vi", lambda wording, _form: far(wording.english[-1]))
        with strict.application.app_context():
            forget()
        assert 'hreflang="vi"' in strict.get("/").text
        assert '<html lang="vi" dir="ltr"' in strict.get("/answer?set=children-in-care-star&lang=vi").text
        assert "Offered to children" in officer.open("/staff/languages/vi").text

    def test_a_draft_is_offered_only_where_the_council_accepts_drafts(
        self, office: Office, settings: Configuration
    ) -> None:
        with office.database() as session:
            pretend(session, "vi", lambda wording, _form: far(wording.english[-1]))
        careful = create_app(replace(settings, accepts_drafts=False)).test_client()
        assert 'hreflang="vi"' not in careful.get("/").text

    def test_a_wording_that_changes_makes_its_translation_stale_and_never_wrong(
        self, office: Office, officer: Browser, client: StrictClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send_back(officer, "pl", filled(sheet_of(officer, "pl"), {row(HELLO): "Witaj, ty"}))
        assert "Witaj, ty" in client.get("/?lang=pl").text
        changed = {key: wording for key, wording in wordings().items() if key != key_of(HELLO)}
        monkeypatch.setattr("survey.wordings.standing.wordings", lambda: changed)
        del office.app.extensions["HEARD_WORDINGS"]  # as after a restart with the next release
        assert "Witaj, ty" not in client.get("/?lang=pl").text
        assert "1 of your own wordings is not shown any more" in officer.open("/staff/languages/pl").text
