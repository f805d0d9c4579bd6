"""What the harness saw, and whether it was good."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What the harness saw. ``lost`` were thanked for and are not there as they were said; ``unfetched`` fetched nobody
    whose letter arrived; ``leaks`` are places in which a child's words lie unsealed."""

    worries: int = 0
    acknowledged: int = 0
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    letters: int = 0
    alerts: int = 0
    unfetched: int = 0
    twice: int = 0
    red: int = 0
    red_too_soon: int = 0
    fetched_late: int = 0
    leaks: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_in_calm: float = 0.0
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.worries} worries ({self.acknowledged} acknowledged, {self.kills} kills): "
            f"{self.alerts} alerts arrived, {self.lost} lost, {self.unfetched} fetched nobody, {self.doubled} doubled\n"
            f"  words outside the sealed store: {', '.join(self.leaks) or '0'}\n"
            f"  red once late: {self.red} of {self.worries} ({self.red_too_soon} too soon), "
            f"{self.fetched_late} fetched the head then\n"
            f"  {self.letters} letters, of which {self.twice} came twice; the slowest alert took "
            f"{self.slowest_in_calm:.0f} s in calm times, {self.slowest:.0f} s with mail down and kills; "
            f"{self.seconds:.0f} s in all"
        )

    @property
    def is_good(self) -> bool:
        wrong = (self.lost, self.unfetched, self.doubled, self.red_too_soon, *self.leaks)
        counts = {self.worries, self.acknowledged, self.alerts, self.red, self.fetched_late}
        return not any(wrong) and len(counts) == 1
