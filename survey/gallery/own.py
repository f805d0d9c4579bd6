"""A council's own pictures: put in place of ours, taken away again, and known to every page that shows a picture."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import current_app
from sqlalchemy import delete, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, aliased

from questions.pictures import manifest
from survey.database import db
from survey.gallery.tables import CouncilPicture, PictureFile
from survey.gallery.taking import Image, Taken

# Where there are several servers, each learns within this many seconds of what was changed at another.
GOOD_FOR = 15.0
KEY = "HEARD_OWN_PICTURES"
DIGEST = 32
# Concept and address of each picture that stands in place of ours, by concept.
Addresses = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Own:
    """A picture of the council's own: its addresses, light and large, and who may use it."""

    light: str
    large: str
    licence: str


def put(session: Session, concept: str, taken: Taken, licence: str) -> None:
    """Show a concept by this picture from now on; the one before is gone."""
    light, large = (_kept(session, image) for image in (taken.light, taken.large))
    session.merge(CouncilPicture(concept=concept, light=light, large=large, licence=licence))
    _sweep(session)


def say_who_may_use(session: Session, concept: str, licence: str) -> None:
    """Change what is said about a picture that is there."""
    session.get_one(CouncilPicture, concept).licence = licence


def remove(session: Session, concept: str) -> bool:
    """Show a concept by our picture again, and keep nothing of theirs. Whether there was one."""
    found = session.get(CouncilPicture, concept)
    if found is not None:
        session.delete(found)
        _sweep(session)
    return found is not None


def own_pictures(session: Session) -> dict[str, Own]:
    """Every picture of the council's own, by concept."""
    light, large = aliased(PictureFile), aliased(PictureFile)
    every = (
        select(CouncilPicture.concept, CouncilPicture.licence, light.digest, light.format, large.digest, large.format)
        .join(light, light.digest == CouncilPicture.light)
        .join(large, large.digest == CouncilPicture.large)
        .order_by(CouncilPicture.concept)
    )
    return {
        concept: Own(_address(first, kind), _address(second, other), licence)
        for concept, licence, first, kind, second, other in session.execute(every)
    }


def waits_for(concept: str, there: Collection[str]) -> list[str]:
    """The concepts that need a picture of the council's own, too, before children see this one.

    Of two answers side by side, the one in another style draws the eye: a child would seem to have said something.
    """
    return [other for other in manifest().beside(concept) if other not in there]


def files_for_print(session: Session, concepts: Iterable[str]) -> dict[str, PictureFile]:
    """The large file for each of these concepts that is shown by a picture of the council's own."""
    there = own_pictures(session)
    shown = {
        concept: there[concept].large for concept in concepts if concept in there and not waits_for(concept, there)
    }
    found = {concept: file_at(session, digest_in(address)) for concept, address in shown.items()}
    return {concept: file for concept, file in found.items() if file is not None}


def digest_in(address: str) -> str:
    """The digest of the file at an address of ours."""
    return address.rpartition("/")[2].partition(".")[0]


def file_at(session: Session, digest: str) -> PictureFile | None:
    return session.get(PictureFile, digest)


class Remembered:
    """The addresses of the last few seconds: every child's page asks for them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked = float("-inf")
        self._said: Addresses = ()

    def said(self) -> Addresses:
        with self._lock:
            if time.monotonic() - self._asked > GOOD_FOR:
                try:
                    there = own_pictures(db.session)
                    self._said = tuple((key, own.light) for key, own in there.items() if not waits_for(key, there))
                    self._asked = time.monotonic()
                except SQLAlchemyError:
                    # A child's page must be there even then, with what is known.
                    current_app.logger.warning("The council's own pictures could not be looked up.")
            return self._said

    def forget(self) -> None:
        with self._lock:
            self._asked = float("-inf")


def addresses_now() -> Addresses:
    """What stands in place of ours at this moment. A page that was made before another moment's is another page."""
    return _remembered().said()


def forget_remembered() -> None:
    """Have the next page ask again: something was changed here."""
    _remembered().forget()


def _remembered() -> Remembered:
    kept: Any = current_app.extensions.setdefault(KEY, Remembered())
    assert isinstance(kept, Remembered)
    return kept


def _address(digest: str, kind: str) -> str:
    return f"/pictures/{digest}.{kind}"


def _kept(session: Session, image: Image) -> str:
    digest = hashlib.sha256(image.content).hexdigest()[:DIGEST]
    session.merge(PictureFile(digest=digest, format=image.format, content=image.content))
    session.flush()
    return digest


def _sweep(session: Session) -> None:
    """Remove the files that show nothing any more. Two concepts may be shown by one."""
    session.flush()
    used = select(CouncilPicture.concept).where(
        or_(CouncilPicture.light == PictureFile.digest, CouncilPicture.large == PictureFile.digest)
    )
    session.execute(delete(PictureFile).where(~used.exists()))
