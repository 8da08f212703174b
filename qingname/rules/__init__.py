"""The rules: one file each, whose docstring is its page and whose examples are tests."""

from qingname.rules import (
    bare_place,
    closed_name,
    illegal_organisation,
    institution,
    international,
    invented_body,
    invented_media,
    landmark,
    media_outlet,
    military_identity,
    military_unit,
    nation_word,
    news_word,
    official_body,
    place_service,
    state_symbol,
)
from qingname.rules.case import Case, Rule

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            module.RULE
            for module in (
                bare_place,
                closed_name,
                illegal_organisation,
                institution,
                international,
                invented_body,
                invented_media,
                landmark,
                media_outlet,
                military_identity,
                military_unit,
                nation_word,
                news_word,
                official_body,
                place_service,
                state_symbol,
            )
        ),
        key=lambda rule: rule.code,
    )
)

__all__ = ["RULES", "Case", "Rule"]
