"""The tables of versions: what was frozen, every step, and the roots of signatures. Nothing here is ever altered.

It must not query.
"""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from theme_builder.projects.tables import Base

_VERSION = ("version.project", "version.number")


class VersionRow(Base):
    """What was sent: the last change in it and whose it was, its number as a publication, its hash and short code."""

    __tablename__ = "version"
    project: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[int]
    author: Mapped[str] = mapped_column(String(120))
    publication: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(20))


class VersionFileRow(Base):
    """One file of a version: of the theme, of what is signed, of what was published; its bytes are a blob."""

    __tablename__ = "version_file"
    __table_args__ = (
        ForeignKeyConstraint(["project", "version"], _VERSION, name="fk_version_file_version"),
        ForeignKeyConstraint(["sha256"], ["blob.sha256"]),
    )
    project: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(240), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))


class VersionStepRow(Base):
    """One step: whose, when (``...Z``), what for, and for a signature the id of its key."""

    __tablename__ = "version_step"
    __table_args__ = (ForeignKeyConstraint(["project", "version"], _VERSION, name="fk_version_step_version"),)
    project: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    person: Mapped[str] = mapped_column(String(120))
    moment: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(400))
    key: Mapped[str] = mapped_column(String(64))


class RootRow(Base):
    """A root of signatures, by its number: who brought it and when."""

    __tablename__ = "root"
    __table_args__ = (ForeignKeyConstraint(["sha256"], ["blob.sha256"]),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(String(64))
    person: Mapped[str] = mapped_column(String(120))
    moment: Mapped[str] = mapped_column(String(20))
