"""Whom a question set asks, and in which settings: how a finding speaks of the people there.

A round asks one question set, and so one kind of people: what parents say is never added to what children say.
"""

from __future__ import annotations

from dataclasses import dataclass

from questions.questionnaire import Respondent


@dataclass(frozen=True)
class Setting:
    """``name`` labels a row; ``people`` stands in a sentence: "92% of {people} feel safe"."""

    key: str
    name: str
    people: str


@dataclass(frozen=True)
class Group:
    """Whom a question set asks. ``name`` labels the set, ``people`` are all of them in a sentence, ``one`` is one of
    them; ``axis`` heads the list of their settings; ``respondent`` is whose answers they are.
    """

    question_set: str
    name: str
    people: str
    one: str
    axis: str
    settings: tuple[Setting, ...]
    respondent: Respondent = Respondent.CHILD

    @property
    def is_of_children(self) -> bool:
        """Whether children and young people speak for themselves, and somebody may help them to."""
        return not self.respondent.is_adult

    @property
    def is_of_records(self) -> bool:
        """Whether adults wrote down what they saw of children, who said nothing themselves."""
        return self.respondent is Respondent.OBSERVER

    @property
    def who(self) -> str:
        """Whoever answers: of a record its observer, else one of those it asks."""
        return "observer" if self.is_of_records else self.one

    @property
    def by(self) -> str:
        """The axis inside a sentence that has named the people: "where they live"."""
        return (self.axis[0].lower() + self.axis[1:]).replace(self.people, "they")


HOMES = (
    Setting("foster-care", "Foster care", "children in foster care"),
    Setting("family-or-friends", "With family or friends", "children living with family or friends"),
    Setting("childrens-homes", "Children’s homes", "children in children’s homes"),
    Setting("supported-lodgings", "Supported lodgings", "young people in supported lodgings"),
    Setting("own-home", "At home with parents", "children living at home with parents"),
)
PLANS = (
    Setting("in-need", "With a child in need plan", "children with a child in need plan"),
    Setting("in-protection", "With a protection plan", "children with a protection plan"),
)
GROUPS: dict[str, Group] = {
    group.question_set: group
    for group in (
        Group("children-in-care", "Children in care", "children", "child", "Where children live", HOMES),
        Group(
            "care-leavers",
            "Care leavers",
            "young people",
            "young person",
            "Where young people live",
            (
                Setting("own-place", "A place of their own", "young people in a place of their own"),
                Setting("staying-put", "Staying with former carers", "young people staying with former carers"),
                Setting("supported-housing", "Supported housing", "young people in supported housing"),
                Setting("with-family", "With family", "young people living with family"),
            ),
            Respondent.YOUNG_ADULT,
        ),
        Group("child-in-need", "Children in need or protection", "children", "child", "Which plan they have", PLANS),
        Group("visit-check-in", "Visit check-in", "children", "child", "Where children live", (*HOMES, *PLANS)),
        Group(
            "parents",
            "Parents",
            "parents",
            "parent",
            "Which help their child has",
            (
                Setting("parents-need", "Child in need plan", "parents of children in need"),
                Setting("parents-protection", "Protection plan", "parents of children with a protection plan"),
                Setting("parents-care", "Child in care", "parents of children in care"),
            ),
            Respondent.PARENT,
        ),
        Group(
            "carers",
            "Carers and home staff",
            "carers and home staff",
            "carer",
            "How they care",
            (
                Setting("foster-carers", "Foster carers", "foster carers"),
                Setting("family-carers", "Family and friends", "family and friends who care for a child"),
                Setting("home-staff", "Staff of children’s homes", "staff of children’s homes"),
            ),
            Respondent.CARER,
        ),
        Group(
            "professionals",
            "Professionals",
            "professionals",
            "professional",
            "Where they work",
            (
                Setting("schools", "Schools and nurseries", "people in schools and nurseries"),
                Setting("health", "Health", "people in health services"),
                Setting("police", "Police and probation", "people in police and probation"),
                Setting("voluntary", "Voluntary sector", "people in the voluntary sector"),
                Setting("council", "The council", "people in the council"),
            ),
            Respondent.PROFESSIONAL,
        ),
        Group(
            "observer-record",
            "Records of babies and children who cannot yet choose",
            "children who were observed",
            "child",
            "Where children live",
            (*HOMES, *PLANS),
            Respondent.OBSERVER,
        ),
    )
}
SETTINGS: dict[str, Setting] = {setting.key: setting for group in GROUPS.values() for setting in group.settings}
