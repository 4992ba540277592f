"""The Mesa shells: an agent for each state with conduct of its own, and one for the rest."""
