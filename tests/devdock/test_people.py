"""The dock's people: what the ceremony left in the folder of a mesa, and the lines of each card."""

from pathlib import Path

from urna.devdock.people import Person, read_people


def test_each_card_comes_with_its_code_and_the_lines_to_type(tmp_path: Path) -> None:
    for name in ("SECRETARIA-01", "PRESIDENCIA-01"):
        for ending, text in (
            ("tarjeta", f"URNACARD1:{name}"),
            ("codigo", "ABCDE-FGHJK\n"),
            ("lineas", "AB-CD\nEF-GH\n"),
        ):
            (tmp_path / f"{name}.{ending}.txt").write_text(text, encoding="utf-8")
    assert read_people(tmp_path) == tuple(
        Person(name, f"URNACARD1:{name}", "ABCDE-FGHJK", ("AB-CD", "EF-GH"))
        for name in ("PRESIDENCIA-01", "SECRETARIA-01")
    )
