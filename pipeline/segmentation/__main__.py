"""A filter: JSON lines {"lang": …, "text": …} in, one line {"ends": […]} out for each, in order.

The offsets are code points, just past each sentence. A line that cannot be read stops it with exit code 1.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator

from pipeline.errors import TargmanError
from pipeline.segmentation import find_sentence_ends


def answer_lines(lines: Iterable[bytes]) -> Iterator[str]:
    """One line of JSON for every line of JSON that is not blank; TargmanError says which line is wrong and why."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                lang, text = _asked(line)
                yield f"{json.dumps({'ends': find_sentence_ends(text, lang)})}\n"
            except TargmanError as error:
                raise TargmanError(error.message, line=number) from None


def _asked(line: bytes) -> tuple[str, str]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise TargmanError(f"this is no JSON ({error})") from None
    if not isinstance(asked, dict) or not all(isinstance(asked.get(key), str) for key in ("lang", "text")):
        raise TargmanError('a line must be an object with two strings, as in {"lang": "hy", "text": "…"}')
    return asked["lang"], asked["text"]


def main() -> int:
    try:
        for answer in answer_lines(sys.stdin.buffer):
            sys.stdout.write(answer)
        sys.stdout.flush()
    except TargmanError as error:
        sys.stdout.flush()
        sys.stderr.write(f"{error}\n")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has had enough; exit quietly
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
