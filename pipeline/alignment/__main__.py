"""Pair two files of one segment a line; write a line for each bead, as in `[0,1]:[0]:0.98`.

The numbers are those of the lines of SOURCE and of TARGET, from 0; the last one is the confidence. Headings are
written `## …`, note markers `[^1]`, notes `[^1]: …`. `--bitext` names a file with pairs of texts that translate each
other, with a tab between them. Texts that are not translations of each other are refused with exit code 1.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Sequence

from pipeline.alignment import align, learn_lexicon
from pipeline.alignment.lines import TextLine
from pipeline.errors import TargmanError
from pipeline.languages.tags import canonical
from pipeline.model import SegmentKind

_MARKER = re.compile(r"\[\^([^\]\s]+)\]")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]:\s*")
_HEADING = re.compile(r"(#{1,6})\s+")
_SIDES = 2
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]«»“”\"]+")


def main(words: Sequence[str] | None = None) -> int:
    """Run the filter and return its exit code."""
    options = _parse_options(words)
    langs = (options.source_lang, options.target_lang)
    try:
        lexicon = learn_lexicon(read_pairs(options.bitext), *langs) if options.bitext else None
        source, target = parse_lines(read_lines(options.source)), parse_lines(read_lines(options.target))
        found = align(source, target, *langs, lexicon=lexicon)
        if found.refusal:
            raise TargmanError(found.refusal, path=options.target)  # noqa: TRY301  it is one of those handled below
        sys.stdout.writelines(f"{bead}\n" for bead in found.beads)
        sys.stdout.flush()
    except TargmanError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has had enough; exit quietly
        return 1
    return 0


def parse_line(text: str) -> TextLine:
    """Read a line of the filter as a segment, with heading signs, notes and markers as Markdown writes them."""
    text = text.strip()
    kind, level, label = SegmentKind.PARAGRAPH, 0, None
    if found := _NOTE.match(text):
        kind, label = SegmentKind.FOOTNOTE, found.group(1)
    elif found := _HEADING.match(text):
        kind, level = SegmentKind.HEADING, len(found.group(1))
    body = text[found.end() :] if found else text
    return TextLine(
        text=_MARKER.sub("", body),
        kind=kind,
        level=level,
        label=label,
        markers=tuple(_MARKER.findall(body)),
        links=tuple(address.rstrip(".,;:!?։") for address in _ADDRESS.findall(body)),
    )


def parse_lines(texts: Iterable[str]) -> tuple[TextLine, ...]:
    """Read several lines."""
    return tuple(parse_line(text) for text in texts)


def read_lines(path: str) -> list[str]:
    """Return the lines of a file without their ends. Raises TargmanError."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:  # noqa: PTH123  a filter knows names, no folders
            text = file.read()
    except OSError as error:
        raise TargmanError(f"cannot be read ({error.strerror})", path=path) from None
    except UnicodeDecodeError as error:
        raise TargmanError(f"is not valid UTF-8 ({error.reason})", path=path) from None
    found = text.replace("\r\n", "\n").split("\n")
    return found[:-1] if found[-1] == "" else found


def read_pairs(path: str) -> list[tuple[str, str]]:
    """Return the pairs of texts of a file with a tab between them. Raises TargmanError."""
    pairs = []
    for number, row in enumerate(read_lines(path), start=1):
        cells = row.split("\t")
        if len(cells) < _SIDES:
            raise TargmanError("has no tab between two texts", path=path, line=number)
        pairs.append((cells[0], cells[1]))
    return pairs


def _read_language(code: str) -> str:
    found = canonical(code)
    if not found:
        raise argparse.ArgumentTypeError(f"“{code}” is not the code of a language, such as hy, pt-BR or sr-Latn")
    return found


def _parse_options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m pipeline.alignment", description=__doc__)
    parser.add_argument("source", metavar="SOURCE")
    parser.add_argument("target", metavar="TARGET")
    parser.add_argument("--source-lang", type=_read_language, required=True)
    parser.add_argument("--target-lang", type=_read_language, required=True)
    parser.add_argument("--bitext", metavar="TSV", help="pairs of texts to learn words from")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
