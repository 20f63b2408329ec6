"""The settings of a workspace: `targman.toml`, or `[tool.targman]` in `pyproject.toml`, the nearest one upwards."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import field, fields
from pathlib import Path
from typing import Any

from pipeline.errors import NoWorkspaceError, SettingsError, explain_toml
from pipeline.frozen import dataclass
from pipeline.languages.folders import own_folder, use_folder
from pipeline.languages.tags import canonical
from pipeline.workspace.files import states_below
from pipeline.workspace.settings.cluster import ClusterSettings, read_cluster
from pipeline.workspace.settings.memory_server import read_memory_server
from pipeline.workspace.settings.rates import read_rates
from pipeline.workspace.settings.wordpress import WordPressSettings, read_wordpress
from pipeline.workspace.site_dialects import detect_dialects

FIELDS = ("title", "subtitle", "description", "summary", "author")
"""The front matter fields that are translated by default."""

CHOICES = {
    "segmentation": ("sentence", "block"),
    "missing": ("source", "mark", "omit", "fail"),
    "fuzzy": ("skip", "use"),
    "note_markers": ("arabic", "roman", "symbols"),
    "note_order": ("reference", "source"),
    "remote_pictures": ("link", "show"),
    "memory": ("fuzzy", "exact", "off"),
    "unreviewed": ("use", "skip"),
    "layout": ("plain", "hugo", "jekyll", "mkdocs", "quarto", "docusaurus"),
}

DEFAULT_EDITIONS = ("hy", "en", "ru")
"""The editions of a workspace whose settings name none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportStyle:
    """The look of a publisher's pages: paths of a style sheet, a template and a logo, empty for ours."""

    css: str = ""
    template: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a workspace; `root` is the folder of the settings file. `lang` is the language of articles whose
    front matter names none. Editions with a smaller share of words (0–1) than `complete` are not written. The others
    are laid out in `folder` as a site generator wants them (`layout`). `publisher`
    and `url` are the name and address of the site; `reference_docx` and `reference_odt` are documents in `root` whose
    styles exported ones use. With `machine_terms`, a machine translation without the terms of the glossary is refused.
    `checks` maps codes of rules and names of families to a severity or `off`. `translator` signs translations made in
    the preview, as "Name <address>". `rates` are prices of a word by kind of work, such as `new` or `ru.new`, and the
    `currency`. With `unreviewed` set to `skip`, an edition that nobody reviewed as a whole is not written; `reviewers`
    are pairs of a language, empty for all, and the name of somebody who may review. `dialects` are those of the site;
    by default its files tell them. With `link_targets`, translators are asked for an address instead of each one of the
    article. A page links to pictures on other servers, or shows them, as `remote_pictures` says. `export` is the look
    of the publisher's own pages. `wordpress` is where `targman publish` sends posts, `memory_server` the address of a
    memory that workspaces share, `cluster` are the machines that compute.
    `tags` are pairs of a language and the variety of it in which its editions are written, such as `en` and `en-US`.
    """

    root: Path
    project: str = "articles"
    lang: str | None = None
    editions: tuple[str, ...] = DEFAULT_EDITIONS
    segmentation: str = "sentence"
    front_matter: tuple[str, ...] = FIELDS
    line_references: bool = False
    missing: str = "source"
    fuzzy: str = "skip"
    complete: float = 0.0
    layout: str = "plain"
    folder: str = "editions"
    publisher: str = ""
    url: str = ""
    note_markers: str = "arabic"
    note_order: str = "reference"
    remote_pictures: str = "link"
    reference_docx: str = ""
    reference_odt: str = ""
    export: ExportStyle = ExportStyle()
    memory: str = "fuzzy"
    memory_server: str = ""
    checks: tuple[tuple[str, str], ...] = ()
    machine_terms: bool = False
    translator: str = ""
    rates: tuple[tuple[str, str], ...] = ()
    dialects: tuple[str, ...] = ()
    link_targets: bool = False
    unreviewed: str = "use"
    reviewers: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    wordpress: WordPressSettings = field(default_factory=WordPressSettings)
    cluster: ClusterSettings = field(default_factory=ClusterSettings)

    @property
    def is_site(self) -> bool:
        """Tell whether editions are more than the files in `editions/`: they are those of a site."""
        return (self.layout, self.folder) != ("plain", "editions")

    @property
    def site_prefix(self) -> str:
        """The beginning of the paths of all pages and pictures of a site, in the workspace."""
        return "" if self.folder == "." else f"{self.folder}/"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the workspace: its editions, and that of articles whose front matter names none."""
        return self.editions if self.lang in {None, *self.editions} else (*self.editions, str(self.lang))

    def reviewers_of(self, lang: str) -> tuple[str, ...]:
        """Return the names of those who may review editions in a language; none means everybody."""
        return tuple(name for place, name in self.reviewers if place in {"", lang})


def find_settings(start: Path) -> Settings:
    """Return the settings of the workspace around `start`. Raises NoWorkspaceError if there are none, SettingsError for
    faults.
    """
    for folder in (start, *start.parents):
        for name in ("targman.toml", "pyproject.toml"):
            if (folder / name).is_file() and (table := read_table(folder / name)) is not None:
                return parse_settings(table, folder / name)
    raise NoWorkspaceError(
        f"{start} is not in a workspace: there is no targman.toml here or in a folder above. "
        "Make one here with: targman init"
    )


def find_file(settings: Settings) -> Path:
    """Return the file that the settings of a workspace are in."""
    own = settings.root / "targman.toml"
    return own if own.is_file() else settings.root / "pyproject.toml"


def read_table(path: Path) -> dict[str, Any] | None:
    """Return the table with the settings in a file, as it stands there; None if it has none. Raises SettingsError."""
    table: Any = _toml(path)
    for name in settings_table(path):
        table = table.get(name, {} if name == "tool" else None)
    return None if table is None else dict(table)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SettingsError("is not UTF-8. Save it as UTF-8.", path=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        said, line = explain_toml(error)
        raise SettingsError(f"is not valid TOML: {said}", path=str(path), line=line) from error
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", path=str(path)) from error


def parse_settings(table: Mapping[str, Any], path: Path) -> Settings:
    """Return the settings in a table of the file `path`, and use the language packs beside it. Raises SettingsError,
    naming all faults at once.
    """
    _use_packs(path.parent)
    faults: dict[str, tuple[str, ...]] = {}
    values: dict[str, Any] = {}
    for key, value in table.items():
        try:
            values[key] = read_setting(key, value)
        except ValueError as error:
            faults[key] = error.args
    if faults:
        from pipeline.workspace.settings.toml_edit import locate_faults  # noqa: PLC0415  only where there are faults

        raise locate_faults(path, settings_table(path), faults)
    if "dialects" not in values:
        layout = values.get("layout", "plain")
        values["dialects"] = detect_dialects(path.parent) or (() if layout == "plain" else (layout,))
    return Settings(root=path.parent, **values)


def read_setting(key: str, value: object) -> object:
    """Return the value of a setting as `Settings` has it. Raises ValueError, which says what is wrong."""
    if key not in _READERS:
        raise ValueError(f"unknown setting “{key}” ({_meant(key, sorted(_READERS))})")
    return _READERS[key](key, value)


def settings_table(path: Path) -> tuple[str, ...]:
    """Return where the settings are in a file of this name."""
    return ("tool", "targman") if path.name == "pyproject.toml" else ()


def _use_packs(root: Path) -> None:
    """Use the language packs of a workspace. Raises SettingsError, naming all faults of their files at once."""
    folder = root / "languages"
    packs = sorted(each for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []
    use_folder(folder, tuple(state for pack in packs for state in states_below(pack)))
    if own_folder() is None:
        return
    from pipeline.languages.validation import find_faults  # noqa: PLC0415  few workspaces have packs

    known = (pack for pack in packs if canonical(pack.name) == pack.name)
    faults = [fault for pack in known for fault in find_faults(pack, str(pack))]
    if faults:
        raise SettingsError("\n".join(map(str, faults)))


def _dialects(key: str, value: object) -> tuple[str, ...]:
    from pipeline.article.dialects import NAMES  # noqa: PLC0415

    names = _texts(key, value)
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise ValueError(f"{key} has “{unknown[0]}”, but there are {', '.join(NAMES)}")
    return names


def _meant(name: str, names: Sequence[str]) -> str:
    """Return the name that was probably meant, or all names."""
    from difflib import get_close_matches  # noqa: PLC0415  only where somebody mistyped

    alike = get_close_matches(name, names, n=1)
    return f"did you mean “{alike[0]}”?" if alike else f"there are {', '.join(names)}"


def _language(key: str, value: object) -> str:
    lang = canonical(value) if isinstance(value, str) else ""
    if not lang:
        raise ValueError(
            f"{key} has {value!r}, but a language has a code such as hy, en or pt-BR; one that Targman does not know "
            "needs a pack in languages/CODE/"
        )
    return lang


def _languages(key: str, value: object) -> tuple[str, ...]:
    found = tuple(_language(key, item) for item in value) if isinstance(value, list) else ()
    if not found or len(set(found)) != len(found):
        raise ValueError(f'{key} has to be a list of different languages, such as ["hy", "en", "ru"]')
    return found


def _choice(key: str, value: object) -> str:
    if value not in CHOICES[key]:
        raise ValueError(f"{key} is {value!r}, but has to be one of {', '.join(CHOICES[key])}")
    return str(value)


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{key} has to be a list of names in quotes")
    return tuple(value)


def _reviewers(key: str, value: object) -> tuple[tuple[str, str], ...]:
    """Read names for all languages, or a table of names by language."""
    if not isinstance(value, dict):
        return tuple(("", name) for name in _texts(key, value))
    return tuple(
        (_language(key, lang), name) for lang, names in value.items() for name in _texts(f"{key}.{lang}", names)
    )


def _tags(key: str, value: object) -> tuple[tuple[str, str], ...]:
    """Read varieties of languages: en = "en-US"."""
    found = tuple((_language(key, lang), _language(f"{key}.{lang}", tag)) for lang, tag in _table(key, value).items())
    for lang, tag in found:
        if lang.partition("-")[0] != tag.partition("-")[0]:
            raise ValueError(f"{key}.{lang} is {tag}, which is another language")
    return found


def _table(key: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f'{key} has to be a table, such as {{ en = "en-US" }}')  # noqa: TRY004  a fault of the file
    return value


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        raise ValueError(f"{key} has to be a name in quotes")
    return value


def _style(key: str, value: object) -> ExportStyle:
    """Read the table of the files that make pages look like the publisher's."""
    if not isinstance(value, dict):
        raise ValueError(f'[{key}] has to be a table, such as css = "own.css"')  # noqa: TRY004  as below
    known = sorted(each.name for each in fields(ExportStyle))
    found = {}
    for name, path in value.items():
        if name not in known:
            raise ValueError(f"[{key}] has “{name}” ({_meant(name, known)})", name)
        place = path.replace("\\", "/") if isinstance(path, str) else ""
        if not place.strip() or place.startswith("/") or ":" in place or ".." in place.split("/"):
            raise ValueError(f"{key}.{name} is {path!r}, but has to be the path of a file in the workspace", name)
        found[name] = place
    return ExportStyle(**found)


def _folder(key: str, value: object) -> str:
    """Read the path of a folder in the workspace, other than those of the articles and catalogs."""
    path = value.replace("\\", "/").strip("/") if isinstance(value, str) else ""
    parts = path.split("/")
    if not path or parts[0] in {"articles", "locales", ".targman"} or ".." in parts or ":" in path or path != value:
        raise ValueError(
            f"{key} is {value!r}, but has to be a folder in the workspace for the editions, such as content"
        )
    return path


def _address(key: str, value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value):
        raise ValueError(f"{key} has to be an address such as https://example.org")
    return value.rstrip("/")


def _switch(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{key} has to be true or false")  # noqa: TRY004  a fault of the file, not of a caller
    return value


def _share(key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{key} has to be a share from 0 to 1")
    return float(value)


def _levels(key: str, value: object) -> tuple[tuple[str, str], ...]:
    from pipeline.checks.codes import LEVELS, expand_name, list_names  # noqa: PLC0415  only where rules are named

    if not isinstance(value, dict):
        raise ValueError(f'{key} has to be a table of rules, such as numbers = "hint"')  # noqa: TRY004  as above
    faults = [f"{key}.{name} is not a rule ({_meant(name, list_names())})" for name in value if not expand_name(name)]
    faults += [
        f"{key}.{name} is {level!r}, but has to be one of {', '.join(LEVELS)}"
        for name, level in value.items()
        if level not in LEVELS
    ]
    if faults:
        raise ValueError("; ".join(faults))
    return tuple(sorted(value.items()))


_READERS = {
    "project": _text,
    "lang": _language,
    "editions": _languages,
    "segmentation": _choice,
    "front_matter": _texts,
    "line_references": _switch,
    "missing": _choice,
    "fuzzy": _choice,
    "complete": _share,
    "layout": _choice,
    "folder": _folder,
    "publisher": _text,
    "url": _address,
    "note_markers": _choice,
    "note_order": _choice,
    "remote_pictures": _choice,
    "reference_docx": _text,
    "reference_odt": _text,
    "export": _style,
    "memory": _choice,
    "memory_server": read_memory_server,
    "checks": _levels,
    "machine_terms": _switch,
    "translator": _text,
    "rates": read_rates,
    "dialects": _dialects,
    "unreviewed": _choice,
    "reviewers": _reviewers,
    "link_targets": _switch,
    "tags": _tags,
    "wordpress": read_wordpress,
    "cluster": read_cluster,
}
