"""What the fictional council's children say: how many took part where, and how many of them feel how.

The shares follow figures that councils have really published (92 % of children in foster care feel safe, 90 % in
children's homes, 75 % know the reason for their plan, 65 % find its words clear, 70 % have a copy); the children who
carry them here do not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A setting in a round: how many were asked, and how many sittings of each version were finished."""

    setting: str
    asked: int
    star: int = 0
    boat: int = 0
    kite: int = 0
    symbols: int = 0
    adult: int = 0
    observer: int = 0

    @property
    def sittings(self) -> Mapping[str, int]:
        children = {"star": self.star, "boat": self.boat, "kite": self.kite, "symbols": self.symbols}
        return children | {"adult": self.adult, "observer": self.observer}

    @property
    def took_part(self) -> int:
        return sum(self.sittings.values())


# By the address with which they sign in.
STAFF = {
    "worker@demo.example": "Sam Okoro",
    "officer@demo.example": "Ash Patel",
    "second@demo.example": "Noor Siddiq",
    "lead@demo.example": "Robin Hale",
    "deputy@demo.example": "Kim Novak",
    "head@demo.example": "Jo Lindqvist",
    "designated@demo.example": "Lee Morgan",
    "advocate@demo.example": "Dee Adeyemi",
    "admin@demo.example": "Alex Brandt",
}
TEAMS = ("Children in care team", "Fostering team")

SURVEY = (
    Place("foster-care", asked=384, star=178, boat=71, kite=35, symbols=18),
    Place("family-or-friends", asked=83, star=36, boat=15, kite=6, symbols=4),
    Place("childrens-homes", asked=58, star=30, boat=7, kite=0, symbols=7),
    Place("supported-lodgings", asked=44, star=31, boat=0, kite=0, symbols=0),
)

# Positive answers in each hundred who answered, in the order of the places above.
SURVEY_SHARES: Mapping[str, tuple[int, ...]] = {
    "happy": (78, 75, 71, 100),
    "home_safe": (92, 91, 90, 81),
    "home_like": (83, 75, 71, 100),
    "home_settled": (81, 84, 66, 63),
    "bedroom": (89, 85, 71, 100),
    "food": (78, 75, 86, 100),
    "home_kids": (72, 75, 57, 100),
    "carer_care": (91, 93, 100, 85),
    "carer_listen": (84, 86, 75, 70),
    "carer_notice": (88, 83, 100, 100),
    "talk_worries": (88, 89, 82, 78),
    "sw_know": (81, 77, 84, 89),
    "sw_contact": (63, 61, 70, 74),
    "sw_listen": (78, 73, 71, 100),
    "sw_promise": (66, 62, 60, 67),
    "sw_explain": (69, 66, 62, 70),
    "why_here": (74, 67, 100, 100),
    "plan_reason": (75, 73, 75, 78),
    "plan_say": (58, 55, 51, 63),
    "plan_copy": (70, 64, 75, 78),
    "plan_words": (65, 66, 62, 67),
    "plan_help": (56, 54, 51, 59),
    "family_time": (64, 71, 55, 59),
    "family_more": (37, 50, 100, 100),
    "school": (67, 75, 57, 70),
    "kind": (83, 83, 100, 100),
    "bully": (82, 84, 76, 89),
    "bully_help": (79, 81, 84, 67),
    "identity": (76, 87, 62, 74),
    "health_mind": (61, 64, 50, 56),
    "body": (83, 75, 86, 100),
    "fun": (83, 100, 71, 100),
    "life_good": (77, 78, 66, 70),
    "rights_adv": (49, 42, 70, 63),
    "better": (72, 70, 68, 74),
    "told_back": (34, 31, 43, 37),
}

CHECK_IN = (
    Place("childrens-homes", asked=24, star=12, boat=3, kite=0, symbols=2),
    Place("supported-lodgings", asked=22, star=13, boat=0, kite=0, symbols=0),
)

CHECK_IN_SHARES: Mapping[str, tuple[int, ...]] = {
    theme: (100, 100) if theme == "home_safe" else (100, 92) if theme == "carer_care" else (65, 62)
    for theme in SURVEY_SHARES
}

OPEN_NOW = (
    Place("foster-care", asked=384, star=38, boat=14, kite=7, symbols=4),
    Place("family-or-friends", asked=83, star=9, boat=3, kite=1, symbols=1),
    Place("childrens-homes", asked=58, star=8, boat=2, kite=0, symbols=2),
    Place("supported-lodgings", asked=44, star=3, boat=0, kite=0, symbols=0),
)
