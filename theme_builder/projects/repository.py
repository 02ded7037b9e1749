"""Every query on the projects' database. It must not decide what a change means, nor commit."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session

from theme_builder.projects.tables import BlobRow, ChangeRow, DocumentRow, OriginalRow, ProjectRow


def projects(session: Session) -> Sequence[ProjectRow]:
    """Every project, the newest first."""
    return session.scalars(select(ProjectRow).order_by(ProjectRow.id.desc())).all()


def project(session: Session, number: int) -> ProjectRow | None:
    """One project."""
    return session.get(ProjectRow, number)


def documents(session: Session, number: int) -> Sequence[DocumentRow]:
    """Every document of a project, by name."""
    found = select(DocumentRow).where(DocumentRow.project == number).order_by(DocumentRow.name)
    return session.scalars(found).all()


def changes(session: Session, number: int, after: int = 0) -> Sequence[ChangeRow]:
    """Changes of a project later than ``after``, the last first."""
    found = select(ChangeRow).where(ChangeRow.project == number, ChangeRow.number > after)
    return session.scalars(found.order_by(ChangeRow.number.desc())).all()


def change(session: Session, number: int, which: int) -> ChangeRow | None:
    """One change."""
    return session.get(ChangeRow, (number, which))


def last_change(session: Session, number: int) -> ChangeRow | None:
    """The last change of a project."""
    found = select(ChangeRow).where(ChangeRow.project == number).order_by(ChangeRow.number.desc()).limit(1)
    return session.scalar(found)


def keep(session: Session, sha256: str, data: bytes) -> None:
    """Keep bytes by their hash, once."""
    if not session.scalar(select(exists().where(BlobRow.sha256 == sha256))):
        session.add(BlobRow(sha256=sha256, data=data))
        session.flush()


def keep_files(session: Session, paths: Mapping[str, Path]) -> None:
    """Keep what files hold, those of them that are not kept yet, by their hashes."""
    known = set(session.scalars(select(BlobRow.sha256).where(BlobRow.sha256.in_(tuple(paths)))))
    rows = [{"sha256": sha256, "data": path.read_bytes()} for sha256, path in paths.items() if sha256 not in known]
    if rows:
        session.execute(insert(BlobRow), rows)


def kept(session: Session, hashes: Iterable[str]) -> dict[str, bytes]:
    """The bytes of those hashes that are kept."""
    found = select(BlobRow).where(BlobRow.sha256.in_(tuple(hashes)))
    return {row.sha256: row.data for row in session.scalars(found)}


def originals(session: Session, number: int) -> dict[tuple[str, str], str]:
    """The hash of the text from which a document was read, by its name and what it said."""
    found = select(OriginalRow).where(OriginalRow.project == number)
    return {(row.name, row.digest): row.sha256 for row in session.scalars(found)}
