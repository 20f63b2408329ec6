"""Servers that hang, lie, fail and reveal keys: every request ends in time and with a plain sentence."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Event, Timer

import pytest

from mt.servers import SECRET, VARIABLES, Answering, Reply, Server, serving, well
from pipeline.mt.providers import open_provider
from pipeline.mt.providers.base import (
    Answers,
    InvalidAnswerError,
    ProviderBusyError,
    ProviderError,
    ProviderUnavailableError,
    RequestRejectedError,
)
from pipeline.mt.providers.http import LONGEST_ANSWER
from pipeline.mt.providers.retry import RetryPolicy, redact_secrets, request_with_retries

QUICK = RetryPolicy(attempts=4, first_pause=0.01, longest_pause=2, timeout=5)

EVERY = pytest.mark.parametrize("name", sorted(VARIABLES))


def asked(server: Server, *texts: str, policy: RetryPolicy = QUICK) -> Answers:
    provider = open_provider(server.provider, server.environment)
    return request_with_retries(provider, texts or ("A lake",), "en", "ru", policy=policy, stopping=Event())


def first(*replies: Reply) -> Answering:
    """Return a server that answers so at first, and well after that."""
    return lambda request: replies[request.number] if request.number < len(replies) else well(request)


@EVERY
@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500),
        Reply(status=503, headers={"Retry-After": "0"}),
        Reply(status=429, headers={"Retry-After": "0"}),
        Reply(status=429, headers={"Retry-After": "soon"}, body=b"Slow down"),
        Reply(answers=["а лаке"], share=0.5),
        Reply(body=b"<html><h1>Welcome to the Wi-Fi of our hotel</h1></html>"),
        Reply(body=b'{"unexpected": true}'),
        Reply(body=b"[]"),
        Reply(body=b"\xff\xfe\x00 no text at all"),
        Reply(answers=[""]),
        Reply(answers=[" \n "]),
    ],
    ids=["500", "503", "429", "429-words", "half", "html", "other-json", "empty-json", "bytes", "empty", "blank"],
)
def test_what_fails_once_is_tried_again(name: str, reply: Reply) -> None:
    with serving(name, first(reply)) as server:
        assert asked(server) == ["а лаке"]
        assert len(server.asked) == 2


@EVERY
def test_a_server_that_hangs_is_left_in_time(name: str) -> None:
    policy = RetryPolicy(attempts=2, first_pause=0.01, timeout=0.1)
    with serving(name, lambda _: Reply(answers=["а"], pause=30)) as server:
        start = time.monotonic()
        with pytest.raises(
            ProviderBusyError, match=f"^{name}: there was no answer within 0.1 seconds|connection failed"
        ):
            asked(server, policy=policy)
        assert time.monotonic() - start < 10
        assert len(server.asked) == 2


def test_half_a_character_is_no_answer() -> None:
    halved = Reply(body=b'{"translatedText": ["\\ud83d"]}')
    with serving("libretranslate", first(halved)) as server:
        assert asked(server) == ["а лаке"]


def test_a_server_that_sends_a_letter_now_and_then_is_left_in_time() -> None:
    policy = RetryPolicy(attempts=1, first_pause=0.01, timeout=0.4)
    with serving("deepl", lambda _: Reply(answers=["а" * 500], pause=0.05, trickle=True)) as server:
        start = time.monotonic()
        with pytest.raises(ProviderBusyError, match="no answer within"):
            asked(server, policy=policy)
        assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("google", lambda: "1"),
        ("deepl", lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)),
    ],
)
def test_the_pause_that_a_server_asks_for_is_made(name: str, header: Callable[[], str]) -> None:
    with serving(name, first(Reply(status=429, headers={"Retry-After": header()}))) as server:
        start = time.monotonic()
        assert asked(server) == ["а лаке"]
        assert 0.9 < time.monotonic() - start < 10


def test_a_pause_that_is_too_long_to_wait_for_ends_the_run_and_says_how_long() -> None:
    with serving("deepl", lambda _: Reply(status=429, headers={"Retry-After": "3600"})) as server:
        with pytest.raises(ProviderUnavailableError, match="60 minutes"):
            asked(server)
        assert len(server.asked) == 1


def test_pauses_grow_and_the_attempts_have_an_end() -> None:
    with serving("libretranslate", lambda _: Reply(status=502)) as server:
        with pytest.raises(ProviderBusyError, match=r"^libretranslate: it is not able to answer now \(502\)"):
            asked(server)
        assert len(server.asked) == QUICK.attempts


def test_a_run_that_is_stopped_makes_no_more_pauses() -> None:
    stopping = Event()
    Timer(0.2, stopping.set).start()
    policy = RetryPolicy(attempts=5, first_pause=30, timeout=5)
    with serving("deepl", lambda _: Reply(status=500, headers={"Retry-After": "60"})) as server:
        start = time.monotonic()
        provider = open_provider("deepl", server.environment)
        with pytest.raises(ProviderBusyError):
            request_with_retries(provider, ["A lake"], "en", "ru", policy=policy, stopping=stopping)
        assert time.monotonic() - start < 10


@pytest.mark.parametrize("name", ["libretranslate", "microsoft", "deepl"])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_another_number_of_answers_than_of_texts_is_no_answer(name: str, count: int) -> None:
    with serving(name, lambda _: Reply(answers=["озеро"] * count)) as server:
        with pytest.raises(InvalidAnswerError):
            asked(server, "A lake", "A river")
        assert len(server.asked) == QUICK.attempts


def test_the_quota_message_of_mymemory_is_no_translation() -> None:
    said = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. NEXT AVAILABLE IN 12 HOURS"
    with serving("mymemory", lambda _: Reply(answers=[said])) as server:
        with pytest.raises(ProviderUnavailableError, match="quota of the day is used up"):
            asked(server)
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    "said", ["QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS", "INVALID LANGUAGE PAIR"]
)
def test_other_messages_of_mymemory_are_no_translations(said: str) -> None:
    with (
        serving("mymemory", lambda _: Reply(answers=[said])) as server,
        pytest.raises(InvalidAnswerError, match="it sent"),
    ):
        asked(server)


@pytest.mark.parametrize(
    ("reply", "error", "said"),
    [
        (Reply(status=401, body=b'{"message": "no such key"}'), ProviderUnavailableError, "refused the key"),
        (Reply(status=403), ProviderUnavailableError, "refused the key"),
        (Reply(status=456), ProviderUnavailableError, "quota is used up"),
        (
            Reply(status=429, body=b'{"error": {"code": "insufficient_quota"}}'),
            ProviderUnavailableError,
            "quota is used up",
        ),
        (Reply(status=404), ProviderUnavailableError, "Check the address"),
        (Reply(status=413), RequestRejectedError, "does not take the request"),
        (Reply(status=400, body=b'{"error": "hy is not supported"}'), RequestRejectedError, "hy is not supported"),
    ],
)
def test_what_would_fail_again_is_not_tried_again(reply: Reply, error: type[ProviderError], said: str) -> None:
    with serving("deepl", lambda _: reply) as server:
        with pytest.raises(error, match=said):
            asked(server)
        assert len(server.asked) == 1


@EVERY
@pytest.mark.parametrize("status", [301, 307])
def test_a_redirect_gets_neither_key_nor_text(name: str, status: int) -> None:
    with serving(name) as other:
        moved = Reply(status=status, headers={"Location": f"{other.url}/v2/translate"})
        with (
            serving(name, lambda _: moved) as server,
            pytest.raises(ProviderUnavailableError, match="Check the address"),
        ):
            asked(server)
        assert not other.asked


@EVERY
def test_an_answer_without_end_is_not_read_to_its_end(name: str) -> None:
    with serving(name, lambda _: Reply(body=b"a" * (LONGEST_ANSWER * 4))) as server:
        with pytest.raises(InvalidAnswerError, match="longer than any translation"):
            asked(server, policy=RetryPolicy(attempts=1, timeout=20))
        assert server.sent < LONGEST_ANSWER * 3


@pytest.mark.parametrize("name", sorted(VARIABLES.keys() - {"google"}))
@pytest.mark.parametrize(
    ("status", "error"), [(403, ProviderUnavailableError), (400, RequestRejectedError), (500, ProviderBusyError)]
)
def test_a_key_that_a_server_repeats_is_not_seen(name: str, status: int, error: type[ProviderError]) -> None:
    secret = "editor@example.org" if name == "mymemory" else SECRET
    said = json.dumps({"error": {"message": f"the key {secret} is wrong \x1b[31m"}}).encode()
    with serving(name, lambda _: Reply(status=status, body=said)) as server:
        with pytest.raises(error) as caught:
            asked(server, policy=RetryPolicy(attempts=1, timeout=5))
        shown = f"{caught.value} {caught.value!r} {caught.value.args}"
        assert "the key ••• is wrong" in shown
        assert secret not in shown
        assert "\x1b" not in str(caught.value)
        assert caught.value.__cause__ is None


def test_nobody_at_the_address_is_said_without_the_address_and_the_text() -> None:
    with serving("google") as server:
        pass
    for name in VARIABLES:
        server.provider = name
        with pytest.raises(ProviderBusyError) as caught:
            asked(server, "A private text", policy=RetryPolicy(attempts=1, timeout=5))
        assert "connection failed" in str(caught.value)
        assert not any(word in str(caught.value) for word in ("127.0.0.1", "private", SECRET))


def test_secrets_are_hidden_however_they_are_written() -> None:
    message = "key=a%2Fb%2Bc%3Ad and a/b+c:d and a/b+c:d!"
    assert redact_secrets(message, ("", "a/b+c:d")) == "key=••• and ••• and •••!"
