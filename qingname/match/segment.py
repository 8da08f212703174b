"""Where words end: jieba's dictionary without its guesses, taught the names of the registry.

rjieba is imported when the first contained match needs it: its dictionary takes longer to load than most checks take.
Its hidden Markov guesses are off, since they glue unknown registry names to their neighbours.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingname.registry import Registry

_TAUGHT_FREQUENCY = 20  # a rare word: 皖事通 is known, 新华 + 社区 still wins over what is not in the dictionary


class Segmenter:
    """Cuts text into words. One registry, one segmenter."""

    def __init__(self, registry: Registry) -> None:
        """Remember the registry; nothing is loaded yet."""
        self._registry = registry

    def cut(self, text: str) -> list[str]:
        """Words of ``text``, in order; joined they are ``text``."""
        return self._jieba(text)

    def knows(self, text: str) -> bool:
        """Whether ``text`` is an ordinary word that a registry name could be read out of (世说新语, 民间)."""
        return text in self._registry.innocent

    @functools.cached_property
    def _jieba(self) -> Callable[[str], list[str]]:
        import rjieba  # noqa: PLC0415 - see the module

        for layer in self._registry.layers:
            for name in layer.snapshot.taught:
                if not rjieba.has_word(name):
                    rjieba.add_word(name, _TAUGHT_FREQUENCY, "nt")
        return lambda text: rjieba.cut(text, False)  # noqa: FBT003 - positional only: no hidden Markov guesses
