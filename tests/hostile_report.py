"""A report whose every field and line tries to break out of a page."""

from __future__ import annotations

INJECTIONS = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "<svg/onload=alert(4)>",
    '"><b onmouseover=alert(5)>',
    "' autofocus onfocus='alert(6)",
    '" autofocus onfocus="alert(7)',
    "javascript:alert(8)",
    "</title><h1>nine</h1>",
    "<!-- ten",
    "]]><u>eleven</u>",
    "{{ 7 * 7 }} {% raw %}",
    "&lt;i&gt; &amp;amp; &#60;",
    "<iframe src=//example.org>",
    "<style>*{display:none}</style>",
    "<base href=//example.org>",
    "</textarea></pre></blockquote><p>seventeen",
    "<a href=data:text/html,18>x</a>",
    "<meta http-equiv=refresh content=0>",
    "\u202e<b>twenty</b>\ufeff\u0000\u2028",
)
VILLAIN = "<script>alert('title')</script> & \"quotes\" مرحبا"
HOSTILE = f"""---
title: '{VILLAIN.replace("'", "''")}'
date: 2024-03
series: '<img src=x onerror=alert("series")>'
body: '</dl><b>body'
location: '</title><b>place'
symbol: 'A/1/<u>2'
kind: participant account
sources: ['https://example.org/?a=<i>&b="']
---

## <svg onload=alert("heading")>

**Chair <u>:** Onions are **very** important, see [here](javascript:alert(1)).

| onions | <b>price</b> |
|---|---|
| red | 3 |

{{% markup %}}

"""  # doubled braces: the text holds single ones
HOSTILE += "\n\n".join(
    f"Onion {n}: {text}".replace("\u0000", "").replace("\u2028", "") for n, text in enumerate(INJECTIONS)
)
FRONT, _, TOLD = HOSTILE.partition("\n---\n\n")
DRAWN_OUT = f"{FRONT}\n---\n\n" + "\n\n".join(TOLD.replace("Onion ", f"Onion {n}.") for n in range(40))
HOSTILE += f"\n\nOnions {'x' * 10_000} end.\n"
