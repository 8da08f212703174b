"""Whether a credential allows a match: its subject is the target, a unit of it, its parent, or the place's own body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.rules.targets import category, place_name, target_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.match import Match
    from qingname.model import Credential, CredentialKind
    from qingname.rules.case import Case

_KINDS: dict[str, frozenset[CredentialKind]] = {
    "official": frozenset({"gov_org", "org"}),
    "military": frozenset({"gov_org"}),
    "media": frozenset({"media_org", "gov_org"}),
    "institution": frozenset({"org", "gov_org", "enterprise"}),
    "enterprise": frozenset({"enterprise", "gov_org"}),
    "international": frozenset({"org", "gov_org"}),
    "country": frozenset({"org", "gov_org"}),
    "place": frozenset({"gov_org", "media_org", "enterprise", "org"}),
    "landmark": frozenset({"gov_org", "org", "enterprise"}),
}


def allowing(case: Case, match: Match) -> Credential | None:
    """Give the credential of the account that allows ``match``, if there is one that is not expired."""
    kinds = _KINDS.get(category(match), frozenset())
    for credential in case.account.credentials:
        if credential.kind in kinds and not _expired(credential, case.as_of):
            holder = _plain(case, credential.subject or credential.name)
            if any(_same_house(holder, _plain(case, name)) for name in _subjects(match)):
                return credential
    return None


def _expired(credential: Credential, as_of: str) -> bool:
    return credential.expires is not None and credential.expires < as_of


def _plain(case: Case, name: str) -> str:
    return case.folder.fold(name).symbols


def _subjects(match: Match) -> Iterator[str]:
    """Names whose holder may carry the match."""
    if match.place:
        # The place's own bodies: 上海市人民政府新闻办公室 carries 上海发布.
        yield place_name(match.place.entry)
        yield match.place.form.text
        yield target_name(match)
        return
    yield match.entry.name
    yield match.form.text
    if match.entry.parent and match.entry.category != "organ":
        yield match.entry.parent


def _same_house(holder: str, subject: str) -> bool:
    """Whether the holder is the subject or one of its units: 清华大学招生办公室 is 清华大学's."""
    return bool(subject) and holder.startswith(subject)
