"""How long the command line takes to start: heavy parts are imported where they are used."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measuring import say, time_in_turn, title


def main() -> None:
    title("Starting (limit: python -c 'import sqlite3')")

    def run(*words: str) -> None:
        subprocess.run([sys.executable, *words], capture_output=True, check=True)

    limit, ours = time_in_turn(
        7, lambda: run("-c", "import sqlite3"), lambda: run("-m", "flask", "--app", "app", "--help")
    )
    say("python -c 'import sqlite3'", f"{limit.median * 1000:.0f} ms")
    say("flask --app app --help", f"{ours.median * 1000:.0f} ms", "≤ 500 ms")
