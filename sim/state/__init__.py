"""Arrays of a negotiation: what is fixed in a run, what changes, what a party may see."""
