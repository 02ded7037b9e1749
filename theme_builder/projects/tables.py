"""The tables of the projects' database. It must not query.

Versions of the schema are in `theme_builder/migrations`.
"""

from typing import Final

from sqlalchemy import ForeignKey, ForeignKeyConstraint, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING: Final = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every table here."""

    metadata = MetaData(naming_convention=NAMING)


class ProjectRow(Base):
    """A project: its name for people, and the number of its last change."""

    __tablename__ = "project"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    head: Mapped[int]


class DocumentRow(Base):
    """What a document says now, as JSON; ``number`` is the change that made it say so."""

    __tablename__ = "document"
    project: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    number: Mapped[int]


class ChangeRow(Base):
    """A change, which nothing alters: who, when (``...Z``), what for people, and its places as JSON.

    ``read`` is the change that its author had before the eyes; ``undoes`` the one that it takes back, or 0.
    """

    __tablename__ = "change"
    project: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped[str] = mapped_column(String(120))
    moment: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(200))
    read: Mapped[int]
    undoes: Mapped[int]
    ops: Mapped[str] = mapped_column(Text)


class BlobRow(Base):
    """Bytes by their hash: pictures, sounds, and files as they were imported."""

    __tablename__ = "blob"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class OriginalRow(Base):
    """The text from which a document was read, for as long as the document says (``digest``) the same."""

    __tablename__ = "original"
    __table_args__ = (ForeignKeyConstraint(["sha256"], ["blob.sha256"]),)
    project: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
