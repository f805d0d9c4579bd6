"""What docs/accessibility.md tells is there: every criterion of WCAG 2.2 at A and AA, and every test that it names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from tests.house.code import ROOT, tracked

TOLD = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
# Every criterion of WCAG 2.2 at levels A and AA; 4.1.1 was taken out.
GUIDELINES: dict[str, Iterable[int]] = {
    "1.1": [1], "1.2": range(1, 6), "1.3": range(1, 6), "1.4": [1, 2, 3, 4, 5, 10, 11, 12, 13],
    "2.1": [1, 2, 4], "2.2": [1, 2], "2.3": [1], "2.4": [1, 2, 3, 4, 5, 6, 7, 11], "2.5": [1, 2, 3, 4, 7, 8],
    "3.1": [1, 2], "3.2": [1, 2, 3, 4, 6], "3.3": [1, 2, 3, 4, 7, 8], "4.1": [2, 3],
}  # fmt: skip
CRITERIA = [f"{guideline}.{number}" for guideline, numbers in GUIDELINES.items() for number in numbers]


def test_every_criterion_has_its_row_and_an_answer() -> None:
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in TOLD.splitlines() if re.match(r"\| \d", row)]
    assert [criterion.split()[0] for criterion, *_ in rows] == CRITERIA
    for criterion, level, how, _held in rows:
        assert level in ("A", "AA"), criterion
        assert how, criterion


def test_every_test_that_is_named_exists() -> None:
    there = {
        node.name
        for path in tracked("tests/*.py", "tests/**/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    named = set(re.findall(r"`(test_\w+)`", TOLD))
    assert len(named) > 10
    assert named <= there, named - there
    for path in re.findall(r"`(tests/[\w/.]+)`", TOLD):
        assert (ROOT / path).exists(), path
