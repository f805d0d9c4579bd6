"""What a child confided, for tests of how long it is kept."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from survey import clock
from survey.database import db
from survey.keys.own import OpenKey
from survey.models import Role
from survey.safeguarding import steps, worries
from survey.safeguarding.steps import Decision
from survey.safeguarding.tables import Door, Worry
from survey.safeguarding.worries import Telling
from survey.staff.sessions import SignedIn
from survey.thoughts import quotes, reading, receiving
from survey.thoughts.tables import Prompt, Quote, Thought
from tests.survey.keeping.council import Council
from tests.survey.safeguarding.in_place import InPlace, put_in_place


@dataclass(frozen=True)
class Confided:
    """One open worry and one thought that nobody has read, whose words (canaries) stand nowhere else."""

    council: Council
    in_place: InPlace
    worry: str
    thought: str
    canary: str

    @property
    def key(self) -> OpenKey:
        return self.in_place.keys[Role.SAFEGUARDING_LEAD]

    def by(self, role: Role = Role.SAFEGUARDING_LEAD) -> SignedIn:
        return SignedIn(self.in_place.people[role], f"A {role}", role)

    def close(self) -> None:
        """The lead decides and closes the worry, now."""
        with self.council.app.app_context():
            kept = db.session.get_one(Worry, self.worry)
            steps.decide(db.session, kept, self.by(), Decision.TALK, self.canary, clock.now())
            steps.close(db.session, kept, self.by(), self.canary, clock.now())
            db.session.commit()

    def pass_thought(self) -> None:
        with self.council.app.app_context():
            reading.pass_on(db.session, db.session.get_one(Thought, self.thought), self.key)
            db.session.commit()

    def quote(self) -> str:
        """An officer proposes the thought's words as a quote and the lead approves: they stand in plain words now."""
        quote_id, officer = str(uuid.uuid4()), self.in_place.people[Role.OFFICER]
        with self.council.app.app_context():
            thought = db.session.get_one(Thought, self.thought)
            quotes.propose(db.session, quote_id, thought, self.canary, officer, clock.today())
            quote = db.session.get_one(Quote, quote_id)
            quotes.approve(db.session, quote, self.key, clock.today(), quotes.print_of(quote, self.canary))
            db.session.commit()
        return quote_id


def confide(council: Council) -> Confided:
    """A council where everything is in place, and a child who goes through both doors today."""
    worry, thought, canary = str(uuid.uuid4()), str(uuid.uuid4()), f"a canary {uuid.uuid4()}"
    telling = Telling(Door.TALK, canary, False, "", canary, canary, False, "en")
    with council.app.app_context():
        in_place = put_in_place(db.session, clock.now())
        worries.raise_worry(db.session, telling, worry, True, None, clock.now())
        receiving.keep(db.session, Prompt.WORRIED, None, canary, False, thought, clock.now())
        db.session.commit()
    return Confided(council, in_place, worry, thought, canary)
