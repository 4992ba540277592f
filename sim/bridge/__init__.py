"""A bridge to NegMAS, an extra: its domains and negotiators against ours, our scenarios for it."""
