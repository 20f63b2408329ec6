"""Addresses found by their offsets."""

import pytest

from pipeline.article.markdown.addresses import find_addresses


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[a](x.md) ![b *c*](<y z.svg> 'title')", ["x.md", "y z.svg"]),
        ("[![i](i.png)](o.md)", ["i.png", "o.md"]),
        ("> [a\n> b](\n> x.md)", ["x.md"]),
        ("[a][r] [r]\n\n[r]: x.md 'title'", ["x.md"]),
        ("a[^1]\n\n[^1]: [b](x.md)", ["x.md"]),
        ("| a |\n|---|\n| [b](x.md) |", ["x.md"]),
        ("<img src=\"x.png\"> <a href='y.md?a&amp;b'>", ["x.png", "y.md?a&b"]),
        ("[](x.md) ![](y.png)", ["x.md", "y.png"]),
        ("[a](x\\_y.md) [b](x&amp;y.md)", ["x_y.md", "x&y.md"]),
        ("`[a](x.md)` \\[a](x.md) <https://example.org> https://example.org", []),
        ("```\n[a](x.md)\n```\n\n    [a](x.md)\n", []),
        ("---\na: '[b](x.md)'\n---\n\n[c](y.md)", ["y.md"]),
    ],
)
def test_addresses_are_what_links_and_pictures_lead_to(text: str, targets: list[str]) -> None:
    assert [address.target for address in find_addresses(text)] == targets


def test_a_site_s_own_syntax_is_left_alone() -> None:
    text = '[a]({{< relref "x.md" >}}) [b](y.md)\n\n{{< figure src="z.png" >}}\n'
    assert [address.target for address in find_addresses(text, ("hugo",))] == ["y.md"]


def test_offsets_are_those_of_the_address_as_it_is_written() -> None:
    text = "\ufeff---\ntitle: լիճ\n---\r\n\r\nլիճ [ա](<x y.md> 'z')\r\n"
    [address] = find_addresses(text)
    assert text[address.start : address.end] == "x y.md"
