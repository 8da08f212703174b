"""Pictures of what was found in an avatar, for a reviewer: a file for each finding that has a place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingname.avatar.decode import decode
from qingname.avatar.evidence import side_by_side, sketch
from qingname.avatar.source import read_avatar
from qingname.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qingname.avatar.inspection import Region
    from qingname.avatar.marks import Entry
    from qingname.model import Account, Verdict


def write_evidence(folder: Path, account: Account, verdict: Verdict, known: Mapping[str, Entry]) -> list[Path]:
    """Write ``DIGEST-RULE-N.png`` for each finding on the avatar that has a region; give the files.

    The avatar stands left with the region outlined; right what is kept of the mark in ``known``, by its id, where the
    finding is on one.
    """
    findings = [each for each in verdict.findings if each.field == "avatar" and each.params.get("region")]
    if not findings or account.avatar is None:
        return []
    try:
        picture = decode(read_avatar(account.avatar))
    except AvatarError:
        return []  # the verdict has said so
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, finding in enumerate(findings):
        frame = int(finding.params.get("frame", "0"))
        layer = next((each for each in picture.layers if each.frame == frame and not each.blank), picture.layers[0])
        entry = known.get(finding.params.get("mark", ""))
        mark = sketch(entry.looks[0]) if entry else None
        path = folder / f"{picture.digest[:12]}-{finding.rule}-{number}.png"
        side_by_side(layer.image, _region(finding.params["region"]), mark).save(path)
        written.append(path)
    return written


def _region(written: str) -> Region:
    pairs = (corner.split(",") for corner in written.split())
    return tuple((float(x), float(y)) for x, y in pairs)
