"""Which addresses may stand in what readers open, whether Markdown or raw HTML names them."""

from urllib.parse import urlsplit

SCHEMES = {"http", "https", "mailto", "tel"}


def is_safe(address: str) -> bool:
    """Whether an address is relative or has a scheme that a browser opens without running anything."""
    address = "".join(address.split()).replace("\\", "/")  # as browsers read it
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme.lower() in SCHEMES if parts.scheme else not address.startswith("//")
