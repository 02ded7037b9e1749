"""Every query on versions. It must not decide what a step means, nor commit."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from shared.crypto.hashing import sha256_hex
from theme_builder.projects.repository import keep, kept
from theme_builder.versions.tables import RootRow, VersionFileRow, VersionRow, VersionStepRow


def versions(session: Session, project: int) -> Sequence[VersionRow]:
    """Every version of a project, the last first."""
    found = select(VersionRow).where(VersionRow.project == project).order_by(VersionRow.number.desc())
    return session.scalars(found).all()


def steps(session: Session, project: int) -> Sequence[VersionStepRow]:
    """Every step of every version of a project, in the order in which they were taken."""
    found = select(VersionStepRow).where(VersionStepRow.project == project)
    return session.scalars(found.order_by(VersionStepRow.version, VersionStepRow.place)).all()


def holder_of(session: Session, key: str) -> str:
    """Who signed with a key before, in any project; "" for nobody."""
    found = select(VersionStepRow.person).where(VersionStepRow.key == key).limit(1)
    return session.scalar(found) or ""


def add_files(session: Session, project: int, version: int, files: Mapping[str, bytes]) -> None:
    """Keep files of a version by their names."""
    for name, data in files.items():
        sha256 = sha256_hex(data)
        keep(session, sha256, data)
        session.add(VersionFileRow(project=project, version=version, name=name, sha256=sha256))


def add_kept(session: Session, project: int, version: int, hashes: Mapping[str, str]) -> None:
    """Files of a version whose bytes are kept already, as hashes by name."""
    of = {"project": project, "version": version}
    rows = [{**of, "name": name, "sha256": sha256} for name, sha256 in hashes.items()]
    if rows:
        session.execute(insert(VersionFileRow), rows)


def hashes(session: Session, project: int, version: int) -> dict[str, str]:
    """The hash of each file of a version by its name, sorted."""
    found = select(VersionFileRow).where(VersionFileRow.project == project, VersionFileRow.version == version)
    return {row.name: row.sha256 for row in session.scalars(found.order_by(VersionFileRow.name))}


def files(session: Session, project: int, version: int, prefix: str = "") -> dict[str, bytes]:
    """The files of a version whose names begin so, by their names, sorted."""
    named = {name: sha256 for name, sha256 in hashes(session, project, version).items() if name.startswith(prefix)}
    data = kept(session, set(named.values()))
    return {name: data[sha256] for name, sha256 in named.items()}


def themes(session: Session, project: int) -> dict[int, int]:
    """How many themes each version of a project has."""
    found = select(VersionFileRow.version, func.count()).where(
        VersionFileRow.project == project, VersionFileRow.name.like("targets/temas/%/theme.json")
    )
    return {row[0]: row[1] for row in session.execute(found.group_by(VersionFileRow.version))}


def roots(session: Session) -> Sequence[RootRow]:
    """The roots of signatures, oldest first."""
    return session.scalars(select(RootRow).order_by(RootRow.number)).all()


def root_texts(session: Session) -> tuple[bytes, ...]:
    """Their bytes."""
    rows = roots(session)
    data = kept(session, {row.sha256 for row in rows})
    return tuple(data[row.sha256] for row in rows)
