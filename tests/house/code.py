"""The house as its tests see it: every module of the product, and what it imports."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = {"questions": 0, "survey": 1, "analysis": 2, "app": 3}


def tracked(*patterns: str) -> list[Path]:
    """The project's own files: what git tracks or would, by pattern."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def module_name(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules() -> dict[str, Path]:
    """Module name → file, for everything on the four floors."""
    return {
        module_name(path): path
        for path in tracked("*.py")
        if path.relative_to(ROOT).parts[0].removesuffix(".py") in FLOORS and "versions" not in path.parts
    }


def imports(path: Path, known: dict[str, Path]) -> set[str]:
    """Every module a file imports, anywhere in it; for our own packages the module and not the name inside it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            own = inner & known.keys()
            found |= own
            if len(own) < len(inner):
                found.add(node.module)
    return found


def floor(module: str) -> int | None:
    return FLOORS.get(module.partition(".")[0])
