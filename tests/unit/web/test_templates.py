"""Templates compiled once in a process: what is written anew is compiled anew, and filters stay with their folders."""

from pathlib import Path

from shared.web.site import environment


def shown(folders: list[Path], mark: str = "") -> str:
    """What a page says in a new environment over some folders, whose filter ``mark`` adds some letters."""
    made = environment(folders)
    made.filters["mark"] = lambda text: f"{text}{mark}"
    return made.get_template("una.html").render()


def test_a_template_that_was_written_anew_is_compiled_anew(tmp_path: Path) -> None:
    page = tmp_path / "una.html"
    said = []
    for text in ("primera", "segunda", "primera"):
        page.write_text(text, encoding="utf-8")
        said += [shown([tmp_path]), shown([tmp_path])]
    assert said == ["primera", "primera", "segunda", "segunda", "primera", "primera"]


def test_the_same_template_beside_others_keeps_the_filters_of_its_own_pages(tmp_path: Path) -> None:
    (tmp_path / "una.html").write_text("{{ 'de'|mark }}", encoding="utf-8")
    assert shown([tmp_path], "l portal") == "del portal"
    assert shown([tmp_path, tmp_path / "personal"], "l personal") == "del personal"
