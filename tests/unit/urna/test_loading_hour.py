"""The hour that is put right at loading: whatever buttons are pressed, never before the newest signed hour."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from urna.flow import input as inputs
from urna.flow.credentials import Holder, Purpose
from urna.flow.effects import LoadTheme
from urna.flow.hour import LOAD_STEPS, LoadingHour, begin_right, put_right
from urna.flow.limits import Limits
from urna.flow.outcome import CredentialAccepted, ThemeFound
from urna.flow.phases import Loading
from urna.flow.reducer import reduce
from urna.flow.screen import ProcedureScreen, ScreenId, Text
from urna.flow.screen_for import screen_for
from urna.flow.state import State, initial

NEWEST = datetime(2018, 6, 20, 15, 30, 12, tzinfo=UTC)
FOUND = ((Text("dato.tema"), "X"),)
CLOCKS = st.datetimes(datetime(1970, 1, 1), datetime(2069, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
BUTTONS = st.lists(st.sampled_from(sorted(LOAD_STEPS)), max_size=40)


def found(hour: LoadingHour) -> State:
    state = replace(initial(Limits()), phase=Loading(busy=True))
    return reduce(state, ThemeFound(FOUND, hour))[0]


def touch(state: State, *actions: str) -> State:
    for action in actions:
        state, _ = reduce(state, inputs.ActionTouched(action))
    return state


def shown(state: State) -> ProcedureScreen:
    screen = screen_for(state)
    assert isinstance(screen, ProcedureScreen)
    return screen


@given(CLOCKS, st.booleans(), BUTTONS)
def test_no_button_leads_to_before_the_newest_signed_hour(clock: datetime, late: bool, buttons: list[str]) -> None:  # noqa: FBT001 - drawn
    hour = begin_right(LoadingHour(clock, NEWEST, late=late))
    for button in buttons:
        assert hour.confirmed >= NEWEST
        hour = put_right(hour, button)


@given(CLOCKS, BUTTONS)
def test_only_an_hour_that_can_be_is_offered_to_be_confirmed(clock: datetime, buttons: list[str]) -> None:
    state = touch(found(LoadingHour(clock, NEWEST)), *buttons)
    phase = state.phase
    assert isinstance(phase, Loading)
    assert phase.hour is not None
    if "confirmar_hora" in {action.id for action in shown(state).actions}:
        assert phase.hour.confirmed >= NEWEST
    else:
        assert shown(state).id is ScreenId.HORA_CARGA


def test_a_right_clock_is_confirmed_as_it_is() -> None:
    clock = NEWEST + timedelta(days=10)
    state = found(LoadingHour(clock, NEWEST))
    assert shown(state).facts[-1] == (Text("dato.hora"), "30/06/2018 09:30")
    state = touch(state, "confirmar_hora")
    assert state.auth is not None
    assert state.auth.purpose is Purpose.CARGAR


def test_both_hours_are_shown_and_the_clock_goes_on_while_people_compare() -> None:
    state = touch(
        found(LoadingHour(NEWEST + timedelta(days=10), NEWEST)), "corregir_hora", "paso_hora_mas", "aceptar_hora"
    )
    for _ in range(60):
        state, _ = reduce(state, inputs.Ticked(1))
    told = dict(shown(state).facts)
    assert (told[Text("dato.reloj")], told[Text("dato.hora_corregida")]) == ("30/06/2018 09:31", "30/06/2018 10:31")


def test_a_clock_years_ahead_is_put_right_from_the_newest_signed_hour() -> None:
    state = touch(found(LoadingHour(NEWEST.replace(year=2036), NEWEST, late=True)), "corregir_hora")
    phase = state.phase
    assert isinstance(phase, Loading)
    assert phase.hour is not None
    assert timedelta() <= phase.hour.confirmed - NEWEST <= timedelta(minutes=1)


def test_two_people_answer_for_the_correction() -> None:
    state = touch(
        found(LoadingHour(NEWEST + timedelta(days=10), NEWEST)), "corregir_hora", "paso_hora_menos", "aceptar_hora"
    )
    state = touch(state, "confirmar_hora")
    one, two = (Holder(name, "presidencia") for name in ("A-1", "B-1"))
    state, effects = reduce(state, CredentialAccepted(one))
    assert effects == ()
    _, effects = reduce(state, CredentialAccepted(two))
    assert effects == (LoadTheme((one, two), timedelta(hours=-1)),)
