"""How well terms are found in whatever form they have: `python -m benchmarks.glossary [--show]`.

Terms of everyday news, with what they are called in the other two languages, are looked for in published translations
(`../shared/data/bitext`). Where a sentence has a term and its translation no form of it, somebody who knows the
language has to say whether that is so. A word that begins like the term is where inflection may have been missed; such
words are counted apart, and shown with `--show`.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from pipeline.glossary import Glossary, contains_name, find_alike
from pipeline.glossary.table import read_table
from pipeline.model import Term

BITEXT = Path(__file__).resolve().parents[2] / "shared" / "data" / "bitext"
LANGUAGES = ("hy", "en", "ru")
TERMS = """\
en;hy;ru
China;Չինաստան | չինական | չինացի;Китай | китайский
North Korea;Հյուսիսային Կորեա | հյուսիսկորեական;Северная Корея | северокорейский
Trump;Թրամփ;Трамп
Brexit;Բրեքսիթ | Brexit;Брексит | Brexit
EU;ԵՄ | Եվրամիություն | Եվրոպական միություն;ЕС | Евросоюз
US;ԱՄՆ | Միացյալ Նահանգներ;США
Indonesia;Ինդոնեզիա;Индонезия
Washington;Վաշինգտոն;Вашингтон
Bolivia;Բոլիվիա;Боливия
Macedonia;Մակեդոնիա;Македония
Scotland;Շոտլանդիա;Шотландия
United Nations;Միավորված ազգերի կազմակերպություն | ՄԱԿ;Организация Объединенных Наций | ООН
Supreme Court;Գերագույն դատարան;Верховный суд
police;ոստիկանություն | ոստիկան;полиция | полицейский
president;նախագահ;президент
government;կառավարություն;правительство
election;ընտրություն;выборы
prime minister;վարչապետ;премьер-министр | премьер
minister;նախարար;министр
referendum;հանրաքվե;референдум
earthquake;երկրաշարժ;землетрясение
tsunami;ցունամի;цунами
hospital;հիվանդանոց;больница | госпиталь
university;համալսարան;университет
court;դատարան;суд
war;պատերազմ;война
company;ընկերություն;компания
law;օրենք;закон
party;կուսակցություն;партия
"""


def sentences() -> Iterator[dict[str, str]]:
    """The lines of the documents in all three languages."""
    for file in sorted(BITEXT.glob("*.en.txt")):
        lines = {
            lang: file.with_name(file.name.replace(".en.txt", f".{lang}.txt")).read_text(encoding="utf-8").splitlines()
            for lang in LANGUAGES
        }
        for place in range(min(map(len, lines.values()))):
            yield {lang: found[place] for lang, found in lines.items()}


def missing(
    glossary: Glossary, source: str, target: str
) -> Iterator[tuple[str, dict[str, str], tuple[Term, ...], bool]]:
    """Every occurrence of a term in a source, with its sentence, and whether its translation has a form of it."""
    for texts in sentences():
        for found in glossary.find(texts[source], source):
            wanted = [name for term in found.terms for name in term.names[target]]
            yield found.name, texts, found.terms, any(contains_name(name, texts[target], target) for name in wanted)


def main() -> None:
    """Measure all six directions, and print a table."""
    parser = argparse.ArgumentParser(description="How well terms are found in whatever form they have.")
    parser.add_argument("--show", action="store_true", help="show the words that begin like a term that was not found")
    wanted = parser.parse_args()
    if not BITEXT.is_dir():
        raise SystemExit(f"The texts are not here: {BITEXT}")
    glossary = Glossary(terms=read_table(TERMS.encode()))
    print("| | occurrences | found in the translation | not there | of these a word begins alike |")
    print("|---|--:|--:|--:|--:|")
    shown: list[str] = []
    for source in LANGUAGES:
        for target in LANGUAGES:
            if source == target:
                continue
            rows = list(missing(glossary, source, target))
            lost = [(name, texts, terms) for name, texts, terms, is_found in rows if not is_found]
            alike = [
                (name, words_there)
                for name, texts, terms in lost
                if (
                    words_there := {
                        word
                        for term in terms
                        for form in term.names[target]
                        for word in find_alike(form, texts[target])
                    }
                )
            ]
            shown += [f"{source}-{target} {name}: {', '.join(sorted(found))}" for name, found in alike]
            print(f"| {source}-{target} | {len(rows)} | {len(rows) - len(lost)} | {len(lost)} | {len(alike)} |")
    if wanted.show:
        print("\n".join(["", *shown]))


if __name__ == "__main__":
    main()
