"""qingname (清名): judges who an account claims to be, by its name, bio and avatar."""

from qingname.checker import Checker
from qingname.model import Account, Action, Credential, Finding, State, Verdict
from qingname.policy import Policy

__all__ = ["Account", "Action", "Checker", "Credential", "Finding", "Policy", "State", "Verdict", "check"]


def check(name: str, **fields: object) -> Verdict:
    """Judge one name with the shipped registry and the balanced policy; ``fields`` are those of :class:`Account`."""
    return _default().check(Account(name, **fields))  # type: ignore[arg-type]


def _default() -> Checker:
    global _CHECKER  # noqa: PLW0603 - made on first use, so that importing the package loads nothing
    if _CHECKER is None:
        _CHECKER = Checker()
    return _CHECKER


_CHECKER: Checker | None = None
