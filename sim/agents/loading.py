"""Mesa, loaded in silence: its bar of progress, which nobody sees here, warns in a notebook that it lacks widgets."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="IProgress not found")
    import mesa

__all__ = ["mesa"]
