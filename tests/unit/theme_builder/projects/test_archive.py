"""A source as one ZIP: read within bounds, refused with a code, the same bytes for the same files."""

import io
import tracemalloc
import zipfile

import pytest

from theme_builder.projects.archive import read_archive, write_archive
from theme_builder.projects.documents import MAX_DOCUMENT_BYTES, ProyectoInvalido
from theme_builder.projects.service import MAX_FILES

FILES = {"tema.toml": b"a = 1\n", "boletas/x.toml": b"b = 2\n"}


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return stream.getvalue()


def test_a_source_comes_back_from_its_archive_and_has_one() -> None:
    assert read_archive(write_archive(FILES)) == (FILES, ())
    assert write_archive(FILES) == write_archive(dict(reversed(FILES.items())))


def test_the_source_is_where_its_tema_stands_and_nothing_else_is_taken() -> None:
    members = {f"carpeta/{name}": data for name, data in FILES.items()}
    stray = {"otra/boletas/y.toml": b"", "carpeta/../../etc/passwd": b"", "carpeta/.DS_Store": b"", "/tema.toml2": b""}
    assert read_archive(zipped({**members, **stray})) == (FILES, tuple(stray))


def test_a9_a_bomb_is_read_no_further_than_a_document_may_be() -> None:
    bomb = zipped({**FILES, "casillas.csv": bytes(8 * MAX_DOCUMENT_BYTES)})
    assert len(bomb) < 100_000
    tracemalloc.start()
    try:
        with pytest.raises(ProyectoInvalido, match="T601"):
            read_archive(bomb)
        assert tracemalloc.get_traced_memory()[1] < 4 * MAX_DOCUMENT_BYTES
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "T611"),
        (b"PK\5\6" + bytes(18), "T611"),
        (zipped({"a.toml": b""}), "T611"),
        (write_archive(FILES)[:-30], "T611"),
        (write_archive(FILES).replace(b"tema.toml", b"tema.tomk", 1), "T611"),
        (zipped({"tema.toml": b"", **{f"boletas/{n}.toml": b"" for n in range(MAX_FILES)}}), "T607"),
    ],
)
def test_what_is_no_source_is_refused_with_a_code(data: bytes, code: str) -> None:
    with pytest.raises(ProyectoInvalido) as refused:
        read_archive(data)
    assert refused.value.code == code
