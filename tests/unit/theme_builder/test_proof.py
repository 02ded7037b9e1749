"""The proof of a boleta: its pages, what each box means, a line for each signer, and the hash of its source."""

import io
import subprocess
from pathlib import Path

from PIL import Image

from tests.unit.formats import examples
from theme_builder.sheets.printing import Paper
from theme_builder.sheets.proof import Proof, print_proof


def picture(width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (width, height), 200).save(stream, "PNG")
    return stream.getvalue()


def test_a_proof_has_every_page_of_the_boleta_and_says_of_which_source_it_is(tmp_path: Path) -> None:
    digest = "0123456789abcdef" * 4
    boxes = [("PAN", "voto por el partido PAN"), ("<b>", "un voto")]
    proof = Proof("Gubernatura", "Proyecto de prueba", 7, digest, boxes, ["Partido Uno", "Por el instituto"])
    made = print_proof(examples.theme(), Paper.CARTA, proof, [picture(1280, 800)] * 2, picture(384, 500))
    path = tmp_path / "prueba.pdf"
    path.write_bytes(made.pdf)
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    joined = "".join(text.split())
    for words in ("Gubernatura", "Proyectodeprueba·Cambio7", digest, "votoporelpartidoPAN", "<b>", "PartidoUno"):
        assert words in joined, words
    listed = subprocess.run(["pdfimages", "-list", path], capture_output=True, text=True, check=True).stdout
    assert len(listed.strip().splitlines()) == 2 + 3
