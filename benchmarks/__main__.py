"""``python -m benchmarks [pages] [submissions] [results] [starting] [killing] [worries]``: those named, or all."""

from __future__ import annotations

import sys

from benchmarks import pages, results, starting, submissions, worries
from benchmarks.measuring import title
from tests.reliability import harness


def killing() -> None:
    title("Kill −9 at random under 16 clients")
    print(f"  {harness.run(sittings=2000, kills=20)}")


BENCHMARKS = {
    "pages": pages.main,
    "submissions": submissions.main,
    "results": results.main,
    "starting": starting.main,
    "killing": killing,
    "worries": worries.main,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or BENCHMARKS:
        BENCHMARKS[name]()
