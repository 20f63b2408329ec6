"""The command against sites that are none: it says why, sends the password nowhere else, and remembers nothing."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Workspace

from cms.servers import Reply, as_json, serve

PASSWORD = "abcd EFGH ijkl MNOP 0123 4567"  # noqa: S105  opens nothing
INDEX = as_json({"name": "x", "home": "http://x", "namespaces": ["wp/v2"]})


@pytest.fixture
def place(workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch) -> Workspace:
    made = workspace('lang = "en"\neditions = ["en"]\n')
    made.write("articles/lake.md", "# The lake\n\nIt fell.\n")
    made.run("sync")
    monkeypatch.setenv("TARGMAN_WORDPRESS_USER", "anna")
    monkeypatch.setenv("TARGMAN_WORDPRESS_PASSWORD", PASSWORD)
    monkeypatch.setenv("TARGMAN_PAUSE", "0.01")
    return made


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        (Reply(status=301, headers={"Location": "https://evil.example/"}), INDEX, "leads to another server"),
        (Reply(body=b"<!doctype html><title>Wait</title>"), INDEX, "has no REST API that answers"),
        (Reply(status=404, body=b"no"), INDEX, "has no REST API that answers"),
        (as_json({"namespaces": ["oembed/1.0"]}), INDEX, "has no REST API for posts"),
        (as_json([1]), INDEX, "has no REST API for posts"),
        (INDEX, as_json({"code": "incorrect_password", "message": "x"}, 401), "refuses the user “anna”"),
        (INDEX, Reply(body=b"<html><title>Log in</title>"), "answers with a web page (“Log in”)"),
        (INDEX, as_json({"message": "x"}, 503, Retry_After="0"), "has no time now (503: x)"),
        (INDEX, as_json("text"), "something else than a list"),
    ],
)
def test_a_site_that_is_none_is_described(
    place: Workspace, first: Reply, then: Reply, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_index = ("/wp-json/", "/?rest_route=%2F")
    with serve(lambda request: first if request.path.endswith(is_index) else then) as server:
        monkeypatch.setenv("TARGMAN_WORDPRESS_URL", server.url)
        said = place.run("publish", "wordpress", exit_code=1).output
    assert words in said
    for file in filter(Path.is_file, place.root.rglob("*")):
        assert b"MNOP" not in file.read_bytes()
    assert "MNOP" not in said


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("TARGMAN_WORDPRESS_URL", "http://example.org", "is not encrypted"),
        ("TARGMAN_WORDPRESS_URL", "ftp://example.org", "has to be an address"),
        ("TARGMAN_WORDPRESS_URL", "https://anna:secret@example.org", "has to be an address"),
        ("TARGMAN_WORDPRESS_URL", "", "no WordPress is named"),
        ("TARGMAN_WORDPRESS_USER", "", "the name of the WordPress user is missing"),
        ("TARGMAN_WORDPRESS_PASSWORD", "\u0430bcd", "has characters in it"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_sent(
    place: Workspace, name: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TARGMAN_WORDPRESS_URL", "https://example.org")
    monkeypatch.setenv(name, value)
    said = place.run("publish", "wordpress", exit_code=2).output
    assert words in said
    assert "secret" not in said


def test_the_password_comes_from_the_keyring_too(place: Workspace) -> None:
    place.write(
        "own_keyring.py",
        "from keyring.backend import KeyringBackend\n"
        "class Own(KeyringBackend):\n"
        "    priority = 1\n"
        "    def get_password(self, service, name): return f'{service} {name}'.rpartition('/')[2]\n"
        "    def set_password(self, service, name, word): pass\n"
        "    def delete_password(self, service, name): pass\n",
    )
    with serve(lambda _: INDEX) as server:
        publish_with_keyring(place, "own_keyring.Own", server.url)
        said = server.requests[0].headers["Authorization"]
    expected = b64encode(f"anna:{server.url.removeprefix('http://')} anna".encode()).decode()
    assert said == f"Basic {expected}"


def test_without_a_password_it_says_where_to_put_one(place: Workspace) -> None:
    done = publish_with_keyring(place, "keyring.backends.null.Keyring", "https://example.org")
    assert done.returncode == 2
    assert "there is no password for anna at https://example.org" in done.stderr
    assert "keyring set https://example.org anna" in done.stderr


def publish_with_keyring(place: Workspace, backend: str, url: str) -> subprocess.CompletedProcess[str]:
    """Publish in a process of its own, with no password in the environment and this keyring."""
    env = {name: value for name, value in os.environ.items() if not name.endswith("_PASSWORD")}
    env |= {"PYTHON_KEYRING_BACKEND": backend, "TARGMAN_WORDPRESS_URL": url, "PYTHONUTF8": "1"}
    env["PYTHONPATH"] = f"{Path(__file__).parents[2]}{os.pathsep}{place.root}"
    command = [sys.executable, "-m", "pipeline", "publish", "wordpress"]
    return subprocess.run(command, cwd=place.root, env=env, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('url = "example.org"', "wordpress.url has to be an address such as https://example.org"),
        ('password = "x"', "[wordpress] has “password” (there are url, user, status, authors, categories, tags)"),
        ('status = "public"', "wordpress.status is 'public', but has to be one of draft, pending, private, publish"),
        ("categories = 3", "[wordpress.categories] has to be a table"),
        ("tags = { Water = { xx-yy-zz = 1 } }", "wordpress.tags.Water has 'xx-yy-zz', but a language has a code"),
        ("authors = { Anna = 0 }", "wordpress.authors.Anna has to be a name or a number of WordPress"),
    ],
)
def test_faults_of_the_settings_have_their_line(place: Workspace, table: str, words: str) -> None:
    place.write("targman.toml", f'lang = "en"\n\n[wordpress]\n{table}\n')
    said = place.run("publish", "wordpress", exit_code=2).output
    assert words in said
    assert "targman.toml:" in said


def test_a_record_in_conflict_keeps_its_article_from_being_published_again(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.write("locales/published/wordpress/lake.json", '{\n<<<<<<< HEAD\n "a": {}\n=======\n>>>>>>> b\n}\n')
    with serve(lambda _: INDEX) as server:
        monkeypatch.setenv("TARGMAN_WORDPRESS_URL", server.url)
        said = place.run("publish", "wordpress", "--format", "json", exit_code=1)
        assert not server.requests
    [problem] = json.loads(said.stdout)["problems"]
    assert problem["path"] == "locales/published/wordpress/lake.json"
    assert "conflict of git" in problem["message"]
