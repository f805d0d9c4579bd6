"""A headline: one sentence, and the whole honest asterisk that belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from analysis.disclosure import HIDDEN, Hidden, Range
from analysis.figures import Figure
from analysis.released import EVERYONE, Level, Release, ToldTheme
from analysis.wording import (
    answered,
    base_words,
    chance_ends,
    chance_sentence,
    either,
    in_ten,
    number,
    range_words,
    share_ends,
    share_words,
    whole,
)
from survey.rounds.settings import GROUPS, SETTINGS, Group

WELL = 0.75
MOST = 3
A_TENTH = 0.1


@dataclass(frozen=True)
class Headline:
    """A figure as it may be said. ``share`` begins the sentence that ``rest`` ends; ``asterisk`` is never left out."""

    theme: str
    level: str
    share: str
    rest: str
    asterisk: str

    @property
    def sentence(self) -> str:
        return _("%(share)s %(rest)s.", share=self.share, rest=self.rest)


@dataclass(frozen=True)
class _Candidate:
    theme: ToldTheme
    level: Level
    figure: Figure
    share: tuple[float, float]
    chance: tuple[float, float]


def going_well(release: Release) -> list[Headline]:
    """Of the figures that chance alone could not bring below 75%: the three most surely high, one per theme."""
    return _first(release, lambda figure: figure.chance[0] >= WELL, lambda figure: -figure.chance[0])


def not_going_well(release: Release) -> list[Headline]:
    """Of the figures below 75%: the three most surely low, one per theme.

    By the end that chance could move them up to: the smallest groups have the most extreme shares, by chance alone.
    """
    return _first(release, lambda figure: figure.share[1] < WELL, lambda figure: figure.chance[1])


def headline(release: Release, theme: ToldTheme, level: Level) -> Headline:
    """What is said of a theme at a level, hidden or not."""
    figure = level.figures[theme.key]
    return Headline(
        theme=theme.key,
        level=level.key,
        share=share_words(figure),
        rest=_rest(release, theme, level),
        asterisk=asterisk(release, theme, level),
    )


def _rest(release: Release, theme: ToldTheme, level: Level) -> str:
    if is_asked_of_few(theme, level):
        return _(
            "of %(people)s who answered in %(versions)s %(statement)s",
            people=people(release, level),
            versions=either(theme.versions),
            statement=_(theme.statement),
        )
    return _("of %(people)s %(statement)s", people=people(release, level), statement=_(theme.statement))


def is_asked_of_few(theme: ToldTheme, level: Level) -> bool:
    """Whether fewer than half were asked: then the sentence says of whom it speaks, and not only the asterisk."""
    return 2 * level.figures[theme.key].asked < level.sittings


def label(theme: ToldTheme, level: Level) -> str:
    """What a row about a theme is called."""
    if is_asked_of_few(theme, level):
        return _("%(theme)s (%(versions)s)", theme=_(theme.name), versions=either(theme.versions))
    return _(theme.name)


def group(release: Release) -> Group:
    """Whom the round asked: one kind of people, and nobody else."""
    return GROUPS[release.question_set]


def people(release: Release, level: Level) -> str:
    """Who a level is, as it stands in a sentence."""
    if level.key == EVERYONE:
        return _("all the %(people)s", people=_(group(release).people))
    return _(SETTINGS[level.key].people)


def name(level: Level) -> str:
    """Who a level is, as it labels a row."""
    return _("All, added up") if level.key == EVERYONE else _(SETTINGS[level.key].name)


def _first(
    release: Release, is_meant: Callable[[_Candidate], bool], order: Callable[[_Candidate], float]
) -> list[Headline]:
    found: dict[str, _Candidate] = {}
    for candidate in _candidates(release):
        if is_meant(candidate):
            before = found.get(candidate.theme.key)
            if before is None or candidate.level.sittings > before.level.sittings:
                found[candidate.theme.key] = candidate
    return [headline(release, each.theme, each.level) for each in sorted(found.values(), key=order)[:MOST]]


def _candidates(release: Release) -> Iterator[_Candidate]:
    for theme in release.themes:
        for level in release.told_levels:
            figure = level.figures[theme.key]
            share, by_chance = share_ends(figure), chance_ends(figure)
            if not isinstance(share, Hidden) and not isinstance(by_chance, Hidden):
                yield _Candidate(theme, level, figure, share, by_chance)


def asterisk(release: Release, theme: ToldTheme, level: Level) -> str:
    """Everything a published figure usually leaves out, in one breath."""
    figure = level.figures[theme.key]
    base = answered(figure)
    if not isinstance(base, Range) or not isinstance(figure.positive, Range) or not isinstance(figure.no_answer, Range):
        return _("Too few to show safely; that is not the same as none.")
    clauses = [
        _(
            "%(positive)s of the %(base)s who answered (“not sure” counts as not positive)",
            positive=range_words(figure.positive, base.low),
            base=base_words(base),
        )
    ]
    if theme.follows:
        clauses.append(_("whoever was not asked this because of an earlier answer counts as not positive"))
    if figure.asked == level.sittings:
        clauses.append(
            ngettext(
                "%(none)s of the %(num)s who took part gave no answer",
                "%(none)s of the %(num)s who took part gave no answer",
                level.sittings,
                none=range_words(figure.no_answer, figure.asked),
            )
        )
    else:
        clauses.append(
            _(
                "%(asked)s of the %(sittings)s who took part used %(versions)s and so were asked this; "
                "%(none)s of them gave no answer",
                asked=number(figure.asked),
                versions=either(theme.versions),
                sittings=number(level.sittings),
                none=range_words(figure.no_answer, figure.asked),
            )
        )
    clauses.append(missing_words(level))
    clauses.append(_("asked %(dates)s", dates=dates(release.opens, release.closes)))
    if group(release).is_of_children:
        # Nobody asks an adult who is with them.
        clauses.append(helped_words(level))
    ends = share_ends(figure)
    by_ear = ""
    if not isinstance(ends, Hidden) and whole(ends[0]) != whole(ends[1]) and ends[1] - ends[0] < A_TENTH:
        by_ear = _("In words: %(tenths)s. ", tenths=in_ten(*ends))
    return by_ear + "; ".join(clauses) + ". " + chance_sentence(figure)


def missing_words(level: Level) -> str:
    if not level.missing:
        return _("%(asked)s were asked, so nobody is missing", asked=number(level.asked))
    return ngettext(
        "%(asked)s were asked, so %(num)s did not take part",
        "%(asked)s were asked, so %(num)s did not take part",
        level.missing,
        asked=number(level.asked),
    )


def helped_words(level: Level) -> str:
    if not isinstance(level.helped, Range):
        return _("too few to say how many had help from an adult")
    return _("%(tenths)s had help from an adult", tenths=helped(level))


def dates(first: date, last: date) -> str:
    """Two days of a round: the year is said once where it can be."""
    beginning = format_date(first, "d MMMM" if first.year == last.year else "d MMMM y")
    return _("%(first)s – %(last)s", first=beginning, last=format_date(last, "d MMMM y"))


def helped(level: Level) -> str:
    """With how many of a level an adult helped, for a table's cell."""
    if not isinstance(level.helped, Range):
        return HIDDEN.value
    return in_ten(level.helped.low / level.sittings, level.helped.high / level.sittings)
