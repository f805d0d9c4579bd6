"""The same message is one row however often it comes; another under the same id is another row."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.retries import id_of

SENT = "5f4ee8a5-6dc5-4c0b-8a9b-0d0c3b2a1f10"
said = st.lists(st.text(max_size=20) | st.booleans() | st.none(), max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said, said)
def test_one_id_for_the_same_and_another_for_anything_else(
    app: Flask, first: list[object], second: list[object]
) -> None:
    with app.app_context():
        made = id_of(SENT, *first)
        assert made == str(UUID(made))
        assert UUID(made).version == 4
        is_same = [(type(each), each) for each in first] == [(type(each), each) for each in second]
        assert (made == id_of(SENT, *second)) == is_same
        assert made != id_of(str(uuid4()), *first)
