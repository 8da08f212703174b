"""What a platform decides for itself: the profile, the action of a rule, names it allows.

A policy is TOML::

    profile = "balanced"          # or "strict": the literal notice of 2023-07-10
    allow = ["小明日报"]           # names that always pass

    [rules]
    QN301 = "review"              # cap or raise a rule: "off", "note", "review" or "reject"
"""

from __future__ import annotations

import hashlib
import tomllib
from typing import TYPE_CHECKING, Literal

import msgspec

from qingname.errors import PolicyError

if TYPE_CHECKING:
    from pathlib import Path

Profile = Literal["balanced", "strict"]
RuleAction = Literal["off", "note", "review", "reject"]


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A platform's settings. ``rules`` sets the action that a rule's findings get, whatever the rule says."""

    profile: Profile = "balanced"
    allow: tuple[str, ...] = ()
    rules: dict[str, RuleAction] = {}

    @property
    def digest(self) -> str:
        """Profile and the first 12 hexadecimal digits of the settings' SHA-256."""
        content = msgspec.json.encode(self, order="deterministic")
        return f"{self.profile}:{hashlib.sha256(content).hexdigest()[:12]}"


def load_policy(path: Path) -> Policy:
    """Read a policy file. Raise :class:`PolicyError` that names the file, and the line or setting that is wrong."""
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PolicyError(f"{path}: cannot be read ({error.strerror}); check the path given with --policy") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path}: not TOML: {error}; mend that line") from error
    try:
        return msgspec.convert(settings, Policy)
    except msgspec.ValidationError as error:
        known = ", ".join(Policy.__struct_fields__)
        raise PolicyError(f"{path}: {error}; the settings are {known}") from error
