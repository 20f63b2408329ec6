"""Export files as WordPress writes them, made of a few facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.6" created="2026-11-10 10:00" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Lake News</title><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://news.example</wp:base_site_url><wp:base_blog_url>https://news.example</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[ann]]></wp:author_login>
<wp:author_display_name><![CDATA[Ann Lee]]></wp:author_display_name></wp:author>
"""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A post of an export, with the terms `(domain, nicename)` that it has."""

    id: int
    title: str
    content: str
    slug: str = ""
    excerpt: str = ""
    kind: str = "post"
    status: str = "publish"
    date: str = "2026-11-10 10:00:00"
    terms: tuple[tuple[str, str], ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def export(items: Iterable[Item]) -> str:
    """Return the text of an export file."""
    return _HEAD + "".join(map(_item, items)) + "</channel>\n</rss>\n"


def _item(item: Item) -> str:
    terms = "".join(
        f'<category domain="{domain}" nicename="{name}">{cdata(name)}</category>' for domain, name in item.terms
    )
    meta = "".join(
        f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        for key, value in item.meta.items()
    )
    return f"""<item><title>{cdata(item.title)}</title><link>https://news.example/{item.slug or item.id}/</link>
<pubDate>Tue, 10 Nov 2026 10:00:00 +0000</pubDate><dc:creator>{cdata("ann")}</dc:creator>
<guid isPermaLink="false">https://news.example/?p={item.id}</guid><description></description>
<content:encoded>{cdata(item.content)}</content:encoded><excerpt:encoded>{cdata(item.excerpt)}</excerpt:encoded>
<wp:post_id>{item.id}</wp:post_id><wp:post_date>{cdata(item.date)}</wp:post_date>
<wp:post_modified_gmt>{cdata(item.date)}</wp:post_modified_gmt><wp:post_name>{cdata(item.slug)}</wp:post_name>
<wp:status>{cdata(item.status)}</wp:status><wp:post_type>{cdata(item.kind)}</wp:post_type>{terms}{meta}</item>
"""
