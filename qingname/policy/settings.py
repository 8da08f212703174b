"""The settings of a policy, as a person writes them in TOML and as the checker asks for them.

Of several sections that say something about a finding the most specific holds: the account type's own section for the
field, then the account type, then the field, then the policy.
"""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta

from qingname.model import AccountType, Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.model import Account, Finding

CODE_PATTERN = "^QN[0-9]{3}$"

Profile = Literal["balanced", "strict"]
RuleAction = Literal["off", "note", "review", "reject"]
OnError = Literal["review", "reject"]
Code = Annotated[str, Meta(pattern=CODE_PATTERN)]
Rules = Annotated[
    dict[Code, RuleAction], Meta(description="What a rule's findings are worth, whatever the rule says, by its code.")
]
Score = Annotated[float, Meta(ge=0, le=1, description="Findings with a lower score are notes.")]
Days = Annotated[int, Meta(ge=0, description="Days before its expiry from which a credential counts as expiring.")]
Text = Annotated[str, Meta(min_length=1)]
_FIELDS: tuple[Field, ...] = ("name", "bio", "avatar")


class FieldSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for one field only. None: what the less specific section says."""

    rules: Rules = {}
    min_score: Score | None = None


class TypeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for accounts of one type only. None: what the less specific section says."""

    rules: Rules = {}
    min_score: Score | None = None
    expiring_days: Days | None = None
    on_error: OnError | None = None
    fields: dict[Field, FieldSettings] = msgspec.field(name="field", default_factory=dict)


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a name may be. What is set here goes before what the preset says."""

    preset: Annotated[str, Meta(description="A platform whose limits are known, as in wechat_oa.")] = ""
    min: Annotated[int, Meta(ge=0, description="Units that a name needs at least.")] | None = None
    max: Annotated[int, Meta(ge=1, description="Units that a name may have at most.")] | None = None
    han: Annotated[int, Meta(ge=1, le=4, description="Units that one Han character counts.")] = 1

    def __post_init__(self) -> None:
        """Refuse limits that no name can meet."""
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min is {self.min} and max is {self.max}, so that no name fits; raise max or lower min")


class AvatarSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is looked for in avatars, and how long."""

    marks: Annotated[bool, Meta(description="Look for registered marks, emblems and flags.")] = True
    text: Annotated[bool, Meta(description="Read the text in the picture.")] = True
    codes: Annotated[bool, Meta(description="Look for QR codes.")] = True
    fetch: Annotated[bool, Meta(description="Fetch avatars that are given as https URLs.")] = False
    seconds: Annotated[
        float, Meta(gt=0, description="After so long no further stage of an avatar is begun; the verdict says which.")
    ] = 30.0


class Allowed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A target that one rule need not mind, in whatever name: a brand that is also an everyday word."""

    rule: Code
    target: Text


class Waiver(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A person's leave for one account or name, until the end of the day ``expires``."""

    rules: Annotated[tuple[Code, ...], Meta(min_length=1, description="Rules whose findings become notes.")]
    reason: Annotated[str, Meta(min_length=1, description="Why; shown with every finding that it turns into a note.")]
    granter: Annotated[str, Meta(min_length=1, description="Who answers for it.")]
    expires: Annotated[datetime.date, Meta(description="The last day on which it holds.")]
    name: Annotated[str, Meta(description="The exact account name.")] = ""
    account: Annotated[str, Meta(description="The account's id. With a name too, both must fit.")] = ""
    target: Annotated[str, Meta(description="Only findings on this target; all of the rules' without one.")] = ""

    def __post_init__(self) -> None:
        """Refuse a waiver for everybody, and one that nobody answers for."""
        if not self.name and not self.account:
            raise ValueError('a waiver is for a name or an account; write name = "…" or account = "…"')
        for setting in ("reason", "granter"):
            if not getattr(self, setting).strip():
                raise ValueError(f'a waiver needs its {setting}; write {setting} = "…"')

    def covers(self, account: Account) -> bool:
        """Whether the account is the one that the waiver is for."""
        return self.name in {"", account.name} and self.account in {"", account.id}

    def in_force(self, as_of: str) -> bool:
        """Whether it holds on the day ``as_of``, YYYY-MM-DD."""
        return as_of <= self.expires.isoformat()

    def names(self, finding: Finding) -> bool:
        """Whether the finding is one of those that it was granted for."""
        return finding.rule in self.rules and self.target in {"", finding.target}


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A platform's settings. An empty file is ``Policy()``: the balanced profile, every rule as it decides itself."""

    profile: Annotated[Profile, Meta(description="balanced, or strict: the literal notice of 2023-07-10.")] = "balanced"
    on_error: Annotated[OnError, Meta(description="What an incomplete verdict is worth at least.")] = "review"
    expiring_days: Days = 30
    correction_days: Annotated[
        int, Meta(ge=0, description="Days that a refused account is given to mend itself (限期改正).")
    ] = 15
    min_score: Score = 0.0
    allow: Annotated[
        tuple[Text | Allowed, ...],
        Meta(description="Names in which nothing counts, and targets that a rule need not mind."),
    ] = ()
    limits: Limits | None = None
    avatar: Annotated[AvatarSettings, Meta(description="What is looked for in avatars.")] = AvatarSettings()
    rules: Rules = {}
    fields: Annotated[
        dict[Field, FieldSettings], Meta(description="What holds for one field: name, bio or avatar.")
    ] = msgspec.field(name="field", default_factory=dict)
    account_types: Annotated[
        dict[AccountType, TypeSettings], Meta(description="What holds for accounts of one type only.")
    ] = msgspec.field(name="account_type", default_factory=dict)
    waivers: Annotated[
        tuple[Waiver, ...], Meta(description="Leave for single accounts, each with a reason, a granter and an end.")
    ] = msgspec.field(name="waiver", default=())

    @property
    def digest(self) -> str:
        """Profile and the first 12 hexadecimal digits of the SHA-256 of all settings."""
        content = msgspec.json.encode(self, order="deterministic")
        return f"{self.profile}:{hashlib.sha256(content).hexdigest()[:12]}"

    @property
    def leaves_findings_alone(self) -> bool:
        """Whether no setting can change a finding that a rule has made."""
        settings = self.rules or self.fields or self.account_types or self.allow or self.waivers or self.min_score
        return not settings

    def action_for(self, code: str, account_type: AccountType, field: Field) -> RuleAction | None:
        """Give what the rule's findings in that field are worth; None where the rule itself decides."""
        return next((part.rules[code] for part in self._parts(account_type, field) if code in part.rules), None)

    def min_score_for(self, account_type: AccountType, field: Field) -> float:
        """Give the score below which a finding is a note."""
        return next(part.min_score for part in self._parts(account_type, field) if part.min_score is not None)

    def expiring_days_for(self, account_type: AccountType) -> int:
        """Give the number of days before its expiry from which a credential counts as expiring."""
        days = self.account_types.get(account_type, _NOTHING).expiring_days
        return self.expiring_days if days is None else days

    def on_error_for(self, account_type: AccountType) -> OnError:
        """Give what an incomplete verdict is worth at least."""
        return self.account_types.get(account_type, _NOTHING).on_error or self.on_error

    def silent(self, account_type: AccountType) -> frozenset[str]:
        """Give the codes of the rules that are off in every field: they need not judge."""
        parts = [part for field in _FIELDS for part in self._parts(account_type, field)]
        codes = {code for part in parts for code, action in part.rules.items() if action == "off"}
        return frozenset(
            code for code in codes if all(self.action_for(code, account_type, field) == "off" for field in _FIELDS)
        )

    def expired_waivers(self, account: Account, as_of: str) -> list[Waiver]:
        """Waivers for the account that have ended before the day ``as_of``."""
        return [waiver for waiver in self.waivers if waiver.covers(account) and not waiver.in_force(as_of)]

    def _parts(self, account_type: AccountType, field: Field) -> Iterator[FieldSettings | TypeSettings | Policy]:
        """Sections that may say something, the most specific first."""
        own = self.account_types.get(account_type)
        if own is not None:
            if field in own.fields:
                yield own.fields[field]
            yield own
        if field in self.fields:
            yield self.fields[field]
        yield self


_NOTHING = TypeSettings()
