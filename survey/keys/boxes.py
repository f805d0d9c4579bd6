"""Boxes: what children say is sealed into one, and only those who hold its key take it out again.

Nobody gets a box's key but from somebody who holds it, or by two recovery sheets. An administrator who adds an account
has therefore added nobody to a box.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock
from survey.keys.own import (
    FreshKey,
    KeyForged,
    OpenKey,
    forget_own,
    has_key,
    is_genuine,
    make_own,
    public_of,
    sign_of,
    vouch_for,
)
from survey.keys.sealing import Pair, new_pair, seal, unseal
from survey.keys.tables import Box, BoxKey, Holding, OwnKey, Recovery
from survey.models import Role, Staff

# Who may hold which box. Nobody of another role is ever let in, whoever asks.
ENTITLED: Mapping[Box, frozenset[Role]] = {
    Box.SAFEGUARDING: frozenset({Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY}),
    Box.ALLEGATIONS: frozenset({Role.DESIGNATED_OFFICER}),
    Box.ADVOCACY: frozenset({Role.ADVOCATE}),
    Box.THOUGHTS: frozenset({Role.OFFICER, Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY}),
}
# Who may set a box up. What is in THOUGHTS was first read and passed by the lead or the deputy: it begins with them.
FOUNDERS: Mapping[Box, frozenset[Role]] = {**ENTITLED, Box.THOUGHTS: ENTITLED[Box.SAFEGUARDING]}


class BoxMissing(LookupError):
    """Nobody has set this box up yet: nothing can be put in."""


class NotAHolder(PermissionError):
    """This person does not hold the key of the box."""


class NotEntitled(PermissionError):
    """People of this role, or switched off, or without a key of their own, do not hold this box."""


class RecoveryMissing(LookupError):
    """There are no recovery sheets yet. Without them, one forgotten passphrase could lose what children said."""


@dataclass(frozen=True)
class Sealed:
    """Words in a box: which key they are under, and the bytes."""

    box_key_id: int
    sealed: bytes


@dataclass(frozen=True)
class Colleague:
    """Somebody who may hold a box: whether they have a key of their own, and whether they hold the box's.

    ``sign`` tells their key from another's, and ``made`` is since when they have it; None where they have none.
    """

    id: int
    name: str
    role: Role
    sign: str | None
    made: date | None
    holds: bool

    @property
    def has_key(self) -> bool:
        return self.sign is not None


def put_in(session: Session, box: Box, about: str, words: bytes) -> Sealed:
    """Seal ``words`` into a box. ``about`` names the row they are for. Raises ``BoxMissing`` and ``KeyForged``."""
    kept = _in_use(session, box)
    return Sealed(kept.id, seal(words, kept.public, f"{box}:{about}"))


def take_out(session: Session, kept: Sealed, about: str, key: OpenKey) -> bytes:
    """The words; raises ``NotAHolder`` and ``SealBroken``."""
    return unseal(kept.sealed, _private(session, kept.box_key_id, key), f"{_box_of(session, kept.box_key_id)}:{about}")


def make(session: Session, box: Box, key: OpenKey) -> None:
    """Set a box up, held by the owner of ``key``. Raises ``NotEntitled``, ``RecoveryMissing``.

    Does nothing where it was ever set up: whoever comes second is let in by a holder, or by two recovery sheets where
    nobody is left. Were it enough that nobody holds it, an account added for the purpose could take it over.
    """
    _insist_on_entitlement(session, FOUNDERS[box], key.staff_id)
    if not is_set_up(session, box):
        _renew(session, box, [key.staff_id])


def is_set_up(session: Session, box: Box) -> bool:
    """Whether the box was ever set up, whoever holds it now."""
    return bool(_key_ids(session, box))


def is_sound(session: Session, box: Box) -> bool:
    """Whether something can be put in, and somebody can take it out."""
    try:
        _in_use(session, box)
    except (BoxMissing, KeyForged):
        return False
    return bool(holders(session, box))


def let_in(session: Session, box: Box, staff_id: int, key: OpenKey) -> None:
    """Give a colleague the box's key, with all that is in it. Raises ``NotAHolder``, ``NotEntitled``, ``KeyForged``."""
    _insist_on_entitlement(session, ENTITLED[box], staff_id)
    if not holds(session, box, key.staff_id):
        raise NotAHolder
    held = [(each, _private(session, each, key)) for each in _key_ids(session, box) if _is_held(session, each, key)]
    for box_key_id, private in held:
        hand(session, box_key_id, private, staff_id)


def put_out(session: Session, staff_id: int) -> list[Box]:
    """Take every box from somebody who leaves: their key goes, and new words are sealed to keys they never had.

    Returns the boxes whose key was changed. What nobody else holds can then only be opened by the recovery sheets.
    Where there is nothing good to seal a new key to, the box takes nothing more: nobody is kept in because of that.
    """
    held = [box for box in Box if _has_had(session, box, staff_id)]
    forget_own(session, staff_id)
    for box in held:
        staying = [each for each in sorted(holders(session, box)) if is_genuine(session, each)]
        try:
            _renew(session, box, staying)
        except (KeyForged, RecoveryMissing):
            _retire(session, box)
    return held


def begin_anew(session: Session, staff_id: int, fresh: FreshKey) -> OpenKey:
    """Somebody's new key instead of one that is lost, or that another may know: as if they had left and come back.

    They hold no box until they are let in again.
    """
    put_out(session, staff_id)
    return make_own(session, staff_id, fresh)


def holders(session: Session, box: Box) -> frozenset[int]:
    """The numbers of those who hold the key under which new words are sealed, and may still sign in."""
    found = (
        select(Holding.staff_id)
        .join(BoxKey, BoxKey.id == Holding.box_key_id)
        .join(Staff, Staff.id == Holding.staff_id)
        .where(BoxKey.box == box, BoxKey.retired.is_(None), Staff.active, Staff.role.in_(ENTITLED[box]))
    )
    return frozenset(session.scalars(found))


def colleagues(session: Session, box: Box) -> Sequence[Colleague]:
    """Everybody whose role entitles them to a box and who may sign in, by name."""
    held = holders(session, box)
    rows = session.execute(
        select(Staff.id, Staff.name, Staff.role, OwnKey.public, OwnKey.made)
        .outerjoin(OwnKey, OwnKey.staff_id == Staff.id)
        .where(Staff.role.in_(ENTITLED[box]), Staff.active)
        .order_by(Staff.name, Staff.id)
    )
    return [
        Colleague(id_, name, Role(role), sign_of(public) if public else None, made, id_ in held)
        for id_, name, role, public, made in rows
    ]


def holds(session: Session, box: Box, staff_id: int) -> bool:
    return staff_id in holders(session, box)


def hand(session: Session, box_key_id: int, private: bytes, staff_id: int) -> None:
    """Seal a box's private key to somebody; nothing where they hold it already."""
    if session.get(Holding, (box_key_id, staff_id)) is None:
        sealed = seal(private, public_of(session, staff_id), f"box key {box_key_id}")
        session.add(Holding(box_key_id=box_key_id, staff_id=staff_id, sealed=sealed))
        session.flush()


def _has_had(session: Session, box: Box, staff_id: int) -> bool:
    """Whether somebody has any key of a box, though they may be switched off or of another role by now."""
    found = select(Holding.box_key_id).join(BoxKey).where(BoxKey.box == box, Holding.staff_id == staff_id)
    return session.scalar(found.limit(1)) is not None


def _renew(session: Session, box: Box, staff: Sequence[int]) -> None:
    """A new key for new words, held by these people and by the recovery sheets.

    Also where nobody is left to hold it: what a child says is then kept until somebody is let in by two sheets.
    """
    recovery = session.get(Recovery, 1)
    if recovery is None:
        raise RecoveryMissing
    if not hmac.compare_digest(recovery.mark, vouch_for("recovery key", 1, recovery.public)):
        raise KeyForged("the recovery key was changed in the database")
    _retire(session, box)
    pair = new_pair()
    made = BoxKey(box=box, public=pair.public, recovery=b"", made=clock.today(), mark="")
    session.add(made)
    session.flush()
    made.recovery = seal(pair.private, recovery.public, f"box key {made.id}")
    made.mark = vouch_for(f"box key {box}", made.id, pair.public)
    for each in staff:
        hand(session, made.id, pair.private, each)


def _retire(session: Session, box: Box) -> None:
    before = session.scalar(select(BoxKey).where(BoxKey.box == box, BoxKey.retired.is_(None)))
    if before is not None:
        before.retired = clock.today()
        session.flush()


def recover(session: Session, private: bytes, staff_id: int, new: Pair) -> list[Box]:
    """With the recovery key, give somebody every box they are entitled to, and seal all boxes to a ``new`` one.

    Returns the boxes they now hold. Raises ``SealBroken`` where ``private`` is not the recovery key.
    """
    person = session.get_one(Staff, staff_id)
    opened = []
    for kept in session.scalars(select(BoxKey).order_by(BoxKey.id)):
        box_private = unseal(kept.recovery, private, f"box key {kept.id}")
        kept.recovery = seal(box_private, new.public, f"box key {kept.id}")
        if person.active and Role(person.role) in ENTITLED[Box(kept.box)] and has_key(session, staff_id):
            hand(session, kept.id, box_private, staff_id)
            opened.append(Box(kept.box))
    return list(dict.fromkeys(opened))


def _in_use(session: Session, box: Box) -> BoxKey:
    kept = session.scalar(select(BoxKey).where(BoxKey.box == box, BoxKey.retired.is_(None)))
    if kept is None:
        raise BoxMissing(box)
    if not hmac.compare_digest(kept.mark, vouch_for(f"box key {box}", kept.id, kept.public)):
        raise KeyForged("a box's public key was changed in the database")
    return kept


def _private(session: Session, box_key_id: int, key: OpenKey) -> bytes:
    holding = session.get(Holding, (box_key_id, key.staff_id))
    if holding is None:
        raise NotAHolder
    return unseal(holding.sealed, key.private, f"box key {box_key_id}")


def _is_held(session: Session, box_key_id: int, key: OpenKey) -> bool:
    return session.get(Holding, (box_key_id, key.staff_id)) is not None


def _key_ids(session: Session, box: Box) -> Sequence[int]:
    return session.scalars(select(BoxKey.id).where(BoxKey.box == box).order_by(BoxKey.id)).all()


def _box_of(session: Session, box_key_id: int) -> str:
    return session.get_one(BoxKey, box_key_id).box


def _insist_on_entitlement(session: Session, roles: Collection[Role], staff_id: int) -> None:
    person = session.get(Staff, staff_id)
    if person is None or not person.active or Role(person.role) not in roles or not has_key(session, staff_id):
        raise NotEntitled
