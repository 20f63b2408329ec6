"""The settings for people: what each one means, the file that `init` writes, and the JSON schema for editors."""

import json
from dataclasses import fields
from functools import cache
from typing import Any

from pipeline.frozen import dataclass
from pipeline.workspace.settings import CHOICES, DEFAULT_EDITIONS, ExportStyle, Settings
from pipeline.workspace.settings.cluster import ClusterSettings
from pipeline.workspace.settings.wordpress import STATUSES

_COLUMN = 30  # where the remarks in a settings file begin
_WIDTH = 120  # columns of a settings file
_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_TEXTS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
_SWITCH: dict[str, Any] = {"type": "boolean"}
_CODE: dict[str, Any] = {"type": "string", "description": "the code of a language, such as hy or pt-BR"}
_PRICE: dict[str, Any] = {"type": "number", "minimum": 0}
_NAME: dict[str, Any] = {"type": ["string", "integer"]}
_NAMES: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {"anyOf": [_NAME, {"type": "object", "additionalProperties": _NAME}]},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingSpec:
    """A setting: its `name`, what it means, and the JSON schema of its value. Those without a default that could be
    written down have an `example`, as TOML. The `option` of a command replaces it for one run.
    """

    name: str
    meaning: str
    schema: dict[str, Any]
    example: str = ""
    option: str = ""


def _choice(name: str, meaning: str, option: str = "") -> SettingSpec:
    return SettingSpec(name=name, meaning=meaning, schema={"enum": list(CHOICES[name])}, option=option)


def _table_of_texts(kind: type[ExportStyle | ClusterSettings]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: _TEXT for field in fields(kind)},
        "additionalProperties": False,
    }


GROUPS: tuple[tuple[str, tuple[SettingSpec, ...]], ...] = (
    (
        "",
        (
            SettingSpec(name="project", meaning="stands in the header of catalogs", schema=_TEXT),
            SettingSpec(
                name="lang",
                meaning='the language of articles whose front matter does not say "lang: …"',
                schema=_CODE,
                example='"en"',
            ),
            SettingSpec(
                name="editions",
                meaning="the languages to publish in",
                schema={"type": "array", "items": _CODE, "minItems": 1, "uniqueItems": True},
            ),
            SettingSpec(
                name="tags",
                meaning="the variety of a language, for spelling and hyphenation in exports",
                schema={"type": "object", "additionalProperties": _CODE},
                example='{ en = "en-US" }',
            ),
        ),
    ),
    (
        "The texts that translators get",
        (
            _choice("segmentation", 'one entry is a sentence, or with "block" a whole paragraph'),
            SettingSpec(name="front_matter", meaning="the fields to translate", schema=_TEXTS),
            SettingSpec(
                name="dialects",
                meaning="the site's own syntax, where its files do not tell: targman docs dialects",
                schema=_TEXTS,
                example='["hugo"]',
            ),
            SettingSpec(
                name="link_targets", meaning="true: the addresses of links and pictures are entries", schema=_SWITCH
            ),
            SettingSpec(
                name="line_references",
                meaning="true: catalogs name the line of each text, and change with every edit",
                schema=_SWITCH,
            ),
            _choice(
                "memory",
                'what sync does with translations made before: offer them for review ("fuzzy"), take those of the very '
                'same text as final ("exact"), or nothing ("off")',
            ),
            SettingSpec(
                name="memory_server",
                meaning="the PostgreSQL server by which workspaces share their memory: targman docs memory",
                schema={"type": "string", "pattern": "^postgres(ql)?://"},
                example='"postgresql://anna@db.example.org/memory"',
            ),
            SettingSpec(
                name="translator",
                meaning="signs translations made in the preview, and reviews",
                schema=_TEXT,
                example='"Anna Petrova <anna@example.org>"',
                option="review --name",
            ),
            SettingSpec(
                name="machine_terms",
                meaning="true: a machine translation without the terms of the glossary is refused",
                schema=_SWITCH,
            ),
        ),
    ),
    (
        "The editions",
        (
            _choice(
                "missing",
                "what an edition shows where a translation is missing: source, mark, omit, fail",
                "merge --missing",
            ),
            _choice(
                "fuzzy",
                'translations that nobody has confirmed yet: "skip" or "use" them',
                "merge --fuzzy, export --fuzzy",
            ),
            SettingSpec(
                name="complete",
                meaning="the share of words, 0 to 1, below which an edition is not written",
                schema={"type": "number", "minimum": 0, "maximum": 1},
                option="merge --complete",
            ),
            _choice(
                "layout",
                "the site generator that editions are laid out for: targman docs site-generators",
                "merge --layout",
            ),
            SettingSpec(
                name="folder",
                meaning="the folder for editions, such as the content of Hugo; . is the workspace",
                schema=_TEXT,
            ),
            _choice("unreviewed", 'with "skip", an edition that nobody reviewed as a whole is not written'),
            SettingSpec(
                name="reviewers",
                meaning="who may review; everybody if nobody is named",
                schema={"anyOf": [_TEXTS, {"type": "object", "additionalProperties": _TEXTS}]},
                example='{ ru = ["Anna Petrova"], hy = ["Արամ Սարգսյան"] }',
            ),
            SettingSpec(
                name="checks",
                meaning="the severity of rules of targman check: error, warning, hint, off; targman explain lists them",
                schema={"type": "object", "additionalProperties": {"enum": ["error", "warning", "hint", "off"]}},
                example='{ numbers = "hint" }',
            ),
        ),
    ),
    (
        "Exported pages, documents and sites",
        (
            SettingSpec(
                name="publisher",
                meaning="the name that pages show",
                schema=_TEXT,
                example='"The name that pages show"',
            ),
            SettingSpec(
                name="url",
                meaning="where the site of targman export --site will be",
                schema={"type": "string", "pattern": "^https?://"},
                example='"https://example.org"',
            ),
            _choice("note_markers", '"arabic", "roman" or "symbols"'),
            _choice("note_order", 'notes are numbered as an edition refers to them; or "source": as the article does'),
            SettingSpec(
                name="reference_docx",
                meaning="a Word file whose styles exported ones take",
                schema=_TEXT,
                example='"house.docx"',
            ),
            SettingSpec(
                name="reference_odt",
                meaning="an ODT file whose styles exported ones take",
                schema=_TEXT,
                example='"house.odt"',
            ),
            SettingSpec(
                name="export",
                meaning="the look of pages: a style sheet, a template, a logo; targman docs publishing",
                schema=_table_of_texts(ExportStyle),
                example='{ css = "theme/own.css" }',
            ),
            _choice(
                "remote_pictures",
                'pages link to pictures on other servers; or "show" them, which tells the servers who reads',
            ),
        ),
    ),
    (
        "The site that targman publish wordpress sends posts to; targman docs wordpress",
        (
            SettingSpec(
                name="wordpress",
                meaning="",
                schema={
                    "type": "object",
                    "properties": {
                        "url": {"type": "string", "pattern": "^https?://"},
                        "user": _TEXT,
                        "status": {"enum": list(STATUSES), "default": "draft"},
                        "authors": {"type": "object", "additionalProperties": _NAME},
                        "categories": _NAMES,
                        "tags": _NAMES,
                    },
                    "additionalProperties": False,
                },
                example='{ url = "https://example.org", user = "anna" }',
            ),
        ),
    ),
    (
        "Other machines that check, import, export and adopt faster; targman docs scaling",
        (
            SettingSpec(
                name="cluster",
                meaning="",
                schema=_table_of_texts(ClusterSettings),
                example='{ address = "tls://10.0.0.5:8786", ca = "ca.pem", cert = "own.pem", key = "own-key.pem" }',
                option="--cluster",
            ),
        ),
    ),
    (
        "Prices of a word, by kind of work, for targman send; a language may have its own",
        (
            SettingSpec(
                name="rates",
                meaning="",
                schema={
                    "type": "object",
                    "properties": {"currency": _TEXT},
                    "additionalProperties": {
                        "anyOf": [_PRICE, {"type": "object", "additionalProperties": {"anyOf": [_TEXT, _PRICE]}}]
                    },
                },
                example='{ currency = "AMD", new = 30, "75-84" = 20, "85-94" = 14, "95-99" = 9, "100" = 3, '
                "repeated = 3, ru.new = 25 }",
            ),
        ),
    ),
)
"""The settings, in the order and the groups in which people see them."""

_HEADINGS = {spec.name: heading for heading, specs in GROUPS for spec in specs}
"""The heading of each setting's group, which is the meaning of one that is alone in its group."""


def list_specs() -> tuple[SettingSpec, ...]:
    """Return all settings in the order of the groups."""
    return tuple(spec for _, specs in GROUPS for spec in specs)


@cache
def default_of(name: str) -> object:
    """Return the value of a setting that nobody made, as TOML has it; None, "" or an empty list if there is none."""
    value = next(field.default for field in fields(Settings) if field.name == name)
    return list(value) if isinstance(value, tuple) else value if isinstance(value, str | bool | float) else None


def format_value(value: object) -> str:
    """Return a value as TOML."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{_format_key(key)} = {format_value(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(format_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _format_key(key: str) -> str:
    is_bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if is_bare else format_value(key)


def format_settings(made: dict[str, object]) -> str:
    """Return a settings file with the settings that are `made`; all others are in it as comments."""
    lines = ["# Targman's settings for this workspace. What stands here as a comment is the default or an example."]
    for heading, specs in GROUPS:
        lines += ["", *([f"# {heading}"] if heading else [])]
        for spec in specs:
            value = (
                format_value(made[spec.name])
                if spec.name in made
                else spec.example or format_value(default_of(spec.name))
            )
            sign = "" if spec.name in made else "# "
            lines += _with_remark(f"{sign}{spec.name} = {value}", spec.meaning)
    return "\n".join(lines) + "\n"


def _with_remark(line: str, remark: str) -> list[str]:
    """Put a remark after a line, and go on below it where it is long."""
    if not remark:
        return [line]
    from textwrap import wrap  # noqa: PLC0415  only to make a settings file

    column = max(_COLUMN, len(line) + 2)
    first, *more = wrap(remark, max(_WIDTH - column, _WIDTH // 3))
    return [f"{line.ljust(column)}# {first}", *(f"#{' ' * (column + 1)}{each}" for each in more)]


def make_schema() -> dict[str, Any]:
    """Make the JSON schema of `targman.toml`, by which editors complete and check it."""
    properties = {}
    for spec in list_specs():
        default = default_of(spec.name)
        described = spec.schema | {"description": spec.meaning or _HEADINGS[spec.name]}
        properties[spec.name] = described if default in (None, "", []) else described | {"default": default}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "targman.toml: the settings of a workspace of Targman",
        "type": "object",
        "additionalProperties": False,
        "properties": properties | {"editions": properties["editions"] | {"default": list(DEFAULT_EDITIONS)}},
    }
