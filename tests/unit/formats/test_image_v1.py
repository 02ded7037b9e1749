import random  # noqa: TID251 - a seeded source of test data, never of secrets
from dataclasses import dataclass, field, replace
from itertools import permutations

import pytest

from shared.crypto.errors import SignatureInvalid
from shared.crypto.randomness import SystemRandomness
from shared.crypto.signing import SigningKey
from shared.domain.errors import DatoInvalido
from shared.domain.ids import StoreId
from shared.formats.image_v1 import PENDING_SLOTS, Image, ImagenInvalida, image_size, parse_image, serialise_image

SIZE = 300
STORE = StoreId("0f" * 16)
KEY = SigningKey.generate()


@dataclass
class Seeded:
    """Bytes that a test can repeat."""

    source: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - test data

    def token(self, size_bytes: int) -> bytes:
        return self.source.randbytes(size_bytes)


def records(count: int, seed: int = 1) -> list[bytes]:
    source = Seeded(random.Random(seed))  # noqa: S311 - test data
    return [source.token(SIZE) for _ in range(count)]


def image(final: int = 3, pending: int = 2) -> Image:
    made = records(final + pending + 2)
    return Image(
        store_id=STORE,
        sequence=9,
        capacity=12,
        record_size=SIZE,
        final=frozenset(made[:final]),
        anulados=frozenset(made[final : final + 1]),
        en_duda=frozenset(made[final + 1 : final + 2]),
        pending=frozenset(made[final + 2 :]),
        pending_turn=4 if pending else 0,
        pending_replaced=bool(pending),
    )


def test_an_image_reads_back_with_its_records_by_area() -> None:
    for made in (image(), image(final=0, pending=0), image(final=8, pending=PENDING_SLOTS)):
        data = serialise_image(made, SystemRandomness(), KEY.sign)
        assert parse_image(data, KEY.public.verify) == made


def test_its_size_says_nothing_of_how_many_voted() -> None:
    sizes = {len(serialise_image(image(n, p), SystemRandomness(), KEY.sign)) for n in (0, 5) for p in (0, 24)}
    assert sizes == {image_size(12, SIZE)}


def test_the_order_in_which_records_came_leaves_no_trace() -> None:
    made = records(4, seed=2)
    written = {
        serialise_image(replace(image(), final=frozenset(order)), Seeded(), KEY.sign) for order in permutations(made)
    }
    assert len(written) == 1


def test_two_images_of_one_set_share_no_filler_and_no_salt() -> None:
    made = image(final=0, pending=0)
    made = replace(made, anulados=frozenset(), en_duda=frozenset())
    first, second = (serialise_image(made, SystemRandomness(), KEY.sign) for _ in range(2))
    header = 93 - 32
    same = sum(a == b for a, b in zip(first[header:], second[header:], strict=True))
    assert same < len(first) / 128  # chance alone gives 1 in 256


def test_records_stand_where_their_own_hash_puts_them() -> None:
    made = image()
    data = serialise_image(made, SystemRandomness(), KEY.sign)
    places = [data.index(record) for record in made.final]
    other = serialise_image(replace(made, sequence=10), SystemRandomness(), KEY.sign)
    assert places == [other.index(record) for record in made.final]


def test_every_flipped_byte_is_refused() -> None:
    data = serialise_image(image(), SystemRandomness(), KEY.sign)
    source = random.Random(3)  # noqa: S311 - sampling
    places = [*range(100), *source.sample(range(100, len(data) - 96), 200), *range(len(data) - 96, len(data))]
    for place in places:
        bad = bytearray(data)
        bad[place] ^= 1 << source.randrange(8)
        with pytest.raises(DatoInvalido):
            parse_image(bytes(bad), KEY.public.verify)


def test_truncation_and_additions_are_refused() -> None:
    data = serialise_image(image(), SystemRandomness(), KEY.sign)
    for bad in (b"", data[:50], data[:-1], data + b"\0", data[:-96]):
        with pytest.raises(DatoInvalido):
            parse_image(bad, KEY.public.verify)


def test_the_image_of_another_urna_is_refused() -> None:
    data = serialise_image(image(), SystemRandomness(), SigningKey.generate().sign)
    with pytest.raises(SignatureInvalid, match="K103"):
        parse_image(data, KEY.public.verify)


def resigned(data: bytes, place: int, value: bytes) -> bytes:
    """What a thief of the urna's key could write: other bytes with a good hash and signature."""
    from shared.crypto.hashing import sha256  # noqa: PLC0415 - used here alone

    body = bytearray(data[:-96])
    body[place : place + len(value)] = value
    digest = sha256(body)
    return bytes(body) + digest + KEY.sign("image/1", digest)


@pytest.mark.parametrize(
    ("code", "place", "value"),
    [
        ("I102", 8, b"\0\2"),
        ("I104", 34, bytes(4)),
        ("I105", 34, (13).to_bytes(4, "big")),
        ("I106", 38, (13).to_bytes(4, "big")),
        ("I106", 50, (25).to_bytes(4, "big")),
        ("I107", 60, b"\2"),
        ("I104", 54, b"\0\1"),
    ],
)
def test_signed_nonsense_is_refused_by_code(code: str, place: int, value: bytes) -> None:
    data = serialise_image(image(), SystemRandomness(), KEY.sign)
    with pytest.raises(ImagenInvalida) as caught:
        parse_image(resigned(data, place, value), KEY.public.verify)
    assert caught.value.code == code


def test_records_in_another_order_or_twice_are_refused_even_signed() -> None:
    data = serialise_image(image(), SystemRandomness(), KEY.sign)
    first, second = data[93 : 93 + SIZE], data[93 + SIZE : 93 + 2 * SIZE]
    for bad in (second + first, first + first):
        with pytest.raises(ImagenInvalida, match="I108"):
            parse_image(resigned(data, 93, bad), KEY.public.verify)


@pytest.mark.parametrize(
    "bad",
    [
        replace(image(), capacity=2),
        replace(image(), record_size=301),
        replace(image(), pending=frozenset()),
        replace(image(), anulados=image().final),
        replace(image(), pending=frozenset(records(25, seed=2))),
    ],
)
def test_an_impossible_image_is_never_written(bad: Image) -> None:
    with pytest.raises(ValueError, match=r"record|turn|capacity"):
        serialise_image(bad, SystemRandomness(), KEY.sign)
