"""Which licence carries a title, and whether the account's licence does."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qingname.match import FieldMatches, Match
    from qingname.model import Credential
    from qingname.rules.case import Case


class Licence(NamedTuple):
    """What was found: ``state`` is valid, expired, wrong_subject, wrong_kind or none; the credential it is about."""

    state: str
    credential: Credential | None


_WORST_LAST = ("valid", "expired", "wrong_subject", "wrong_kind")


def licence_for(case: Case, title: Match, found: FieldMatches) -> Licence:
    """Give the best-fitting licence of the account for a title: the mildest of what is wrong with each."""
    codes = set(title.entry.parent.split("|")) - {""}
    states = [
        (_state(case, credential, codes, _surname(title, found)), credential)
        for credential in case.account.credentials
        if credential.kind == "license"
    ]
    if not states:
        return Licence("none", None)
    state, credential = min(states, key=lambda pair: _WORST_LAST.index(pair[0]))
    return Licence(state, credential)


def domain_label(case: Case, code: str) -> str:
    """Label that the platform must show for a licence (加注专业领域类型明确标识); '' for an unknown code."""
    return case.registry.licences[code].level if code in case.registry.licences else ""


def expiring(case: Case, credential: Credential) -> dict[str, str]:
    """Reason and date for a credential that expires within the policy's days; empty for any other."""
    if credential.expires is None:
        return {}
    left = datetime.date.fromisoformat(credential.expires) - datetime.date.fromisoformat(case.as_of)
    soon = case.policy.expiring_days_for(case.account.account_type)
    return {"reason": "expiring", "expires": credential.expires} if 0 <= left.days <= soon else {}


def unfit(credential: Credential, reason: str) -> dict[str, str]:
    """What a finding says of a credential that does not carry the name: which, why, and until when it held."""
    return {"credential": credential.label, "reason": reason, "expires": credential.expires or ""}


def _state(case: Case, credential: Credential, codes: set[str], surname: str) -> str:
    if credential.name not in codes:
        return "wrong_kind"
    if surname and credential.subject and not credential.subject.startswith(surname) and len(credential.subject) <= 4:  # noqa: PLR2004 - a person's name
        return "wrong_subject"
    if credential.expired(case.as_of):
        return "expired"
    return "valid"


def _surname(title: Match, found: FieldMatches) -> str:
    """Surname right before a title (急诊科佟医生), '' where there is none."""
    before = found.reading.symbols[: title.start]
    return before[-1] if before and before[-1] in SURNAMES else ""


# The 200 most frequent surnames of the 2020 census order, as characters; compound surnames are left out.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范"
    "汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔文赖樊兰殷施洪翟安颜倪牛温"
    "芦季俞章鲁葛申毕聂丛焦辛管祝耿左柳甄纪尚欧舒佟喻瞿奚卞穆栾阮柯翁宁单解岳齐梅庄涂谷"
)
