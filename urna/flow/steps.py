"""The stages of a substitution. They must not hold what a stage knows: the state does."""

from enum import StrEnum


class SubstitutionStep(StrEnum):
    """The stages of a substitution."""

    ASK = "ask"
    FINDING = "finding"
    LIST = "list"
    CHOICE = "choice"
    DRAFTING = "drafting"
    PRINTING = "printing"
    PAPER_FAULT = "paper_fault"
