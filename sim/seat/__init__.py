"""A seat at the table: what a person may see there, what may be done, and what came of it; no screen and no page."""
