"""The page by which people listen to every sound of a theme before they sign it. It must not judge a sound."""

import html
from collections.abc import Mapping
from typing import Final

from shared.formats.theme_model import Theme
from theme_builder.texts import SAY
from theme_builder.voices import check_list

FILE: Final = "sonidos.html"


def listening_page(theme: Theme, sounds: Mapping[str, bytes], folder: str) -> str:
    """HTML with one row a clip: its words, its sound (relative to the page, in ``folder``), a box to tick on paper."""
    rows = [
        "<tr>"
        f"<td>{html.escape(key)}</td><td>{html.escape(words)}</td>"
        f'<td><audio controls preload="none" src="{html.escape(f"{folder}/{name}")}"></audio></td>'
        f"<td>{length_ms / 1000:.1f} s</td><td><code>{digest or SAY['sound_differs']}</code></td><td>&#9744;</td>"
        "</tr>"
        for key, words, name, digest, length_ms in check_list(theme, sounds)
    ]
    heads = "".join(f"<th>{html.escape(head)}</th>" for head in SAY["sound_heads"].split("|"))
    title = html.escape(SAY["sound_title"].format(name=theme.election.name, code=theme.short_code))
    return (
        f'<!doctype html><html lang="es"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>'
        f"<p>{html.escape(SAY['sound_how'])}</p>"
        f"<table border=1 cellpadding=4><tr>{heads}</tr>{''.join(rows)}</table></html>\n"
    )
