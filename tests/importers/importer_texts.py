"""Texts as people paste them, made up for these tests, and how the words of a document are counted."""

import html
import re
from collections import Counter
from collections.abc import Iterable

from pipeline.importers import ImportedArticle

ENGLISH = """Home > Analysis > Water

The Lake That Came Back

by Water Institute
14 July 2025

Preface

The lake lost a third of its water in thirty years.[i] Nobody had meant it to, and nobody stopped it[ii].

It covers 1,279 km² today.[iii]Since 2002 the level has risen by four metres.

What was done

Three tunnels were built (the last one in 2004), and a law was passed.[iv]

Ani Petrosyan


[i] https://example.org/lake_level_data

[ii] Report of the commission, 1961, p. 12.

[iii] See *Annual Review*, no. 3.

[iv] The law of 15 May 2001.

You may also like

© 2025, All rights reserved.

+374 10 000 000
"""

ARMENIAN = """Լիճը, որ վերադարձավ

Հեղինակ՝ Անի Պետրոսյան

14 հուլիսի, 2025 թ.

Ինչու է դա կարևոր

Լիճը երեսուն տարում կորցրեց իր ջրի մեկ երրորդը[1]։ Ոչ ոք դա չէր ուզում, և ոչ ոք չկանգնեցրեց։[2] Այսօր այն զբաղեցնում է 1279 կմ² տարածք։

Ի՞նչ արվեց

Կառուցվեց երեք թունել (վերջինը՝ 2004 թ.), և ընդունվեց օրենք։[3]Մակարդակը բարձրացավ չորս մետրով։

Ծանոթագրություններ

1. https://example.org/lake
2. Հանձնաժողովի զեկույց, 1961 թ., էջ 12։
3. Օրենքը՝ 2001 թ. մայիսի 15-ի։

Կարդացեք նաև

Բոլոր իրավունքները պաշտպանված են։
"""  # noqa: E501  a paragraph is one line

RUSSIAN = """Озеро, которое вернулось

Автор: Ани Петросян | 14 июля 2025 г.

Почему это важно

За тридцать лет озеро потеряло треть своей воды¹. Никто этого не хотел, и никто этого не остановил².

Что было сделано

Построили три туннеля — последний в 2004 году, — и приняли закон³. Уровень поднялся на четыре метра, площадь — 1279 км².

Примечания

¹ https://example.org/lake
² Доклад комиссии, 1961, с. 12.
³ Закон от 15 мая 2001 г.

Читайте также

Все права защищены. При использовании материалов ссылка на сайт обязательна.
"""

_WORD = re.compile(r"[^\W_]+")
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = str.maketrans(_SUPERSCRIPTS, "0123456789")


def words(text: str) -> Counter[str]:
    """The words of a text; Armenian marks inside words and soft hyphens are no borders."""
    plain = re.sub(f"([{_SUPERSCRIPTS}]+)", r" \1 ", re.sub("[\u055b\u055c\u055e\u00ad]", "", text)).translate(_RAISED)
    return Counter(word.casefold() for word in _WORD.findall(plain))


def article_words(markdown: str) -> Counter[str]:
    """The words of an article as a reader has them: no escapes, no emphasis, no tags."""
    markup = r"(\\[!-/:-@\[-`{-~]|<?https?://[^\s<>]+>?)|</?su[bp]>|\*+|(?<![^\W_])_|_(?![^\W_])"
    plain = re.sub(markup, lambda found: found[1] or "", markdown.replace("<br>", " "))
    plain = re.sub(r"\\([!-/:-@\[-`{-~])|(&#?\w+;)", lambda found: found[1] or html.unescape(found[2]), plain)
    return words(plain)


def unaccounted(document: str, imported: ImportedArticle, labels: Iterable[str] = ()) -> list[str]:
    """The words of a document that are neither in the article nor in the list of what was left out."""
    out = article_words(imported.body) + words(" ".join(item.text for item in imported.removed))
    return sorted((words(document) - out - Counter(label for label in labels for _ in range(20))).elements())


def definitions(markdown: str) -> dict[str, str]:
    """The notes that Markdown defines, by label."""
    return {found[1]: found[2] for found in re.finditer(r"^\[\^([^\]]+)\]: (.*)$", markdown, re.MULTILINE)}


def references(markdown: str) -> list[str]:
    """The labels of the notes that Markdown refers to, in order."""
    return re.findall(r"\[\^([^\]]+)\](?!:)", markdown)
