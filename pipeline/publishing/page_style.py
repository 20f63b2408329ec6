"""A publisher's own look for pages: a style sheet below ours, a template around the text, and a logo."""

import base64
import re
import traceback
from collections.abc import Mapping
from dataclasses import field
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, Template, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.errors import SettingsError
from pipeline.frozen import dataclass

_WITHOUT_LINE = 0
_ELSEWHERE = re.compile(r"""url\(\s*["']?(?!data:|#)[^)]*\)""", re.IGNORECASE)
"""The address of a file elsewhere in a style sheet whose own files are in it."""


class StyleFile(NamedTuple):
    """A file that a style needs: its media type and its content."""

    kind: str
    data: bytes

    @property
    def address(self) -> str:
        """The file as an address, for pages that include all they need."""
        return f"data:{self.kind};base64,{base64.b64encode(self.data).decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTemplate:
    """A template of Jinja around the text of pages, and the path of its file."""

    path: str
    source: str

    def render(self, values: Mapping[str, Any]) -> str:
        """Return the page with these values. Raises SettingsError, with the line, if the template is at fault."""
        try:
            return _compile(self.source).render(values)
        except TemplateSyntaxError as error:
            raise SettingsError(f"is not a template: {error.message}", path=self.path, line=error.lineno) from None
        except Exception as error:  # noqa: BLE001  a template is a program of somebody else
            frames = traceback.extract_tb(error.__traceback__)
            lines = [frame.lineno for frame in frames if frame.filename == "<template>"]
            line = (lines[-1] if lines else None) or _WITHOUT_LINE
            raise SettingsError(f"cannot be filled in: {error}", path=self.path, line=line) from None


@dataclass(frozen=True, kw_only=True)
class PageStyle:
    """The look of a publisher's pages; all empty for ours. `css` and `logo` name `files` by their paths on a site."""

    css: str = ""
    template: PageTemplate | None = None
    logo: str = ""
    files: Mapping[str, StyleFile] = field(default_factory=dict)

    @cached_property
    def whole_css(self) -> str:
        """The style sheet with its files in it."""
        return re.sub(r'url\("(style/[^"]+)"\)', lambda found: f'url("{self.files[found[1]].address}")', self.css)

    @cached_property
    def book_css(self) -> str:
        """The style sheet with its files in it, for a book, which fetches nothing."""
        return _ELSEWHERE.sub('url("data:,")', self.whole_css)

    @cached_property
    def whole_logo(self) -> str:
        """The logo as an address that has the picture in it."""
        return self.files[self.logo].address if self.logo else ""

    @cached_property
    def digest(self) -> str:
        """The digest of all of it, empty for ours."""
        if self == PageStyle():
            return ""
        parts = (self.css, self.logo, self.template and self.template.source, *sorted(self.files.items()))
        return blake2b(repr(parts).encode(), digest_size=16).hexdigest()


@lru_cache(maxsize=4)
def _compile(source: str) -> Template:
    """Return a template that reaches nothing but its values. Raises TemplateSyntaxError."""
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(source)
