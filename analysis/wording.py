"""Figures in words: counts and shares as a reader's language writes them, never sharper than what was released.

No share is ever written as 0% or 100%: each would speak for every child of its group.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, floor

from babel import Locale, numbers
from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from analysis.disclosure import HIDDEN, Hidden, Range
from analysis.figures import Figure
from analysis.intervals import chance

REMEMBERED = 4096


def answered(figure: Figure) -> Range | Hidden:
    """How many answered: those asked, without those who gave no answer. ``HIDDEN`` where nothing is told."""
    if not isinstance(figure.no_answer, Range) or not isinstance(figure.positive, Range):
        return HIDDEN
    base = Range(figure.asked - figure.no_answer.high, figure.asked - figure.no_answer.low)
    return base if base.low >= 1 else HIDDEN


def share_ends(figure: Figure) -> tuple[float, float] | Hidden:
    """The least and the greatest share of positive answers that the figure leaves possible."""
    base = answered(figure)
    if not isinstance(base, Range) or not isinstance(figure.positive, Range):
        return HIDDEN
    return figure.positive.low / base.high, min(figure.positive.high, base.low) / base.low


def chance_ends(figure: Figure) -> tuple[float, float] | Hidden:
    """Where chance alone could move the share: Wilson's interval from the worse ends."""
    base = answered(figure)
    if not isinstance(base, Range) or not isinstance(figure.positive, Range):
        return HIDDEN
    return chance(figure.positive, base)


def percent(share: float) -> str:
    return _percent(round(share, 2), get_locale())


def number(count: int) -> str:
    return _number(count, get_locale())


# Remembered: a page writes some 270 numbers, and the library takes longer over them than over the rest of it.
@lru_cache(maxsize=REMEMBERED)
def _percent(share: float, locale: Locale) -> str:
    return numbers.format_percent(share, locale=locale)


@lru_cache(maxsize=REMEMBERED)
def _number(count: int, locale: Locale) -> str:
    return numbers.format_decimal(count, locale=locale)


def share_words(figure: Figure) -> str:
    """ "92%", "84–92%", "85% or more", "12% or less" or "c"."""
    ends = share_ends(figure)
    if isinstance(ends, Hidden):
        return HIDDEN.value
    low, high = whole(ends[0]), whole(ends[1])
    if low == 0:
        return _("%(share)s or less", share=percent(max(high, 1) / 100))
    if high == 100:
        return _("%(share)s or more", share=percent(min(low, 99) / 100))
    return span(low, high)


def chance_words(figure: Figure) -> str:
    """As ``share_words``, of the interval."""
    ends = chance_wholes(figure)
    if isinstance(ends, Hidden):
        return HIDDEN.value
    if ends[0] == 0:
        return _("%(share)s or less", share=percent(ends[1] / 100))
    if ends[1] == 100:
        return _("%(share)s or more", share=percent(ends[0] / 100))
    return span(*ends)


def chance_sentence(figure: Figure) -> str:
    """Where chance alone could move the share, and on what condition even that is so."""
    ends = chance_wholes(figure)
    if isinstance(ends, Hidden):
        return ""
    low, high = percent(ends[0] / 100), percent(ends[1] / 100)
    if ends[0] == 0:
        return _("Chance alone could move it up to %(high)s, if those who did not answer feel the same.", high=high)
    if ends[1] == 100:
        return _("Chance alone could move it down to %(low)s, if those who did not answer feel the same.", low=low)
    return _(
        "Chance alone could move it between %(low)s and %(high)s, if those who did not answer feel the same.",
        low=number(ends[0]),
        high=high,
    )


def chance_wholes(figure: Figure) -> tuple[int, int] | Hidden:
    """The interval in whole per cents, its ends rounded outwards; never from 0 to 100, which would say nothing."""
    ends = chance_ends(figure)
    if isinstance(ends, Hidden):
        return HIDDEN
    low, high = floor(ends[0] * 100), ceil(ends[1] * 100)
    return (low, min(high, 99)) if low == 0 else (low, high)


def span(low: int, high: int) -> str:
    """Two whole per cents as one figure: "92%" or "84–92%"."""
    if low == high:
        return percent(low / 100)
    return _("%(low)s–%(high)s", low=number(low), high=percent(high / 100))


def whole(share: float) -> int:
    """A share as a whole per cent, halves upwards."""
    return floor(share * 100 + 0.5)


def in_ten(low: float, high: float) -> str:
    """A share told by ear: "about 4 in 10"."""
    tenths = floor((low + high) / 2 * 10 + 0.5)
    if tenths == 0:
        return _("fewer than 1 in 10")
    if tenths == 10:
        return _("more than 9 in 10")
    return _("about %(tenths)s in 10", tenths=number(tenths))


def range_words(told: Range, most: int) -> str:
    """A range among at most ``most`` children: "58", "64 to 67", "17 or more", "3 or fewer"."""
    if told.is_exact:
        return number(told.low)
    if told.low == 0:
        return _("%(count)s or fewer", count=number(told.high))
    if told.high >= most:
        return _("%(count)s or more", count=number(told.low))
    return _("%(low)s to %(high)s", low=number(told.low), high=number(told.high))


def count_words(figure: Figure) -> str:
    """A table's words for who was positive of who answered: "276 of 300", "58 of 64–67", "17 or more of 20", "c"."""
    base = answered(figure)
    if not isinstance(base, Range) or not isinstance(figure.positive, Range):
        return HIDDEN.value
    positive = figure.positive
    is_open = positive.low == 0 or positive.high >= base.low
    return _(
        "%(positive)s of %(base)s",
        positive=range_words(positive, base.low) if is_open else dashed(positive),
        base=dashed(base),
    )


def dashed(told: Range) -> str:
    """A range in a table: "300" or "64–67"."""
    if told.is_exact:
        return number(told.low)
    return _("%(low)s–%(high)s", low=number(told.low), high=number(told.high))


def either(names: Sequence[str]) -> str:
    """Names joined as a reader's language joins them: "Star or Boat"."""
    return format_list([_(name) for name in names], style="or", locale=get_locale())


def base_words(base: Range) -> str:
    if base.is_exact:
        return number(base.low)
    return _("%(low)s to %(high)s", low=number(base.low), high=number(base.high))
