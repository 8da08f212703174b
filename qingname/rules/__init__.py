"""The rules: one file each, whose docstring is its page and whose examples are tests."""

from qingname.rules import (
    bare_place,
    change,
    closed_name,
    contact,
    credential_validity,
    event_party,
    expired_waiver,
    hidden_characters,
    illegal_organisation,
    institution,
    international,
    invented_body,
    invented_media,
    landmark,
    media_outlet,
    military_identity,
    military_unit,
    name_limits,
    nation_word,
    news_word,
    official_body,
    official_claim,
    particular_person,
    place_service,
    platform_staff,
    staff_of_body,
    state_symbol,
    title,
)
from qingname.rules.case import Case, Rule

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            module.RULE
            for module in (
                bare_place,
                change,
                closed_name,
                contact,
                credential_validity,
                event_party,
                expired_waiver,
                hidden_characters,
                illegal_organisation,
                institution,
                international,
                invented_body,
                invented_media,
                landmark,
                media_outlet,
                military_identity,
                military_unit,
                name_limits,
                nation_word,
                news_word,
                official_body,
                official_claim,
                particular_person,
                place_service,
                platform_staff,
                staff_of_body,
                state_symbol,
                title,
            )
        ),
        key=lambda rule: rule.code,
    )
)

__all__ = ["RULES", "Case", "Rule"]
