"""Where children live: the settings a round may ask in, and how a finding speaks of the children there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """``name`` labels a row; ``people`` stands in a sentence: "92% of {people} feel safe"."""

    key: str
    name: str
    people: str


SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting("foster-care", "Foster care", "children in foster care"),
        Setting("family-or-friends", "With family or friends", "children living with family or friends"),
        Setting("childrens-homes", "Children’s homes", "children in children’s homes"),
        Setting("supported-lodgings", "Supported lodgings", "young people in supported lodgings"),
        Setting("own-home", "At home with parents", "children living at home with parents"),
    )
}
