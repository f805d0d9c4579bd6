"""The release: all that ever leaves a round, made once, signed, and never changed.

Every page, chart and download looks its figures up here and nowhere else. A second counting with one late answer in
it would tell, by the difference, what that one child said: so there is no second counting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from analysis import released
from analysis.counts import Count, LevelCount, count
from analysis.disclosure import HIDDEN, Range, add, protect
from analysis.figures import END, FEWEST, Figure, Tie, add_up, protect_level, ties
from analysis.released import EVERYONE, FIRST, Level, Release, ToldTheme
from questions.bank import in_order
from questions.questionnaire import QuestionSet
from questions.versions import VERSIONS
from survey.models import Code, Round, Sitting
from survey.rounds.asking import sets_of
from survey.rounds.calendar import Stage, set_aside, stage_of, unfinished
from survey.rounds.planning import ENOUGH_FOR_SETTINGS

FEWEST_IN_ALL = 2 * END + 1
# Who was there is told as "about 4 in 10" only, so its blocks may be wide; and an adult in the room knows they were.
HELPED_WIDTH = 5


class RoundNotReady(RuntimeError):
    """The round is not closed yet, or tablets may still bring answers that were given in time."""


class RoundReleasedBefore(RuntimeError):
    """A round is released once: two releases compared would tell what the children between them said."""


def release(session: Session, asked: Round, today: date) -> Release:
    """Count the round, write its release file, and let go of what is no longer needed. The caller commits.

    Raises ``RoundNotReady`` before the grace for late tablets has ended and ``RoundReleasedBefore`` a second time. A
    file left behind where the commit failed is taken over if it says the same of the children, which it does: no
    answer is taken in between.
    """
    stage = stage_of(asked, today)
    if stage is Stage.RELEASED:
        raise RoundReleasedBefore(asked.id)
    if stage is not Stage.READY:
        raise RoundNotReady(asked.id)
    made = protect_round(session, asked, today)
    try:
        released.write(made)
    except FileExistsError:
        kept = released.read(asked.id)
        if (kept.everyone, kept.levels) != (made.everyone, made.levels):
            raise RoundReleasedBefore(asked.id) from None
        made = kept
    asked.released = made.released
    # The week has done its work, showing participation; kept on, it would only help to tell sittings apart.
    without_weeks = update(Sitting).where(Sitting.round_id == asked.id).values(week=None)
    session.execute(without_weeks.execution_options(synchronize_session=False))
    session.execute(delete(Code).where(Code.round_id == asked.id).execution_options(synchronize_session=False))
    return made


def protect_round(session: Session, asked: Round, today: date) -> Release:
    """The release the round would have: counted, protected, and written nowhere."""
    versions = list(sets_of(asked).values())
    scored = {question.theme.key for version in versions for question in version.questions if question.scale.positive}
    known = in_order(scored)
    unscored = in_order({theme for version in versions for theme in version.by_theme} - scored)
    tied = ties(versions)
    counts = count(session, asked)
    places = {place.setting: place.asked for place in asked.settings}
    if sum(level.sittings for level in counts.values()) >= ENOUGH_FOR_SETTINGS:
        levels = [_level(key, places[key], counts[key], known, tied, FEWEST) for key in places]
        everyone = _sum(levels, known)
    else:
        # In a small round a setting's figures beside everybody's would tell by subtraction: there are only everybody's.
        levels = [_hidden(key, places[key], counts[key].sittings, known) for key in places]
        everyone = _level(EVERYONE, sum(places.values()), _joined(counts.values()), known, tied, FEWEST_IN_ALL)
    return Release(
        round_id=asked.id,
        number=FIRST,
        name=asked.name,
        question_set=asked.question_set,
        opens=asked.opens,
        closes=asked.closes,
        released=today,
        everyone=everyone,
        levels=tuple(levels),
        unfinished=unfinished(session, asked.id),
        set_aside=set_aside(session, asked.id),
        themes=tuple(_told(key, versions, tied) for key in known),
        unscored=tuple(_told(key, versions, tied).name for key in unscored),
    )


def _told(key: str, versions: Sequence[QuestionSet], tied: Mapping[str, Tie]) -> ToldTheme:
    theme = next(version.by_theme[key].theme for version in versions if key in version.by_theme)
    asking = {version.version.key for version in versions if key in version.by_theme}
    names = tuple(version.name for version in VERSIONS.values() if version.key in asking)
    return ToldTheme(key, theme.name, theme.statement, names, follows=key in tied)


def _level(
    key: str, asked: int, counted: LevelCount, known: Sequence[str], tied: Mapping[str, Tie], fewest: int
) -> Level:
    figures = protect_level(counted, tied, fewest)
    helped = HIDDEN if counted.sittings < fewest else protect(counted.helped, counted.sittings, END, HELPED_WIDTH)
    nobody = Figure(0, HIDDEN, HIDDEN)
    return Level(key, asked, counted.sittings, helped, {theme: figures.get(theme, nobody) for theme in known})


def _hidden(key: str, asked: int, sittings: int, known: Sequence[str]) -> Level:
    return Level(key, asked, sittings, HIDDEN, dict.fromkeys(known, Figure(sittings, HIDDEN, HIDDEN)))


def _sum(levels: Sequence[Level], known: Sequence[str]) -> Level:
    return Level(
        key=EVERYONE,
        asked=sum(level.asked for level in levels),
        sittings=sum(level.sittings for level in levels),
        helped=add(level.helped if isinstance(level.helped, Range) else Range(0, level.sittings) for level in levels),
        figures={theme: add_up(level.figures[theme] for level in levels) for theme in known},
    )


def _joined(counts: Iterable[LevelCount]) -> LevelCount:
    each = list(counts)
    return LevelCount(
        sum(level.sittings for level in each),
        sum(level.helped for level in each),
        {
            theme: Count(
                *(
                    sum(getattr(level.themes[theme], name) for level in each if theme in level.themes)
                    for name in ("asked", "positive", "no_answer")
                )
            )
            for theme in in_order({theme for level in each for theme in level.themes})
        },
    )
