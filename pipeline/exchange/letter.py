"""Write the letter that comes with a package: what, how much, until when, and how.

It is in the language of the translation, or in English if nobody has translated the letter.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath

from pipeline.frozen import dataclass
from pipeline.languages.messages import Wording, find_wording
from pipeline.memory.analysis import NEW, REPEATED, Work
from pipeline.model import FOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """The facts of a package for its letter; of the files, the names of those that are in it, or empty texts."""

    project: str
    to: str
    due: date | None
    lang: str
    source_langs: Sequence[str]
    titles: Sequence[tuple[str, int]]
    work: Work
    catalogs: str
    editors: str
    pages: str
    terms: str
    memories: Sequence[str]
    figures: str


def write_letter(facts: LetterFacts) -> str:
    """Return the letter as plain text, to be sent as it is or changed."""
    say = find_wording(facts.lang, "Hello!")
    parts = (_greeting(facts, say), _summary(facts, say), _contents(facts, say), _advice(facts, say), _ending(say))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _greeting(facts: LetterFacts, say: Wording) -> Iterator[str]:
    name = facts.to.partition("<")[0].strip()
    yield say("Hello, {name}!", name=name) if name else say("Hello!")


def _summary(facts: LetterFacts, say: Wording) -> Iterator[str]:
    languages = f"{say.names([say.language(lang) for lang in facts.source_langs])} → {say.language(facts.lang)}"
    yield say("Publication: {project}", project=facts.project)
    yield say("Translation: {languages}", languages=languages)
    yield say("Articles: {count}", count=say.number(len(facts.titles)))
    words = facts.work.words
    yield say("Words to translate: {count}", count=say.number(facts.work.total))
    if facts.work.total != words[NEW]:
        yield say(
            "Of these new: {new}, repeated: {repeated}, in texts like earlier ones: {similar}",
            new=say.number(words[NEW]),
            repeated=say.number(words[REPEATED]),
            similar=say.number(facts.work.total - words[NEW] - words[REPEATED]),
        )
    if facts.due:
        yield say("Due: {date}", date=say.date(facts.due))
    yield ""
    yield from (f"- {title} ({say.number(words)})" for title, words in facts.titles)


def _contents(facts: LetterFacts, say: Wording) -> Iterator[str]:
    yield say("In the package:")
    opened = "{path}: the texts to translate. Open them in {editors} or another editor of such files, and save."
    yield "- " + say(opened, path=facts.catalogs, editors=facts.editors)
    read = "{path}: the articles to read, with all that is translated so far. Open them in a browser."
    yield "- " + say(read, path=facts.pages)
    if facts.terms:
        yield "- " + say("{path}: the terms to use.", path=facts.terms)
    for path in facts.memories:
        like = "{path}: earlier translations of similar texts, for programs with a translation memory."
        yield "- " + say(like, path=path)
    yield "- " + say("{path}: the numbers of words.", path=facts.figures)


def _suffix(facts: LetterFacts) -> str:
    return PurePosixPath(facts.catalogs).suffix


def _advice(facts: LetterFacts, say: Wording) -> Iterator[str]:
    note, link = "{fn1}", "{url1}"
    yield say("How to translate:")
    yield "- " + say(
        "{note} and the like stand for footnotes: put each one after the words that it belongs to. {link} stands for "
        "an address: keep it right after the brackets with the words of the link.",
        note=note,
        link=f"({link})",
    )
    yield "- " + say(
        "If two sentences become one, write it into the first entry, and into the second only {arrow} with its notes: "
        "{example}.",
        arrow=FOLD,
        example=f"{FOLD}{note}",
    )
    if _suffix(facts) == ".docx":
        yield "- " + say("Write into the column of the translation only, and leave the numbers as they are.")
        yield "- " + say(
            "A yellow translation is that of an earlier text, or a suggestion. Correct it and take the colour away."
        )
    else:
        yield "- " + say(
            "An entry marked “fuzzy” has the translation of an earlier text, or a suggestion. Correct it and remove "
            "the mark."
        )
    yield "- " + say("If something is not clear, ask in a comment at the entry. Begin it with a question mark.")


def _ending(say: Wording) -> Iterator[str]:
    yield say("Send back the files with the texts, all or some, finished or half done. Their names do not matter.")
    yield say("Thank you!")
