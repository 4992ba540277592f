"""The rules of the talks: one phase of the week a file, written once, compiled."""
