"""Catalogs that are read well and still refused: cut off between two entries, garbled, or of another language.

`sync` would complete them and `merge` publish them; both leave them alone, with a sentence about what to do.
"""

from collections.abc import Sequence

from pipeline.errors import CatalogError
from pipeline.languages import load
from pipeline.languages.garbled import are_garbled
from pipeline.languages.scripts import find_foreign_script, find_sister, sample_pairs
from pipeline.languages.tags import gettext_code, may_be_language
from pipeline.model import Catalog
from pipeline.workspace.contents import ArticleContents, parse_catalog

_MADE_AGAIN = "delete it and sync: it is made again, with the translations that it had at the last sync"


def refuse_cut_off(contents: ArticleContents, found: Catalog, keys: Sequence[str], path: str) -> None:
    """Raise CatalogError if the last entries are gone that the last sync left in the catalog. A file that was cut off
    between two entries is a good file to gettext. But `sync` puts every text of the template into every catalog, and
    editors take none out; so the template tells. `keys` are those of the article's texts, in order.
    """
    known = {entry.key for entry in found.entries}
    if known.issuperset(keys):
        return
    try:
        template, _ = parse_catalog(contents.path.template, contents.template)
    except CatalogError:
        return
    before = {entry.key for entry in template.entries} if template else set()
    common = [key for key in keys if key in before]
    gone = [key for key in common if key not in known]
    if gone and gone == common and any(not entry.obsolete for entry in found.entries):
        raise CatalogError(
            f"it has none of the {len(common)} texts of the last sync: it may be the catalog of another article. If "
            f"so, take it in with targman receive, which finds its article, or move it there; then {_MADE_AGAIN}. "
            f"Or, to have the texts added anew, delete {contents.path.template} and sync again.",
            path=path,
        )
    if gone and common[-len(gone) :] == gone:
        lost = (
            f"the last {len(gone)} of {len(common)} texts are"
            if len(gone) > 1
            else f"the last of {len(common)} texts is"
        )
        raise CatalogError(
            f"{lost} gone since the last sync: the file may be cut off. "
            f"Restore it from version control; or {_MADE_AGAIN}; or, to have the texts added anew, "
            f"delete {contents.path.template} and sync again.",
            path=path,
        )


def refuse_other_language(found: Catalog, lang: str, path: str) -> None:
    """Raise CatalogError if the header names another language than that of the folder, or if most of a good sample of
    the translations is garbled, in another script, or certainly in another language of the same script.
    """
    declared = found.field("Language")
    if not may_be_language(declared, lang):
        raise CatalogError(
            f"its header says “Language: {declared}”, but its folder is that of {load(lang).name} ({lang}): it may be "
            f"the catalog of another edition. If so, move it there, or {_MADE_AGAIN}. If only the header is wrong, "
            f"write “Language: {gettext_code(lang)}” in it.",
            path=path,
        )
    pairs = list(sample_pairs((item.source, item.target) for item in found.entries if item.is_translated))
    if are_garbled(pairs):
        raise CatalogError(
            "most of its translations have lost their letters: a program saved or read the file in an encoding without "
            f"them. Restore it from version control; or {_MADE_AGAIN}; or correct the translations, and save it as "
            "UTF-8.",
            path=path,
        )
    if script := find_foreign_script(pairs, lang):
        raise CatalogError(
            f"most of its translations are in {script} letters, and an edition in {load(lang).name} ({lang}) has "
            f"others: it may be the catalog of another edition. If so, move it there, or {_MADE_AGAIN}.",
            path=path,
        )
    if sister := find_sister(pairs, lang):
        raise CatalogError(
            f"its translations are in {sister}, and its folder is that of {load(lang).name} ({lang}): it may be the "
            f"catalog of another edition. If so, move it there, or {_MADE_AGAIN}.",
            path=path,
        )
