"""What a run's applications share, since there are more than a thousand of them: work that comes out the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class CompiledTemplates(BytecodeCache):
    """Templates, compiled: each application has an environment of its own, and renders anew."""

    def __init__(self) -> None:
        self.templates = dict[str, bytes]()

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self.templates.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.templates[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


COMPILED_TEMPLATES = CompiledTemplates()


def share_rules(patch: pytest.MonkeyPatch) -> None:
    """Build the function that writes a route's address once for each route, not once for each application: that is
    nine tenths of making one. The function is told the route it stands for at each call."""
    built: dict[object, Callable[..., tuple[str, str]]] = {}
    build = Rule._compile_builder

    def build_once(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        given: dict[str, Any] = dict(self.defaults or {})
        what = (self.rule, tuple(self._trace), tuple(given.items()), append_unknown)
        if what not in built:
            built[what] = build(self, append_unknown)
        return built[what]

    patch.setattr(Rule, "_compile_builder", build_once)
