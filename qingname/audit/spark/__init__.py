"""The audit on a Spark cluster: the same batch call as the local audit, through ``DataFrame.mapInArrow``.

1. the driver sends the registries to every executor as files, by their digests (``parcel.py``)
2. one small job asks the executors for their versions and lets them load the registries, before the rest (``probe.py``)
3. every Python worker loads them once, judges the batches that Spark hands it, and gives verdicts (``frame.py``)
4. the verdicts of a run replace those that the same run wrote before, and no others (``write.py``)
"""

from qingname.audit.spark.frame import audit
from qingname.audit.spark.session import read, session_for
from qingname.audit.spark.write import write

__all__ = ["audit", "read", "session_for", "write"]
