"""The named limits by which the flow waits, warns and stops. They must not be changed while an urna runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of patience: VVSG 2.0 asks to warn after 2 to 5 minutes and to give 20 to 45 seconds more.

    ``battery_suspend_percent``: without mains, the battery at which voting is suspended: the last tenth is for closing.
    VVSG 2.0 asks for two hours without mains and an orderly stop.
    """

    warn_s: int = 120
    alert_s: int = 150
    thanks_s: int = 8
    poll_s: int = 2
    checkpoint_s: int = 3600
    battery_suspend_percent: int = 10
