"""Somebody who has every online key and one of the two of themes, and signs whatever they like, on demand.

They cannot bring a theme of theirs, an older one, a mixture of two, or a root; what they can do, hold back what is new
until it expires, is stated. Changing keys ends it, and urnas follow by themselves.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, Timestamp

from shared.crypto.errors import ThemeRepositoryInvalid
from shared.crypto.tuf_client import RepositoryClient
from shared.crypto.tuf_repo import (
    RepositoryKeys,
    RepositoryPublicKeys,
    ThemeKey,
    VerifiedTargets,
    assemble_repository,
    create_root,
    create_targets,
    sign_targets,
)

DAY = datetime(2018, 6, 20, tzinfo=UTC)
EXPIRES = DAY + timedelta(days=71)
FAR = DAY + timedelta(days=4000)
ANA, BETO, CARLA = (ThemeKey.generate() for _ in range(3))
KEYS = RepositoryKeys.generate()
ONLINE = (KEYS.snapshot, KEYS.timestamp)
STOLEN = ANA
NAME = "temas/jal/theme.json"
OLD, NEW, FORGED = ({NAME: data} for data in (b'{"version":1}', b'{"version":2}', b'{"version":9}'))
Files = dict[str, bytes]


def holders(*signers: ThemeKey, online: tuple[ThemeKey, ThemeKey] = ONLINE) -> RepositoryPublicKeys:
    return RepositoryPublicKeys(
        KEYS.public.root, tuple(key.public for key in signers), online[0].public, online[1].public
    )


ROOT = create_root(holders(ANA, BETO), KEYS.root, FAR)
NEW_ONLINE = (ThemeKey.generate(), ThemeKey.generate())
SECOND = create_root(holders(BETO, CARLA), KEYS.root, FAR, previous=ROOT)
"""After the theft: Ana's key is out, Carla's is in; online keys are the same."""
THIRD = create_root(holders(BETO, CARLA, online=NEW_ONLINE), KEYS.root, FAR, previous=SECOND)


def published(
    theme: Mapping[str, bytes],
    version: int,
    signers: tuple[ThemeKey, ...] = (ANA, BETO),
    roots: tuple[bytes, ...] = (ROOT,),
    online: tuple[ThemeKey, ThemeKey] = ONLINE,
) -> Files:
    """What the institute publishes."""
    signed = create_targets(theme, version=version, expires=EXPIRES)
    for key in signers:
        signed = sign_targets(signed, key)
    return assemble_repository(theme, signed, roots, online, EXPIRES)


V1, V2 = published(OLD, 1), published(NEW, 2)


def resigned(files: Files, version: int, targets: int, expires: datetime = FAR) -> Files:
    """``files`` with snapshot and timestamp that the adversary signs, of any number, for targets of any number."""
    meta = {"targets.json": MetaFile(version=targets)}
    snapshot = Metadata(Snapshot(version=version, expires=expires, meta=meta))
    timestamp = Metadata(Timestamp(version=version, expires=expires, snapshot_meta=MetaFile(version=version)))
    snapshot.sign(KEYS.snapshot.signer())
    timestamp.sign(KEYS.timestamp.signer())
    made = {f"metadata/{version}.snapshot.json": snapshot.to_bytes(), "metadata/timestamp.json": timestamp.to_bytes()}
    return files | made


class Urna:
    """What an urna remembers between sticks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.trusted: Mapping[str, bytes] = {"root.json": ROOT}

    def sees(self, files: Files, at: datetime = DAY) -> VerifiedTargets:
        stick = self._folder / str(len(list(self._folder.iterdir())))
        for name, data in files.items():
            path = stick / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        found = RepositoryClient().verify(stick, self.trusted, at)
        self.trusted = found.trusted
        return found

    def refuses(self, files: Files, at: datetime = DAY) -> str:
        before = self.trusted
        with pytest.raises(ThemeRepositoryInvalid) as refused:
            self.sees(files, at)
        assert self.trusted is before
        return refused.value.code


@pytest.fixture
def urna(tmp_path: Path) -> Urna:
    return Urna(tmp_path)


def test_a10_a_theme_of_one_signer_and_every_online_key_is_refused(urna: Urna) -> None:
    signed = create_targets(FORGED, version=9, expires=FAR)
    for key in (STOLEN, *ONLINE, ThemeKey.generate()):
        signed = sign_targets(signed, key)
    forged = V2 | {"metadata/9.targets.json": signed, f"targets/{NAME}": FORGED[NAME]}
    assert urna.refuses(resigned(forged, 9, 9)) == "K602"
    urna.sees(V2)
    assert urna.refuses(resigned(forged, 9, 9)) == "K602"


def test_a10_an_older_theme_is_refused_however_freshly_it_is_presented(urna: Urna) -> None:
    urna.sees(V1)
    urna.sees(V2)
    assert urna.refuses(V1) == "K603"
    assert urna.refuses(resigned(V1, 7, 1)) == "K603", "a fresh snapshot that goes back"
    renamed = V1 | {"metadata/3.targets.json": V1["metadata/1.targets.json"]}
    assert urna.refuses(resigned(renamed, 8, 3)) == "K603", "old targets under a new name"
    assert urna.sees(V2).targets == NEW


def test_a10_parts_of_two_publications_are_never_one(urna: Urna) -> None:
    assert urna.refuses(V2 | {f"targets/{NAME}": OLD[NAME]}) == "K605"
    assert urna.refuses(V2 | {"metadata/2.targets.json": V1["metadata/1.targets.json"]}) == "K603"
    assert urna.refuses(V2 | {"metadata/2.snapshot.json": V1["metadata/1.snapshot.json"]}) == "K603"
    both = resigned(V1 | V2, 5, 1)
    assert urna.sees(V2).targets == NEW
    assert urna.refuses(both | {f"targets/{NAME}": OLD[NAME]}) == "K603"


def test_a10_what_is_held_back_is_the_same_theme_until_it_expires(urna: Urna) -> None:
    """The limit, stated: an urna that saw only the first publication believes it; short codes on paper tell."""
    urna.sees(V1)
    frozen = resigned(V1, 99, 1)
    assert urna.sees(frozen).targets == OLD
    assert urna.refuses(resigned(V1, 100, 1), at=EXPIRES) == "K604", "the online keys cannot make it last"


def test_a10_nobody_makes_a_root_without_those_who_keep_it(urna: Urna) -> None:
    mine = RepositoryPublicKeys((STOLEN.public,), (STOLEN.public, ONLINE[0].public), ONLINE[0].public, ONLINE[1].public)
    root = Metadata[Root].from_bytes(create_root(mine, [STOLEN], FAR))
    root.signed.version = 2
    for key in (STOLEN, *ONLINE):
        root.sign(key.signer(), append=True)
    assert urna.refuses(V2 | {"metadata/2.root.json": root.to_bytes()}) == "K602"


def test_a10_an_urna_follows_to_the_next_root_and_believes_a_stolen_key_no_more(urna: Urna) -> None:
    urna.sees(V1)
    after = published(NEW, 2, (BETO, CARLA), (ROOT, SECOND))
    assert urna.sees(after).targets == NEW
    assert urna.trusted["root.json"] == SECOND
    with_stolen = published(FORGED, 3)
    assert urna.refuses(with_stolen | {"metadata/2.root.json": SECOND}) == "K602"
    assert urna.refuses(with_stolen) == "K602", "leaving the new root out does not bring the old one back"
    fresh = Urna(urna._folder)
    assert fresh.refuses(V1 | {"metadata/2.root.json": SECOND}) == "K602", "what the stolen key signed before"


def test_a10_a_lost_root_key_is_replaced_by_the_others_who_keep_it(urna: Urna) -> None:
    keepers = [ThemeKey.generate() for _ in range(3)]
    public = tuple(key.public for key in keepers)
    first = create_root(_kept(public), keepers, FAR)
    new = ThemeKey.generate()
    changed = (public[0], public[1], new.public)
    with pytest.raises(ThemeRepositoryInvalid):
        create_root(_kept(changed), [keepers[0], new], FAR, previous=first)
    second = create_root(_kept(changed), [keepers[0], keepers[1]], FAR, previous=first)
    urna.trusted = {"root.json": first}
    assert urna.sees(published(OLD, 1, roots=(first, second))).trusted["root.json"] == second


def test_a10_numbers_that_were_run_ahead_are_undone_by_changing_the_online_keys(urna: Urna) -> None:
    urna.sees(resigned(V1, 2**31 - 1, 1))
    assert urna.refuses(V2) == "K603", "the adversary used up the numbers"
    assert urna.refuses(published(NEW, 2, (BETO, CARLA), (ROOT, SECOND))) == "K603", "so did the same online keys"
    after = published(NEW, 2, (BETO, CARLA), (ROOT, SECOND, THIRD), NEW_ONLINE)
    assert urna.sees(after).targets == NEW
    assert urna.trusted["root.json"] == THIRD
    assert urna.refuses(resigned(after, 2**31 - 1, 2)) == "K602"


def _kept(public: tuple[Any, ...]) -> RepositoryPublicKeys:
    return RepositoryPublicKeys(
        public, (ANA.public, BETO.public), KEYS.public.snapshot, KEYS.public.timestamp, root_threshold=2
    )
