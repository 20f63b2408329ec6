"""Find categories, tags and users of a site by the names in the settings."""

from collections.abc import Mapping
from html import unescape

from pipeline.cms.client import RefusedError, SiteError, WordPressClient


class TermFinder:
    """Finds the numbers of terms and users, and asks the site for each list once."""

    def __init__(self, client: WordPressClient) -> None:
        self.client = client
        self._known: dict[str, dict[str, int]] = {}

    def find_terms(self, kind: str, names: tuple[str, ...], query: Mapping[str, str]) -> list[int]:
        """Return the numbers of categories or tags (`kind`), by name, slug or number. A tag that is not there is made,
        with this query; a category is not, since they are the order of a site. Raises WordPressError.
        """
        return [int(name) if name.isdecimal() else self._find(kind, name, query) for name in names]

    def find_user(self, name: str) -> int:
        """Return the number of a user, by the name in the address of their page. Raises WordPressError."""
        if name.isdecimal():
            return int(name)
        known = self._list("users", slug=name) if f"users {name}" not in self._known else self._known[f"users {name}"]
        self._known[f"users {name}"] = known
        if name.casefold() not in known:
            raise RefusedError(f"{self.client.access.url} has no user “{name}”. Correct authors in [wordpress].")
        return known[name.casefold()]

    def _find(self, kind: str, name: str, query: Mapping[str, str]) -> int:
        if kind not in self._known:
            self._known[kind] = self._list(kind)
        known = self._known[kind]
        if name.casefold() not in known:
            if kind != "tags":
                raise RefusedError(
                    f"{self.client.access.url} has no category “{name}”. Make it there, or correct [wordpress]."
                )
            made = self.client.send("wp/v2/tags", {"name": name}, **query)
            known[name.casefold()] = int(made["id"])
        return known[name.casefold()]

    def _list(self, kind: str, **query: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for page in self.client.get_pages(f"wp/v2/{kind}", _fields="id,name,slug", **query):
            try:
                for item in page:
                    found.setdefault(unescape(str(item["name"])).casefold(), int(item["id"]))
                    found[str(item["slug"]).casefold()] = int(item["id"])
            except (KeyError, TypeError, ValueError):
                raise SiteError(
                    f"{self.client.access.url} answers with something that is not a list of {kind}."
                ) from None
        return found
