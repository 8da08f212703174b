"""What the package talks about: accounts, credentials, findings, verdicts. Frozen, no behaviour beyond derived facts.

These structs are the JSON of every door (command line, hook, audit); other tools are written against them.
Spans are half-open ``[start, end)`` in code points of the raw field.
What a verdict is made of holds no cycles, and the garbage collector leaves it alone (``gc=False``).
"""

from __future__ import annotations

import enum
from typing import Literal

import msgspec

Field = Literal["name", "bio", "avatar"]
AccountType = Literal["personal", "enterprise", "media", "gov", "org"]
Event = Literal["register", "rename", "bio", "avatar", "audit"]
CredentialKind = Literal["gov_org", "media_org", "enterprise", "org", "person", "license"]


class Action(enum.StrEnum):
    """What the platform should do, ordered from mild to severe: note < pass < review < reject."""

    NOTE = "note"
    PASS = "pass"
    REVIEW = "review"
    REJECT = "reject"

    @property
    def severity(self) -> int:
        """0 for a note or a pass, 1 for review, 2 for reject."""
        return SEVERITY[self]

    def raised(self) -> Action:
        """One step more severe; reject stays reject."""
        return Action.REJECT if self.severity else Action.REVIEW


SEVERITY: dict[str, int] = {Action.NOTE: 0, Action.PASS: 0, Action.REVIEW: 1, Action.REJECT: 2}
"""Of each action, also by its plain name."""


class Technique(enum.StrEnum):
    """How a text was made to look like, or sound like, its target. The list is closed."""

    EXACT = "exact"
    CONTAINED = "contained"
    COMPOSED = "composed"
    TRADITIONAL = "traditional"
    VARIANT = "variant"
    WIDTH_STYLE = "width_style"
    INVISIBLE = "invisible"
    BIDI = "bidi"
    STRIKE = "strike"
    INSERTED = "inserted"
    SPACED = "spaced"
    LATIN_LOOK_ALIKE = "latin_look_alike"
    LOOK_ALIKE = "look_alike"
    HOMOPHONE = "homophone"
    SPLIT = "split"
    PINYIN = "pinyin"
    INITIALS = "initials"
    REORDERED = "reordered"
    DROPPED = "dropped"
    ADDED = "added"
    CHANGED = "changed"
    ABBREVIATION = "abbreviation"
    FORMER_NAME = "former_name"
    NUMERAL = "numeral"


# Traditional forms, case, width and plain spacing are how honest people write; alone they never raise a verdict.
DISGUISES = frozenset(Technique) - {
    Technique.EXACT,
    Technique.CONTAINED,
    Technique.COMPOSED,
    Technique.TRADITIONAL,
    Technique.WIDTH_STYLE,
    Technique.SPACED,
    Technique.ABBREVIATION,
    Technique.FORMER_NAME,
}


class Credential(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a platform has verified about an account. For a license, ``name`` is a code of ``credentials.csv``."""

    kind: CredentialKind
    name: str
    subject: str | None = None
    region: str | None = None
    issuer: str | None = None
    verified_at: str | None = None
    expires: str | None = None

    @property
    def label(self) -> str:
        """Kind and name in one, as ``--credential`` takes them: ``media_org:人民日报``."""
        return f"{self.kind}:{self.name}"

    def expired(self, as_of: str) -> bool:
        """Whether its last day lies before ``as_of`` (YYYY-MM-DD); one without a last day never expires."""
        return self.expires is not None and self.expires < as_of


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """An earlier state of an account; ``action`` is the verdict it was given."""

    name: str = ""
    bio: str = ""
    avatar_digest: str | None = None
    event: Event | None = None
    at: str | None = None
    action: Literal["pass", "review", "reject"] | None = None


class Account(msgspec.Struct, frozen=True, omit_defaults=True):
    """One account as proposed or as it stands. ``previous`` lists earlier states, oldest first."""

    name: str
    id: str | None = None
    bio: str = ""
    avatar: str | bytes | None = None
    account_type: AccountType = "personal"
    credentials: tuple[Credential, ...] = ()
    event: Event = "register"
    previous: tuple[State, ...] = ()


class Need(msgspec.Struct, frozen=True, gc=False):
    """A credential that would make the finding legitimate."""

    kind: CredentialKind
    name: str


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One thing a rule found. ``text`` is always ``raw_field[span[0]:span[1]]``; ``score`` is in 0..1."""

    rule: str
    name: str
    action: Literal["note", "review", "reject"]
    field: Field
    span: tuple[int, int]
    text: str
    target: str
    target_id: str
    category: str
    technique: tuple[Technique, ...]
    steps: tuple[str, ...]
    score: float
    clause: str
    needs: tuple[Need, ...]
    params: dict[str, str]
    message: str = ""


class Skipped(msgspec.Struct, frozen=True, gc=False):
    """A stage that could not do its work, and why."""

    stage: str
    reason: str


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """What the platform should do with one account. ``complete`` is true exactly when nothing was skipped."""

    id: str | None
    action: Literal["pass", "review", "reject"]
    complete: bool
    skipped: tuple[Skipped, ...]
    findings: tuple[Finding, ...]
    labels: tuple[str, ...]
    as_of: str
    policy: str
    registry: str
    version: str
