"""The map from effects to the services that perform them. It must not hold a rule."""

from collections.abc import Callable, Mapping
from typing import Any

from urna.flow import effects
from urna.flow.outcome import Broke
from urna.flow.ports import MedioPerdido
from urna.services import (
    archiving,
    auditing,
    closing,
    custody,
    diagnosis,
    exporting,
    levelling,
    loading,
    opening,
    papers,
    people,
    reports,
    resuming,
    sensing,
    substituting,
    verification,
    voting,
    ward,
)
from urna.services.context import Context, Emit
from urna.services.runner import OUR_BUG
from urna.services.stopping import say_out_of_service

Service = Callable[[Context, Any], object]

PLAIN: Mapping[type, Service] = {
    effects.ArchiveJornada: archiving.archive,
    effects.CancelTurn: voting.cancel,
    effects.CheckCredential: people.check,
    effects.CommitOpening: opening.commit,
    effects.CommitPending: voting.commit,
    effects.ConsumeHabilitacion: voting.consume,
    effects.CountAndSeal: closing.count_and_seal,
    effects.CountTestigo: voting.count_testigo,
    effects.ExcludeMedium: resuming.exclude,
    effects.Export: exporting.export,
    effects.FindTheme: loading.find,
    effects.LoadTheme: loading.load,
    effects.MakeAudit: auditing.make,
    effects.MakeReport: reports.make,
    effects.NoteSensed: sensing.note,
    effects.CommitSubstitution: substituting.commit,
    effects.DraftSubstitution: substituting.draft,
    effects.FindDead: substituting.find,
    effects.OpenReserve: opening.open_reserve,
    effects.TakeOver: substituting.take_over,
    effects.PrepareOpening: opening.prepare,
    effects.PrintAudit: auditing.print_audit,
    effects.PrintClosing: papers.print_closing,
    effects.PrintReport: reports.print_report,
    effects.PrintShare: opening.print_share,
    effects.PrintTestigo: voting.print_testigo,
    effects.ReadBackShare: opening.read_back,
    effects.ReprintActa: papers.reprint,
    effects.Resume: resuming.resume,
    effects.ResumeVoting: reports.resume,
    effects.SettlePending: voting.settle,
    effects.SuspendVoting: reports.suspend,
    effects.TellMesa: ward.tell_mesa,
    effects.WriteCheckpoint: reports.checkpoint,
}
"""Effects that end in one outcome (or none)."""


class Performer:
    """Performs effects, one after another, on whatever thread calls."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._ward = ward.Ward()

    def __call__(self, effect: object, emit: Emit) -> None:
        """Perform one effect and feed its events back; what stops the urna is journaled where that can still be."""
        try:
            self._perform(effect, emit)
        except MedioPerdido:
            raise
        except Exception:
            say_out_of_service(self._context, OUR_BUG)
            raise

    def _perform(self, effect: object, emit: Emit) -> None:
        match effect:
            case effects.CheckDevices():
                self._ward.check(self._context, emit)
            case effects.LevelMedium():
                done = levelling.level_medium(self._context, effect, emit)
                self._ward.levelled(custody.LABELS[effect.device], done.fault)
                emit(done)
            case effects.Diagnose():
                emit(diagnosis.diagnose(self._context, effect, emit))
            case effects.RunVerification():
                emit(verification.verify(self._context, effect, emit))
            case _:
                outcome = PLAIN[type(effect)](self._context, effect)
                if isinstance(outcome, Broke) and not isinstance(effect, effects.Resume | effects.ExcludeMedium):
                    say_out_of_service(self._context, outcome.reason)
                if outcome is not None:
                    emit(outcome)
