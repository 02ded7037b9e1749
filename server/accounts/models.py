"""Tables of accounts. They hold no password, token or seed in the clear; whoever left is suspended, never deleted."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db.base import LARGE, Base


class PersonRow(Base):
    """One person: ``status`` is a value of ``Standing``; ``seed`` is locked under the vault; empty means none yet."""

    __tablename__ = "accounts_person"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    usuario: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(12), index=True)
    password: Mapped[str] = mapped_column(String(200))
    seed: Mapped[str] = mapped_column(String(200))
    last_step: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(80))


class GrantRow(Base):
    """One role over a territory; ``holder`` is a person or a machine."""

    __tablename__ = "accounts_grant"

    holder: Mapped[str] = mapped_column(String(32), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    level: Mapped[str] = mapped_column(String(12), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class SessionRow(Base):
    """One session, by the mark of its token; ``closed_at`` says that it ended before its time."""

    __tablename__ = "accounts_session"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    idle_s: Mapped[int]
    factors: Mapped[int]
    address: Mapped[str] = mapped_column(String(80))
    agent: Mapped[str] = mapped_column(String(200))
    closed_at: Mapped[datetime | None]


class LinkRow(Base):
    """An address that opens an account once: ``kind`` is a value of ``LinkKind``."""

    __tablename__ = "accounts_link"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class MachineRow(Base):
    """A program of another system that reads by itself, by the mark of its token."""

    __tablename__ = "accounts_machine"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    mark: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class TriesRow(Base):
    """Failed tries of one account or address, and until when it must wait."""

    __tablename__ = "accounts_tries"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
    until: Mapped[datetime]


class PasskeyRow(Base):
    """The public half of one passkey; ``id`` is the SHA-256 of its credential, ``uses`` what its device counts."""

    __tablename__ = "accounts_passkey"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    credential: Mapped[bytes] = mapped_column(LargeBinary)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    uses: Mapped[int] = mapped_column(LARGE)
    name: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ChallengeRow(Base):
    """A challenge that was answered: until its end it must not be answered again."""

    __tablename__ = "accounts_challenge"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    ends_at: Mapped[datetime]


class DeviceRow(Base):
    """A browser in which a person entered with two factors: others' failures do not make it wait."""

    __tablename__ = "accounts_device"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    ends_at: Mapped[datetime]
