"""What the measurements were made on."""

import os
import platform
import re
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("babel", "click", "pyromark", "pyyaml", "rapidfuzz")


def facts() -> dict[str, str]:
    """Machine and versions, as the page shows them."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {
        "Processor": f"{_found('/proc/cpuinfo', 'model name') or platform.processor() or platform.machine()}, "
        f"{cores} cores",
        "Memory": f"{int(_found('/proc/meminfo', 'MemTotal').split()[0] or 0) / 2**20:.0f} GiB"
        if _found("/proc/meminfo", "MemTotal")
        else "unknown",
        "System": f"{platform.system()} {platform.release()}",
        "Python": f"{platform.python_implementation()} {'.'.join(map(str, sys.version_info[:3]))}",
        "Libraries": ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
    }


def moment() -> str:
    """The time, and how many processes want to run."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC{load}"


def _found(path: str, name: str) -> str:
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
    match = re.search(rf"^{re.escape(name)}\s*:\s*(.*)$", text, re.MULTILINE)
    return match[1] if match else ""
