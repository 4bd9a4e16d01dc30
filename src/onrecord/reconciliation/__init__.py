"""Package -> candidates for its people from a table of the user; what a person accepts becomes corrections."""

from onrecord.reconciliation.accepting import Accepted, import_candidates
from onrecord.reconciliation.candidates import Reconciliation, reconcile

__all__ = ["Accepted", "Reconciliation", "import_candidates", "reconcile"]
