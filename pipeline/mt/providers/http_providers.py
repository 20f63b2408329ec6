"""Providers that take several texts a request by JSON: LibreTranslate, Microsoft and DeepL, each by its own interface.
The classes of deep-translator for them are not sound: they put texts and keys into addresses, require a key where none
is needed, or use an interface that no longer exists.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from pipeline.mt.providers.base import Answers, InvalidAnswerError, Provider, RequestLimits, read_address, read_key
from pipeline.mt.providers.http import post_json

_ELEMENT = re.compile(r"<[^<>]*>")
_CONTEXT = 2_000


class LibreTranslate(Provider):
    """A LibreTranslate server, with or without a key."""

    name = "libretranslate"
    limits = RequestLimits(texts=20, size=4_000, threads=2)

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.url = read_address(environ, "TARGMAN_LIBRETRANSLATE_URL", "http://localhost:5000")
        self.key = read_key(environ, "LIBRE_API_KEY")
        self.secrets = (self.key,)

    def translate(self, texts: Sequence[str], source: str, target: str) -> Answers:
        """Return the answers to one request for all texts."""
        payload = {
            "q": list(texts),
            "source": self.find_code(source),
            "target": self.find_code(target),
            "format": "text",
        }
        if self.key:
            payload["api_key"] = self.key
        return _read_texts(post_json(f"{self.url}/translate", payload, {}, seconds=self.timeout), "translatedText")


class Microsoft(Provider):
    """Microsoft Translator, version 3 of its interface."""

    name = "microsoft"
    placeholder_format = "html"
    limits = RequestLimits(texts=100, size=20_000, threads=4)

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.url = read_address(environ, "TARGMAN_MICROSOFT_URL", "https://api.cognitive.microsofttranslator.com")
        self.key = read_key(environ, "MICROSOFT_API_KEY")
        self.region = read_key(environ, "MICROSOFT_REGION")
        self.secrets = (self.key,)

    def translate(self, texts: Sequence[str], source: str, target: str) -> Answers:
        """Return the answers to one request for all texts."""
        query = urlencode(
            {"api-version": "3.0", "from": self.find_code(source), "to": self.find_code(target), "textType": "html"}
        )
        headers = {"Ocp-Apim-Subscription-Key": self.key}
        if self.region:
            headers["Ocp-Apim-Subscription-Region"] = self.region
        payload = [{"Text": text} for text in texts]
        found = post_json(f"{self.url}/translate?{query}", payload, headers, seconds=self.timeout)
        if not isinstance(found, list) or len(found) != len(texts):
            raise InvalidAnswerError(f"there are not {len(texts)} answers to {len(texts)} texts")
        return [_read_text(item["translations"][0]["text"]) for item in found]


class DeepL(Provider):
    """DeepL, with a key for its free or its paid interface. Neighbours of a text are sent as context, which is free."""

    name = "deepl"
    placeholder_format = "xml"
    limits = RequestLimits(texts=50, size=20_000, threads=4)

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.key = read_key(environ, "DEEPL_API_KEY")
        own = "https://api-free.deepl.com" if self.key.endswith(":fx") else "https://api.deepl.com"
        self.url = read_address(environ, "TARGMAN_DEEPL_URL", own)
        self.secrets = (self.key,)

    def translate(self, texts: Sequence[str], source: str, target: str) -> Answers:
        """Return the answers to one request for all texts."""
        payload = {
            "text": list(texts),
            "source_lang": self.find_code(source).partition("-")[0],  # of a source, it knows no regions
            "target_lang": self.find_code(target),
            "tag_handling": "xml",
            "tag_handling_version": "v2",
            "split_sentences": "nonewlines",
            "preserve_formatting": True,
            "context": _ELEMENT.sub("", " ".join(texts))[:_CONTEXT],
        }
        headers = {"Authorization": f"DeepL-Auth-Key {self.key}"}
        found = post_json(f"{self.url}/v2/translate", payload, headers, seconds=self.timeout)
        return _read_texts({"texts": [item["text"] for item in found["translations"]]}, "texts")


def _read_texts(found: Any, name: str) -> list[str | None]:  # noqa: ANN401
    values = found[name]
    if not isinstance(values, list):
        raise InvalidAnswerError("the answer is not a list of translations")
    return [_read_text(value) for value in values]


def _read_text(value: object) -> str | None:
    return value if isinstance(value, str) else None
