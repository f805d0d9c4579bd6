"""The house's manners: short files, no registry's address, wordings in gettext, and a README that is true."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from tests.house.code import ROOT, tracked

LONGEST = 300
UNWANTED_NAMES = {"utils", "helpers", "common", "core", "base", "misc", "lib"}
# SQLAlchemy's, WTForms' and aiosmtpd's own hooks begin like that; nothing of ours does.
UNWANTED_VERBS = re.compile(
    r"^\s*(?:async )?def (?:get_(?!translations\b)|handle_(?![A-Z])|process_(?!bind_param|result_value|formdata|data))",
    re.MULTILINE,
)
REGISTRIES = re.compile(r"(?:pypi|files\.pythonhosted|registry\.npmjs|registry\.yarnpkg|deb\.debian)\.(?:org|com)")
WORD = re.compile(r"[^\W\d_]{2,}")
NOT_WORDS = {"Heard"}


def test_files_are_short_enough_to_read() -> None:
    long = {}
    for path in tracked("*.py", "*.js", "*.css", "*.html"):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LONGEST:
            long[str(path.relative_to(ROOT))] = lines
    assert long == {}


def test_names_say_what_a_thing_is() -> None:
    for path in tracked("*.py"):
        parts = {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
        assert not parts & UNWANTED_NAMES, path
        assert not UNWANTED_VERBS.search(path.read_text(encoding="utf-8")), path


def test_no_file_names_a_package_registry() -> None:
    for path in tracked():
        if path.suffix not in (".png", ".woff2"):
            assert not REGISTRIES.search(path.read_text(encoding="utf-8", errors="replace")), path


def test_templates_have_no_inline_code_and_turn_no_escaping_off() -> None:
    for path in tracked("templates/*.html", "templates/**/*.html"):
        page = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=", page), path
        assert "autoescape false" not in page, path


def test_no_visible_sentence_is_outside_gettext() -> None:
    """Words between tags in a template are found by parsing it; what is inside _() or trans is not data there."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for path in tracked("templates/*.html", "templates/**/*.html"):
        # The width of a staff page is a class: its block stands inside an attribute of the layout.
        page = re.sub(r"{% block width %}.*?{% endblock %}", "", path.read_text(encoding="utf-8"))
        text = "".join(data.data for data in environment.parse(page).find_all(nodes.TemplateData))
        text = re.sub(r"<code>.*?</code>", " ", text, flags=re.DOTALL)
        shown = re.sub(r"<!--.*?-->|<[^>]*>|<[^>]*$|^[^<]*>", " ", text, flags=re.DOTALL)
        said = set(WORD.findall(re.sub(r"&\w+;", " ", shown))) - NOT_WORDS
        assert not said, f"{path.relative_to(ROOT)}: {sorted(said)[:8]}"


@pytest.mark.parametrize("command", ["run", "test", "check", "build", "words", "pictures", "bench"])
def test_the_commands_the_readme_names_exist(command: str) -> None:
    assert f"dev.py {command}" in (ROOT / "README.md").read_text(encoding="utf-8")
    told = subprocess.run([sys.executable, "dev.py", command, "--help"], cwd=ROOT, capture_output=True, check=False)
    assert told.returncode == 0


def test_the_flask_commands_that_are_written_down_exist(app: Flask) -> None:
    pages = [ROOT / "README.md", *tracked("templates/staff/*.html")]
    told = {name for page in pages for name in re.findall(r"flask --app app ([a-z-]+)", page.read_text("utf-8"))}
    assert {"migrate", "staff-add", "staff-password"} <= told <= set(app.cli.commands)


def test_the_readmes_files_and_folders_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)\)", readme):
        assert (ROOT / link).exists(), link


def test_ci_runs_what_a_developer_runs() -> None:
    assert "python3 dev.py test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
