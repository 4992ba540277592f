"""Protocols: who may say what, and when it ends; each a pure compiled function of plain arrays."""
