"""Made by `python -m sim.conduct.dispatch`; do not edit."""

from __future__ import annotations

from sim.conduct.belarus import stance as _belarus
from sim.conduct.germany import stance as _germany
from sim.conduct.holding_state import stance as _holding_state
from sim.conduct.russia import stance as _russia
from sim.conduct.stance import Stance
from sim.conduct.turkey import stance as _turkey
from sim.conduct.united_states import stance as _united_states
from sim.state.compiled import inner
from sim.state.view import View


@inner
def stance_of(conduct: int, view: View) -> Stance:
    """Return the stance by the conduct with this code."""
    if conduct == 0:
        return _belarus(view)
    if conduct == 1:
        return _germany(view)
    if conduct == 2:
        return _holding_state(view)
    if conduct == 3:
        return _russia(view)
    if conduct == 4:
        return _turkey(view)
    return _united_states(view)
