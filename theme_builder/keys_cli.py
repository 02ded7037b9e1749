"""The commands of `tema` about keys: a person's, in a file or a token; the root, and the root after it; signing.

They must not hold rules of their own, nor print a passphrase or a PIN.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from shared.crypto.errors import KeyInvalid
from shared.crypto.tokens import Token, make_token_key, token_key
from shared.crypto.tuf_keys import ThemeSigner
from shared.crypto.tuf_repo import RepositoryPublicKeys, ThemeKey, ThemePublicKey, create_root
from shared.crypto.tuf_roots import follow
from theme_builder.texts import SAY
from theme_builder.workspace import write_file

Phrase = Annotated[
    str, typer.Option(prompt=SAY["passphrase"], hide_input=True, envvar="TEMA_PASSPHRASE", help=SAY["passphrase"])
]
Out = Annotated[Path, typer.Argument(help=SAY["folder"])]
Existing = Annotated[Path, typer.Option(exists=True, dir_okay=False)]
ExistingList = Annotated[list[Path], typer.Option(exists=True, dir_okay=False)]
Module = Annotated[Path | None, typer.Option("--modulo", exists=True, dir_okay=False, help=SAY["module"])]
TokenLabel = Annotated[str, typer.Option("--ficha", help=SAY["token"])]


def new_key(out: Out, passphrase: Phrase, modulo: Module = None, ficha: TokenLabel = "") -> None:
    """Make one person's key: ``OUT`` (locked by the passphrase) and ``OUT.pub``; in a token, ``OUT.pub`` alone."""
    public = out.with_name(out.name + ".pub")
    if modulo is not None:
        write_file(public, make_token_key(Token(modulo, ficha, passphrase)).to_pem())
        typer.echo(SAY["token_key_made"].format(path=public, token=ficha))
        return
    key = ThemeKey.generate()
    write_file(out, key.to_pem(passphrase.encode()), private=True)
    write_file(public, key.public.to_pem())
    typer.echo(SAY["key_made"].format(path=out))


def new_root(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    out: Out,
    llave: ExistingList,
    firmante: ExistingList,
    online: ExistingList,
    caduca: Annotated[str, typer.Option(help=SAY["expires"])],
    passphrase: Phrase,
    anterior: Annotated[list[Path], typer.Option(exists=True, dir_okay=False, help=SAY["roots_before"])] = [],  # noqa: B006 - typer copies it
    guardian: Annotated[list[Path], typer.Option(exists=True, dir_okay=False, help=SAY["keepers"])] = [],  # noqa: B006 - same
    umbral: Annotated[int, typer.Option(min=1, max=20, help=SAY["root_threshold"])] = 1,
) -> None:
    """Make ``1.root.json``, or with ``--anterior`` the root after it, which the one before signs too.

    The root says which two people or more sign themes, the two online keys, and who keeps the root itself: by default
    whoever signs it here.
    """
    keys = [open_key(path, passphrase) for path in llave]
    keepers = tuple(_public(path) for path in guardian) or tuple(key.public for key in keys)
    snapshot, timestamp = (_public(path) for path in online)
    signers = tuple(_public(path) for path in firmante)
    public = RepositoryPublicKeys(keepers, signers, snapshot, timestamp, root_threshold=umbral)
    before = [path.read_bytes() for path in anterior]
    last = before[-1] if before else None
    root = create_root(public, keys, datetime.fromisoformat(caduca).replace(tzinfo=UTC), previous=last)
    facts = follow((*before, root))
    write_file(out, root)
    typer.echo(SAY["root_made"].format(path=out, count=len(signers)))
    typer.echo(SAY["root_facts"].format(version=facts.version, hash=facts.fingerprint))


def show_root(raiz: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help=SAY["roots"])]) -> None:
    """Verify that each root follows the one before, and say who may sign by the last."""
    facts = follow([path.read_bytes() for path in raiz])
    typer.echo(SAY["root_facts"].format(version=facts.version, hash=facts.fingerprint))
    typer.echo(SAY["root_until"].format(day=facts.expires.date().isoformat(), threshold=facts.signers_threshold))
    for name, keys in (("signer", facts.signers), ("keeper", facts.keys), ("online", facts.snapshot + facts.timestamp)):
        for key in keys:
            typer.echo(SAY[f"root_{name}"].format(key=key))


@contextmanager
def signing_key(llave: Path | None, modulo: Path | None, ficha: str, passphrase: str) -> Iterator[ThemeSigner]:
    """A person's key, from a file or a token; raises ``KeyInvalid``, K110 where neither was named."""
    if modulo is not None:
        with token_key(Token(modulo, ficha, passphrase)) as key:
            yield key
    elif llave is not None:
        yield open_key(llave, passphrase)
    else:
        raise KeyInvalid("K110", "--llave or --modulo")


def open_key(path: Path, passphrase: str) -> ThemeKey:
    """A key from its file; keys of other people have other passphrases, which are asked for."""
    try:
        return ThemeKey.from_pem(path.read_bytes(), passphrase.encode())
    except KeyInvalid as error:
        if error.code != "K110":
            raise
    own = typer.prompt(SAY["passphrase_of"].format(path=path), hide_input=True)
    return ThemeKey.from_pem(path.read_bytes(), str(own).encode())


def _public(path: Path) -> ThemePublicKey:
    return ThemePublicKey.from_pem(path.read_bytes())
