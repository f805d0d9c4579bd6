"""The wordings that come with Heard: the list of them all, and what each shipped catalogue says.

``translations/child.pot`` lists them. A wording's key is drawn from its English: once the English changes it is another
wording, and no translation of the old one is ever shown for it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from survey.wordings.registry import Language

CATALOGUES = Path(__file__).parents[2] / "translations"
DOMAIN = "child"
LIST = CATALOGUES / f"{DOMAIN}.pot"
Forms = tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """One wording of the children's side. ``english`` has one form, or two where something is counted.

    ``places`` are the files in which it stands, ``notes`` what whoever wrote it tells translators.
    """

    key: str
    english: Forms
    context: str | None
    places: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def is_counted(self) -> bool:
        return len(self.english) > 1

    def forms_in(self, language: Language) -> int:
        """How many forms it has in a language."""
        return language.forms if self.is_counted else 1


def catalogue_path(code: str) -> Path:
    return CATALOGUES / code / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def wordings() -> Mapping[str, Wording]:
    """Every wording by its key, in the order of the list."""
    with LIST.open("rb") as file:
        found = [wording_of(message) for message in read_po(file) if message.id]
    return {wording.key: wording for wording in found}


@cache
def shipped(language: Language) -> Mapping[str, Forms]:
    """What the shipped catalogue says, by key; wordings that it does not have, or not in every form, are left out."""
    path = catalogue_path(language.code)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        found = {wording_of(message).key: forms_of(message) for message in read_po(file, locale=language.code)}
    return {
        key: found[key]
        for key, wording in wordings().items()
        if len(found.get(key, ())) == wording.forms_in(language) and all(found[key])
    }


def translations(language: Language, said: Mapping[str, Forms]) -> Translations:
    """What gettext needs to speak a language."""
    catalogue = Catalog(locale=language.code, domain=DOMAIN, charset="utf-8")
    catalogue.mime_headers = [("Plural-Forms", language.plural_forms)]
    for key, forms in said.items():
        wording = wordings()[key]
        if wording.is_counted:
            catalogue.add(wording.english, forms, context=wording.context)
        else:
            catalogue.add(wording.english[0], forms[0], context=wording.context)
    packed = io.BytesIO()
    write_mo(packed, catalogue)
    packed.seek(0)
    return Translations(packed, domain=DOMAIN)


def digest(said: Mapping[str, Forms]) -> str:
    """What tells these wordings from any others."""
    content = hashlib.sha256()
    for key in sorted(said):
        content.update("\0".join([key, *said[key], "\n"]).encode())
    return content.hexdigest()


def wording_of(message: Message) -> Wording:
    """The wording that a catalogue's message is of."""
    english = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    key = hashlib.sha256("\0".join([message.context or "", *english]).encode()).hexdigest()[:12]
    places = tuple(dict.fromkeys(place for place, _line in message.locations))
    return Wording(key, english, message.context, places, tuple(message.auto_comments))


def forms_of(message: Message) -> Forms:
    """What a catalogue's message says; an empty form where there is nothing."""
    said = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)
