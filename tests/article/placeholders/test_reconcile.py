"""Every note once: what becomes of a translation with notes missing, doubled, invented or where they cannot be."""

import pytest

from pipeline.article.markdown import read_article
from pipeline.article.placeholders.reconcile import ReconciledTarget, reconcile_placeholders
from pipeline.model import Segment

NOTES = "\n\n[^1]: one\n\n[^2]: two\n\n[^3]: three\n\n[lab]: https://example.org/lab\n"


def segment_of(markdown: str) -> Segment:
    return read_article(markdown + NOTES, lang="en", sentences=False).segments[0]


def reports(aligned: ReconciledTarget) -> dict[str, object]:
    """What was wrong, leaving out what was not."""
    found = {
        "missing": tuple(item.name for item in aligned.missing),
        "doubled": aligned.doubled,
        "invented": aligned.invented,
        "moved": aligned.moved,
        "leading": aligned.leading,
        "unread": aligned.unread,
        "swapped": aligned.swapped,
    }
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize(
    ("target", "becomes"),
    [
        ("Լիճը բարձր է։", "Լիճը բարձր է։{fn1}"),
        ("Озеро «высоко».", "Озеро «высоко».{fn1}"),
        ("Он сказал: «Высоко.»", "Он сказал: «Высоко.»{fn1}"),
        ("The lake is “high.”", "The lake is “high.”{fn1}"),
        ("Озеро **высоко.**", "Озеро **высоко.**{fn1}"),
        ("Озеро `высоко`", "Озеро `высоко`{fn1}"),
        ("Озеро [sic]", "Озеро [sic]{fn1}"),
        ("Озеро высоко.^[Так.]", "Озеро высоко.^[Так.]{fn1}"),
        ("Озеро высоко.  ", "Озеро высоко.{fn1}"),
        ("Озеро\\", "Озеро\\\\{fn1}"),
        ("Озеро\\\\", "Озеро\\\\{fn1}"),
        ("Озеро {", "Озеро { {fn1}"),
    ],
)
def test_a_missing_note_goes_to_the_end(target: str, becomes: str) -> None:
    aligned = reconcile_placeholders(target, segment_of("The lake[^1] is high."))
    assert aligned.text == becomes
    assert reports(aligned) == {"missing": ("fn1",)}


@pytest.mark.parametrize(
    ("source", "target", "becomes", "told"),
    [
        # Several are missing: they come in the order of the source.
        ("A[^1] b[^2] c[^3].", "а{fn2}.", "а{fn2}.{fn1}{fn3}", {"missing": ("fn1", "fn3")}),
        # Another order is no fault by itself: languages differ. Whoever checks is told.
        ("A[^1] b[^2].", "б{fn2} а{fn1}.", "б{fn2} а{fn1}.", {"swapped": True}),
        # A note that stands twice stays where it stands first.
        ("A[^1] b.", "а{fn1} б{fn1}.", "а{fn1} б.", {"doubled": ("fn1",)}),
        ("A[^1] b.", "а{fn1} б {fn1}.", "а{fn1} б.", {"doubled": ("fn1",)}),
        ("A[^1] b.", "а{fn1} {фн1} б.", "а{fn1} б.", {"doubled": ("fn1",)}),
        ("A[^1] b.", "а{fn1} ｛fn1｝ б.", "а{fn1} б.", {"doubled": ("fn1",)}),
        ("A[^1] b.", "а{fn1} {fn\u200b1} б.", "а{fn1} б.", {"doubled": ("fn1",)}),
        ("A[^1] b.", "а{fn1} (fn1) б.", "а{fn1} (fn1) б.", {"unread": ("(fn1)",)}),
        # Invented ones go, and no double space, empty bracket or space before a full stop is left.
        ("A[^1] b.", "{fn7} а{fn1} б.", "а{fn1} б.", {"invented": ("fn7",)}),
        ("A[^1] b.", "а{fn1} {fn7} б.", "а{fn1} б.", {"invented": ("fn7",)}),
        ("A[^1] b.", "а{fn1} {fn7} {fn8} б.", "а{fn1} б.", {"invented": ("fn7", "fn8")}),
        ("A[^1] b.", "а{fn1} б {fn7}.", "а{fn1} б.", {"invented": ("fn7",)}),
        ("A[^1] b.", "а{fn1} б. {fn7}", "а{fn1} б.", {"invented": ("fn7",)}),
        ("A[^1] b.", "а{fn1} ({fn7}) б.", "а{fn1} б.", {"invented": ("fn7",)}),
        ("A[^1] b.", "а{fn1}{fn7} б.", "а{fn1} б.", {"invented": ("fn7",)}),
        ("A[^1] b.", "а  а{fn1} {img2} б  б.", "а  а{fn1} б  б.", {"invented": ("img2",)}),
        ("A b.", "а {url1} б.", "а б.", {"invented": ("url1",)}),
        # A number of its own is no note of the sentence.
        ("A[^1] b.", "а{fn2} б.", "а б.{fn1}", {"missing": ("fn1",), "invented": ("fn2",)}),
        # No note leads anywhere from code, from a translator's own note, or from the words of a link.
        ("A `c` b[^1].", "а `c{fn1}` б.", "а `c`{fn1} б.", {"moved": ("fn1",)}),
        ("A b[^1].", "а `{fn1}` б.", "а {fn1} б.", {"moved": ("fn1",)}),
        ("A b[^1].", "а^[так {fn1}] б.", "а^[так]{fn1} б.", {"moved": ("fn1",)}),
        ("A b[^1].", "а^[{fn1}] б.", "а{fn1} б.", {"moved": ("fn1",)}),
        ("[A](u) b[^1].", "[а{fn1}]({url1}) б.", "[а]({url1}){fn1} б.", {"moved": ("fn1",)}),
        ("[A][lab] b[^1].", "[а `x{fn1}`][{url1}] б.", "[а `x`][{url1}]{fn1} б.", {"moved": ("fn1",)}),
        ("[A](u) b.", "[а^[так]]({url1}) б.", "[а]({url1})^[так] б.", {}),
        # Unless the author has it so.
        ("[A[^1]](https://u.example) b.", "[а{fn1}]({url1}) б.", "[а{fn1}]({url1}) б.", {}),
        ("x^[see [^1]] b.", "икс^[см. {fn1}] б.", "икс^[см. {fn1}] б.", {}),
        # Images and kept text go to the end too, after the notes; line breaks and links are not made up.
        ("![p](p.png) A[^1].", "А.", "А.{fn1} {img1}", {"missing": ("img1", "fn1")}),
        ("![p](p.png) A[^1].", "А. {img1}", "А.{fn1} {img1}", {"missing": ("fn1",)}),
        ("![p](p.png)[^1]", "{img1}", "{img1}{fn1}", {"missing": ("fn1",)}),
        ("A<!-- k --> b.", "а б.", "а б. {keep1}", {"missing": ("keep1",)}),
        ("A  \nb[^1].", "а б.{br1}", "а б.{fn1}{br1}", {"missing": ("fn1",)}),
        ("A  \nb.", "а б.", "а б.", {"missing": ("br1",)}),
        # The author's own braces count for nothing.
        ("Type `{fn1}` here[^1].", "Тут{fn2} и `{fn1}`.", "Тут{fn2} и `{fn1}`.", {}),
        ("Type `{fn1}` here[^1].", "Тут `{fn1}`.", "Тут `{fn1}`.{fn2}", {"missing": ("fn2",)}),
        # A note before the first word would be one of the sentence before, unless the source begins with one too.
        ("A b.[^1]", "{fn1}А б.", "А б.{fn1}", {"leading": ("fn1",)}),
        ("A b.[^1]", "{fn1} А б. ![x](u)", "А б. ![x](u){fn1}", {"leading": ("fn1",)}),
        ("**A** b.[^1]", "**{fn1}А** б.", "**А** б.{fn1}", {"leading": ("fn1",)}),
        ("A «b».[^1]", "«{fn1}А» б.", "«А» б.{fn1}", {"leading": ("fn1",)}),
        ("A[^1] b.[^2]", "{fn2} {fn1}А б.", "А б.{fn2}{fn1}", {"leading": ("fn2", "fn1"), "swapped": True}),
        ("A[^1] b.[^2]", "{fn2}({fn1})А б.", "()А б.{fn2}{fn1}", {"leading": ("fn2", "fn1"), "swapped": True}),
        ("![p](p.png) A.[^1]", "{fn1}А. {img1}", "А.{fn1} {img1}", {"leading": ("fn1",)}),
        ("[^1] A b.", "{fn1} А б.", "{fn1} А б.", {}),
        ("[^1]", "{fn1}", "{fn1}", {}),
        ("A.[^1]", "{fn1}", "{fn1}", {}),
        # What one repair brings to light, the next one puts right.
        ("A[^1] b.", "а{fn{fn7}1} б.", "а{fn1} б.", {"invented": ("fn7",)}),
    ],
)
def test_alignment(source: str, target: str, becomes: str, told: dict[str, object]) -> None:
    segment = segment_of(source)
    aligned = reconcile_placeholders(target, segment)
    assert aligned.text == becomes
    assert reports(aligned) == told
    assert reconcile_placeholders(aligned.text, segment).text == becomes
