"""Changes as values: made, taken back, and held against what somebody else did meanwhile."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.formats.canonical import Json
from theme_builder.projects.patch import NOTHING, Op, State, apply, diff, inverse

LEAVES = st.one_of(st.integers(-3, 3), st.booleans(), st.text("ab", max_size=2))
ROWS = st.lists(st.fixed_dictionaries({"id": st.sampled_from("ABCDE"), "name": LEAVES}), max_size=5)
VALUES = st.recursive(LEAVES | ROWS, lambda inner: st.dictionaries(st.sampled_from("xyz"), inner, max_size=3))
STATES = st.dictionaries(st.sampled_from(["tema", "partidos"]), VALUES, max_size=2)


def parties(*ids: str) -> State:
    return {"partidos.toml": {"partidos": [{"id": each, "name": each.lower()} for each in ids]}}


def renamed(state: State, which: int, name: str) -> State:
    made = copy.deepcopy(state)
    document = made["partidos.toml"]
    assert isinstance(document, dict)
    rows = document["partidos"]
    assert isinstance(rows, list)
    row = rows[which]
    assert isinstance(row, dict)
    row["name"] = name
    return made


@settings(max_examples=50)
@given(STATES, STATES)
def test_a_change_makes_the_second_state_of_the_first_and_its_inverse_the_first_again(one: State, two: State) -> None:
    ops = diff(one, two)
    assert apply(one, ops) == (two, ())
    assert apply(two, inverse(ops)) == (one, ())
    assert tuple(Op.from_json(op.as_json()) for op in ops) == ops


@settings(max_examples=50)
@given(STATES, STATES)
def test_a_change_that_is_already_made_is_no_clash(one: State, two: State) -> None:
    assert apply(two, diff(one, two)) == (two, ())


def test_two_people_who_change_two_rows_both_keep_their_work() -> None:
    base = parties("PAN", "PRI", "MC")
    ana, luis = renamed(base, 0, "Acción Nacional"), renamed(base, 2, "Movimiento Ciudadano")
    after, clashes = apply(luis, diff(base, ana))
    assert clashes == ()
    assert after == renamed(luis, 0, "Acción Nacional")


def test_two_people_who_change_one_field_are_told_what_the_other_wrote() -> None:
    base = parties("PAN", "PRI")
    ana, luis = renamed(base, 1, "PRI de Ana"), renamed(base, 1, "PRI de Luis")
    (clash,) = apply(luis, diff(base, ana))[1]
    assert (clash.op.before, clash.op.after, clash.found) == ("pri", "PRI de Ana", "PRI de Luis")
    assert clash.op.path == ("partidos.toml", "partidos", "id=PRI", "name")


def test_a_row_that_another_removed_is_a_clash_and_not_a_new_row() -> None:
    base = parties("PAN", "PRI")
    (clash,) = apply(parties("PAN"), diff(base, renamed(base, 1, "otro")))[1]
    assert clash.found is NOTHING


def test_rows_that_both_add_stand_both_and_an_order_is_kept() -> None:
    base = parties("PAN", "PRI")
    after, clashes = apply(parties("PAN", "PRI", "MC"), diff(base, parties("PAN", "PT", "PRI")))
    assert (after, clashes) == (parties("PAN", "PT", "PRI", "MC"), ())
    moved, clashes = apply(parties("PAN", "PRI", "MC"), diff(base, parties("PRI", "PAN")))
    assert (moved, clashes) == (parties("PRI", "PAN", "MC"), ())


def test_two_orders_are_a_clash() -> None:
    base = parties("PAN", "PRI", "MC")
    (clash,) = apply(parties("MC", "PRI", "PAN"), diff(base, parties("PRI", "PAN", "MC")))[1]
    assert clash.found == ["id=MC", "id=PRI", "id=PAN"]


def test_a_change_of_thousands_of_rows_is_one_place() -> None:
    before: Json = [{"clave": str(each), "boletas": "1"} for each in range(2000)]
    after: Json = [{"clave": str(each), "boletas": "2"} for each in range(2000)]
    assert diff(before, after, ("casillas.csv",)) == (Op(("casillas.csv",), before, after),)


def test_rows_that_went_come_back_where_they_stood_after_the_others_took_their_order() -> None:
    before, after = parties("PAN", "PRI", "MC", "PT"), parties("PRI", "PAN")
    assert apply(after, inverse(diff(before, after))) == (before, ())
