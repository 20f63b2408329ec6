"""Import Markdown: the front matter is read, notes become footnotes, and all else stays as it is."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pipeline.errors import ArticleError
from pipeline.importers import ImportedArticle, typed_notes
from pipeline.importers.encodings import decode
from pipeline.languages.dates import parse_date
from pipeline.languages.detection import resolve_language

_YAML = re.compile(r"---[ \t]*\n(?P<front>(?:(?!(?:---|\.\.\.)[ \t]*(?:\n|\Z))[^\n]*\n)*)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TOML = re.compile(r"\+\+\+[ \t]*\n(?P<front>(?:(?!\+\+\+)[^\n]*\n)*)\+\+\+[ \t]*(?:\n|\Z)")
_LANG = re.compile(
    r"^(?P<key>lang:[ \t]*)(?P<quote>[\"']?)(?P<lang>[a-zA-Z]{2})[-_][\w-]+(?P=quote)[ \t]*$", re.MULTILINE
)
_TITLE = re.compile(r"^(?:#[ \t]+(?P<hash>[^\n]*?)[ \t#]*|(?P<under>[^\n]+)\n=+[ \t]*)$", re.MULTILINE)

_FRONT_LETTERS = 100_000


def read(data: bytes, name: str) -> ImportedArticle:  # noqa: ARG001
    """Read the article in a Markdown file. Raises ArticleError if the bytes are not text."""
    decoded = decode(data)
    guesses = [decoded.guess] if decoded.guess else []
    # Mixed line ends all become LF.
    newline = "\r\n" if decoded.text.count("\r\n") == decoded.text.count("\n") > 0 else "\n"
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    front, body, remarks = _split_front_matter(text)
    fields = _parse_fields(front)
    made = typed_notes.normalize_notes(body)
    title = _field_text(fields, "title")
    if not title:
        found = _TITLE.search(body)
        title = ((found["hash"] or found["under"] or "") if found else "").strip()
        guesses += [f"the first heading is the title: “{title}”"] if title else []
    declared = _field_text(fields, "lang") or _field_text(fields, "language")
    lang, doubts = (declared.lower()[:2], []) if declared else resolve_language("", body)
    return replace(
        made,
        body=made.body.replace("\n", newline),
        front=front,
        title=title,
        author=_field_text(fields, "author") or _field_text(fields, "authors"),
        date=parse_date(_field_text(fields, "date")),
        lang=lang,
        guesses=tuple(guesses),
        doubts=tuple(doubts),
        remarks=(*remarks, *made.remarks),
    )


def _split_front_matter(text: str) -> tuple[str, str, list[str]]:
    """Return the YAML of the front matter, the text after it, and remarks on changes in it."""
    found = _YAML.match(text)
    if found:
        front = _LANG.sub(lambda code: f"{code['key']}{code['lang'].lower()}", found["front"])
        remarks = ["the language code in the front matter was shortened to two letters"]
        return front, text[found.end() :], remarks if front != found["front"] else []
    toml = _TOML.match(text)
    if toml:
        try:
            fields = tomllib.loads(toml["front"])
        except tomllib.TOMLDecodeError as error:
            raise ArticleError(f"the front matter is not valid TOML: {error}", line=1) from error
        front = "".join(f"{key}: {_format_yaml(value)}\n" for key, value in fields.items())
        return front, text[toml.end() :], ["the front matter was TOML and is now YAML"]
    return "", text, []


def _format_yaml(value: Any) -> str:  # noqa: ANN401
    """Return a value as JSON, which is YAML too."""
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False, default=str)


def _parse_fields(front: str) -> Mapping[str, Any]:
    if not front.strip():
        return {}
    if len(front) > _FRONT_LETTERS:
        raise ArticleError("has front matter of more than 100,000 letters. Take out what is not front matter.", line=1)
    import yaml  # noqa: PLC0415  heavy

    try:
        fields = yaml.safe_load(front)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ArticleError(
            f"the front matter is not valid YAML: {getattr(error, 'problem', None) or 'cannot be read'}. "
            "Quote the value if it has a colon.",
            line=mark.line + 2 if mark else 1,
        ) from error
    return fields if isinstance(fields, dict) else {}


def _field_text(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value if isinstance(item, str))
    return value.isoformat() if isinstance(value, date) else value.strip() if isinstance(value, str) else ""
