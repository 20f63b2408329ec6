"""Every provider speaks its own protocol: texts in, as many answers out, in the same order."""

import json
from itertools import permutations
from threading import Event
from typing import TYPE_CHECKING

import pytest
from deep_translator import constants  # type: ignore[import-untyped]

from mt.servers import SECRET, VARIABLES, Reply, Request, foreign, serving
from pipeline.errors import SettingsError
from pipeline.mt.prepare import PlaceholderFormat, protect, restore
from pipeline.mt.providers import PROVIDERS, open_provider
from pipeline.mt.providers.retry import RetryPolicy, request_with_retries

if TYPE_CHECKING:
    from collections.abc import Callable

POLICY = RetryPolicy(attempts=2, first_pause=0.01, timeout=5)
TEXTS = ("The lake fell by 20 m.{fn1}", 'A "quoted" [law]({url1}) & <b>more</b>.', "The end, at last.")


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_answers_come_in_the_order_of_the_texts(name: str) -> None:
    with serving(name) as server:
        provider = open_provider(name, server.environment)
        form = PlaceholderFormat(provider.placeholder_format)
        found: list[str | None] = []
        for start in range(0, len(TEXTS), provider.limits.texts):
            sent = [protect(text, form) for text in TEXTS[start : start + provider.limits.texts]]
            found += request_with_retries(provider, sent, "en", "ru", policy=POLICY, stopping=Event())
        assert [restore(answer or "", text, form) for answer, text in zip(found, TEXTS, strict=True)] == [
            foreign(text, "ru") for text in TEXTS
        ]
        assert len(server.asked) == -(-len(TEXTS) // provider.limits.texts)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("google", "hy"),
        ("mymemory", "en-GB|hy-AM"),
        ("libretranslate", "hy"),
        ("microsoft", "hy"),
        ("deepl", "HY"),
        ("openai", "hy"),
    ],
)
def test_armenian_is_called_as_the_provider_calls_it(name: str, expected: str) -> None:
    with serving(name) as server:
        provider = open_provider(name, server.environment)
        assert request_with_retries(provider, ["A lake"], "en", "hy", policy=POLICY, stopping=Event()) == [
            foreign("A lake", "hy")
        ]
        assert server.asked[0].target == expected


def test_the_key_goes_where_the_provider_wants_it_and_never_into_an_address() -> None:
    places: dict[str, Callable[[Request], str]] = {
        "libretranslate": lambda request: request.body["api_key"],
        "microsoft": lambda request: request.headers["ocp-apim-subscription-key"],
        "deepl": lambda request: request.headers["authorization"].removeprefix("DeepL-Auth-Key "),
        "openai": lambda request: request.headers["authorization"].removeprefix("Bearer "),
    }
    for name, place in places.items():
        with serving(name) as server:
            request_with_retries(
                open_provider(name, server.environment), ["A lake"], "en", "ru", policy=POLICY, stopping=Event()
            )
        assert place(server.asked[0]) == SECRET
        assert SECRET not in f"{server.asked[0].path}{server.asked[0].query}"


def test_a_libretranslate_server_of_ones_own_needs_no_key() -> None:
    with serving("libretranslate") as server:
        provider = open_provider("libretranslate", {"TARGMAN_LIBRETRANSLATE_URL": f"{server.url}/"})
        assert request_with_retries(provider, ["A lake"], "en", "ru", policy=POLICY, stopping=Event()) == ["а лаке"]
        assert "api_key" not in server.asked[0].body


def test_a_local_language_model_needs_no_key_and_a_hosted_one_does() -> None:
    with serving("openai") as server:
        here = {"TARGMAN_OPENAI_URL": server.url, "TARGMAN_OPENAI_MODEL": "small"}
        assert request_with_retries(
            open_provider("openai", here), ["A lake"], "en", "ru", policy=POLICY, stopping=Event()
        )
        assert "authorization" not in server.asked[0].headers
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        open_provider("openai", {"TARGMAN_OPENAI_MODEL": "large"})


def test_a_language_model_that_mixes_up_the_numbers_is_not_believed() -> None:
    def mixing(request: Request) -> Reply:
        content = '{"1": "один", "3": "три"}' if request.number == 0 else '{"1": "один", "2": "два"}'
        return Reply(body=json.dumps({"choices": [{"message": {"content": content}}]}).encode())

    with serving("openai", mixing) as server:
        provider = open_provider("openai", server.environment)
        assert request_with_retries(provider, ["one", "two"], "en", "ru", policy=POLICY, stopping=Event()) == [
            "один",
            "два",
        ]
        assert len(server.asked) == 2


def test_deepl_gets_the_neighbours_as_context_without_tags() -> None:
    with serving("deepl") as server:
        provider = open_provider("deepl", server.environment)
        request_with_retries(provider, ['One<x id="fn1"/>.', "Two."], "en", "ru", policy=POLICY, stopping=Event())
        assert server.asked[0].body["context"] == "One. Two."


def test_what_a_provider_needs_is_named() -> None:
    for name in ("deepl", "microsoft", "openai"):
        with pytest.raises(SettingsError, match=" and ".join(PROVIDERS[name].needs)):
            open_provider(name, {})


@pytest.mark.parametrize(
    "environ",
    [
        {"DEEPL_API_KEY": "two words"},
        {"DEEPL_API_KEY": "line\nend"},
        {"DEEPL_API_KEY": "ключ"},
        {"DEEPL_API_KEY": SECRET, "TARGMAN_DEEPL_URL": "ftp://example.org"},
    ],
)
def test_a_key_or_an_address_that_cannot_be_one_is_refused_without_being_shown(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as caught:
        open_provider("deepl", environ)
    assert not any(value in str(caught.value) for value in environ.values())


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("google", {"pt-BR": "pt", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "he": "iw", "nb": "no", "sr-Latn": ""}),
        ("mymemory", {"pt-BR": "pt-BR", "pt": "pt-BR", "sr-Latn": "sr-Latn-RS", "fa": "fa-IR", "ka": "ka-GE"}),
        ("microsoft", {"pt-PT": "pt-PT", "pt-BR": "pt", "sr": "sr-Cyrl", "zh": "zh-Hans", "hyw": ""}),
        ("deepl", {"pt": "PT-BR", "en": "EN-GB", "en-US": "EN-US", "de-CH": "DE", "zh-Hans": "ZH-HANS", "uk": "UK"}),
        ("libretranslate", {"en": "en", "en-GB": "en", "uk": ""}),
        ("openai", {"sr-Latn": "sr-Latn", "hyw": "hyw"}),
    ],
)
def test_a_language_has_the_code_of_the_provider_that_means_it(name: str, codes: dict[str, str]) -> None:
    assert {lang: PROVIDERS[name].code(lang, {}) for lang in codes} == codes


@pytest.mark.parametrize(
    ("name", "expected"),
    [("google", "zh-CN"), ("mymemory", "pt-BR|zh-CN"), ("microsoft", "zh-Hans"), ("deepl", "ZH-HANS")],
)
def test_a_language_without_a_pack_is_called_as_the_provider_calls_it(name: str, expected: str) -> None:
    with serving(name) as server:
        provider = open_provider(name, server.environment)
        request_with_retries(provider, ["Um lago"], "pt-BR", "zh-Hans", policy=POLICY, stopping=Event())
        assert server.asked[0].target == expected


def test_deepl_is_told_the_language_of_a_source_without_its_region() -> None:
    with serving("deepl") as server:
        provider = open_provider("deepl", server.environment)
        request_with_retries(provider, ["Um lago"], "pt-BR", "en-US", policy=POLICY, stopping=Event())
        assert (server.asked[0].body["source_lang"], server.asked[0].body["target_lang"]) == ("PT", "EN-US")


@pytest.mark.parametrize(
    ("name", "table"),
    [("google", constants.GOOGLE_LANGUAGES_TO_CODES), ("mymemory", constants.MY_MEMORY_LANGUAGES_TO_CODES)],
)
def test_the_codes_of_the_library_are_known_to_it(name: str, table: dict[str, str]) -> None:
    assert set(PROVIDERS[name].languages) <= set(table.values())


def test_a_servers_own_languages_count() -> None:
    own = {"TARGMAN_LIBRETRANSLATE_LANGUAGES": "pt-BR, zh-Hans,nonsense!"}
    assert PROVIDERS["libretranslate"].code("zh", own) == "zh-Hans"
    assert not PROVIDERS["libretranslate"].supports("en", "zh", own)


def test_two_names_of_one_language_are_not_a_direction() -> None:
    assert not PROVIDERS["google"].supports("pt", "pt-BR", {})
    assert PROVIDERS["deepl"].supports("pt-PT", "pt-BR", {})


def test_directions_are_those_of_the_languages_that_a_provider_has() -> None:
    assert PROVIDERS["libretranslate"].directions({}) == (("en", "ru"), ("ru", "en"))
    own = {"TARGMAN_LIBRETRANSLATE_LANGUAGES": "hy, en"}
    assert PROVIDERS["libretranslate"].directions(own) == (("hy", "en"), ("en", "hy"))
    assert set(PROVIDERS["google"].directions({})) == set(permutations(("hy", "en", "ru"), 2))
