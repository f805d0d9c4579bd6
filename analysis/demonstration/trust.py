"""The demonstration's other half: who answers a child who asks, and a few who have asked. All of it is invented."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from analysis.demonstration.council import STAFF, TEAMS
from analysis.demonstration.others import SEEN
from survey import clock
from survey.alerts.tables import Alert, Call, Heartbeat
from survey.duty.tables import ReadingHours
from survey.keys import boxes, own, recovery
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.models import Role, Staff, Team
from survey.safeguarding import steps, worries
from survey.safeguarding.steps import Decision
from survey.safeguarding.tables import Door
from survey.safeguarding.worries import Telling
from survey.staff.demonstration import PASSPHRASE
from survey.staff.sessions import SignedIn
from survey.thoughts import reading, receiving, sorting
from survey.thoughts.tables import Prompt, Sort, Thought, Voice

NINE, FIVE = 9 * 60, 17 * 60
WORKING_DAYS = range(5)
READERS = {
    Box.SAFEGUARDING: ("lead@demo.example", "deputy@demo.example"),
    Box.THOUGHTS: ("lead@demo.example", "deputy@demo.example", "officer@demo.example", "second@demo.example"),
    Box.ALLEGATIONS: ("designated@demo.example",),
    Box.ADVOCACY: ("advocate@demo.example",),
}
TESTED = ("lead@demo.example", "deputy@demo.example", "head@demo.example", "designated@demo.example")

ASKED = (
    (
        Door.TALK,
        "Mia T.",
        "At school, at lunch. Please do not ring home.",
        "I want to see my brother more.",
        False,
    ),
    (Door.TALK, "", "Any time", "", False),
    (
        Door.TALK,
        "Jay, in the blue room",
        "Only when I am alone",
        "I do not like how somebody here talks to me.",
        True,
    ),
    (Door.ADVOCATE, "Ola", "After school, by phone", "I want somebody with me at my review.", False),
)

# Prompt, words, what an officer says it is (None: nobody has read it yet), and about what.
TOLD: tuple[tuple[Prompt, str, Sort | None, str], ...] = (
    (Prompt.GOING_WELL, "My carer makes the best pancakes and never shouts.", Sort.COMPLIMENT, "carer_care"),
    (Prompt.GOING_WELL, "My social worker always rings when he says he will.", Sort.COMPLIMENT, "sw_promise"),
    (Prompt.GOING_WELL, "I have my own room and I could choose the colour.", Sort.GOING_WELL, "bedroom"),
    (Prompt.WORRIED, "I do not know how long I can stay here.", Sort.WORRIED, "plan_reason"),
    (Prompt.WORRIED, "So many new workers. I have to tell my story again and again.", Sort.COMPLAINT, "sw_know"),
    (Prompt.WORRIED, "My plan has words in it that I do not get.", Sort.WORRIED, "plan_words"),
    (Prompt.HIGHER, "If somebody asked me before they change the visits.", Sort.WANTS, "carer_listen"),
    (Prompt.HIGHER, "A lock on the bathroom door.", None, ""),
    (Prompt.HIGHER, "See my sister every week.", None, ""),
)
TOLD_BY_ADULTS = (
    (
        Prompt.GOING_WELL,
        "The family worker rings back the same day. That helps.",
        Sort.COMPLIMENT,
        "p_loop",
    ),
    (Prompt.HIGHER, "Tell us before the meeting what it is about.", None, ""),
)


def put_in_place(session: Session, people: Mapping[str, int], today: date) -> None:
    """Teams, keys, boxes, reading hours, tested alerts; then four worries and some thoughts. The caller commits.

    The recovery sheets of an invented council are thrown away.
    """
    now = min(datetime.combine(today, time(12), UTC), clock.now())
    session.add_all([Team(name=name) for name in TEAMS])
    session.flush()
    session.get_one(Staff, people["worker@demo.example"]).team_id = 1
    holders = dict.fromkeys(email for held in READERS.values() for email in held)
    opened = {email: own.make_own(session, people[email], own.draw(PASSPHRASE)) for email in holders}
    recovery.make(session, recovery.draw())
    for box, (first, *others) in READERS.items():
        boxes.make(session, box, opened[first])
        for email in others:
            boxes.let_in(session, box, people[email], opened[first])
    session.add_all([ReadingHours(weekday=weekday, opens=NINE, closes=FIVE) for weekday in WORKING_DAYS])
    session.add_all(
        [Alert(call=Call.TEST, staff_id=people[email], made=now, again=now, tries=1, delivered=now) for email in TESTED]
    )
    session.add(Heartbeat(id=1, moment=now))
    session.flush()
    _ask(session, people, now)
    _tell(session, opened["lead@demo.example"], now)


def _tell(session: Session, key: OpenKey, now: datetime) -> None:
    told = [(Voice.CHILD, *each) for each in TOLD] + [(Voice.ADULT, *each) for each in TOLD_BY_ADULTS]
    for voice, prompt, words, sort, theme in told:
        thought_id = str(uuid.uuid4())
        receiving.keep(session, prompt, None, words, False, thought_id, now, voice=voice)
        if sort is not None:
            thought = session.get_one(Thought, thought_id)
            reading.pass_on(session, thought, key)
            sorting.sort(session, thought, sort, {theme})
    record_id = str(uuid.uuid4())
    receiving.keep_record(session, SEEN, record_id, now)
    reading.pass_on(session, session.get_one(Thought, record_id), key)


def _ask(session: Session, people: Mapping[str, int], now: datetime) -> None:
    lead = SignedIn(people["lead@demo.example"], STAFF["lead@demo.example"], Role.SAFEGUARDING_LEAD)
    for hours, (door, name, when, words, about_adult) in enumerate(ASKED, start=1):
        telling = Telling(
            door=door,
            name=name,
            asks_worker=not name,
            worker="" if name else STAFF["worker@demo.example"],
            when=when,
            words=words,
            about_adult=about_adult,
            language="en",
        )
        worry_id = str(uuid.uuid4())
        worries.raise_worry(session, telling, worry_id, True, None, now - timedelta(hours=hours))
        worry = worries.find(session, worry_id, lead)
        if worry is not None and not name:
            steps.note_seen(session, worry, lead, now)
            steps.decide(session, worry, lead, Decision.WORKER, "Sam rings the carer’s home on Monday.", now)
