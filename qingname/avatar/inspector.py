"""One avatar → everything that is seen in it.

1. its bytes: of a file, a data: URL, or an https URL where the platform has that fetched (``source.py``)
2. flat layers of bounded size, or one refusal (``decode.py``)
3. codes, signs, marks, text: the slowest last, and none is begun when the time is over
"""

from __future__ import annotations

import functools
import hashlib
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from qingname.avatar.decode import decode
from qingname.avatar.inspection import Inspection
from qingname.avatar.source import read_avatar
from qingname.errors import AvatarError, StageError
from qingname.model import Skipped
from qingname.policy import AvatarSettings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qingname.avatar.marks import Marks
    from qingname.avatar.picture import Picture
    from qingname.avatar.sights import Sights
    from qingname.avatar.source import Fetcher
    from qingname.policy import Policy


class _Stage(NamedTuple):
    """A stage: its name in ``skipped``, what part of an :class:`Inspection` it makes, the setting that asks for it."""

    name: str
    part: str
    setting: str


_STAGES = (
    _Stage("avatar_codes", "codes", "codes"),
    _Stage("avatar_signs", "signs", "marks"),
    _Stage("avatar_marks", "marks", "marks"),
    _Stage("avatar_text", "texts", "text"),
)


class Inspector:
    """Looks at avatars. Safe to share between threads once made; what it needs is loaded when a picture needs it."""

    def __init__(
        self,
        settings: AvatarSettings | None = None,
        marks: Sequence[Marks] = (),
        *,
        thorough: bool = False,
        fetch: Fetcher | None = None,
        paths: bool = True,
    ) -> None:
        """Look for ``marks`` beside those that ship.

        ``thorough`` reads pictures turned and mirrored even where they show text as they stand. ``fetch`` gets what a
        URL names, where the settings allow it; the shipped one does without. ``paths=False`` refuses paths.
        """
        self._settings = settings or AvatarSettings()
        self._marks, self._thorough = tuple(marks), thorough
        self._fetch, self._paths = fetch, paths
        self._stages = tuple(stage for stage in _STAGES if getattr(self._settings, stage.setting))

    @property
    def digest(self) -> str:
        """Digest of all marks beside those that ship, in their order; '' where there are none."""
        digests = [own.digest for own in self._marks]
        return hashlib.sha256("\n".join(digests).encode()).hexdigest() if digests else ""

    def inspect(self, avatar: str | bytes) -> Inspection:
        """Say what is seen. Never raises: what cannot be read is ``unreadable``, a stage that fails is ``skipped``."""
        try:
            content = read_avatar(avatar, fetch=self._fetcher if self._settings.fetch else None, paths=self._paths)
            picture = decode(content)
        except AvatarError as error:
            return _unreadable(error.code, str(error))
        except Exception as error:  # noqa: BLE001 - a sign-up must get an answer whatever breaks in here
            return _unreadable("failed", f"{type(error).__name__}: {error}")
        return Inspection(picture.digest, blank=True) if picture.blank else self._seen(picture)

    def _seen(self, picture: Picture) -> Inspection:
        end = time.monotonic() + self._settings.seconds
        seen: dict[str, Any] = {}
        skipped: list[Skipped] = []
        for stage in self._stages:
            try:
                if time.monotonic() > end:
                    raise StageError(stage.name, f"not begun within {self._settings.seconds:g} s")  # noqa: TRY301
                seen[stage.part] = tuple(getattr(self._sights, stage.part)(picture))
            except StageError as error:
                skipped.append(Skipped(stage.name, error.reason))
            except Exception as error:  # noqa: BLE001 - the other stages still see something
                skipped.append(Skipped(stage.name, f"{type(error).__name__}: {error}"))
        return Inspection(picture.digest, skipped=tuple(skipped), **seen)

    @functools.cached_property
    def _sights(self) -> Sights:
        from qingname.avatar.sights import Sights  # noqa: PLC0415 - OpenCV takes longer to load than names to judge

        return Sights([entry for own in self._marks for entry in own.entries], thorough=self._thorough)

    @functools.cached_property
    def _fetcher(self) -> Fetcher:
        if self._fetch is not None:
            return self._fetch
        from qingname.avatar.fetch import HttpsFetcher  # noqa: PLC0415 - most platforms fetch nothing

        return HttpsFetcher()


def inspector_for(policy: Policy, folders: Sequence[Path] = ()) -> Inspector:
    """What looks at avatars as a policy says, for the marks of ``folders`` beside those that ship.

    Raise as :func:`qingname.avatar.marks.read_marks` does.
    """
    own: list[Marks] = []
    if folders:
        from qingname.avatar.marks import read_marks  # noqa: PLC0415 - OpenCV is slow to load

        own = [read_marks(folder) for folder in folders]
    return Inspector(policy.avatar, own, thorough=policy.profile == "strict")


def _unreadable(code: str, sentence: str) -> Inspection:
    return Inspection(unreadable=(code, sentence), skipped=(Skipped("avatar", f"{code}: {sentence}"),))
