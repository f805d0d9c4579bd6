"""What a browser is told about every page: take nothing from elsewhere, run nothing that is written into the page."""

from __future__ import annotations

from flask import Response

from survey.configuration import configuration

NOTHING_FROM_ELSEWHERE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# What can never be a document needs no rules for one; on a slow line they would weigh as much as a drawing each.
NO_DOCUMENTS = {"text/css", "text/javascript", "application/javascript", "font/woff2"}
NO_DEVICES = "camera=(), microphone=(), geolocation=(), browsing-topics=()"
# For the one page on which a council's own people lend their voices.
MICROPHONE = NO_DEVICES.replace("microphone=()", "microphone=(self)")


def policy(**sources: str) -> str:
    """A content security policy. ``style_src="'sha256-…'"`` adds to a directive; nothing can be taken away."""
    directives = dict(NOTHING_FROM_ELSEWHERE)
    for name, source in sources.items():
        directive = name.replace("_", "-")
        assert "unsafe" not in source, "a page that needs unsafe-* is to be mended instead"
        directives[directive] = f"{directives.get(directive, '')} {source}".strip()
    return "; ".join(f"{directive} {allowed}" for directive, allowed in directives.items())


def seal(response: Response) -> Response:
    """The headers every response carries; a blueprint's own stand where it set them."""
    # Nothing may be found again on a shared tablet: not in a cache, not in what the next page is told.
    told = {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        **({"Strict-Transport-Security": "max-age=31536000"} if configuration().secure else {}),
    }
    if response.mimetype not in NO_DOCUMENTS:
        told |= {
            "Content-Security-Policy": policy(),
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": NO_DEVICES,
        }
    for name, value in told.items():
        response.headers.setdefault(name, value)
    return response
