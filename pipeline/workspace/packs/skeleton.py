"""Write the skeleton of a language pack: commented files with what the Unicode CLDR knows, for a person to complete."""

import json
import re
from collections.abc import Iterator

from pipeline.errors import SettingsError
from pipeline.languages import Language, cldr, load, packs
from pipeline.languages.folders import find_folders
from pipeline.languages.tags import gettext_code
from pipeline.languages.validation import MARKER, read_skeletons
from pipeline.workspace import files
from pipeline.workspace.settings import Settings

_NOT_ON_PAGES = "# From here on,"
_HEAD = "# Words that stand on pages and in books. Open this file in a PO editor; what stays empty is in English.\n"
_ON = re.compile(r'^(?=[\w".]+(?: [\d.]+")? = )', re.MULTILINE)


def new_pack(settings: Settings, code: str) -> list[str]:
    """Write a skeleton to `languages/CODE/` of the workspace and return the paths of its files. For a language that has
    a pack every setting is off: those that a person switches on replace the pack's. Raises SettingsError if the folder
    is there, FileError if the disk refuses.
    """
    folder = settings.root / "languages" / code
    if folder.exists():
        raise SettingsError(f"languages/{code}/ is there already. To try it: targman languages check {code}")
    has_pack = bool(find_folders(code))
    contents = {
        folder / name: _ON.sub("#", text) if has_pack else text for name, text in fill_skeletons(load(code)).items()
    }
    contents[folder / "messages.po"] = _empty_messages(load(code))
    for path, text in contents.items():
        files.write(path, text.encode(), seen=None, root=settings.root)
    return sorted(path.relative_to(settings.root).as_posix() for path in contents)


def fill_skeletons(language: Language) -> dict[str, str]:
    """Return the files of a new pack by name, with the facts of the CLDR about the language."""
    facts = dict(_facts(language))
    return {name: MARKER.sub(lambda found: facts[found[1]], text) for name, text in read_skeletons().items()}


def _facts(language: Language) -> Iterator[tuple[str, str]]:
    """Yield what stands for each marker: words of comments as they are, values as TOML has them."""
    from babel import Locale  # noqa: PLC0415  heavy

    locale = Locale.parse(language.locale)
    yield from (("english_name", language.name), ("code", language.code))
    for fact in ("name", "native_name", "locale", "direction", "plural_forms", "script", "letters"):
        yield fact, _toml(getattr(language, fact))
    yield "quotes", _toml(list(language.typography.quotes))
    yield "full_stop", _toml(language.typography.full_stop)
    yield "percent_space", _toml(locale.percent_formats[None].pattern[-2:-1].isspace())
    numbers = cldr.number_table(language.code)
    months: dict[str, str] = numbers["months"]
    yield "decimal", _toml(numbers["decimal"])
    yield "months", "\n".join(f'"{number}" = {_toml(names)}' for number, names in months.items())
    yield "month_beginnings", _toml([names.split(" ", maxsplit=1)[0].replace("-", " ") for names in months.values()])


def _toml(value: str | bool | list[str]) -> str:  # noqa: FBT001  a value of any kind
    """Return a value as TOML writes it, which is as JSON does for these kinds."""
    return json.dumps(value, ensure_ascii=False)


def _empty_messages(language: Language) -> str:
    """Return a PO file for the words on pages, with all translations empty, and without the sentences about one source
    language: there is one for any.
    """
    head, *entries = load("en").text("messages.po").partition(_NOT_ON_PAGES)[0].strip().split("\n\n")
    header = head[head.index("msgid") :].replace("Language: en", f"Language: {gettext_code(language.code)}")
    forms = re.sub(r"Plural-Forms: [^\\]*", f"Plural-Forms: {language.plural_forms}", header)
    number = int((re.search(r"nplurals=(\d+)", language.plural_forms) or [0, 1])[1])
    names = "|".join(re.escape(pack.name) for pack in packs())
    general = [entry for entry in entries if not re.search(rf"\b(?:in|from|the) (?:{names})\b", entry)]
    return "\n\n".join([_HEAD + forms, *(_emptied(entry, number) for entry in general)]) + "\n"


def _emptied(entry: str, forms: int) -> str:
    """Return an entry of a PO file without its translation, with as many plural forms as a language has."""
    kept = "\n".join(line for line in entry.split("\n") if not line.startswith("msgstr"))
    is_plural = "\nmsgid_plural " in entry
    return "\n".join([kept, *(f'msgstr[{form}] ""' for form in range(forms))] if is_plural else [kept, 'msgstr ""'])
