"""Tables of what urnas delivered: stores, bundles, their bytes, and what was refused. Nothing here is ever deleted."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db.base import LARGE, Base


class StoreRow(Base):
    """One vote store as the server sees it: ``status`` is a value of ``Status``, ``reasons`` canonical JSON.

    ``sustitucion`` and ``beside``: the acta de sustitucion and the other store of ``Beside``, or empty. ``chosen``: the
    bundle (SHA-256) that people chose among several; empty where nobody had to.
    """

    __tablename__ = "ingest_store"
    __table_args__ = (UniqueConstraint("election", "store_id"),)

    store_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    election: Mapped[str] = mapped_column(String(40))
    clave: Mapped[str] = mapped_column(String(11), index=True)
    urna: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(12), index=True)
    reasons: Mapped[str] = mapped_column(Text)
    sealed_sha256: Mapped[str] = mapped_column(String(64))
    sealed_size: Mapped[int] = mapped_column(LARGE)
    sealed_records: Mapped[int]
    sustitucion: Mapped[str] = mapped_column(String(64))
    beside: Mapped[str] = mapped_column(String(32))
    chosen: Mapped[str] = mapped_column(String(64))


class BundleRow(Base):
    """One public bundle that passed every check, by its SHA-256; a store with two of them is en revision."""

    __tablename__ = "ingest_bundle"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("ingest_store.store_id"), index=True)
    received_at: Mapped[datetime]
    origin: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]


class BodyRow(Base):
    """The bytes of a bundle, in the same transaction as its row: one flush makes both durable."""

    __tablename__ = "ingest_body"

    sha256: Mapped[str] = mapped_column(ForeignKey("ingest_bundle.sha256"), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class RefusedRow(Base):
    """Bytes that were refused, by their SHA-256: the code, how often they came, and whether they were kept."""

    __tablename__ = "ingest_refused"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(8))
    detail: Mapped[str] = mapped_column(String(300))
    origin: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    times: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    kept: Mapped[bool]


class PaperRow(Base):
    """An acta on paper that was read, by its ``paper_code``: all its copies are one.

    ``body`` is its QR as text and ``certificates`` the PEM that proved it, so that anybody can prove it again.
    ``differs``: a bundle of its store was found to say something else.
    """

    __tablename__ = "ingest_paper"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(32), index=True)
    clave: Mapped[str] = mapped_column(String(11), index=True)
    urna: Mapped[str] = mapped_column(String(40))
    received_at: Mapped[datetime] = mapped_column(index=True)
    origin: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    certificates: Mapped[str] = mapped_column(Text)
    differs: Mapped[bool]
