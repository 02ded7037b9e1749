"""The tables that migration 0011 takes from procrastinate are those of the version that is pinned."""

from procrastinate import App, PsycopgConnector

from shared.crypto.hashing import sha256_hex

APPLIED = "c70ec4b400a60ad9592787653aae5ae77ae41bf801d56b5bd2712751a07f2009"
"""Of the schema of procrastinate 3.10, which migration 0011 applied."""


def test_a_procrastinate_of_other_tables_wants_a_migration() -> None:
    """Databases that exist keep the old ones: freeze what 0011 applies, add a migration that goes on from there."""
    assert sha256_hex(App(connector=PsycopgConnector()).schema_manager.get_schema().encode()) == APPLIED
