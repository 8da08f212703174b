"""One avatar → everything that is seen in it.

1. its bytes: of a file, a data: URL, or an https URL where the platform has that fetched
2. flat layers of bounded size (``decode.py``), or one refusal
3. codes and signs; marks; text: the slowest last, and none is begun when the time is over
"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, NamedTuple

from qingname.avatar.decode import decode
from qingname.avatar.inspection import Inspection
from qingname.errors import AvatarError
from qingname.model import Skipped
from qingname.policy import AvatarSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qingname.avatar.picture import Picture


class _Stage(NamedTuple):
    """A stage by its name in ``skipped``, and the part of an :class:`Inspection` that it makes."""

    name: str
    field: str
    see: Callable[[Picture], Sequence[object]]


class Inspector:
    """Looks at avatars. Safe to share between threads once made."""

    def __init__(self, settings: AvatarSettings | None = None, *, thorough: bool = False) -> None:
        """``thorough`` reads pictures turned and mirrored even where they show text as they stand."""
        self._settings = settings or AvatarSettings()
        self._thorough = thorough
        self._stages: tuple[_Stage, ...] = ()

    def inspect(self, avatar: str | bytes) -> Inspection:
        """Say what is seen. Never raises: what cannot be read is ``unreadable``, a stage that fails is ``skipped``."""
        digest = ""
        try:
            content = avatar if isinstance(avatar, bytes) else b""
            digest = hashlib.blake2b(content, digest_size=16).hexdigest()
            picture = decode(content)
        except AvatarError as error:
            return _unreadable(digest, error.code, str(error))
        except Exception as error:  # noqa: BLE001 - a sign-up must get an answer whatever breaks in here
            return _unreadable(digest, "failed", f"{type(error).__name__}: {error}")
        if picture.blank:
            return Inspection(digest, blank=True)
        return self._seen(picture, digest)

    def _seen(self, picture: Picture, digest: str) -> Inspection:
        end = time.monotonic() + self._settings.seconds
        seen: dict[str, tuple[object, ...]] = {}
        skipped: list[Skipped] = []
        for stage in self._stages:
            if time.monotonic() > end:
                skipped.append(Skipped(stage.name, f"not begun within {self._settings.seconds:g} s"))
                continue
            try:
                seen[stage.field] = tuple(stage.see(picture))
            except Exception as error:  # noqa: BLE001 - the other stages still see something
                skipped.append(Skipped(stage.name, f"{type(error).__name__}: {error}"))
        return Inspection(digest, skipped=tuple(skipped), **seen)  # type: ignore[arg-type]


def _unreadable(digest: str, code: str, sentence: str) -> Inspection:
    return Inspection(digest, unreadable=(code, sentence), skipped=(Skipped("avatar", f"{code}: {sentence}"),))
