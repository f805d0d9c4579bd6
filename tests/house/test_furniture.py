"""Nothing stands about unused: templates, what is handed to them, styles and pictures."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from questions.pictures import concepts, manifest
from tests.house.code import ROOT, modules, tracked

TEMPLATES = ROOT / "templates"
NAMED = re.compile(r"""(?:extends|include|import|from)\s+['"]([^'"]+)['"](\s*~)?""")
# What the children's own `render` takes for itself, to draw the frame with.
OF_THE_FRAME = {"pictures", "promise", "sky"}


def renderings() -> Iterator[tuple[str, set[str]]]:
    """Each template that a view renders, and the names of what is handed to it."""
    for path in modules().values():
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args:
                template = call.args[0]
                if call.func.id in ("render", "render_template") and isinstance(template, ast.Constant):
                    yield str(template.value), {word.arg for word in call.keywords if word.arg} - OF_THE_FRAME


def reached_from(name: str) -> set[Path]:
    """A template and all it includes; of a folder from which one is chosen by name, every file."""
    reached: set[Path] = set()
    wanted = [TEMPLATES / name]
    while wanted:
        path = wanted.pop()
        if path in reached:
            continue
        if path.is_dir():
            wanted += path.iterdir()
            continue
        reached.add(path)
        wanted += [TEMPLATES / found for found, _chosen in NAMED.findall(path.read_text(encoding="utf-8"))]
    return reached


def text_of(*patterns: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in tracked(*patterns))


def is_said(word: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


def test_what_is_handed_to_a_template_is_used_there() -> None:
    for template, handed in renderings():
        text = "\n".join(path.read_text(encoding="utf-8") for path in reached_from(template))
        assert not {name for name in handed if not is_said(name, text)}, template


def test_every_template_is_rendered_somewhere() -> None:
    rendered = [template for template, _ in renderings()]
    by_status = re.findall(r'"(staff/\w+\.html)"', text_of("survey/staff/pages.py"))
    reached = {path for template in (*rendered, *by_status) for path in reached_from(template)}
    assert {path for path in TEMPLATES.rglob("*") if path.is_file()} == reached


def test_every_style_is_worn_and_every_token_spent() -> None:
    styles = re.sub(r"/\*.*?\*/", "", text_of("static/css/**"), flags=re.DOTALL)
    wearers = text_of("templates/**", "static/js/**", "static/pictures/*.svg", "questions/scales/*.py", "survey/*.py")
    selectors = " ".join(re.findall(r"(?:^|[{}])([^@{}]+)(?={)", styles))
    assert not [name for name in set(re.findall(r"\.([a-z][\w-]*)", selectors)) if not is_said(name, wearers)]
    assert not [token for token in set(re.findall(r"(--[\w-]+)\s*:", styles)) if f"var({token}" not in styles]


def test_every_picture_is_shown() -> None:
    """The gallery shows every concept, so a drawing must have one, or be the scenery of a page that names it."""
    drawn = {path.stem for path in tracked("static/pictures/*.svg")}
    assert drawn == set(concepts()) | manifest().scenery
    assert not {scene for scene in manifest().scenery if not is_said(scene, text_of("survey/*.py"))}
