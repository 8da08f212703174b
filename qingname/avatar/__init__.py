"""Avatars: decode → hashes and local features → marks, text, codes and signs that are seen in the picture."""

from qingname.avatar.inspection import Inspection, SeenCode, SeenMark, SeenSign, SeenText

__all__ = ["Inspection", "SeenCode", "SeenMark", "SeenSign", "SeenText"]
