"""A floor stands only on the floors below it, and nothing goes in circles."""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.house.code import FLOORS, ROOT, floor, imports, module_name, modules, tracked

GROUND_KNOWS_NOT = {"flask", "flask_wtf", "flask_babel", "sqlalchemy", "flask_sqlalchemy_lite", "wtforms", "alembic"}


def test_no_floor_looks_up() -> None:
    known = modules()
    for module, path in known.items():
        for imported in imports(path, known):
            mine, theirs = floor(module), floor(imported)
            if theirs is not None and mine is not None:
                assert theirs <= mine, f"{module} looks up to {imported}"


def test_nothing_imports_the_roof() -> None:
    known = modules()
    for module, path in known.items():
        if module != "app":
            assert "app" not in imports(path, known), f"{module} imports app.py"


def test_the_ground_floor_knows_neither_the_web_nor_a_database() -> None:
    known = modules()
    for module, path in known.items():
        if floor(module) == FLOORS["questions"]:
            met = {imported.partition(".")[0] for imported in imports(path, known)} & GROUND_KNOWS_NOT
            assert not met, f"{module} imports {met}"


def test_no_module_takes_part_in_a_circle() -> None:
    known = modules()
    graph = {
        module: {each for each in imports(path, known) if each in known} - {module} for module, path in known.items()
    }
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        pytest.fail(f"imports go in a circle: {' → '.join(circle.args[1])}")


def test_whatever_shows_figures_cannot_reach_a_count() -> None:
    """Only a release is shown. The officer's views know of counting no more than how its failure is called."""
    known = modules()
    for module in ("analysis.charts", "analysis.headlines", "analysis.wording", "analysis.export"):
        assert "analysis.counts" not in imports(known[module], known), f"{module} could show a count"
    views = known["analysis.results.views"].read_text(encoding="utf-8")
    assert re.findall("from analysis.counts import (.*)", views) == ["AnswersUncountable"]
    assert "analysis.counts" in imports(known["analysis.release"], known), "this test would see it"


def test_the_test_itself_sees_a_look_upwards() -> None:
    known = modules()
    assert "survey.responses" in imports(known["analysis.demonstration.seeding"], known)
    assert any(floor(each) == FLOORS["questions"] for each in imports(known["survey.responses"], known))


def test_imports_inside_functions_say_why() -> None:
    for path in tracked("*.py"):
        if path.relative_to(ROOT).parts[0] in ("tests", "benchmarks"):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        for function in ast.walk(ast.parse("\n".join(lines))):
            if not isinstance(function, ast.FunctionDef):
                continue
            inner = [n for n in ast.walk(function) if isinstance(n, (ast.Import, ast.ImportFrom))]
            if inner:
                first = min(n.lineno for n in inner)
                above = "\n".join(lines[first - 4 : first - 1])
                assert "#" in above, f"{module_name(path)}:{first} imports inside a function and does not say why"
