"""The results page at 30, 10,000 and 100,000 sittings, and counting a round: time and memory."""

from __future__ import annotations

import re
import resource
import time
import uuid
from datetime import timedelta
from random import Random

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from analysis.counts import count
from analysis.demonstration.children import parts
from analysis.demonstration.council import SURVEY_SHARES, Place
from analysis.release import release
from benchmarks.council import council
from benchmarks.measuring import say, time_in_turn, title
from questions.answers import write_part
from survey import clock
from survey.database import db, writing
from survey.models import Mark, Part, Role, Round, RoundSetting, Sitting
from survey.staff.people import add_staff

EMAIL = "officer@benchmark.example"
PASSWORD = "a password of the benchmark"
DIFFERENT = 400


def fill(asked: Round, sittings: int) -> None:
    """Finished sittings straight into the tables: this measures reading them."""
    chance = Random(sittings)
    place = Place("foster-care", asked=sittings, star=DIFFERENT // 2, boat=DIFFERENT // 2, kite=0, symbols=0)
    shares = {theme: row[0] for theme, row in SURVEY_SHARES.items()}
    examples = [
        (part.question_set.version.key, write_part(part), str(part.sitting)) for part in parts(place, shares, "b")
    ]
    for start in range(0, sittings, 5000):
        rows, documents = [], []
        for _ in range(min(5000, sittings - start)):
            sitting = str(uuid.UUID(int=chance.getrandbits(128), version=4))
            version, document, old = chance.choice(examples)
            rows.append(
                {
                    "id": sitting, "round_id": asked.id, "setting": "foster-care",
                    "version": version, "week": None, "mark": Mark.FINISHED,
                }
            )  # fmt: skip
            documents.append(
                {"sitting_id": sitting, "number": 1, "digest": "0" * 64, "document": document.replace(old, sitting)}
            )
        db.session.execute(insert(Sitting), rows)
        db.session.execute(insert(Part), documents)
    db.session.commit()


def closed_round(asked_of: int) -> Round:
    today = clock.today()
    asked = Round(
        id=f"closed-{asked_of}",
        name="Closed",
        question_set="children-in-care",
        opens=today - timedelta(days=90),
        closes=today - timedelta(days=40),
    )
    asked.settings = [RoundSetting(setting="foster-care", position=0, asked=max(10, asked_of))]
    db.session.add(asked)
    db.session.commit()
    return asked


def officer(app: Flask) -> FlaskClient:
    """An officer's browser, signed in."""
    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/staff/sign-in").get_data(as_text=True))
    assert token
    client.post("/staff/sign-in", data={"csrf_token": token[1], "email": EMAIL, "password": PASSWORD})
    return client


def page_time(client: FlaskClient, asked: Round) -> float:
    address = f"/staff/results/{asked.id}"
    assert client.get(address).status_code == 200
    [spread] = time_in_turn(60, lambda: client.get(address).data)
    return spread.median


def main() -> None:
    title("The officer's results page, and counting a round")
    with council() as (app, _):
        with writing():
            add_staff(db.session, EMAIL, "Officer", Role.OFFICER, PASSWORD)
            db.session.commit()
        client = officer(app)
        for sittings in (30, 10_000, 100_000):
            asked = closed_round(sittings)
            fill(asked, sittings)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            began = time.perf_counter()
            count(db.session, asked)
            counting = time.perf_counter() - began
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            with writing():
                release(db.session, asked, clock.today())
                db.session.commit()
            say(f"{sittings:,} sittings: counting", f"{counting:.2f} s", "≤ 2 s at 100,000")
            say(f"{sittings:,} sittings: memory grown while counting", f"{grown:.0f} MB", "≤ 300 MB")
            say(f"{sittings:,} sittings: results page", f"{page_time(client, asked) * 1000:.1f} ms", "≤ 10 ms")
