"""What of a sheet is taken, and what is not and why. What fits is taken, whatever else is in the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from survey.wordings.catalogues import Forms, Wording, wordings
from survey.wordings.judging import complaints, tidied
from survey.wordings.reading import Row
from survey.wordings.standing import Standing


@dataclass(frozen=True)
class Refused:
    """A row that was not taken: its number in the sheet, the English where it is known, what was typed, and why."""

    number: int
    english: str
    said: str
    why: str


@dataclass(frozen=True)
class Remark:
    number: int
    english: str
    said: str


@dataclass
class Sorted:
    """``taken`` by key, in all forms; ``unchanged`` is how many wordings are as they were."""

    taken: dict[str, Forms] = field(default_factory=dict)
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def sort(rows: Iterable[Row], state: Standing) -> Sorted:
    """Sort the rows of a sheet by what is to become of them."""
    result = Sorted()
    by_wording: dict[str, dict[int, Row]] = {}
    for row in rows:
        wording = wordings().get(row.key)
        english = _english(wording)
        if row.remark:
            result.remarks.append(Remark(row.number, english, row.remark))
        if row.why_not is None and not row.said:
            continue
        why_not = row.why_not or _out_of_place(row, wording, state, by_wording)
        if why_not is not None:
            result.refused.append(Refused(row.number, english, row.said, why_not))
        else:
            by_wording.setdefault(row.key, {})[row.form] = row
    for key, forms in by_wording.items():
        _judge(wordings()[key], forms, state, result)
    result.refused.sort(key=lambda each: each.number)
    return result


def _english(wording: Wording | None) -> str:
    return wording.english[-1] if wording else ""


def _out_of_place(
    row: Row, wording: Wording | None, state: Standing, others: Mapping[str, Mapping[int, Row]]
) -> str | None:
    if wording is None:
        return _("Heard does not say this any more, or says it in other words. Look for the new row in a fresh sheet.")
    if row.form >= wording.forms_in(state.language):
        return _("This language has no such form.")
    before = others.get(row.key, {}).get(row.form)
    if before is not None and tidied(before.said) != tidied(row.said):
        return _("The same row is there twice, with other words: see row %(number)s.", number=before.number)
    return None


def _judge(wording: Wording, rows: Mapping[int, Row], state: Standing, result: Sorted) -> None:
    today = state.said.get(wording.key, ("",) * wording.forms_in(state.language))
    said = tuple(tidied(rows[form].said) if form in rows else today[form] for form in range(len(today)))
    if said == today:
        result.unchanged += 1
    elif wrong := complaints(wording, said, state.language):
        # All forms of a wording are taken or none is: half of them would be shown for some numbers only.
        result.refused += [Refused(row.number, _english(wording), row.said, " ".join(wrong)) for row in rows.values()]
    else:
        result.taken[wording.key] = said
