"""Policies, findings and accounts for property tests."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st

from qingname.model import Account, Finding
from qingname.policy import Allowed, AvatarSettings, FieldSettings, Limits, Policy, TypeSettings, Waiver

CODES = ["QN101", "QN201", "QN301", "QN401", "QN702", "QN901"]
NAMES = ["小明日报", "朝阳", "a\"'\\\n\u202e", "7"]
TARGETS = ["人民日报", "朝阳区", "北京"]
_WORDS = st.text(min_size=1, max_size=12).filter(str.strip).filter(lambda text: text.isprintable() or text < "\ud800")

_codes = st.sampled_from(CODES)
_rules = st.dictionaries(_codes, st.sampled_from(["off", "note", "review", "reject"]), max_size=3)
_score = st.one_of(st.none(), st.sampled_from([0.0, 0.5, 0.9, 1.0]))
_fields = st.sampled_from(["name", "bio", "avatar"])
_field_settings = st.dictionaries(
    _fields, st.builds(FieldSettings, rules=_rules, min_score=_score).filter(FieldSettings().__ne__), max_size=2
)
_on_error = st.sampled_from(["review", "reject"])
_type_settings = st.builds(
    TypeSettings,
    rules=_rules,
    min_score=_score,
    expiring_days=st.one_of(st.none(), st.integers(0, 400)),
    on_error=st.one_of(st.none(), _on_error),
    fields=_field_settings,
).filter(TypeSettings().__ne__)  # an empty section means nothing and is not written
DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31))
WAIVERS = st.builds(
    Waiver,
    rules=st.lists(_codes, min_size=1, max_size=3).map(tuple),
    reason=_WORDS,
    granter=_WORDS,
    expires=DAYS,
    name=st.sampled_from(NAMES),
    account=st.sampled_from(["", "7"]),
    target=st.sampled_from(["", *TARGETS]),
)
POLICIES = st.builds(
    Policy,
    profile=st.sampled_from(["balanced", "strict"]),
    on_error=_on_error,
    expiring_days=st.integers(0, 400),
    correction_days=st.integers(0, 400),
    min_score=st.sampled_from([0.0, 0.5, 1.0]),
    allow=st.lists(
        st.one_of(st.sampled_from(NAMES), st.builds(Allowed, _codes, st.sampled_from(TARGETS))), max_size=3
    ).map(tuple),
    limits=st.one_of(
        st.none(),
        st.builds(Limits, preset=st.sampled_from(["", "weibo"]), min=st.integers(0, 3), han=st.integers(1, 3)),
    ),
    avatar=st.builds(AvatarSettings, st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.floats(0.5, 60)),
    rules=_rules,
    fields=_field_settings,
    account_types=st.dictionaries(st.sampled_from(["personal", "gov"]), _type_settings, max_size=2),
    waivers=st.lists(WAIVERS, max_size=3).map(tuple),
)


def finding(
    rule: str = "QN301",
    action: str = "review",
    *,
    field: str = "name",
    target: str = "朝阳区",
    score: float = 0.9,
    **params: str,
) -> Finding:
    return Finding(
        rule=rule,
        name="",
        action=action,  # type: ignore[arg-type]
        field=field,  # type: ignore[arg-type]
        span=(0, 1),
        text="",
        target=target,
        target_id=target,
        category="",
        technique=(),
        steps=(),
        score=score,
        clause="",
        needs=(),
        params=params,
    )


FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(CODES),
        st.sampled_from(["note", "review", "reject"]),
        field=_fields,
        target=st.sampled_from(TARGETS),
        score=st.sampled_from([0.4, 0.9, 1.0]),
    ),
    max_size=5,
)
ACCOUNTS = st.builds(
    Account,
    st.sampled_from(NAMES),
    id=st.sampled_from([None, "7"]),
    account_type=st.sampled_from(["personal", "gov", "org"]),
)
