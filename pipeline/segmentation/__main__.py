"""A filter: JSON lines {"lang": …, "text": …} in, a line {"ends": […]} out for each, in order.

The offsets count code points, just past each sentence. The filter stops at an invalid line with exit code 1.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator

from pipeline.errors import TargmanError
from pipeline.segmentation import find_sentence_ends


def answer_lines(lines: Iterable[bytes]) -> Iterator[str]:
    """Yield a line of JSON for each line that is not blank; raise TargmanError with the number of an invalid line."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                lang, text = _parse_request(line)
                yield f"{json.dumps({'ends': find_sentence_ends(text, lang)})}\n"
            except TargmanError as error:
                raise TargmanError(error.message, line=number) from None


def _parse_request(line: bytes) -> tuple[str, str]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise TargmanError(f"the line is not valid JSON ({error})") from None
    if not isinstance(request, dict) or not all(isinstance(request.get(key), str) for key in ("lang", "text")):
        raise TargmanError('a line must be an object with two strings, as in {"lang": "hy", "text": "…"}')
    return request["lang"], request["text"]


def main() -> int:
    """Filter standard input to standard output; return the exit code."""
    try:
        for answer in answer_lines(sys.stdin.buffer):
            sys.stdout.write(answer)
        sys.stdout.flush()
    except TargmanError as error:
        sys.stdout.flush()
        sys.stderr.write(f"{error}\n")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader closed the pipe; exit quietly
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
