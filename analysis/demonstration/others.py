"""Whom else the fictional council asks, each in a round of their own: parents, carers, observers, care leavers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.demonstration.council import Place
from survey.thoughts.records import Record


@dataclass(frozen=True)
class Asking:
    """A round: when it opened, for how long it asks, who took part, and how many of each hundred answer positively.

    One that is over with its grace is released.
    """

    key: str
    name: str
    question_set: str
    ago: int
    days: int
    places: tuple[Place, ...]
    shares: Mapping[str, int]


OTHERS = (
    Asking(
        key="parents",
        name="What parents say",
        question_set="parents",
        ago=120,
        days=60,
        places=(
            Place("parents-need", asked=80, adult=54),
            Place("parents-protection", asked=42, adult=24),
            Place("parents-care", asked=30, adult=18),
        ),
        shares={
            "p_listen": 71,
            "p_time": 92,
            "p_respect": 84,
            "p_loop": 55,
            "p_consistent": 49,
            "p_decide": 47,
            "p_clear": 63,
            "p_plan": 78,
            "p_plan_when": 61,
            "p_assess": 58,
            "p_minutes": 44,
            "p_enquiry": 66,
            "p_culture": 52,
            "p_child": 60,
        },
    ),
    Asking(
        key="carers",
        name="Carers’ survey",
        question_set="carers",
        ago=26,
        days=70,
        places=(
            Place("foster-carers", asked=90, adult=12),
            Place("family-carers", asked=24, adult=4),
            Place("home-staff", asked=30, adult=6),
        ),
        shares=dict.fromkeys(("f_info", "f_help", "f_hours", "f_say", "f_plan_copy", "f_sw_visit", "f_safe"), 70),
    ),
    Asking(
        key="records",
        name="Records of babies",
        question_set="observer-record",
        ago=27,
        days=80,
        places=(
            Place("foster-care", asked=24, observer=7),
            Place("family-or-friends", asked=12, observer=3),
        ),
        shares={"o_know": 50, "o_comfort": 70, "o_engage": 65},
    ),
    Asking(
        key="visits",
        name="After a visit",
        question_set="visit-check-in",
        ago=28,
        days=90,
        places=(
            Place("foster-care", asked=60, star=7, boat=4, kite=2, symbols=1),
            Place("childrens-homes", asked=20, star=4),
        ),
        shares={"visit_listen": 82, "visit_explain": 74, "home_safe": 90},
    ),
    Asking(
        key="leavers",
        name="Care leavers’ survey",
        question_set="care-leavers",
        ago=29,
        days=90,
        places=(
            Place("own-place", asked=44, star=9),
            Place("staying-put", asked=20, star=5),
            Place("supported-housing", asked=24, star=4),
        ),
        shares={
            "home_safe": 81,
            "home_settled": 66,
            "ready": 48,
            "pa_know": 88,
            "pa_contact": 61,
            "pa_trust": 70,
            "plan_say": 57,
            "plan_help": 53,
            "work": 50,
            "money": 41,
            "health_mind": 54,
            "person": 79,
            "lonely": 52,
            "life_good": 60,
            "future": 63,
            "better": 68,
            "told_back": 33,
        },
    ),
)

SEEN = Record(
    where="The carer’s kitchen, in the morning. Breakfast had just ended, and the older child had left for school.",
    shows="Yes: leans in. No: turns the head away. More: opens the mouth. Stop: both hands up. Pain: a short cry.",
    saw="Turned the head away from the spoon four times. Looked at the door for about a minute. "
    "Made a low sound when the carer sang, and put one hand on her arm.",
    toward="The door; the carer’s arm",
    away="The spoon",
    means="I wonder if she had eaten enough and waited for the older child.",
    otherwise="The food may have been too warm, or a tooth may hurt.",
    sure="2",
    second="partly",
    change="The older child says goodbye to her before leaving. A dentist looks at the tooth.",
    who="The carer, and the health visitor",
    until="This week",
)
