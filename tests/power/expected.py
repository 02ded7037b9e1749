"""Planted faults that no cut can make felt, each with the reason. It must hold no fault that a cut can."""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {}
"""By the beginning of the name of a removal."""


def reason_of(name: str) -> str:
    """Why nothing can notice a removal; empty when something must."""
    return next((reason for beginning, reason in REASONS.items() if name.startswith(beginning)), "")
