"""Findings in words, for page and workbook alike. The words themselves are those of ``messages``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingname.audit.report.words import Words
from qingname.messages import action_word, message, remedy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingname.messages import Language
    from qingname.model import Finding
    from qingname.registry.entry import Entry


class Sentences:
    """Words a finding in one language, whatever the audit's own was."""

    def __init__(self, lang: Language, licences: Mapping[str, Entry]) -> None:
        """``licences`` are the registry's, by code; a regulator knows them by their Chinese names."""
        self._lang: Language = lang
        self._licences = licences

    def finding(self, finding: Finding) -> str:
        """What the text does; in the audit's own words where its version found what this one has no words for."""
        try:
            return message(finding, self._lang)
        except KeyError:
            return finding.message

    def remedy(self, finding: Finding) -> str:
        """What credential would make it legitimate; '' where none would."""
        if self._lang == "en":
            return remedy(finding, "en")
        needs = tuple(
            msgspec.structs.replace(need, name=self._licences[need.name].name)
            if need.kind == "license" and need.name in self._licences
            else need
            for need in finding.needs
        )
        return remedy(msgspec.structs.replace(finding, needs=needs), self._lang)


def state_word(state: str, lang: Language) -> str:
    """What a row is counted as: an action, or that there is none."""
    return Words(lang)(state) if state in {"unreadable", "absent", "incomplete"} else action_word(state, lang)
