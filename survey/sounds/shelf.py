"""The recordings there are: keeping, finding and removing them. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey.sounds.audio import Audio
from survey.sounds.tables import Recording
from survey.sounds.wordings import Wording, digest


class State(StrEnum):
    """How it is with a wording in a language: recorded; recorded with other words than it has now; not recorded; or not
    translated, so that there is nothing to record."""

    RECORDED = "recorded"
    CHANGED = "changed"
    MISSING = "missing"
    UNTRANSLATED = "untranslated"


@dataclass(frozen=True)
class Shelved:
    """A recording without its sound."""

    said: str
    address: str
    lent_by: str


def keep(session: Session, wording: Wording, language: str, audio: Audio, lent_by: str) -> None:
    """Keep a recording; one that was there before is gone."""
    session.merge(
        Recording(
            wording=wording.key,
            language=language,
            said=digest(wording.said(language)),
            name=digest(audio.content),
            ending=audio.ending,
            lent_by=lent_by,
            sound=audio.content,
        )
    )


def remove(session: Session, wording: Wording, language: str) -> bool:
    """Whether there was one to remove."""
    gone = session.execute(
        delete(Recording)
        .where(Recording.wording == wording.key, Recording.language == language)
        .returning(Recording.wording)
    )
    return gone.first() is not None


def shelved(session: Session, language: str) -> dict[str, Shelved]:
    """Every recording in a language, by its wording's key."""
    columns = (Recording.wording, Recording.said, Recording.name, Recording.ending, Recording.lent_by)
    found = session.execute(select(*columns).where(Recording.language == language))
    return {key: Shelved(said, f"/sounds/{name}.{ending}", by) for key, said, name, ending, by in found}


def state(wording: Wording, language: str, kept: Mapping[str, Shelved]) -> State:
    found = kept.get(wording.key)
    said = wording.said(language)
    if found:
        return State.RECORDED if found.said == digest(said) else State.CHANGED
    is_translated = language == "en" or said != wording.english or wording.english.isdigit()
    return State.MISSING if is_translated else State.UNTRANSLATED


def addresses(session: Session, language: str, wordings: Iterable[Wording]) -> dict[str, str]:
    """Words as they stand on the page → where their recording is. What was spoken with other words is not there."""
    kept = shelved(session, language)
    return {
        wording.said(language): kept[wording.key].address
        for wording in wordings
        if wording.key in kept and state(wording, language, kept) is State.RECORDED
    }


def sound(session: Session, name: str, ending: str) -> bytes | None:
    """The sound of this digest and kind; None where there is none."""
    return session.scalars(
        select(Recording.sound).where(Recording.name == name, Recording.ending == ending).limit(1)
    ).first()
