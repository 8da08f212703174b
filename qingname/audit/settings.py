"""All that decides what an audit writes; an audit that is resumed must have the same."""

from __future__ import annotations

import msgspec

from qingname.audit.recipe import Recipe
from qingname.audit.sources import Layout, Origin


class Settings(msgspec.Struct, frozen=True):
    """What is read, how it is judged, and which rows are written.

    ``share`` is the part of the rows that is judged (0 to 1), ``limit`` their greatest number, ``only`` the actions
    whose rows are written (all, where it is empty; rows that cannot be judged always are). ``once``: equal accounts
    are judged once.
    """

    origins: tuple[Origin, ...]
    recipe: Recipe
    layout: Layout = Layout()
    mapping: dict[str, str] = {}
    where: str = ""
    share: float = 1.0
    seed: int = 0
    limit: int | None = None
    only: tuple[str, ...] = ()
    once: bool = True
