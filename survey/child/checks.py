"""What a version asks before it offers more: whether this child can use a ladder, or a third picture.

Nothing of it is a question about life, and nothing that is chosen is kept: only whether it was passed.
"""

from __future__ import annotations

from dataclasses import dataclass

# Marks a wording for the translators and leaves it as it is: the page says it in the child's language.
from gettext import gettext as _

from questions.questionnaire import Question, Theme
from questions.scale import Scale
from questions.scales.ladder import Ladder
from questions.scales.two_pictures import TwoPictures


@dataclass(frozen=True)
class Check:
    """Two things to place, and what is said before both are placed once more: at most once, and only where the first
    time says that the scale is not understood."""

    first: Question
    second: Question
    again: str


def _placed(key: str, ask: str, scale: Scale, picture: str | None = None) -> Question:
    return Question(Theme(key, ask, ask), ask, scale, picture)


_MOST = Ladder(low=_("not at all"), high=_("the most"))
_LIKED = TwoPictures(good=(_("like"), "like"), other=(_("do not like"), "do-not-like"))

CHECKS = {
    "boat": Check(
        _placed("favourite", _("10 is the most. Where does your favourite food go?"), _MOST),
        _placed("hated", _("And a food you hate?"), _MOST),
        _("10 is the most. 0 is not at all."),
    ),
    "symbols": Check(
        _placed("favourite", _("For the helper: name something the child surely likes"), _LIKED, "choose"),
        _placed("hated", _("For the helper: name something the child surely does not like"), _LIKED, "choose"),
        _("For the helper: wait a little, then try both once more. You can also go on."),
    ),
}
