"""Registers that a :class:`~qingname.verification.CredentialVerifier` can ask: a table of one's own, a service."""

from qingname.verification import CredentialVerifier, Verification
from qingname.verifiers.http import HttpVerifier
from qingname.verifiers.table import TableVerifier

__all__ = ["CredentialVerifier", "HttpVerifier", "TableVerifier", "Verification"]
