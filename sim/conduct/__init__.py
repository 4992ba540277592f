"""What each state does: pure functions of a view, one module a state, and the steps that they share."""
