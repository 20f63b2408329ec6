# ruff: noqa: E501, ISC004  what stands here are pages as programs write them
"""Web pages as they are in the wild: how each program writes its notes, and the furniture around a text."""

from dataclasses import dataclass

FIRST, SECOND = "First source, 2021", "Second source: see https://example.org/a_b"


@dataclass(frozen=True)
class Pattern:
    """How a program writes two references and their notes."""

    one: str
    two: str
    notes: str
    labels: tuple[str, str] = ("1", "2")


def _numbered(template: str, text: str) -> str:
    return "".join(template.format(n=number, text=words) for number, words in enumerate((FIRST, SECOND), 1)) or text


def simple(reference: str, note: str, around: tuple[str, str] = ("", "")) -> Pattern:
    notes = around[0] + _numbered(note, "") + around[1]
    return Pattern(one=reference.format(n=1), two=reference.format(n=2), notes=notes)


PATTERNS = {
    "Word endnotes": Pattern(
        one='<a style="mso-endnote-id:edn1" href="#_edn1" name="_ednref1" title=""><span class=MsoEndnoteReference>'
        "<span style='mso-special-character:footnote'><![if !supportFootnotes]>[i]<![endif]></span></span></a>",
        two='<a href="#_edn2" name="_ednref2" title=""><span class=MsoEndnoteReference>[ii]</span></a>',
        notes='<div style="mso-element:endnote-list"><br clear=all><hr align=left size=1 width="33%">'
        '<div style="mso-element:endnote" id=edn1><p class=MsoEndnoteText><a href="#_ednref1" name="_edn1">'
        f"<span class=MsoEndnoteReference>[i]</span></a> {FIRST}</p></div>"
        '<div style="mso-element:endnote" id=edn2><p class=MsoEndnoteText><a href="#_ednref2" name="_edn2">'
        f"<span class=MsoEndnoteReference>[ii]</span></a> {SECOND}</p><p class=MsoEndnoteText>More of it.</p></div></div>",
        labels=("i", "ii"),
    ),
    "Word footnotes": simple(
        '<a href="#_ftn{n}" name="_ftnref{n}"><sup>[{n}]</sup></a>',
        '<p class=MsoFootnoteText><a href="#_ftnref{n}" name="_ftn{n}"><sup>[{n}]</sup></a>&nbsp;{text}</p>',
        ("<hr>", ""),
    ),
    "Google Docs": simple(
        '<sup><a href="#ftnt{n}" id="ftnt_ref{n}">[{n}]</a></sup>',
        '<div><p class="c1"><a href="#ftnt_ref{n}" id="ftnt{n}">[{n}]</a><span class="c2">&nbsp;{text}</span></p></div>',
        ('<hr class="c3">', ""),
    ),
    "LibreOffice": simple(
        '<a class="sdfootnoteanc" name="sdfootnote{n}anc" href="#sdfootnote{n}sym"><sup>{n}</sup></a>',
        '<div id="sdfootnote{n}"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote{n}sym" '
        'href="#sdfootnote{n}anc">{n}</a>{text}</p></div>',
    ),
    "WordPress core": simple(
        '<sup data-fn="0a1b-{n}" class="fn"><a href="#0a1b-{n}" id="0a1b-{n}-link">{n}</a></sup>',
        '<li id="0a1b-{n}">{text} <a href="#0a1b-{n}-link" aria-label="Jump to footnote reference {n}">↩︎</a></li>',
        ('<ol class="wp-block-footnotes">', "</ol>"),
    ),
    "Pandoc": simple(
        '<a href="#fn{n}" class="footnote-ref" id="fnref{n}" role="doc-noteref"><sup>{n}</sup></a>',
        '<li id="fn{n}"><p>{text}<a href="#fnref{n}" class="footnote-back" role="doc-backlink">↩︎</a></p></li>',
        ('<section id="footnotes" class="footnotes" role="doc-endnotes"><hr /><ol>', "</ol></section>"),
    ),
    "Python-Markdown": simple(
        '<sup id="fnref:{n}"><a class="footnote-ref" href="#fn:{n}">{n}</a></sup>',
        '<li id="fn:{n}"><p>{text}&#160;<a class="footnote-backref" href="#fnref:{n}" title="Jump back">&#8617;</a></p></li>',
        ('<div class="footnote"><hr /><ol>', "</ol></div>"),
    ),
    "kramdown": simple(
        '<sup id="fnref:{n}"><a href="#fn:{n}" class="footnote" rel="footnote" role="doc-noteref">{n}</a></sup>',
        '<li id="fn:{n}"><p>{text} <a href="#fnref:{n}" class="reversefootnote" role="doc-backlink">&#8617;</a></p></li>',
        ('<div class="footnotes" role="doc-endnotes"><ol>', "</ol></div>"),
    ),
    "Hugo": simple(
        '<sup id="fnref:{n}"><a href="#fn:{n}" class="footnote-ref" role="doc-noteref">{n}</a></sup>',
        '<li id="fn:{n}"><p>{text}&#160;<a href="#fnref:{n}" class="footnote-backref">&#x21a9;&#xfe0e;</a></p></li>',
        ('<div class="footnotes" role="doc-endnotes"><hr><ol>', "</ol></div>"),
    ),
    "GitHub": simple(
        '<sup><a href="#user-content-fn-{n}-abc" id="user-content-fnref-{n}-abc" data-footnote-ref="" '
        'aria-describedby="footnote-label">{n}</a></sup>',
        '<li id="user-content-fn-{n}-abc"><p dir="auto">{text} <a href="#user-content-fnref-{n}-abc" '
        'data-footnote-backref="" aria-label="Back to reference {n}" class="data-footnote-backref">'
        '<g-emoji class="g-emoji" alias="leftwards_arrow_with_hook">↩</g-emoji></a></p></li>',
        (
            '<section data-footnotes="" class="footnotes"><h2 id="footnote-label" class="sr-only">Footnotes</h2><ol>',
            "</ol></section>",
        ),
    ),
    "Easy Footnotes": simple(
        '<span id="easy-footnote-{n}-123" class="easy-footnote-margin-adjust"></span><span class="easy-footnote">'
        '<a href="#easy-footnote-bottom-{n}-123" title="The note"><sup>{n}</sup></a></span>',
        '<li class="easy-footnote-single"><span id="easy-footnote-bottom-{n}-123" class="easy-footnote-margin-adjust">'
        '</span>{text}<a class="easy-footnote-to-top" href="#easy-footnote-{n}-123"></a></li>',
        ('<div class="easy-footnote-title"><h4>Notes</h4></div><ol class="easy-footnotes-wrapper">', "</ol>"),
    ),
    "Modern Footnotes": Pattern(
        one='<sup class="modern-footnotes-footnote " data-mfn="1" data-mfn-post-scope="0_9"><a href="javascript:void(0)" '
        'role="button" aria-pressed="false" aria-describedby="mfn-content-0_9-1">1</a></sup><span '
        f'id="mfn-content-0_9-1" role="tooltip" class="modern-footnotes-footnote__note" data-mfn="1">{FIRST}</span>',
        two='<sup class="modern-footnotes-footnote " data-mfn="2" data-mfn-post-scope="0_9"><a href="javascript:void(0)" '
        'role="button" aria-pressed="false" aria-describedby="mfn-content-0_9-2">2</a></sup><span '
        f'id="mfn-content-0_9-2" role="tooltip" class="modern-footnotes-footnote__note" data-mfn="2">{SECOND}</span>',
        notes="",
    ),
    "MCI Footnotes": simple(
        '<span class="footnote_referrer"><a role="button" tabindex="0" '
        "onclick=\"footnote_moveToReference_9_1('footnote_plugin_reference_9_1_{n}');\"><sup "
        'id="footnote_plugin_tooltip_9_1_{n}" class="footnote_plugin_tooltip_text">[{n}]</sup></a><span '
        'id="footnote_plugin_tooltip_text_9_1_{n}" class="footnote_tooltip">source</span></span>',
        '<tr class="footnotes_plugin_reference_row"><th scope="row" id="footnote_plugin_reference_9_1_{n}" '
        'class="footnote_plugin_index pointer" onclick="footnote_moveToAnchor_9_1(\'footnote_plugin_tooltip_9_1_{n}\');">'
        '<a role="button" class="footnote_plugin_link"><span class="footnote_index_arrow">&#8593;</span>{n}</a></th>'
        '<td class="footnote_plugin_text">{text}</td></tr>',
        (
            '<div class="speaker-mute footnotes_reference_container"><div class="footnote_container_prepare"><p><span '
            'class="footnote_reference_container_label">References</span></p></div><table class="footnotes_table"><caption'
            ' class="accessibility">References</caption><tbody>',
            "</tbody></table></div>",
        ),
    ),
    "MediaWiki": Pattern(
        one='<sup id="cite_ref-a_1-0" class="reference"><a href="#cite_note-a-1"><span class="cite-bracket">&#91;</span>1'
        '<span class="cite-bracket">&#93;</span></a></sup>',
        two='<sup id="cite_ref-2" class="reference"><a href="#cite_note-2">[2]</a></sup> again<sup id="cite_ref-a_1-1" '
        'class="reference"><a href="#cite_note-a-1">[1]</a></sup>',
        notes='<h2>References</h2><div class="reflist"><ol class="references"><li id="cite_note-a-1"><span '
        'class="mw-cite-backlink">^ <a href="#cite_ref-a_1-0"><sup><i><b>a</b></i></sup></a> <a href="#cite_ref-a_1-1">'
        f'<sup><i><b>b</b></i></sup></a></span> <span class="reference-text">{FIRST}</span></li><li id="cite_note-2"><span '
        f'class="mw-cite-backlink"><b><a href="#cite_ref-2">^</a></b></span> <span class="reference-text">{SECOND}</span>'
        "</li></ol></div>",
    ),
    "Substack": simple(
        '<a data-component-name="FootnoteAnchorToDOM" id="footnote-anchor-{n}" href="https://x.substack.com/p/y#footnote-{n}" '
        'target="_self" class="footnote-anchor">{n}</a>',
        '<div class="footnote" data-component-name="FootnoteToDOM"><a id="footnote-{n}" '
        'href="https://x.substack.com/p/y#footnote-anchor-{n}" contenteditable="false" class="footnote-number">{n}</a>'
        '<div class="footnote-content"><p>{text}</p></div></div>',
    ),
    "anchors in plain brackets": simple(
        '[<a name="r{n}" href="#n{n}">{n}</a>]',
        '<p>[<a name="n{n}" href="#r{n}">{n}</a>] {text}</p>',
    ),
    "notes that lead nowhere back": simple('<a href="#note{n}">[{n}]</a>', '<p id="note{n}">[{n}] {text}</p>'),
    "typed notes without links": simple("<sup>{n}</sup>", "<p>{n}. {text}</p>", ("<h3>Notes</h3>", "")),
}

PARAGRAPHS = (
    "The railway that was opened in the autumn carried grain from the plain to the harbour, and the towns along it "
    "grew faster than anybody had foreseen when the first surveys were made{one}. Its engineers came from three "
    "countries, and few of them stayed after the last bridge had been finished.",
    "In the years that followed the line changed hands twice, and the timetable with it; what remained were the "
    "stations, built of the dark stone of the region, and the habit of counting distances in hours{two} rather than "
    "in miles, which the older people keep to this day.",
    "Nobody has written the history of the line in full, although its papers are kept in two archives, and the "
    "photographs in private hands are shown every few years to those who ask for them politely.",
)


def page(pattern: Pattern) -> str:
    """A whole page with menus, share buttons and a footer around an article with this pattern of notes."""
    text = "".join(f"<p>{paragraph}</p>\n" for paragraph in PARAGRAPHS).format(one=pattern.one, two=pattern.two)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The Railway to the Harbour | The Courier</title>
<meta property="og:title" content="The Railway to the Harbour"><meta property="og:site_name" content="The Courier">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "The Railway to the Harbour", "author": {{"@type": "Person", "name": "Ada Stone"}},
"datePublished": "2024-03-05T08:00:00+04:00"}}</script>
<link rel="canonical" href="https://courier.example/railway">
<style>p {{ margin: 0 }}</style></head><body class="home">
<header><a href="/">The Courier</a><nav><ul><li><a href="/news">News</a></li><li><a href="/about">About</a></li></ul></nav>
</header>
<main><article><h1>The Railway to the Harbour</h1><p class="meta">By Ada Stone | March 5, 2024</p>
<div class="entry-content">{text}<h2>What is left</h2><p>Little of the line can be seen today, apart from the bridge
and two of its stations, one of which is a museum.</p>{pattern.notes}</div>
<div class="sharedaddy"><a href="https://example.com/share">Share on Facebook</a></div></article>
<aside class="related-posts"><h3>Related posts</h3><p><a href="/other">Another story about ships</a></p></aside></main>
<footer><p>© 2024 The Courier. All rights reserved.</p></footer>
<div class="cookie-bar">We use cookies. <button>Accept all</button></div>
<script>var hidden = "nothing to read";</script></body></html>
"""
