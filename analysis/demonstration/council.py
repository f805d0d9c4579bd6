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
    star: int
    boat: int
    symbols: int

    @property
    def took_part(self) -> int:
        return self.star + self.boat + self.symbols


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
    Place("foster-care", asked=384, star=178, boat=106, symbols=18),
    Place("family-or-friends", asked=83, star=36, boat=21, symbols=4),
    Place("childrens-homes", asked=58, star=30, boat=7, symbols=7),
    Place("supported-lodgings", asked=44, star=31, boat=0, symbols=0),
)

# Positive answers in each hundred who answered, in the order of the places above.
SURVEY_SHARES: Mapping[str, tuple[int, ...]] = {
    "home_safe": (92, 91, 90, 81),
    "carer_care": (91, 93, 100, 85),
    "carer_listen": (84, 86, 75, 70),
    "talk_worries": (88, 89, 82, 78),
    "sw_know": (81, 77, 84, 89),
    "sw_promise": (66, 62, 60, 67),
    "sw_explain": (69, 66, 62, 70),
    "plan_reason": (75, 73, 75, 78),
    "plan_words": (65, 66, 62, 67),
    "plan_copy": (70, 64, 75, 78),
    "plan_help": (56, 54, 51, 59),
    "better": (72, 70, 68, 74),
    "happy": (78, 75, 71, 100),
    "home_like": (83, 75, 71, 100),
    "food": (78, 75, 86, 100),
    "bedroom": (89, 100, 71, 100),
    "school": (67, 75, 57, 100),
}

CHECK_IN = (
    Place("childrens-homes", asked=24, star=12, boat=3, symbols=2),
    Place("supported-lodgings", asked=22, star=13, boat=0, symbols=0),
)

CHECK_IN_SHARES: Mapping[str, tuple[int, ...]] = {
    theme: (100, 100) if theme == "home_safe" else (100, 92) if theme == "carer_care" else (65, 62)
    for theme in SURVEY_SHARES
}

OPEN_NOW = (
    Place("foster-care", asked=384, star=38, boat=21, symbols=4),
    Place("family-or-friends", asked=83, star=9, boat=4, symbols=1),
    Place("childrens-homes", asked=58, star=8, boat=2, symbols=2),
    Place("supported-lodgings", asked=44, star=3, boat=0, symbols=0),
)
