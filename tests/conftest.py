"""What all tests share: one Hypothesis profile. It must not hold fixtures of a room: those live in its own folder."""

from hypothesis import HealthCheck, settings

# No deadline: two cores are shared by several test processes, and time is measured in the bench.
settings.register_profile("house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
