"""How long the shipped snapshot takes to load, and how much memory a process holds with it.

Usage: python bench/snapshot.py [--runs 10]

Each run is a fresh process with the file in the page cache. Resident memory is read before and after loading, after
one check, and after a check of a name that also loads the segmenter's dictionary.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

from measure import pin_to_one_core, told

_PROBE = """
import json, time
from qingname import Account, Checker
from qingname.registry import Registry, shipped

def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))

before = resident()
start = time.perf_counter()
snapshot = shipped()
read = time.perf_counter()
Registry(snapshot)
ready = time.perf_counter()
loaded = resident()
checker = Checker()
first = time.perf_counter()
checker.check(Account("人民曰報-官方"))
checked = time.perf_counter()
plain = resident()
checker.check(Account("食外交部"))
print(json.dumps([read - start, ready - read, checked - first, before, loaded, plain, resident()]))
"""


def main() -> None:
    """Run the probe in fresh processes and print medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10)
    arguments = parser.parse_args()
    pin_to_one_core()
    probe()
    columns = list(zip(*(probe() for _ in range(arguments.runs)), strict=True))
    print(f"read and check the file   {told(columns[0], 'ms', 1e3)}")
    print(f"make the registry         {told(columns[1], 'ms', 1e3)}")
    print(f"first check               {told(columns[2], 'ms', 1e3)}")
    print(f"resident, imports only    {told(columns[3], 'MB')}")
    print(f"resident, loaded          {told(columns[4], 'MB')}")
    print(f"resident, after a check   {told(columns[5], 'MB')}")
    print(f"resident, with segmenter  {told(columns[6], 'MB')}")


def probe() -> list[float]:
    """Times in seconds and memory in MB from one fresh process."""
    done = subprocess.run([sys.executable, "-c", _PROBE], check=True, capture_output=True, text=True)
    values: list[float] = json.loads(done.stdout)
    return values


if __name__ == "__main__":
    main()
