"""Import Markdown: the front matter is read, notes become footnotes, and all else stays as it is."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pipeline.article.markdown.front_matter import format_scalar, read_front_matter, read_table
from pipeline.article.markdown.front_matter_block import FrontMatterForm, find_front_matter, mask_odd, unmask_odd
from pipeline.errors import ArticleError
from pipeline.importers import ImportedArticle, typed_notes
from pipeline.importers.encodings import decode
from pipeline.languages.dates import parse_date
from pipeline.languages.detection import resolve_language, resolve_tag

_LANG = re.compile(
    r"^(?P<key>lang:[ \t]*)(?P<quote>[\"']?)(?P<lang>[a-zA-Z]{2,3}[-_][\w-]+)(?P=quote)[ \t]*$", re.MULTILINE
)
_TITLE = re.compile(r"^(?:#[ \t]+(?P<hash>[^\n]*?)[ \t#]*|(?P<under>[^\n]+)\n=+[ \t]*)$", re.MULTILINE)

_FRONT_LETTERS = 100_000


def read(data: bytes, name: str, languages: Sequence[str] = ()) -> ImportedArticle:  # noqa: ARG001
    """Read the article in a Markdown file. Raises ArticleError if the bytes are not text."""
    decoded = decode(data)
    guesses = [decoded.guess] if decoded.guess else []
    # Mixed line ends all become LF.
    newline = "\r\n" if decoded.text.count("\r\n") == decoded.text.count("\n") > 0 else "\n"
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    front, body, remarks = _split_front_matter(text, languages)
    fields = _parse_fields(front)
    made = typed_notes.normalize_notes(body)
    title = _field_text(fields, "title")
    if not title:
        found = _TITLE.search(body)
        title = ((found["hash"] or found["under"] or "") if found else "").strip()
        guesses += [f"the first heading is the title: “{title}”"] if title else []
    declared = _field_text(fields, "lang") or _field_text(fields, "language")
    lang, doubts = (resolve_tag(declared, languages), []) if declared else resolve_language("", body, languages)
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


def _split_front_matter(text: str, languages: Sequence[str]) -> tuple[str, str, list[str]]:
    """Return the YAML of the front matter, the text after it, and remarks on changes in it.

    Raises ArticleError, as for an article, where it is not closed or not valid.
    """
    block = find_front_matter(text)
    if block is not None and block.end - block.start > _FRONT_LETTERS:
        raise ArticleError("has front matter of more than 100,000 letters. Take out what is not front matter.", line=1)
    read_front_matter(text)
    if block is None:
        return "", text, []
    front, body = text[block.start : block.end], text[block.past :]
    if block.form is FrontMatterForm.YAML:
        ours = _LANG.sub(lambda code: f"{code['key']}{resolve_tag(code['lang'], languages) or code['lang']}", front)
        remarks = ["the language code in the front matter was written as Targman and BCP 47 do"]
        return ours, body, remarks if front != ours else []
    fields = read_table(mask_odd(front), block.form)
    lines = "".join(f"{format_scalar(key, '')}: {_format_yaml(value)}\n" for key, value in fields.items())
    return unmask_odd(lines), body, [f"the front matter was {block.form.upper()} and is now YAML"]


def _format_yaml(value: Any) -> str:  # noqa: ANN401
    """Return a value as JSON, which is YAML too."""
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False, default=str)


def _parse_fields(front: str) -> Mapping[str, Any]:
    """Return the values of YAML that `read_front_matter` has read; one with a tag of some program, `!r`, is None."""
    if not front.strip():
        return {}
    import yaml  # noqa: PLC0415  heavy

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("", lambda *_: None)
    try:
        fields = yaml.load(mask_odd(front), Loader)  # noqa: S506  made from the safe one
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ArticleError(
            "the front matter has a value that cannot be read. Quote the values that are neither numbers nor dates.",
            line=1,
        ) from error
    return fields if isinstance(fields, dict) else {}


def _field_text(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    if isinstance(value, list):
        return ", ".join(unmask_odd(item) for item in value if isinstance(item, str))
    return value.isoformat() if isinstance(value, date) else unmask_odd(value).strip() if isinstance(value, str) else ""
