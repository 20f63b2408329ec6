"""Describe the language packs: which there are, where each comes from, and which parts it has."""

from pipeline.frozen import dataclass
from pipeline.languages import Language, load
from pipeline.languages.folders import find_packs, list_codes
from pipeline.workspace.settings import Settings

PARTS = {
    "sentences": ("sentences.toml", "Sentence rules", "sentences end by punctuation alone"),
    "typography": ("typography.toml", "Typography", "spaces and dashes are not checked"),
    "numbers": ("numbers.toml", "Numbers in words", "numbers are compared in digits only"),
    "calendar": ("calendar.toml", "Calendar", "months, weekdays and times are not compared"),
    "inflection": ("inflection.toml", "Inflection", "the glossary knows a term only as it is written there"),
    "documents": ("documents.toml", "Documents", "an importer knows notes by their form, and no page furniture"),
    "romanisation": ("romanisation.toml", "Latin letters", "addresses are made from the file's name"),
    "sounds": ("sounds.toml", "Sounds", "adopting pairs sentences without names written by ear"),
    "dictionary": ("words.txt", "Dictionary", "adopting learns words from the texts themselves"),
    "wording": ("messages.po", "Words on pages", "pages have their words in English"),
    "samples": ("samples.toml", "Cases", "nothing tries the pack"),
}
"""The parts of a pack: their main file, their heading, and how the rooms do without them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedLanguage:
    """A language with the parts of `PARTS` that its pack has, and where that is from: `Targman`, a folder of the
    workspace, a distribution; none if only the CLDR knows it, or the language that it is `based_on`. `words_reviewed`
    tells whether a native speaker has read the words on pages; it is false without any.
    """

    code: str
    language: str
    native_name: str
    direction: str
    script: str
    based_on: str
    packs_from: tuple[str, ...]
    known_parts: tuple[str, ...]
    words_reviewed: bool


def describe_languages(settings: Settings | None) -> list[DescribedLanguage]:
    """Describe all languages that have a pack, and those of a workspace: its editions first."""
    own = settings.languages if settings else ()
    return [describe_language(load(code)) for code in dict.fromkeys((*own, *list_codes()))]


def describe_language(language: Language) -> DescribedLanguage:
    """Describe a language and what its pack has, with that of the language that it is based on."""
    return DescribedLanguage(
        code=language.code,
        language=language.name,
        native_name=language.native_name,
        direction=language.direction,
        script=language.script,
        based_on=language.base.code if language.base and find_packs(language.base.code) else "",
        packs_from=tuple(origin for _, origin in find_packs(language.code)),
        known_parts=tuple(part for part, (file, _, _) in PARTS.items() if _has(language, file)),
        words_reviewed=language.is_reviewed,
    )


def _has(language: Language, file: str) -> bool:
    """Tell whether a file of a pack is there and says something; numbers count by their words."""
    name, _, suffix = file.rpartition(".")
    if suffix != "toml":
        return bool(language.data(file))
    table = language.table(name)
    return bool(table.get("words") if name == "numbers" else any(table.values()))
