"""One tree of errors. Each knows the exit code and HTTP status it ends in, and names the place and the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pathlib import Path


class QingnameError(Exception):
    """Anything qingname raises on purpose. ``str(error)`` is one line a person can act on."""

    exit_code: ClassVar[int] = 2
    http_status: ClassVar[int] = 500


class InputError(QingnameError):
    """An account, credential or file that cannot be read as one.

    ``code`` is a short word for programs: ``empty_name``, ``too_long``, ``encoding``, ``json``, ``field``,
    ``credential`` or ``input`` for anything else.
    """

    http_status: ClassVar[int] = 422

    def __init__(self, sentence: str, code: str = "input") -> None:
        """Say it in one sentence."""
        super().__init__(sentence)
        self.code = code


class AvatarError(QingnameError):
    """A picture that cannot be had, or that will not be looked at.

    ``code`` is a short word for programs. Of bytes: ``empty``, ``too_many_bytes``, ``format``, ``too_many_pixels``,
    ``too_wide`` (a side or the aspect), ``too_many_scans``, ``too_many_parts``, ``truncated``, ``broken``, ``memory``.
    Of a source: ``path``, ``path_off``, ``data_url``, ``url``, ``url_off``, ``address``, ``redirects``, ``late``,
    ``status``, ``encoding``, ``connection``, ``certificate``.
    """

    http_status: ClassVar[int] = 422

    def __init__(self, sentence: str, code: str) -> None:
        """Say in one sentence what is wrong and what would mend it."""
        super().__init__(sentence)
        self.code = code


class StageError(QingnameError):
    """A stage of the check that cannot run here, which a verdict tells: ``stage`` and ``reason`` of its ``skipped``."""

    def __init__(self, stage: str, reason: str) -> None:
        """Name the stage, and say why in one sentence."""
        super().__init__(f"{stage}: {reason}")
        self.stage, self.reason = stage, reason


class VerifierError(QingnameError):
    """A verifier of credentials that cannot be set up."""


class PolicyError(QingnameError):
    """A policy file that cannot be used."""


class SnapshotError(QingnameError):
    """A compiled registry that is missing, damaged or of another format version."""


class RegistryError(QingnameError):
    """A registry table that cannot be used.

    ``line`` counts from 1 with the header as line 1, 0 for a whole file or folder; ``column`` is the column's name,
    empty for a whole line.
    """

    def __init__(self, path: Path | str, line: int, column: str, problem: str, remedy: str) -> None:
        """Keep the place apart from the words, so that callers can sort and count."""
        self.path, self.line, self.column = str(path), line, column
        self.problem, self.remedy = problem, remedy
        place = f"{path}:{line}:{column}" if line else str(path)
        super().__init__(f"{place}: {problem}; {remedy}")


class RegistryErrors(QingnameError):
    """Every :class:`RegistryError` found in one pass over a registry folder; ``errors`` is never empty."""

    def __init__(self, errors: list[RegistryError]) -> None:
        """Join all problems, so that one run shows a person all there is to mend."""
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors))


class MarkError(QingnameError):
    """A folder of marks that cannot be read, or a picture that no mark can be made of."""


class SparkError(QingnameError):
    """A Spark that cannot run an audit, or that failed in one."""


class AuditStoppedError(QingnameError):
    """An audit that stopped before its end; what was done is kept. ``judged`` rows had been written out in order."""

    def __init__(self, why: str, judged: int, *, interrupted: bool = False) -> None:
        """Say why, and how to go on."""
        super().__init__(f"{why}; what is done is kept: go on with the same command and --resume")
        self.judged, self.interrupted = judged, interrupted
