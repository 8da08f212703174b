"""QN701 contact

## What it does
Finds contacts in names and bios: mobile and landline numbers (spaced, in Chinese digits, masked), URLs, e-mail
addresses, and handles behind WeChat, QQ, Telegram and the like, homophones included (薇❤, 扣扣). In a name: reject;
in a bio: review. A word without a handle (微信公众号运营) and digits behind a name (小明12345) are none.

## Why
《互联网用户账号信息管理规定》第八条（六）: no URLs, addresses or contacts smuggled in; they lead people to where no
platform protects them.

## Caught
- 开锁13812345678 reject
- 兼职一三八一二三四五六七八 reject
- 薇❤abc12345 reject
- 加V信xiaoli_88 reject
- 扣扣：123456789 reject
- www.example-shop.com reject
- 微信同号 reject

## Let pass
- 小明12345
- 微信公众号运营
- 爱上微信
- QQ飞车手
- V587
- 加V认证
- 李薇
- 卫星观测站

## Options
In the bio of an enterprise, medium, government or other organisation with a credential in force, a telephone number,
URL or e-mail address is a note, and a URL in its name (京东JD.COM) goes to a person. `[rules] QN701 = "review"` sends
every finding to a person instead. The words are `data/words/contact_words.csv`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from qingname.match.signs import But, Shows, context, in_either
from qingname.model import Finding, Technique
from qingname.rules.case import Rule
from qingname.rules.clauses import ACCOUNT_CONTACT
from qingname.rules.credentials import ORGANISATIONS, in_force
from qingname.text.contacts import Hint, contacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import FieldMatches
    from qingname.model import Field
    from qingname.rules.case import Case
    from qingname.text.contacts import Contact, Kind

_TARGETS: dict[Kind, str] = {
    "mobile": "手机号",
    "masked": "手机号",
    "landline": "电话号码",
    "phone": "电话号码",
    "url": "网址",
    "email": "邮箱",
    "wechat": "微信号",
    "qq": "QQ号",
    "telegram": "Telegram",
    "account": "其他平台账号",
    "qr": "二维码",
}
_KINDS: dict[str, Kind] = {kind: kind for kind in _TARGETS}
_GIVEN_NAMES = frozenset({"加威", "加薇", "加维"})
_LONGEST_PERSON = 4  # characters
_BUSINESS = frozenset({"mobile", "masked", "landline", "phone", "url", "email"})
_ORGANISATIONS = frozenset({"enterprise", "media", "gov", "org"})
# Dots and dashes belong to numbers and addresses; they hide nothing.
_PLAIN = frozenset({Technique.INSERTED, Technique.SPACED})


def _judge(case: Case) -> Iterator[Finding]:
    holder = _holder(case)
    for field, found in case.fields.items():
        for contact in contacts(found.reading.folded.raw, _hints(found), case.registry.characters.numerals):
            if field == "name" and (not contact.sure or _given_name(contact, found)):
                continue  # 加V is a badge in a name, and a way to sell in a bio
            yield _finding(contact, field, found, _action(contact, field, holder), holder)


def _given_name(contact: Contact, found: FieldMatches) -> bool:
    """Whether 加威, 加薇 or 加维 without a handle is the end of a person's name: 洪加威."""
    raw = found.reading.folded.raw
    return (
        contact.kind == "wechat"
        and contact.end == len(raw) <= _LONGEST_PERSON
        and raw[contact.start : contact.end] in _GIVEN_NAMES
    )


def _action(contact: Contact, field: Field, holder: str) -> Literal["note", "review", "reject"]:
    """Weigh a contact: an organisation's own telephone in its bio is in order, and a company may be called X.com."""
    if field == "bio":
        return "note" if holder and contact.kind in _BUSINESS else "review"
    return "review" if holder and contact.kind == "url" else "reject"


def _hints(found: FieldMatches) -> list[Hint]:
    """Words of ``contact_words.csv`` at their raw places."""
    span = found.reading.folded.span
    return [
        Hint(*span(word.start, word.end), kind, word.word.strength)
        for word in found.words
        if word.word.table == "contact" and (kind := _KINDS.get(word.word.head))
    ]


def _holder(case: Case) -> str:
    """Write the credential by which an organisation may be reached; '' where the account has none in force."""
    if case.account.account_type not in _ORGANISATIONS:
        return ""
    credential = in_force(case, ORGANISATIONS)
    return credential.label if credential else ""


def _finding(
    contact: Contact, field: Field, found: FieldMatches, action: Literal["note", "review", "reject"], holder: str
) -> Finding:
    folded = found.reading.folded
    inside = [
        *(
            step
            for place, step in zip(folded.starts, folded.steps, strict=True)
            if contact.start <= place < contact.end
        ),
        *(step for place, step in folded.dropped if contact.start <= place < contact.end),
    ]
    steps = [step for step in inside if step and step.technique not in _PLAIN]
    params: dict[str, str] = {"kind": contact.kind}
    if holder:
        params["holder"] = holder
    return Finding(
        RULE.code,
        RULE.name,
        action,
        field,
        (contact.start, contact.end),
        folded.raw[contact.start : contact.end],
        _TARGETS[contact.kind],
        f"contact:{contact.kind}",
        "contact",
        tuple(dict.fromkeys(step.technique for step in steps)),
        tuple(str(step) for step in steps),
        1.0,
        ACCOUNT_CONTACT,
        (),
        params,
    )


_HINT = context(table="contact", head=sorted(_KINDS), free=True)
_STRONG, _WEAK = _HINT.also(strength=But({"medium", "weak"})), _HINT.also(strength="weak")
_TRIGGERS = (
    in_either(Shows("number")),
    in_either(Shows("address")),
    in_either(_HINT.also(strength="medium")),
    in_either(context(table="contact", head="qr")),
    in_either(context(table="contact", head="phone"), Shows("digits")),
    in_either(_HINT, Shows("same")),
    in_either(_HINT, Shows("invites")),
    in_either(_STRONG, Shows("handle")),
    in_either(_WEAK, Shows("handle"), Shows("label")),
)


RULE = Rule("QN701", "contact", ACCOUNT_CONTACT, _judge, __doc__, _TRIGGERS)
