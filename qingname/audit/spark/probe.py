"""Asks the executors, before an audit, whether they can judge as the driver does."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pyarrow as pa
import pyspark
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

from qingname.errors import SparkError
from qingname.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyspark import SparkContext

_OLDEST_PYSPARK, _OLDEST_PYARROW = (3, 5), (20, 0)
_LONGEST = 500  # characters of what Spark says
_REMEDY = "send one environment to all of them (docs/scale.md, Packaging)"
_PYTHON_DIFFERS = re.compile(r"different version:? \(?'?([\d.]+?|\d+, \d+)'?\)? than that in driver:? \(?'?([\d.]+\d)")
_NO_PYTHON = re.compile(r'Cannot run program "([^"]+)"')
_RAISED = re.compile(r"^\s*(?:\w+\.)*(\w+(?:Error|Exception): .+)$", re.MULTILINE)
_OURS = re.compile(r"qingname\.errors\.\w+: (.+)")


def check_cluster(context: SparkContext, parcel: bytes) -> None:
    """Raise :class:`SparkError` where an executor has another Python, qingname, pyarrow or PySpark than the driver.

    One job of a few tiny tasks; each also loads the registries of ``parcel``. An executor that gets none of them, or
    comes later, is held to the digests and qingname's version when it judges its first batch.
    """
    here = _versions_here()
    _check_age(here)
    try:
        tasks = max(2, context.defaultParallelism)
        answers = context.parallelize(range(tasks), tasks).mapPartitions(_asking(parcel)).collect()
    except (Py4JError, PySparkException) as error:
        raise SparkError(told(error)) from error
    for answer in answers:
        host = answer.pop("host")
        if "failed" in answer:
            raise SparkError(f"{host}: {answer['failed']}; {_REMEDY}")
        differing = [name for name in here if answer.get(name) != here[name]]
        if differing:
            theirs = ", ".join(f"{name} {answer.get(name)}" for name in differing)
            ours = ", ".join(f"{name} {here[name]}" for name in differing)
            raise SparkError(f"{host} has {theirs}, the driver {ours}; {_REMEDY}")
        if "refused" in answer:
            raise SparkError(f"{host}: {answer['refused']}")


def _versions_here() -> dict[str, str]:
    return {
        "Python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "qingname": VERSION,
        "pyarrow": pa.__version__,
        "PySpark": pyspark.__version__,
    }


def _check_age(versions: dict[str, str]) -> None:
    for name, oldest in (("PySpark", _OLDEST_PYSPARK), ("pyarrow", _OLDEST_PYARROW)):
        if tuple(int(part) for part in re.findall(r"\d+", versions[name])[:2]) < oldest:
            wanted = ".".join(map(str, oldest))
            raise SparkError(f"the driver has {name} {versions[name]}; the audit needs {wanted} or later")


def _asking(parcel: bytes) -> Callable[[Iterable[int]], Iterator[dict[str, str]]]:
    # A function inside a function travels whole, so that it runs where there is no qingname to import it from.
    def asking(_: Iterable[int]) -> Iterator[dict[str, str]]:
        import socket  # noqa: PLC0415 - on the executor
        import sys  # noqa: PLC0415 - the same

        answer = {"host": socket.gethostname(), "Python": f"{sys.version_info[0]}.{sys.version_info[1]}"}
        try:
            import pyarrow  # noqa: PLC0415 - the same
            import pyspark  # noqa: PLC0415 - the same

            answer |= {"pyarrow": pyarrow.__version__, "PySpark": pyspark.__version__}
            from qingname.version import VERSION  # noqa: PLC0415 - the same

            answer["qingname"] = VERSION
            from qingname.audit.spark.parcel import judge_of  # noqa: PLC0415 - the same
        except ImportError as error:
            answer.setdefault("qingname", "none")
            answer["failed"] = f"Python {sys.executable} cannot import what the audit needs ({error})"
            yield answer
            return
        try:
            judge_of(parcel)
        except Exception as error:  # noqa: BLE001 - told in the driver, which has the remedy
            answer["refused"] = str(error)
        yield answer

    return asking


def told(error: BaseException) -> str:
    """What failed in Spark, in one sentence, out of the traces of two languages."""
    text = str(error)
    if ours := _OURS.findall(text):
        return str(ours[-1])
    if found := _PYTHON_DIFFERS.search(text):
        theirs, here = (version.replace(", ", ".") for version in found.groups())
        return f"the executors have Python {theirs}, the driver {here}; {_REMEDY}, and set PYSPARK_PYTHON"
    if found := _NO_PYTHON.search(text):
        return f"the executors have no {found[1]}; set PYSPARK_PYTHON to the Python that they have, or {_REMEDY}"
    if "Error from python worker" in text and (raised := _RAISED.search(text.partition("Error from python worker")[2])):
        return f"Python does not start on the executors ({raised[1]}); {_REMEDY}, and set PYSPARK_PYTHON"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    causes = [line for line in lines if line.startswith("Caused by: ")] or lines
    return f"Spark failed: {causes[-1][:_LONGEST]}" if causes else f"Spark failed: {type(error).__name__}"
