"""Versions: frozen when they are sent, approved, signed, published, returned, withdrawn. The one that writes them.

It must not keep a key, nor change a byte of what was sent: every step only adds.
"""

from dataclasses import dataclass
from datetime import UTC
from itertools import groupby
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from shared.crypto.errors import ThemeRepositoryInvalid
from shared.crypto.tuf_keys import ThemeSigner
from shared.crypto.tuf_repo import ThemeKey, create_targets, expiry_of, sign_targets
from shared.crypto.tuf_roots import RootFacts, follow, join_signatures, signers_of
from shared.formats.lote_v1 import Lote as LoteTemas
from theme_builder.finding import Finding
from theme_builder.joining import join_lote
from theme_builder.projects import repository as projects_repository
from theme_builder.projects.database import reading, writing
from theme_builder.projects.documents import PERSONAS, ProyectoInvalido
from theme_builder.projects.judging import judged
from theme_builder.projects.lotes import Lote
from theme_builder.projects.review import built
from theme_builder.projects.service import Clock, Projects
from theme_builder.reasons import blocking
from theme_builder.sticks import lote_in
from theme_builder.versions import repository
from theme_builder.versions.answers import Blocked, Root, Version, version_of
from theme_builder.versions.freezing import Frozen, frozen_lote, frozen_theme
from theme_builder.versions.publishing import assembled, check_published, signed_part
from theme_builder.versions.rules import ENDED, Estado, Paso, Refused, confirms, decide, name_key, reason_of
from theme_builder.versions.stored import StoredFiles
from theme_builder.versions.tables import RootRow, VersionRow, VersionStepRow
from theme_builder.workspace import SIGNING, TARGETS

UNSIGNED: Final = f"{SIGNING}.0"


@dataclass(frozen=True, slots=True)
class Seen:
    """Who asks and what they had before the eyes: the number of the project's last change."""

    person: str
    read: int


class Versions:
    """The versions of the projects of one database."""

    def __init__(self, engine: Engine, projects: Projects, clock: Clock) -> None:
        self._engine = engine
        self._projects = projects
        self._clock = clock

    def listed(self, project: int) -> tuple[Version, ...]:
        """Every version of a project, the last first."""
        with reading(self._engine) as session:
            return _versions(session, project)

    def one(self, project: int, number: int) -> Version:
        """One version; raises ``ProyectoInvalido`` T609 where there is none."""
        with reading(self._engine) as session:
            return _version(session, project, number)

    def files(self, project: int, number: int) -> StoredFiles:
        """Its files: as a folder to sign (``targets/``, ``targets.json``), and ``metadata/`` once it is published."""
        with reading(self._engine) as session:
            _version(session, project, number)
            found = repository.hashes(session, project, number)
        signing = max(name for name in found if name.startswith(SIGNING))
        kept = {name: sha256 for name, sha256 in found.items() if not name.startswith(SIGNING)}
        return StoredFiles(self._engine, kept | {SIGNING: found[signing]})

    def send(self, project: int, seen: Seen, publication: int = 0) -> Version | Refused | Blocked:
        """Freeze the project as its sender saw it; 0 asks for the publication after the last one."""
        early = self._early(project, seen)
        if early is not None:
            return early
        package, findings = built(self._projects.exported(project))
        findings = findings or self._untold(project)
        if package is None or findings:
            return Blocked(findings)
        return self._sent(project, seen, publication, frozen_theme(package))

    def send_lote(self, project: int, seen: Seen, lote: Lote, publication: int = 0) -> Version | Refused | Blocked:
        """Freeze every theme of the project, which ``lote`` has as its sender saw it, as one version.

        Raises ``TemaInvalido`` as `joining.join_lote`, and ``ProyectoInvalido`` T697 for a file that is another one.
        """
        early = self._early(project, seen)
        if early is not None:
            return early
        if lote.number != seen.read or lote.running or not lote.progress.is_whole:
            return Refused.NOT_BUILT
        findings = self._untold(project)
        if findings:
            return Blocked(findings)
        frozen = frozen_lote(join_lote(lote.folder))
        for batch in frozen.batches():
            with writing(self._engine) as session:
                projects_repository.keep_files(session, batch)
        return self._sent(project, seen, publication, frozen)

    def _early(self, project: int, seen: Seen) -> Refused | None:
        """What keeps a project from being sent, asked before anything is built."""
        opened = self._projects.opened(project)
        if opened.number != seen.read:
            return Refused.MOVED
        return None if PERSONAS in opened.state else Refused.PEOPLE

    def _sent(self, project: int, seen: Seen, publication: int, frozen: Frozen) -> Version | Refused:
        with writing(self._engine) as session:
            before = _versions(session, project)
            last = max((each.publication for each in before), default=0)
            refused = _unsendable(session, project, seen, before)
            if refused is None and publication and not last < publication < 2**31:
                refused = Refused.NUMBER
            if refused is not None:
                return refused
            self._freeze(session, project, frozen, publication or last + 1, seen)
            return _version(session, project, len(before) + 1)

    def lote(self, project: int, number: int) -> LoteTemas | None:
        """The list of all its themes; None for a version of one theme."""
        return lote_in(self.files(project, number))

    def _untold(self, project: int) -> tuple[Finding, ...]:
        """What only the history and the whole project tell, such as a translation that its Spanish left behind."""
        told = judged(self._projects, project)
        return blocking(told.findings, told.reasons)

    def take(self, project: int, number: int, paso: Paso, person: str, words: str = "") -> Version | Refused:
        """Approve, return or withdraw a version; ``words`` say why where a step asks it."""
        with writing(self._engine) as session:
            version = _version(session, project, number)
            state = decide(version.state, paso, person, version.hands(paso))
            reason = reason_of(paso, words)
            if isinstance(state, Refused):
                return state
            if isinstance(reason, Refused):
                return reason
            self._step(session, (project, number), (paso, state), person, reason=reason)
            return _version(session, project, number)

    def sign(self, project: int, number: int, person: str, key: ThemeSigner, typed: str) -> Version | Refused:
        """Add a person's signature by their key; ``typed`` is the short code that they read on paper."""
        with reading(self._engine) as session:
            version = _version(session, project, number)
            waiting = repository.files(session, project, number, SIGNING)
            roots = repository.root_texts(session)
        if not roots:
            return Refused.NO_ROOT
        id_ = key.public.key_id
        if id_ in {each.key for each in version.signed}:
            return Refused.SAME_KEY
        if id_ not in follow(roots).signers:
            return Refused.NOT_A_SIGNER
        return self.bring_signature(project, number, person, sign_targets(waiting[max(waiting)], key), typed)

    def bring_signature(self, project: int, number: int, person: str, signed: bytes, typed: str) -> Version | Refused:
        """Add the signature that a person made elsewhere, in a ``targets.json`` of the same files.

        Raises ``ThemeRepositoryInvalid``: K605 other files; K608 too large; K609 unreadable.
        """
        with writing(self._engine) as session:
            version = _version(session, project, number)
            paso = Paso.FIRMAR_OTRA if version.signed else Paso.FIRMAR
            state = decide(version.state, paso, person, version.hands(paso))
            if isinstance(state, Refused):
                return state
            if not confirms(version.code, typed):
                return Refused.CODE
            joined = self._joined(session, project, version, signed)
            if isinstance(joined, Refused):
                return joined
            text, key = joined
            holder = repository.holder_of(session, key)
            if holder and name_key(holder) != name_key(person):
                return Refused.KEY_OF_ANOTHER
            repository.add_files(session, project, number, {f"{SIGNING}.{len(version.signed) + 1}": text})
            self._step(session, (project, number), (paso, state), person, key=key)
            return _version(session, project, number)

    def publish(self, project: int, number: int, person: str, online: tuple[ThemeKey, ThemeKey]) -> Version | Refused:
        """Make the repository with the keys of snapshot and hour, and verify it as an urna would.

        Raises ``ThemeRepositoryInvalid``: K602 keys that the root does not name.
        """
        stored = self.files(project, number)
        with writing(self._engine) as session:
            version = _version(session, project, number)
            state = decide(version.state, Paso.PUBLICAR, person, ())
            if isinstance(state, Refused):
                return state
            roots = repository.root_texts(session)
            metadata = assembled(stored, roots, online)
            check_published({**metadata, **signed_part(stored)}, roots[0])
            repository.add_files(session, project, number, metadata)
            self._step(session, (project, number), (Paso.PUBLICAR, state), person)
            return _version(session, project, number)

    def roots(self) -> tuple[Root, ...]:
        """The roots of signatures, oldest first."""
        with reading(self._engine) as session:
            return tuple(Root(row.number, row.sha256, row.person, row.moment) for row in repository.roots(session))

    def root_facts(self) -> RootFacts | None:
        """What the root in force says; None before the first."""
        with reading(self._engine) as session:
            texts = repository.root_texts(session)
        return follow(texts) if texts else None

    def root_texts(self) -> tuple[bytes, ...]:
        """The roots as they were brought, oldest first."""
        with reading(self._engine) as session:
            return repository.root_texts(session)

    def bring_root(self, data: bytes, person: str) -> RootFacts:
        """Take the next root of signatures; the first one is believed, so people compare its hash with paper.

        Raises ``ThemeRepositoryInvalid`` as `shared.crypto.tuf_roots.follow`.
        """
        with writing(self._engine) as session:
            facts = follow((*repository.root_texts(session), data))
            if facts.version != len(repository.roots(session)) + 1:
                raise ThemeRepositoryInvalid("K603", f"root {facts.version} cannot be the first")
            sha256 = facts.fingerprint
            projects_repository.keep(session, sha256, data)
            session.add(RootRow(number=facts.version, sha256=sha256, person=person, moment=self._moment()))
            return facts

    def _freeze(self, session: Session, project: int, frozen: Frozen, publication: int, seen: Seen) -> None:
        number = len(repository.versions(session, project)) + 1
        last = projects_repository.last_change(session, project)
        row = {"publication": publication, "sha256": frozen.sha256, "code": frozen.code}
        author = last.author if last else seen.person
        session.add(VersionRow(project=project, number=number, change=seen.read, author=author, **row))
        session.flush()
        unsigned = create_targets(frozen.signed, version=publication, expires=expiry_of(frozen.jornada))
        files = {f"{TARGETS}/{name}": data for name, data in frozen.signed.items()}
        repository.add_files(session, project, number, files | {UNSIGNED: unsigned})
        repository.add_kept(session, project, number, frozen.piece_hashes())
        self._step(session, (project, number), (Paso.ENVIAR, Estado.EN_REVISION), seen.person)

    def _joined(self, session: Session, project: int, version: Version, signed: bytes) -> tuple[bytes, str] | Refused:
        """What is signed with the one signature more that ``signed`` brings, and the id of its key."""
        roots = repository.root_texts(session)
        if not roots:
            return Refused.NO_ROOT
        signing = f"{SIGNING}.{len(version.signed)}"
        waiting = repository.files(session, project, version.number, signing)[signing]
        text, new = join_signatures(waiting, signed, follow(roots).signers)
        if len(new) != 1 or new[0] not in signers_of(roots[-1], text):
            return Refused.NO_SIGNATURE
        return text, new[0]

    def _step(  # noqa: PLR0913 - what a step is: of what, which, whose, and what it says
        self,
        session: Session,
        version: tuple[int, int],
        step: tuple[Paso, Estado],
        person: str,
        *,
        reason: str = "",
        key: str = "",
    ) -> None:
        project, number = version
        place = sum(row.version == number for row in repository.steps(session, project)) + 1
        paso, state = step
        said = {"step": paso.value, "state": state.value, "person": person, "reason": reason, "key": key}
        session.add(VersionStepRow(project=project, version=number, place=place, moment=self._moment(), **said))
        session.flush()

    def _moment(self) -> str:
        return f"{self._clock().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _versions(session: Session, project: int) -> tuple[Version, ...]:
    if projects_repository.project(session, project) is None:
        raise ProyectoInvalido("T609", f"no project {project}")
    themes = repository.themes(session, project)
    taken = {key: list(rows) for key, rows in groupby(repository.steps(session, project), lambda row: row.version)}
    rows = repository.versions(session, project)
    return tuple(version_of(row, taken[row.number], themes[row.number]) for row in rows)


def _version(session: Session, project: int, number: int) -> Version:
    for each in _versions(session, project):
        if each.number == number:
            return each
    raise ProyectoInvalido("T609", f"no version {number}")


def _unsendable(session: Session, project: int, seen: Seen, before: tuple[Version, ...]) -> Refused | None:
    row = projects_repository.project(session, project)
    if row is None or row.head != seen.read:
        return Refused.MOVED
    return Refused.IN_HAND if any(each.state not in ENDED for each in before) else None
