"""A test client that reads every page it fetches as a strict reader would."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey.database import db

NEEDS_A_LABEL = {"input", "select", "textarea"}
NEEDS_NONE = {"hidden", "submit", "button"}


def faults_of(html: str) -> list[str]:
    """What is wrong with a page: bad HTML, no title, several h1, no language, an unlabelled control, inline code."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    faults = [f"line {place[0]}: {code} {details}" for place, code, details in parser.errors]
    if root.get("lang") in (None, "") or root.get("dir") not in ("ltr", "rtl"):
        faults.append("the page says no language or direction")
    if not "".join(root.find(".//title").itertext()).strip():  # type: ignore[union-attr]
        faults.append("the page has no title")
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    faults += [f"the id {name} is there twice" for name in {i for i in ids if ids.count(i) > 1}]
    labelled = {label.get("for") for label in root.iter("label")}
    inside = {id(control) for label in root.iter("label") for control in label.iter()}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        faults += [f"inline code in <{element.tag} {name}>" for name in element.attrib if name.startswith("on")]
        if element.get("style") is not None:
            faults.append(f"a style attribute on <{element.tag}>")
        if element.tag == "script" and element.get("src") is None and element.get("type") != "application/json":
            faults.append("an inline script")
        if element.tag in NEEDS_A_LABEL and element.get("type") not in NEEDS_NONE:
            named = element.get("aria-label") or element.get("aria-labelledby") or element.get("id") in labelled
            if not named and id(element) not in inside:
                faults.append(f"<{element.tag} name={element.get('name')}> has no label")
        for name in ("src", "action"):
            if "//" in (element.get(name) or ""):
                faults.append(f"<{element.tag} {name}> leads to another host")
    # A sitting's document has a section for each page, of which one at a time is shown.
    pages = [section for section in root.iter("section") if "page" in (section.get("class") or "").split()] or [root]
    faults += [f"{len(found)} h1 where there is one" for page in pages if len(found := list(page.iter("h1"))) != 1]
    return faults


class StrictClient(FlaskClient):
    """Fails the test on a faulty page, on a page another could keep, and on a cookie beyond the staff's pages."""

    def open(self, *args: Any, **words: Any) -> TestResponse:
        response = super().open(*args, **words)
        path = response.request.path
        is_page = response.mimetype == "text/html" and response.request.method != "HEAD"
        if is_page and response.status_code not in (301, 302, 303):
            page = response.get_data(as_text=True)
            faults = faults_of(page)
            assert not faults, f"{path}: {faults[:5]}"
            assert "no-store" in response.headers.get("Cache-Control", ""), f"{path} could be kept by a browser"
        if not path.startswith("/assets"):
            said = response.headers["Content-Security-Policy"]
            assert said.startswith("default-src 'none'"), path
            assert "unsafe" not in said, path
        for cookie in response.headers.getlist("Set-Cookie"):
            assert path.startswith("/staff"), f"{path} sets a cookie"
            assert "Path=/staff" in cookie
            assert "HttpOnly" in cookie
        return response


def watch_for_forgotten_changes(app: Flask) -> None:
    """Fail a test whose view leaves changes that nobody committed."""

    @app.after_request
    def nothing_is_forgotten(response: Response) -> Response:
        forgotten = [*db.session.new, *db.session.dirty, *db.session.deleted]
        assert not forgotten, f"a view left uncommitted changes: {forgotten}"
        return response
