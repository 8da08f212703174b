"""What a platform decides for itself: TOML → :class:`Policy`, and what a policy makes of findings."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from qingname.policy.apply import applied
from qingname.policy.codes import unknown_names
from qingname.policy.settings import (
    Allowed,
    AvatarSettings,
    FieldSettings,
    Limits,
    OnError,
    Policy,
    Profile,
    RuleAction,
    TypeSettings,
    Waiver,
)

if TYPE_CHECKING:
    from qingname.policy.read import load_policy, read_policy
    from qingname.policy.write import differences, to_toml

__all__ = [
    "Allowed",
    "AvatarSettings",
    "FieldSettings",
    "Limits",
    "OnError",
    "Policy",
    "Profile",
    "RuleAction",
    "TypeSettings",
    "Waiver",
    "applied",
    "differences",
    "load_policy",
    "read_policy",
    "to_toml",
    "unknown_names",
]

# Reading and writing take longer to import than all else here, and a check without --policy needs neither.
_LATE = {"load_policy": "read", "read_policy": "read", "differences": "write", "to_toml": "write"}


def __getattr__(name: str) -> object:
    """Import what is read or written with when it is first asked for."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_LATE[name]}"), name)
