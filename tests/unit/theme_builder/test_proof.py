"""The proof of a boleta: its pages, what each box means, a line for each signer, and the hash of its source."""

import io
import subprocess
from pathlib import Path

from PIL import Image

from tests.unit.formats import examples
from theme_builder.sheets.printing import Paper
from theme_builder.sheets.proof import Part, Proof, print_proofs


def picture(width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (width, height), 200).save(stream, "PNG")
    return stream.getvalue()


def test_a_proof_has_every_page_of_the_boleta_and_says_of_which_source_it_is(tmp_path: Path) -> None:
    digest = "0123456789abcdef" * 4
    boxes = [("PAN", "voto por el partido PAN"), ("<b>", "un voto")]
    proof = Proof("Gubernatura", "Proyecto de prueba", 7, digest, boxes, ["Partido Uno", "Por el instituto"])
    part = Part(proof, [picture(1280, 800)] * 2, picture(384, 500))
    made = print_proofs(examples.theme(), Paper.CARTA, [part])
    path = tmp_path / "prueba.pdf"
    path.write_bytes(made.pdf)
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    joined = "".join(text.split())
    for words in ("Gubernatura", "Proyectodeprueba·Cambio7", digest, "votoporelpartidoPAN", "<b>", "PartidoUno"):
        assert words in joined, words
    listed = subprocess.run(["pdfimages", "-list", path], capture_output=True, text=True, check=True).stdout
    assert len(listed.strip().splitlines()) == 2 + 3


def test_proofs_of_several_boletas_are_one_pdf_and_each_begins_on_a_page_of_its_own(tmp_path: Path) -> None:
    sizes = {"Gubernatura": 500, "Diputaciones": 600, "Ayuntamiento": 700}
    parts = [Part(proof_of(title), [picture(1280, high)], picture(384, high)) for title, high in sizes.items()]
    path = tmp_path / "pruebas.pdf"
    path.write_bytes(print_proofs(examples.theme(), Paper.CARTA, parts).pdf)
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    first = [page.splitlines()[0] for page in text.split("\f") if "Prueba de la boleta:" in page]
    assert first == [f"Prueba de la boleta: {title}" for title in sizes]
    pages = [page for page in text.split("\f") if page.strip()]
    assert all(page.count(f" · Uno, cambio 1 · {'0' * 16}") == 1 for page in pages), "a loose sheet says whose it is"
    listed = subprocess.run(["pdfimages", "-list", path], capture_output=True, text=True, check=True).stdout
    drawn = [tuple(map(int, line.split()[3:5])) for line in listed.strip().splitlines()[2:]]
    assert set(drawn) == {(wide, high) for wide in (1280, 384) for high in sizes.values()}


def proof_of(title: str) -> Proof:
    return Proof(title, "Uno", 1, "0" * 64, [("A", "un voto")], ["Partido Uno"])
