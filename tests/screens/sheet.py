"""The page of `make screens`: what is wrong or new with what was before, then a contact sheet. It must not compare."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageChops

STYLE = (
    "body{font:16px sans-serif;margin:1em}figure{display:inline-block;margin:2px;width:300px;vertical-align:top}"
    "img{width:300px;border:1px solid #999}figcaption{font-size:12px;overflow-wrap:anywhere}"
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture, by its name below the folder of all: its faults, and whether its digest was accepted.

    ``least`` is the smallest share of the chosen size that a text of it has.
    """

    name: str
    digest: str
    faults: tuple[str, ...]
    accepted: bool
    least: float = 1.0


def page(drawn: Sequence[Drawn], out: Path) -> str:
    """All pictures below ``out``; those that changed beside the last accepted one that this machine still has."""
    rows = "".join(_row(each, out) for each in drawn if each.faults or not each.accepted)
    return (
        f'<!doctype html><meta charset="utf-8"><title>Pantallas</title><style>{STYLE}</style>'
        f"<h1>{len(drawn)}</h1>{rows}{''.join(_sheets(drawn))}"
    )


def _sheets(drawn: Sequence[Drawn]) -> Iterable[str]:
    for glass, group in groupby(drawn, key=lambda each: each.name.partition("/")[0]):
        yield f"<h1>{escape(glass)}</h1>" + "".join(_figure(f"{each.name}.png", each.name) for each in group)


def _figure(image: str, words: str) -> str:
    shown = f'<a href="{escape(image)}"><img loading="lazy" src="{escape(image)}"></a>'
    return f"<figure>{shown}<figcaption>{escape(words)}</figcaption></figure>"


def _row(each: Drawn, out: Path) -> str:
    images = [_figure(f"{each.name}.png", "now")]
    before = out / "accepted" / f"{each.name}.png"
    if not each.accepted and before.is_file():
        changed = _difference(each, before, out)
        images += [_figure(f"accepted/{each.name}.png", "accepted"), _figure(changed, "what changed")]
    faults = "".join(f"<li>{escape(fault)}</li>" for fault in each.faults)
    return f"<h2>{escape(each.name)}</h2>{''.join(images)}<ul>{faults}</ul>"


def _difference(each: Drawn, before: Path, out: Path) -> str:
    """What is other, in black."""
    name = f"changed/{each.name}.png"
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    with Image.open(out / f"{each.name}.png") as new, Image.open(before) as old:
        changed = ImageChops.difference(new.convert("RGB"), old.convert("RGB")).convert("L")
        changed.point(lambda value: 0 if value else 255).save(out / name, compress_level=1)
    return name
