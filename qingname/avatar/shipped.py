"""Where the marks are that ship with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Final

MARKS: Final = Path(__file__).parent.parent / "_snapshot" / "marks"
"""A folder of marks (``marks.py``), which the build copies from ``data/avatars``."""
