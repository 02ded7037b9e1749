"""What the doors of the institute's lists answer to programs. It must not decide."""

from collections.abc import Iterable
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from server.catalog import textos
from server.catalog.faults import Fault, Faults
from server.catalog.marco import Record
from server.catalog.rules import Refused
from server.catalog.schemas_marco import Carga, Examen, Size
from server.http.errors import PeticionInvalida

MAX_LISTED: Final = 200
REFUSALS: Final = {
    Refused.STATE: ("S641", "the delivered file is in another state"),
    Refused.FAULTS: ("S642", "the file has faults"),
    Refused.REMOVED: ("S643", "that is not how many rows the file removes"),
    Refused.NOTHING: ("S644", "the file says what the list says"),
    Refused.SAME_PERSON: ("S645", "somebody else must sign"),
    Refused.HASH: ("S646", "that is not the hash of this file"),
    Refused.MOVED: ("S647", "the list changed since it was reviewed"),
    Refused.REASON: ("S648", "a reason is missing, or too long"),
}


class FaultSchema(BaseModel):
    """One thing to mend: ``line`` 0 is the file as a whole; ``text`` says what is wrong and ``do`` what to do."""

    line: int = Field(examples=[14])
    field: str = Field(examples=["seccion"])
    value: str = Field(examples=["00X4"])
    code: str = Field(examples=["S709"])
    text: str
    do: str


class FaultsSchema(BaseModel):
    """Faults: the first of them, and how many there are in all."""

    total: int
    kept: list[FaultSchema]


class ChangeSchema(BaseModel):
    """One field of one row that would be another."""

    key: int | str = Field(examples=["140024B0100"])
    field: str = Field(examples=["domicilio"])
    before: int | str
    after: int | str


class SizeSchema(BaseModel):
    """Rows of a list and the sum of its figure (lista nominal; 0 for the others)."""

    rows: int
    total: int


class ExamenSchema(BaseModel):
    """What a file would do to its list; the first rows of each kind, and how many there are."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "faults": {"total": 0, "kept": []},
                    "notices": {"total": 0, "kept": []},
                    "before": {"rows": 9012, "total": 5890023},
                    "after": {"rows": 9013, "total": 5890635},
                    "added_total": 1,
                    "changed_total": 0,
                    "removed_total": 0,
                    "same": 9012,
                    "added": [{"clave": "140024B0100", "lista_nominal": 612}],
                    "changed": [],
                    "removed": [],
                }
            ]
        }
    )

    faults: FaultsSchema
    notices: FaultsSchema
    before: SizeSchema
    after: SizeSchema
    added_total: int = 0
    changed_total: int = 0
    removed_total: int = 0
    same: int = 0
    added: list[dict[str, int | str]] = []
    changed: list[ChangeSchema] = []
    removed: list[dict[str, int | str]] = []


class PaginaSchema(BaseModel):
    """A page of a list: fifty rows by key, and the size of all that was asked for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"size": {"rows": 1, "total": 612}, "rows": [{"clave": "140024B0100", "lista_nominal": 612}]}]
        }
    )

    size: SizeSchema
    rows: list[dict[str, int | str | None]]


class ReviewSchema(BaseModel):
    """That the differences were seen: ``removed`` is how many rows they remove, as the person counted them."""

    removed: int = Field(ge=0, le=1_000_000, examples=[0])


class SignSchema(BaseModel):
    """The file's SHA-256, or twelve or more of its first digits, from where the file came with."""

    sha256: str = Field(max_length=100, examples=["9f86d081884c"])


class RejectSchema(BaseModel):
    """Why a file is put away."""

    reason: str = Field(max_length=1000)


def carga(found: Carga | Refused) -> Carga:
    """A delivery as programs get it; raises the refusal of a step that was not taken."""
    if isinstance(found, Refused):
        raise PeticionInvalida(*REFUSALS[found])
    return found


def pagina(rows: Iterable[Record], size: Size) -> PaginaSchema:
    """A page of a list as programs get it."""
    return PaginaSchema(size=_size(size), rows=[dict(row) for row in rows])


def examen(found: Examen) -> ExamenSchema:
    """An examination as programs get it."""
    made = ExamenSchema(
        faults=_faults(found.faults),
        notices=_faults(found.notices),
        before=_size(found.before),
        after=_size(found.after),
    )
    if found.changes is None:
        return made
    changes = found.changes
    changed = [
        ChangeSchema(key=each.key, field=each.field, before=each.before, after=each.after)
        for each in changes.changed[:MAX_LISTED]
    ]
    return made.model_copy(
        update={
            "added_total": len(changes.added),
            "changed_total": changes.changed_rows,
            "removed_total": len(changes.removed),
            "same": changes.same,
            "added": [dict(row) for row in changes.added[:MAX_LISTED]],
            "changed": changed,
            "removed": [dict(row) for row in changes.removed[:MAX_LISTED]],
        }
    )


def _faults(found: Faults) -> FaultsSchema:
    return FaultsSchema(total=found.total, kept=[_fault(each) for each in found.kept])


def _fault(found: Fault) -> FaultSchema:
    text, do = textos.fault(found)
    return FaultSchema(line=found.line, field=found.field, value=found.value, code=found.code, text=text, do=do)


def _size(found: Size) -> SizeSchema:
    return SizeSchema(rows=found.rows, total=found.total)
