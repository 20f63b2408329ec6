"""Write docs/commands.md, docs/json.md and the man page from the commands, docs/checks.md from the rules and their
examples, docs/settings.md and the JSON schema of targman.toml from the settings.

`make docs` runs it, and a test fails when a page is out of date.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import click

from pipeline import reports
from pipeline.adopt.adoption import AdoptionReport, BlockDifference, MissingLink, ReportedSentence, UnsureEntry
from pipeline.checks.codes import CODES, list_names
from pipeline.checks.explanations import RuleExample, explain
from pipeline.cli import main
from pipeline.cli.config import SettingInForce
from pipeline.cms.arrivals import PulledTranslation, PullResult
from pipeline.cms.plan import PublishResult
from pipeline.diff import Change, DiffPart
from pipeline.errors import ArticleError
from pipeline.exchange.merge import ReceivedText
from pipeline.exchange.package import SentWork
from pipeline.exchange.receive import ReceiveResult
from pipeline.exchange.send import SendResult
from pipeline.export.articles import ExportResult
from pipeline.glossary.suggest import LikelyTranslation, TermSuggestion
from pipeline.importers import Removed, RemovedKind
from pipeline.memory.analysis import KINDS
from pipeline.model import Finding, Message, SegmentKind, Severity, Term
from pipeline.mt.translate import TranslateEstimate, TranslateResult
from pipeline.workspace.edition_steps import MergeResult
from pipeline.workspace.fix import Fix
from pipeline.workspace.glossary import GlossaryImport, TermConflict
from pipeline.workspace.import_ import ImportResult
from pipeline.workspace.memory.io import MemorySearchResult
from pipeline.workspace.packs import PARTS, DescribedLanguage
from pipeline.workspace.packs.trial import PackTrial
from pipeline.workspace.review import Remark, ReviewItem
from pipeline.workspace.settings.specs import (
    GROUPS,
    SettingSpec,
    default_of,
    format_settings,
    format_value,
    make_schema,
)
from pipeline.workspace.status import EditionStatus, sum_languages
from pipeline.workspace.sync_result import SyncResult
from pipeline.xml import XmlRepair

HERE = Path(__file__).parent

MEANINGS = {
    "action": "the fate of the post: created, updated, unchanged, waiting (not finished), edited (left alone), refused",
    "id": "the number of the post in WordPress; 0 if there is none",
    "status": "draft, pending, private, publish or future; empty if there is no post",
    "link": "the address that the post has, or will have once it is public",
    "changes": "paragraphs of an edited post: as it would be published, and as it is in WordPress",
    "post": "the number of the post that the article comes from",
    "state": "what became of the article: new, changed, unchanged",
    "edited": "the languages of posts that were edited in WordPress since",
    "texts_changed": "texts that these edits changed here",
    "to_choose": "texts that were changed here, too, and in which a person has to choose",
    "unplaced": "sentences of these posts that have no place in the article",
    "adopted": "the translations that came in: of each the post, and its entries by what became of them",
    "always": "true if the rule cannot be switched off",
    "summary": "what the rule finds",
    "why": "the explanation of the rule",
    "examples": "`source` in `source_lang`, the `right` and the `wrong` translation into `lang`: lists of texts",
    "code": "the code of the language (BCP 47)",
    "language": "its English name",
    "native_name": "its name in the language",
    "direction": "the direction of writing: ltr or rtl",
    "script": "the English name of its script",
    "based_on": "the language whose pack serves where its own lacks something; empty if there is none",
    "packs_from": "where its packs are from, the one first that wins; empty if only the Unicode CLDR knows it",
    "known_parts": f"the parts of its pack: {', '.join(PARTS)}",
    "words_reviewed": "true if a native speaker has read its words on pages",
    "cases": "number of cases that were tried; those that came out otherwise are problems",
    "missing_parts": "parts that its pack lacks",
    "missing_settings": "by file, the settings that most languages need and that are not made there",
    "messages": "how many messages its words on pages have",
    "all_messages": "how many messages there are",
    "document": "the document as given; - is standard input",
    "title": "the title, or empty",
    "author": "the author, or empty",
    "text_words": "words of the article, including notes",
    "headings": "number of headings, without the title",
    "paired": "notes with a reference",
    "unreferenced": "labels of notes without a reference; they are kept",
    "differs": "true if the article or its pictures differ from what was there; a dry run would have written them",
    "dangling": "references without a note, as written in the text; they are kept",
    "spaced": "labels of references after which a missing space was added",
    "pictures": "the pictures extracted from the document",
    "removed": "what the article lacks: `what` it is (page furniture, comment, chart …), `text`, `place` before it",
    "guesses": "sentences about guesses, where the document says nothing",
    "remarks": "sentences about what else to review",
    "article": "the article's path",
    "lang": "the code of the edition's language",
    "source_lang": "the article's language",
    "path": "the file concerned: catalog or edition",
    "written": "true if it was written; false if it was up to date, or nobody agreed to a repair",
    "created": "true if the catalog is new",
    "segments": "number of segments: entries that are not obsolete (sync), texts to translate (status)",
    "added": "new texts without a translation",
    "revived": "texts whose obsolete translation came back",
    "followed": "texts joined from others, or split from one, with their translations",
    "fuzzied": "changed texts; the old translation is offered as fuzzy",
    "remembered": "texts that got a translation from the memory",
    "restored": "translations that the file had lost since the last sync, and that are back or offered as fuzzy",
    "origins": "the articles and imported files that contain it",
    "texts": "the text by language: hy, en, ru",
    "translators": "the translators, by language, if known",
    "since": "the day from which a workspace had the text, if none has it any longer; otherwise empty",
    "until": "the day from which no workspace has it any longer; otherwise empty",
    "words": "words of the source to translate or review because of this",
    "template": "true if the template of the article was written",
    "retired": "removed texts; their translations are kept as obsolete",
    "share": "the share of the source's words that are translated, 0–1",
    "findings": "what `targman check` finds in it: the number (merge), or each finding, as under check (receive)",
    "untranslated": "texts without a usable translation",
    "translated": "segments translated and confirmed",
    "fuzzy": "segments with an unconfirmed translation",
    "translated_words": "source words in translated segments",
    "fuzzy_words": "source words in fuzzy segments",
    "untranslated_words": "source words in untranslated segments",
    "reviewed": "translated segments that somebody reviewed",
    "reviewed_words": "source words in reviewed segments",
    "editions": "number of translations into this language",
    "with_fuzzy": 'true if the edition shows fuzzy translations too (`fuzzy = "use"`); `share` then counts them',
    "notes": "footnotes in the article",
    "companions": "pictures and other files copied next to the edition",
    "edition": "the edition's file: current, stale (merging would change it) or missing",
    "provider": "the provider of the translations",
    "filled": "entries that got a translation, fuzzy",
    "cached": "filled entries for which nothing was sent: the answer was cached, or there is nothing to translate",
    "refused": "entries left empty since the answer was refused; each is a problem",
    "left": "entries that were not sent: the budget was spent, or the provider does not answer",
    "characters": "characters that were sent, or would be",
    "entries": "entries without a translation",
    "requests": "requests needed",
    "rules": "the codes of the rules that asked for the repair",
    "before": "the translation as it was",
    "after": "the translation as it is repaired",
    "rule": "the code of the rule, such as note-missing",
    "severity": "error, warning or hint",
    "left_out": "addresses of pictures that could not be embedded",
    "remote": "addresses of pictures on other servers, which are not fetched",
    "cleaned": "a line for each SVG picture that had something in it that could run or be fetched; the copy lacks it",
    "format": "the format: one of --format, bilingual, notes csv or json, site",
    "message": "what is wrong and what to do",
    "line": "the line in that file, from 1; 0 for the whole file",
    "source": "the source text of the entry",
    "context": "the author's name for the meaning of the text (`targman: context`), if there is one; else null",
    "names": "its names by language, the preferred one first",
    "forbidden": "names that the publisher does not use, by language",
    "keep": "true if it is not to be translated",
    "note": "a remark for translators",
    "new": "the terms that were added, each as under glossary list",
    "there": "the terms that the glossary already had",
    "repairs": "signs that XML does not know: the `sign`, the first `line` with it, how often (`count`), the "
    "`reading` in its place, empty if it was left out",
    "target": "the translation",
    "former_source": "the text as it was reviewed last; empty if it never was",
    "former_target": "the translation as it was reviewed last; empty if it never was",
    "reviewer": "the person who reviewed it last; empty if nobody did",
    "question": "the question, without its sign",
    "answer": "the remarks below the question; empty if there is none",
    "contradicting": "terms that were not added (`term`), each with the existing one that it contradicts (`known`)",
    "name": "the name that the glossary lacks (glossary suggest), that of a setting or a variable (config)",
    "value": "the value as TOML; empty if there is none",
    "origin": "where it comes from: default, detected, environment, or the file with the line",
    "option": "the option of a command that replaces it for one run, or empty",
    "count": "number of texts that contain it",
    "translations": "by language: the likely translation `name`, and the `share` (0–1) of the texts that contain both",
    "translation": "the published translation as given; - is standard input",
    "sure": "entries that were translated now and need no confirmation",
    "same": "entries that already had this translation",
    "unsure": "entries that were filled and are fuzzy: `source`, `target`, `line` in the article, and the `reason`",
    "kept": "entries that people translated differently: `source`, `entry`, the `published` text, its `line`",
    "conflicts": "texts with two translations: the `entry` has one, `published` is the other",
    "empty": "texts of the article without a translation: `text`, `line`, `kind`",
    "missing_links": "links of the article that a translated text lacks: `address`, `source`, `line`",
    "left_over": "sentences of the translation that are in no entry: `text`, `line` (0: not a Markdown file), `kind`",
    "parts": "`what` is moved, perhaps moved, missing or added (in the translation only): `sentences`, both lines",
    "differences": "blocks in which the edition differs from the published text: `line`, `words` (same, gone, new)",
    "kinship": "how far the words support that the texts translate each other: mostly over 1; below 0.5 is refused",
    "review": "the page with both texts side by side; empty without --review",
    "file": "the file that came; in a package or folder with its path there",
    "package": "the name of the package that was sent; empty if the file does not say it",
    "articles": "the work in each article: texts, words of their sources, words `by_kind` of work, amount",
    "total": "the same of all articles together; an amount is empty without rates",
    "by_kind": "words by kind of work: new, repeated, and by band of the best match",
    "amount": "the price of the work at the rates of the settings",
    "currency": "the currency of the amounts",
    "to": "the person, or empty",
    "due": "the due date, or empty",
    "assigned": "who has it by the table of assignments: `translator`, `reviewer`, `due`, `timing` (late, soon, empty)",
    "taken": "translations that are new in the catalog",
    "older": "translations that their translator has replaced by something that came before",
    "conflicting": "texts with another translation (`ours`) beside the one that came (`target`); the catalog has both",
    "outdated": "translations of texts that changed since; they are kept, and offered for what replaced the text",
    "unknown": "texts that no article here has; they were not taken",
    "replacement": "the whole translation with this fault repaired, if there is one right way; else null",
}

TERM = Term(
    names={"hy": ("ՀԱՊԿ",), "en": ("CSTO",), "ru": ("ОДКБ",)}, forbidden={"ru": ("ДКБ",)}, note="an alliance", line=2
)

SENT_WORK = SentWork(
    article="articles/welcome.md",
    texts=20,
    words=177,
    by_kind=dict(zip(KINDS, (120, 4, 0, 12, 21, 20), strict=True)),
    amount="9.41",
)

(EXPLAINED,) = explain("numbers-currency")

EXAMPLES: dict[str, Any] = {
    "sync": SyncResult(
        article="articles/welcome.md",
        lang="ru",
        path="locales/ru/articles/welcome.po",
        written=True,
        created=False,
        segments=22,
        added=1,
        revived=0,
        followed=0,
        fuzzied=1,
        retired=0,
        words=21,
    ),
    "pull wordpress": PullResult(
        article="articles/welcome.md",
        post=812,
        state="new",
        title="Welcome",
        source_lang="en",
        text_words=1204,
        notes=24,
        pictures=("articles/images/welcome/image1.png",),
        adopted=(PulledTranslation(lang="ru", post=813, translated=17, fuzzy=1, empty=0, left_over=0, kept=0),),
        remarks=("only the site can show what these parts stand for: [gallery]",),
    ),
    "import": ImportResult(
        document="pasted.txt",
        article="articles/the-lake-that-came-back.md",
        written=True,
        differs=True,
        source_lang="en",
        title="The Lake That Came Back",
        author="Ani Petrosyan",
        text_words=1204,
        headings=4,
        paired=24,
        unreferenced=(),
        dangling=("[25]",),
        spaced=("x",),
        pictures=("articles/images/the-lake-that-came-back/image1.png",),
        removed=(Removed(what=RemovedKind.FURNITURE, text="You may also like"),),
        guesses=("the language is English (en), by its letters and words",),
        remarks=(),
    ),
    "check": Finding(
        rule="note-missing",
        severity=Severity.ERROR,
        message=Message(template="the note {fn1} is missing; …"),
        path="locales/ru/articles/welcome.po",
        line=31,
        source="Notes stay beside the sentence that they belong to,{fn1} …",
    ),
    "check --fix": Fix(
        article="articles/welcome.md",
        lang="ru",
        path="locales/ru/articles/welcome.po",
        line=31,
        rules=("placeholder-spelling",),
        source="Notes stay beside the sentence that they belong to,{fn1} …",
        before="Сноски остаются при своём предложении,{ фн1 } …",
        after="Сноски остаются при своём предложении,{fn1} …",
        written=True,
    ),
    "merge": MergeResult(
        article="articles/welcome.md",
        lang="ru",
        path="editions/ru/welcome.md",
        written=True,
        share=0.9,
        untranslated=2,
        findings=1,
        companions=("editions/ru/images/map.svg",),
    ),
    "translate": TranslateResult(
        article="articles/welcome.md",
        lang="ru",
        path="locales/ru/articles/welcome.po",
        provider="google",
        written=True,
        filled=18,
        cached=2,
        refused=1,
        left=0,
        characters=946,
    ),
    "translate --estimate": TranslateEstimate(
        article="articles/welcome.md",
        lang="ru",
        path="locales/ru/articles/welcome.po",
        provider="google",
        entries=20,
        cached=2,
        characters=946,
        requests=18,
    ),
    "send": SendResult(
        package="ru-anna-petrova-4d1f0a7c",
        path="exports/packages/ru-anna-petrova-4d1f0a7c.zip",
        lang="ru",
        to="Anna Petrova",
        due="2026-12-10",
        written=True,
        articles=(SENT_WORK,),
        total=replace(SENT_WORK, article="total"),
        currency="EUR",
    ),
    "receive": ReceiveResult(
        file="back.zip/articles/welcome.po",
        article="articles/welcome.md",
        lang="ru",
        path="locales/ru/articles/welcome.po",
        package="ru-anna-petrova-4d1f0a7c",
        written=True,
        taken=17,
        same=2,
        older=0,
        untranslated=1,
        conflicting=(ReceivedText(source="The lake fell.", target="Озеро упало.", ours="Озеро обмелело."),),
    ),
    "export": ExportResult(
        article="articles/welcome.md",
        lang="ru",
        format="html",
        path="exports/ru/welcome.html",
        written=True,
        notes=2,
        share=0.9,
    ),
    "publish wordpress": PublishResult(
        article="articles/welcome.md",
        lang="ru",
        action="edited",
        share=1.0,
        id=12,
        status="publish",
        link="https://example.org/dobro-pozhalovat/",
        notes=2,
        changes=(("Озеро упало.", "Озеро обмелело."),),
    ),
    "config": SettingInForce(name="missing", value='"mark"', origin="targman.toml:20", option="merge --missing"),
    "explain": replace(EXPLAINED, examples=EXPLAINED.examples[:1]),
    "languages": DescribedLanguage(
        code="uk",
        language="Ukrainian",
        native_name="Українська",
        direction="ltr",
        script="Cyrillic",
        based_on="",
        packs_from=("languages/uk", "Targman"),
        known_parts=("sentences", "typography", "numbers", "wording"),
        words_reviewed=False,
    ),
    "languages check": PackTrial(
        code="cy",
        cases=7,
        missing_parts=("inflection", "wording"),
        missing_settings={"numbers.toml": ("scales", "units")},
        messages=18,
        all_messages=323,
    ),
    "glossary list": TERM,
    "glossary import": GlossaryImport(
        new=(TERM,),
        there=(),
        contradicting=(TermConflict(term=replace(TERM, names={"en": ("CSTO",)}), known=TERM),),
        remarks=("left out: 2 × partOfSpeech",),
        repairs=(XmlRepair(sign="&#x1F;", line=12),),
    ),
    "glossary suggest": TermSuggestion(
        name="EBRD", lang="en", count=4, translations={"ru": (LikelyTranslation(name="ЕБРР", share=1.0),)}
    ),
    "adopt": AdoptionReport(
        article="articles/welcome.md",
        lang="ru",
        translation="old/welcome.docx",
        path="locales/ru/articles/welcome.po",
        written=True,
        sure=17,
        same=0,
        unsure=(UnsureEntry(source="One. Two.", target="Раз, два.", line=12, reason="0.71, 2 sentences → 1"),),
        kept=(),
        conflicts=(),
        empty=(ReportedSentence(text="A sentence that nobody translated.", line=14, kind="paragraph"),),
        left_over=(ReportedSentence(text="Это добавил переводчик.", line=0, kind="paragraph"),),
        missing_links=(
            MissingLink(address="https://example.org/map", source="See [the map](https://example.org/map).", line=9),
        ),
        parts=(),
        differences=(BlockDifference(line=0, words=(DiffPart(change=Change.GONE, text="Это добавил переводчик."),)),),
        kinship=2.31,
        remarks=(),
    ),
    "memory search": MemorySearchResult(
        origins=("articles/welcome", "agency.tmx"),
        source_lang="en",
        texts={"en": "The lake fell.", "hy": "Լիճն իջավ։", "ru": "Озеро обмелело."},
        translators={"ru": "Anna Petrova"},
    ),
    "review": ReviewItem(
        article="articles/welcome.md",
        lang="ru",
        path="locales/ru/articles/welcome.po",
        line=42,
        source="Two bridges.",
        target="Два моста.",
        former_source="Three bridges.",
        former_target="Три моста.",
        reviewer="Anna Petrova",
    ),
    "status --remarks": Remark(
        article="articles/welcome.md",
        lang="ru",
        path="locales/ru/articles/welcome.po",
        line=42,
        source="Two bridges.",
        question="Over which river?",
        answer="The Hrazdan.",
    ),
    "status": EditionStatus(
        article="articles/welcome.md",
        lang="ru",
        source_lang="en",
        translated=18,
        fuzzy=1,
        untranslated=1,
        translated_words=157,
        fuzzy_words=12,
        untranslated_words=8,
        reviewed=12,
        reviewed_words=80,
        notes=2,
        edition="stale",
        path="editions/ru/welcome.md",
    ),
}


SUMS = {"status": next(iter(sum_languages([EXAMPLES["status"]])))}
"""The sums that a command tells besides its results."""


def commands_page() -> str:
    """Return the page with the `--help` of every command."""
    return "\n".join(_commands())


def _commands() -> Iterator[str]:
    yield "# Commands\n"
    yield "Generated by `make docs`. Commands work on the workspace that contains the current folder.\n"
    settings = {**main.context_settings, "terminal_width": 90}
    context = click.Context(main, info_name="targman", **settings)
    yield f"```\n{main.get_help(context)}\n```\n"
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        if command is not None:
            inner = click.Context(command, info_name=name, parent=context)
            yield f"## {name}\n\n```\n{command.get_help(inner)}\n```\n"
            for part, below in command.commands.items() if isinstance(command, click.Group) else ():
                innermost = click.Context(below, info_name=part, parent=inner)
                yield f"### {name} {part}\n\n```\n{below.get_help(innermost)}\n```\n"


def json_page() -> str:
    """Return the page with the contract of `--format json`."""
    return "\n".join(_contract())


def _contract() -> Iterator[str]:
    yield "# JSON reports\n"
    yield "Generated by `make docs`. `--format json` prints one JSON object:\n"
    yield "| field | what it is |\n|---|---|"
    yield f"| `version` | {reports.VERSION}; fields may be added within a version, none is renamed or removed |"
    yield "| `results` | what the command found or did, in order |"
    yield "| `problems` | files that could not be read or written: `path`, `line` (0: the whole file) and `message` |"
    yield "| `notices` | sentences about other events, such as a renamed article |\n"
    yield "The exit status is the same as with text. `targman split` prints JSON lines, described at the end.\n"
    for name, example in EXAMPLES.items():
        yield f"## {name}\n"
        yield from _describe_fields(example)
        error = ArticleError("unknown language “fr” …", path="articles/other.md", line=2)
        sums = SUMS.get(name)
        if sums is not None:
            yield "\nBesides `results`, there are `sums`, one for each language:\n"
            yield from _describe_fields(sums)
        yield f"\n```json\n{reports.format_report([example], [error], sums=None if sums is None else [sums])}\n```\n"
    yield "## split\n"
    yield "One JSON object per line and segment, in reading order:\n"
    yield "| field | what it is |\n|---|---|"
    yield "| `article` | the article's path |"
    yield "| `source` | the text as catalogs show it, with placeholders |"
    yield f"| `kind` | {', '.join(SegmentKind)} |"
    yield "| `section` | the heading above it, or empty |"
    yield "| `context` | the author's name for its meaning, or null |"
    yield "| `line` | the line in the article, from 1 |"
    yield "| `notes` | the notes that it refers to: placeholder `name`, `label` in the article, `text` |\n"
    example_line = {
        "article": "articles/welcome.md",
        "source": "Notes stay here.{fn1}",
        "kind": "paragraph",
        "section": "A first article",
        "context": None,
        "line": 8,
        "notes": [{"name": "fn1", "label": "ii", "text": "In the catalog such a note is a placeholder in braces."}],
    }
    yield f"```json\n{json.dumps(example_line, ensure_ascii=False)}\n```\n"


def _describe_fields(example: Any) -> Iterator[str]:  # noqa: ANN401
    yield "| field | type | what it is |\n|---|---|---|"
    types = {field.name: _type(field.type) for field in fields(example)}
    for key, value in reports.result_fields(example).items():
        yield f"| `{key}` | {types.get(key) or _type(type(value))} | {MEANINGS[key]} |"


def _type(kind: object) -> str:
    name = kind if isinstance(kind, str) else getattr(kind, "__name__", str(kind))
    shown = {
        "str": "text",
        "int": "number",
        "float": "number",
        "tuple": "list",
        "Mapping": "object",
        "dict": "object",
        "bool": "true or false",
    }
    return shown.get(name, "text")


def checks_page() -> str:
    """Return the page of the rules, code by code, with the examples that the tests run."""
    return "\n".join(_checks())


INTRODUCTION = """# Rules of `targman check`

Generated by `make docs`; the tests run the examples. Every finding has a code, the heading of its section here. An
**error** is nearly always right: something is lost or wrong. A **warning** is probably a fault. A **hint** is about
style, or rarely a fault. Where a section says that `--fix` repairs it, the finding has the whole repaired translation;
no words are changed.

## Configuring the rules

Set the severity of a rule, or switch it off, in `targman.toml` (or under `[tool.targman.checks]` in `pyproject.toml`),
by its code or by the name of its family:

```toml
[checks]
numbers = "hint"            # numbers, numbers-missing, numbers-added …
numbers-currency = "error"  # a code takes precedence over its family
dashes = "off"
```

The names are: NAMES.

To silence rules for one entry, add a translator's comment to it in the catalog; PO editors keep and show it:

```po
# targman: ignore numbers, quotes
msgid "…"
```

Rules marked *always*, such as `structure` and `fold`, report what happened to an edition and cannot be switched off.

## All codes

| code | severity | finds |
|---|---|---|"""


def _checks() -> Iterator[str]:
    yield INTRODUCTION.replace("NAMES", ", ".join(f"`{name}`" for name in list_names()))
    for name, code in CODES.items():
        yield f"| [{name}](#{name}) | {code.severity}{', always' if code.fixed else ''} | {code.summary} |"
    yield ""
    for name in CODES:
        (rule,) = (each for each in explain(name) if each.rule == name)
        yield f"## {name}\n\n**{rule.severity.capitalize()}.** {rule.why}\n"
        if rule.examples:
            yield from _examples(rule.examples)


def _examples(examples: Iterable[RuleExample]) -> Iterator[str]:
    yield "| | source | right | wrong |\n|---|---|---|---|"
    for example in examples:
        pair = f"{example.source_lang} → {example.lang}" if example.source_lang else example.lang
        cells = (_shown(texts) for texts in (example.source, example.right, example.wrong))
        yield f"| {pair} | {' | '.join(cells)} |"
    yield ""


def _shown(texts: Sequence[str]) -> str:
    """Return texts as code for a table cell; a no-break space becomes a middle dot, an empty text a dash."""
    return "<br>".join(map(_code, texts)) or "–"


def _code(text: str) -> str:
    if not text:
        return "–"
    ticks = "``" if "`" in text else "`"
    space = " " if "`" in text else ""
    text = text.replace("\n", " ⏎ ").replace("\u00a0", "·").replace("|", "\\|")
    return f"{ticks}{space}{text}{space}{ticks}"


def settings_page() -> str:
    """Return the page of the settings, in the groups and the order of the file that `targman init` writes."""
    return "\n".join(_settings())


def _settings() -> Iterator[str]:
    yield "# Settings\n"
    yield "Generated by `make docs`. They are in `targman.toml`, or under `[tool.targman]` in `pyproject.toml`.\n"
    yield "| to | run |\n|---|---|"
    yield "| see those in force, and where each comes from | `targman config` |"
    yield "| change one; the rest of the file stays | `targman config set missing mark` |"
    yield "| have an editor complete and check them | `targman config schema > targman.schema.json` |\n"
    yield "With the schema beside the settings, this first line tells Taplo and the editors that use it:\n"
    yield "```toml\n#:schema ./targman.schema.json\n```\n"
    yield "A fault is told with file and line, and the exit status is 2. An option replaces a setting for one run.\n"
    for heading, specs in GROUPS:
        yield f"## {heading or 'The workspace'}\n"
        yield "| setting | default | what it means | option |\n|---|---|---|---|"
        yield from map(_setting_row, specs)
        yield ""
    yield "## The file that `targman init` writes\n"
    yield f"```toml\n{format_settings({'project': 'journal', 'lang': 'en'})}```\n"


def _setting_row(spec: SettingSpec) -> str:
    default = default_of(spec.name)
    usual = "–" if default in (None, "", []) else f"`{format_value(default)}`"
    meaning = (spec.meaning or "prices, in a table").replace("|", "\\|")
    example = f"; such as `{spec.example}`" if spec.example else ""
    return f"| `{spec.name}` | {usual} | {meaning}{example} | {f'`{spec.option}`' if spec.option else '–'} |"


def schema_file() -> str:
    """Return the JSON schema of `targman.toml`, for editors."""
    return json.dumps(make_schema(), ensure_ascii=False, indent=2) + "\n"


def man_page() -> str:
    """Return the man page: all commands on one, as they are a few."""
    context = click.Context(main, info_name="targman", terminal_width=10_000, help_option_names=["-h", "--help"])
    about, _, ending = (main.help or "").partition("Exit status:")
    lines = [
        '.TH TARGMAN 1 "" "Targman" "Targman"',
        ".SH NAME",
        f"targman \\- {_roff(main.get_short_help_str(200).rstrip('.'))}",
        ".SH SYNOPSIS",
        ".B targman",
        "[OPTIONS] COMMAND [ARGS]...",
        ".SH DESCRIPTION",
        *_roff_paragraphs(about),
        ".SH COMMANDS",
    ]
    for name, command in _subcommands(main, context):
        lines += _man_command(name, command)
    lines += [".SH EXIT STATUS", *_roff_paragraphs(ending), ".SH FILES", ".I targman.toml", "has the settings."]
    return "\n".join(lines) + "\n"


def _subcommands(group: click.Group, context: click.Context) -> Iterator[tuple[click.Context, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            below = click.Context(command, info_name=name, parent=context, terminal_width=10_000)
            yield below, command
            if isinstance(command, click.Group):
                yield from _subcommands(command, below)


def _man_command(context: click.Context, command: click.Command) -> list[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [f".SS {_roff(context.command_path)}", f".B {_roff(context.command_path)}", _roff(usage), ".PP"]
    lines += _roff_paragraphs(command.help or "")
    for record in (each.get_help_record(context) for each in command.get_params(context)):
        if record is not None and record[1] and not record[0].startswith("-h,"):
            lines += [".TP", f".B {_roff(record[0])}", _roff(" ".join(record[1].split()))]
    examples = [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]
    return [*lines, *([".PP", "Examples:", ".nf", *map(_roff, examples), ".fi"] if examples else [])]


def _roff_paragraphs(text: str) -> list[str]:
    return [line for each in text.strip().split("\n\n") for line in (".PP", _roff(" ".join(each.split())))]


def _roff(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped[:1] in {".", "'"} else escaped


PAGES = {
    "commands.md": commands_page,
    "json.md": json_page,
    "checks.md": checks_page,
    "settings.md": settings_page,
    "targman.schema.json": schema_file,
    "targman.1": man_page,
}

if __name__ == "__main__":
    for file, page in PAGES.items():
        (HERE / file).write_text(page(), encoding="utf-8")
