"""A thousand children ask for help, two hundred while mail is down and a hundred while the server is killed."""

from __future__ import annotations

import sys

from benchmarks.measuring import title
from tests.reliability.worries import harness


def main() -> None:
    title("1,000 worries: 200 while mail is down, 100 while the server is killed")
    outcome = harness.run(1000, mail_down=200, while_killed=100)
    print(f"  {outcome}")
    if not outcome.is_good:
        sys.exit(1)
