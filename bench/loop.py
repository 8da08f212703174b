"""The loop that the audit is held against, in a process of its own, which holds nothing but the names and the patterns.

Beside a loaded registry the loop would be a third slower: the garbage collector, which its kept results wake, looks
through everything that the process holds.

Run by ``audit.py ratio``: reads a JSON line ``{"files", "rows", "patterns"}``, then answers each line with the seconds
of one loop.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import daachorse
from measure import repeated

if __name__ == "__main__":
    asked = json.loads(sys.stdin.readline())
    names = repeated([Path(file) for file in asked["files"]], asked["rows"])
    patterns = Path(asked["patterns"]).read_text(encoding="utf-8").split("\n")
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(patterns)
    for _ in sys.stdin:
        began = time.perf_counter()
        results = [automaton.find_overlapping(name) for name in names]
        print(time.perf_counter() - began, flush=True)
        del results
