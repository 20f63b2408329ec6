"""Load a publisher's own look for pages: the files that `[export]` of the settings names."""

import mimetypes
import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from pipeline.errors import SettingsError, TargmanError
from pipeline.languages.messages import Wording
from pipeline.publishing.page import PageContext, render_page
from pipeline.publishing.page_style import PageStyle, PageTemplate, StyleFile
from pipeline.publishing.reader import read_document, read_source_outline
from pipeline.publishing.verify import verify_page
from pipeline.workspace import assets, files
from pipeline.workspace.settings import Settings

_FOLDER = "style"  # of a site, for the files of its style
_IN_CSS = re.compile(
    r"/\*.*?(?:\*/|\Z)|(?P<imported>@import\b)|url\(\s*(?P<mark>[\"']?)(?P<address>.*?)(?P=mark)\s*\)"
    r"|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'",
    re.DOTALL | re.IGNORECASE,
)
_END = re.compile("</style", re.IGNORECASE)
_WITHIN = re.compile(r"data:|#", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
_KINDS = {".woff2": "font/woff2", ".woff": "font/woff", ".ttf": "font/ttf", ".otf": "font/otf", ".webp": "image/webp"}
_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_LOGO_CSS = ".logo { height: 2.25rem; width: auto; max-width: 100%; margin: 0; background: none; }\n"
_SAMPLE = "# Title\n\nText.[^1] More.[^1]\n\n[^1]: A note.\n"


def load_page_style(settings: Settings) -> PageStyle:
    """Return the look that the settings name; ours if they name none. Raises SettingsError for a file that is not there
    or not fit, and for a template that loses the text or the notes of a page.
    """
    about = settings.export
    if not (about.css or about.template or about.logo):
        return PageStyle()
    found: dict[str, StyleFile] = {}
    logo = _read_logo(settings, about.logo, found) if about.logo else ""
    css = _LOGO_CSS if logo else ""
    css += _read_css(settings, about.css, found) if about.css else ""
    template = None
    if about.template:
        template = PageTemplate(path=about.template, source=_read_text(settings, "template", about.template))
    style = PageStyle(css=css, template=template, logo=logo, files=found)
    if template:
        _try_template(style, template)
    return style


def _try_template(style: PageStyle, template: PageTemplate) -> None:
    """Raise SettingsError for a template that makes no right page of a short text with a note."""
    document = read_document(_SAMPLE, "en", read_source_outline(_SAMPLE, "en"))
    made = render_page(document, Wording(lang="en"), PageContext(look=style))
    for fault in verify_page(made, document):
        raise SettingsError(f"does not fit: on a page made with it, {fault}", path=template.path)


def _read(settings: Settings, key: str, path: str) -> bytes:
    data = files.read(settings.root / path, settings.root)
    if data is None:
        raise SettingsError(f"there is no such file, but the settings name it as {key} of [export].", path=path)
    return data


def _read_text(settings: Settings, key: str, path: str) -> str:
    try:
        return _read(settings, key, path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError("is not UTF-8. Save it as UTF-8.", path=path) from error


def _read_logo(settings: Settings, path: str, found: dict[str, StyleFile]) -> str:
    _read(settings, "logo", path)
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in _PICTURES:
        raise SettingsError(f"is not a picture for pages: {', '.join(_PICTURES)}.", path=path)
    picture, line = assets.read_asset(settings.root / path)
    if picture is None:
        raise SettingsError(f"cannot be the logo: {line}", path=path)
    place = f"{_FOLDER}/logo{suffix}"
    found[place] = StyleFile(_kind(path), picture.data)
    return place


def _read_css(settings: Settings, path: str, found: dict[str, StyleFile]) -> str:
    """Return a style sheet whose addresses are those of the files on a site, which are added to `found`."""
    text = _read_text(settings, "css", path)
    if end := _END.search(text):
        line = text.count("\n", 0, end.start()) + 1
        raise SettingsError("“</style” ends the style sheet of a page. Take it out.", path=path, line=line)

    def replace(match: re.Match[str]) -> str:
        try:
            return _replace_address(settings, path, match, found)
        except TargmanError as error:
            raise SettingsError(error.message, path=path, line=text.count("\n", 0, match.start()) + 1) from error

    return _IN_CSS.sub(replace, text).rstrip("\n") + "\n"


def _replace_address(settings: Settings, path: str, match: re.Match[str], found: dict[str, StyleFile]) -> str:
    if match["imported"]:
        raise SettingsError("@import has no effect below other rules. Put the rules of that file into this one.")
    address = match["address"] or ""
    if not address or _WITHIN.match(address):
        return match[0]
    if _ELSEWHERE.match(address):
        if settings.remote_pictures == "show" and not address.startswith("/"):
            return match[0]
        raise SettingsError(f"{address} is not in the workspace. Save the file beside the style sheet, and name that.")
    place = (PurePosixPath(path).parent / unquote(re.split("[?#]", address)[0])).as_posix()
    data = files.read(settings.root / place, settings.root)
    if data is None:
        raise SettingsError(f"there is no file {address} beside the style sheet. Correct its address.")
    if place.lower().endswith(".svg"):
        picture, line = assets.read_asset(settings.root / place)
        if picture is None:
            raise SettingsError(f"{address}: {line}")
        data = picture.data
    name = _name_file(found, StyleFile(_kind(place), data), PurePosixPath(place).name)
    return f'url("{name}")'


def _name_file(found: dict[str, StyleFile], file: StyleFile, name: str) -> str:
    """Add a file under a path of its own; return the path."""
    plain = re.sub(r"[^\w.-]", "-", name)
    place = {each: path for path, each in found.items()}.get(file) or f"{_FOLDER}/{len(found) + 1}-{plain}"
    found[place] = file
    return place


def _kind(path: str) -> str:
    suffix = PurePosixPath(path).suffix.lower()
    return _KINDS.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
