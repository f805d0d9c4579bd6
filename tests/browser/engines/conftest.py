"""The engines that children's tablets have beside Chromium's: WebKit, which is every iPad's, and Firefox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.browser.engines.story import PATIENCE, Window
from tests.browser.engines.wires import Tell, firefox, webkit

ENGINES = {"webkit": webkit, "firefox": firefox}


@pytest.fixture(scope="session", params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ENGINES])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tell]:
    """Each engine in turn; beside each other where two processes run the tests."""
    with ExitStack() as open_now:
        tell = open_now.enter_context(ENGINES[request.param](tmp_path_factory.mktemp(request.param)))
        tell("SetTimeouts", script=int(PATIENCE * 1000))
        yield tell


@pytest.fixture
def window(engine: Tell, address: str) -> Iterator[Window]:
    handle = engine("NewWindow", type="tab")["handle"]
    engine("SwitchToWindow", handle=handle)
    engine("SetWindowRect", width=820, height=1180)
    yield Window(engine, address)
    [first, *_] = engine("CloseWindow")
    engine("SwitchToWindow", handle=first)
