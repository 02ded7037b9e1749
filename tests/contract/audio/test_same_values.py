"""What hardware and the urna name twice, for neither may import the other, is the same in both."""

from hardware.audio.port import SAMPLES_PER_SECOND as PLAYED
from hardware.board.port import VoterKey as Pressed
from shared.formats.theme_sounds import SAMPLES_PER_SECOND as PACKED
from urna.flow.input import VoterKey as Understood


def test_clips_are_played_as_fast_as_they_were_packed() -> None:
    assert PLAYED == PACKED


def test_each_of_the_voters_keys_is_understood() -> None:
    assert {key.value for key in Pressed} == {key.value for key in Understood}
