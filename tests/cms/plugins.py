"""The companion plug-in on the sites of tests, and a stand-in for Polylang, which no registry has."""

import hashlib
import json
import shutil
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cms.wordpress import Site

COMPANION = Path(__file__).parents[2] / "wordpress" / "targman"
_POLYLANG = Path(__file__).with_name("polylang.php")
LANGUAGES = {"en": "en_US", "hy": "hy", "ru": "ru_RU"}


def install_companion(site: Site) -> None:
    """Install the plug-in as an administrator does, and activate it until the site is emptied."""
    shutil.copytree(COMPANION, site.folder / "wp-content" / "plugins" / "targman", dirs_exist_ok=True)
    site.php("require ABSPATH . 'wp-admin/includes/plugin.php'; activate_plugin('targman/targman.php');")


def remove_companion(site: Site) -> None:
    """Deactivate the plug-in, and take its files away."""
    site.php("require ABSPATH . 'wp-admin/includes/plugin.php'; deactivate_plugins('targman/targman.php');")
    shutil.rmtree(site.folder / "wp-content" / "plugins" / "targman")


def add_polylang(site: Site, languages: Mapping[str, str] = LANGUAGES) -> None:
    """Add the stand-in for Polylang with languages, locales by code."""
    site.add_plugin("polylang", _POLYLANG.read_text(encoding="utf-8").removeprefix("<?php"))
    pairs = ", ".join(f"'{code}' => '{locale}'" for code, locale in languages.items())
    site.php(f"update_option('test_languages', array({pairs})); update_option('test_writes', 0);")


def ask(site: Site, path: str, data: object = None, *, user: str = "editor") -> tuple[int, Any]:
    """Ask the plug-in for what is below `targman/v1/`, by POST if there is data; return status and JSON."""
    request = urllib.request.Request(f"{site.url}/wp-json/targman/v1/{path}")  # noqa: S310  our own
    if user:
        key = b64encode(f"{user}:{site.passwords[user]}".encode()).decode()
        request.add_header("Authorization", f"Basic {key}")
    request.add_header("Content-Type", "application/json")
    body = None if data is None else json.dumps(data).encode()
    try:
        with urllib.request.urlopen(request, body, timeout=120) as answer:  # noqa: S310
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def look(post: Mapping[str, Any]) -> dict[str, str]:
    """Return what was seen of a post, as the API shows it for editing."""
    texts = {name: post[name]["raw"] for name in ("title", "content", "excerpt")}
    texts["footnotes"] = (post["meta"] or {}).get("footnotes", "")
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
