"""What tells a retry from a second message: the same page may send both with the same id."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid

from survey.configuration import configuration


def id_of(sent: str, *said: object) -> str:
    """The id (a version 4 UUID) of a row that is kept for a message: of the id that was sent, and of all that was said.

    The same message has the same id, however often it comes; another message under the same id is another row, and no
    child is thanked for words that are thrown away. Keyed, and with the random id in it that only the page knew:
    whoever sees the row's id cannot try out words until one fits. ``said`` is what JSON can say.
    """
    told = json.dumps([sent, *said]).encode()
    return str(uuid.UUID(bytes=hmac.digest(configuration().key("retries"), told, hashlib.sha256)[:16], version=4))
