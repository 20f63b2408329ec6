"""Find the site and the password: settings, the environment, the system's keyring. A password is in no file of ours."""

from collections.abc import Mapping
from dataclasses import field
from urllib.parse import urlsplit

from pipeline.errors import SettingsError
from pipeline.frozen import dataclass
from pipeline.workspace.settings import Settings

URL, USER, PASSWORD = (f"TARGMAN_WORDPRESS_{name}" for name in ("URL", "USER", "PASSWORD"))
"""The variables with the address of the site, the name of the user, and an application password."""

_LOCAL = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The address of a site without a final slash, and who comes."""

    url: str
    user: str
    password: str = field(repr=False)


def find_access(settings: Settings, environ: Mapping[str, str]) -> Access:
    """Return the access to the workspace's WordPress. Raises SettingsError that says what is missing."""
    url = environ.get(URL, "").strip().rstrip("/") or settings.wordpress.url
    user = environ.get(USER, "").strip() or settings.wordpress.user
    if not url:
        raise SettingsError(
            f'no WordPress is named. Write url = "https://example.org" below [wordpress], or set {URL}.'
        )
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or not url.isprintable():
        raise SettingsError(f"{URL} has to be an address such as https://example.org")
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise SettingsError(f"{url} is not encrypted, so the password is not sent there. Use https://")
    if not user:
        raise SettingsError(
            f'the name of the WordPress user is missing. Write user = "…" below [wordpress], or set {USER}.'
        )
    password = environ.get(PASSWORD, "").strip() or _ask_keyring(url, user)
    if not password:
        raise SettingsError(
            f"there is no password for {user} at {url}. Make an application password in WordPress (Users → Profile) "
            f"and set {PASSWORD}, or keep it in the keyring: keyring set {url} {user}"
        )
    if not password.isascii() or not password.isprintable() or ":" in user:
        raise SettingsError(f"{PASSWORD} has characters in it that no application password has. Set it anew.")
    return Access(url=url, user=user, password=password)


def _ask_keyring(url: str, user: str) -> str:
    """Return the password that the system's keyring has for a user of a site, empty if it has none."""
    try:
        import keyring  # noqa: PLC0415  an extra
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        return ""
    try:
        return keyring.get_password(url, user) or ""
    except (KeyringError, OSError, RuntimeError):
        return ""
