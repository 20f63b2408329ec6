"""The settings in `[cluster]`: the scheduler of a Dask cluster, and the certificates by which both sides know each
other.
"""

import re
from dataclasses import fields

from pipeline.frozen import dataclass

HERE = "none"
"""Stands in the place of an address for this machine alone."""

_ADDRESS = re.compile(r"(?P<scheme>[a-z]+)://(?P<host>\[[0-9a-fA-F:.]+\]|[^\s/:?#@\[\]]+):(?P<port>\d{1,5})/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterSettings:
    """The address of the scheduler, empty for none, and files in PEM format: the certificate of the authority that
    signed all others (`ca`), this machine's certificate (`cert`), and its `key`.
    """

    address: str = ""
    ca: str = ""
    cert: str = ""
    key: str = ""


def read_cluster(key: str, value: object) -> ClusterSettings:
    """Read the table. Raises ValueError that says what is wrong."""
    if not isinstance(value, dict):
        raise ValueError(f'[{key}] has to be a table, such as address = "tls://10.0.0.5:8786"')  # noqa: TRY004  a fault of the file
    known = [each.name for each in fields(ClusterSettings)]
    found: dict[str, str] = {}
    for name, item in value.items():
        if name not in known:
            raise ValueError(f"[{key}] has “{name}” (there are {', '.join(known)})", name)
        if not isinstance(item, str) or not item.strip() or not item.isprintable():
            raise ValueError(
                f"{key}.{name} has to be {'an address' if name == 'address' else 'the path of a file'}", name
            )
        found[name] = item.strip()
    if why := find_address_fault(found.get("address", "")):
        raise ValueError(f"{key}.address: {why}", "address")
    return ClusterSettings(**found)


def find_address_fault(address: str) -> str:
    """Return what is wrong with the address of a scheduler; empty if nothing is, or if there is none.

    What arrives at a scheduler is run there, so that beyond this machine both sides have to show certificates.
    """
    if address in {"", HERE}:
        return ""
    parts = _ADDRESS.fullmatch(address)
    if not parts or parts["scheme"] not in {"tcp", "tls"}:
        return f"“{address}” is not the address of a scheduler, such as tls://10.0.0.5:8786"
    if parts["scheme"] == "tcp" and not _is_here(parts["host"].strip("[]")):
        return (
            f"“{address}” is on another machine, where only tls:// is safe. Set up certificates: targman docs scaling"
        )
    return ""


def _is_here(host: str) -> bool:
    from ipaddress import ip_address  # noqa: PLC0415  slow, and few workspaces have a cluster

    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
