"""Collect the pictures of a page: in it, beside it, or elsewhere on the web."""

import re
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urljoin

from pipeline.importers import Picture
from pipeline.importers.beside import read_beside

_SUFFIXES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"RIFF": ".webp", b"BM": ".bmp"}
_SVG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg\b", re.DOTALL)
_HEAD_BYTES = 4_096


@dataclass(slots=True, kw_only=True)
class Pictures:
    """The pictures of a page: in it, beside it, or elsewhere on the web, where they stay."""

    base: str
    folder: Path | None
    found: list[Picture] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def name(self, address: str) -> str:
        """Return the name of a picture in the article; empty if nobody knows where it is."""
        if address in self.names:
            return self.names[address]
        data = self._data(address)
        suffix = next((suffix for start, suffix in _SUFFIXES.items() if data.startswith(start)), "")
        suffix = suffix or (".svg" if _SVG.match(data[:_HEAD_BYTES]) else "")
        if suffix:
            self.names[address] = f"image{len(self.found) + 1}{suffix}"
            self.found.append(Picture(name=self.names[address], data=data))
        elif re.match(r"https?://", address):
            self.names[address] = address
        elif self.base and not address.startswith(("data:", "file:")):
            self.names[address] = urljoin(self.base, address)
        else:
            self.names[address] = ""
        return self.names[address]

    def _data(self, address: str) -> bytes:
        """Return the bytes of a picture that is in the page, or in the folder that a browser saved with it."""
        try:
            if address.startswith("data:image/"):
                head, _, content = address.partition(",")
                return b64decode(unquote(content)) if head.endswith(";base64") else unquote_to_bytes(content)
            if self.folder is None or re.match(r"[a-z][a-z0-9+.-]*:|/", address, re.IGNORECASE):
                return b""
            return read_beside(self.folder, unquote(re.split("[?#]", address)[0]))
        except (OSError, ValueError):
            return b""
