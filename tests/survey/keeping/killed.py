"""A backup in a process of its own, which kills itself at the moment it is told: ``python -m … FOLDER FILE MOMENT``."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app import create_app
from survey.keeping import backups, contents
from tests.reliability.server import settings_in
from tests.survey.keeping.council import PASSPHRASE


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def while_copying() -> None:
    """Two thousandths of a second into the copying of the database."""
    copy_of = contents.copy_of

    def copy(database: Path) -> bytes:
        threading.Timer(0.002, die).start()
        while True:
            copy_of(database)

    contents.copy_of = copy


def once_copied() -> None:
    copy_of = contents.copy_of

    def copy(database: Path) -> bytes:
        copy_of(database)
        die()
        return b""

    contents.copy_of = copy


def while_writing() -> None:
    """As soon as something is in the file."""
    written = contents.written

    def write(held: contents.Contents) -> Iterator[bytes | memoryview]:
        for piece in written(held):
            if any(path.stat().st_size for path in unfinished_in(Path(sys.argv[2]).parent)):
                die()
            yield piece

    contents.written = write  # type: ignore[assignment]


def before_naming() -> None:
    backups._give_name = die  # type: ignore[assignment]


def once_named() -> None:
    unlink = Path.unlink

    def die_instead(path: Path, *words: Any, **more: Any) -> None:
        die() if path.name.endswith(backups.UNFINISHED) else unlink(path, *words, **more)

    Path.unlink = die_instead  # type: ignore[assignment, method-assign]


def unfinished_in(folder: Path) -> list[Path]:
    return [*folder.glob(f".*{backups.UNFINISHED}")]


MOMENTS = {each.__name__: each for each in (while_copying, once_copied, while_writing, before_naming, once_named)}

if __name__ == "__main__":
    instance, file, moment = sys.argv[1:]
    MOMENTS[moment]()
    app = create_app(settings_in(Path(instance)))
    app.test_cli_runner().invoke(args=["backup", file, "--passphrase-stdin"], input=f"{PASSPHRASE}\n")
