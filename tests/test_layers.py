"""The house keeps its order: who may import whom, what the pure rooms may touch, and how long code may grow.

The order is that of docs/architecture.md. The functions here read source text only, so that the tests at the end can
show on small made-up houses that each rule does catch what it is there for.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

HOUSE = Path(__file__).parent.parent / "pipeline"

ROOMS = (
    "__init__",
    "errors",
    "installation",
    "frozen",
    "model",
    "diff",
    "patterns",
    "xml",
    "languages",
    "segmentation",
    "article",
    "catalog",
    "edition",
    "glossary",
    "memory",
    "checks",
    "alignment",
    "pandoc",
    "importers",
    "publishing",
    "reports",
    "workspace",
    "mt",
    "adopt",
    "export",
    "exchange",
    "cms",
    "preview",
    "api",
    "cli",
    "__main__",
)
"""Every room, a module or folder directly below pipeline/, in the order in which they build on each other.

A room imports only from rooms before it.
"""

PURE = frozenset(ROOMS[: ROOMS.index("workspace")]) - {"installation", "pandoc", "importers"}
"""The rooms that work on values only. Those three look at the program's own place or run programs; the rooms from
`workspace` on know files.
"""

OUTSIDE = {
    "files": {"filelock", "glob", "os", "pathlib", "platformdirs", "shutil", "sqlite3", "tempfile"},
    "clocks": {"time"},
    "networks": {
        "asyncio",
        "deep_translator",
        "http",
        "httpx",
        "psycopg",
        "requests",
        "select",
        "socket",
        "ssl",
        "urllib",
    },
    "processes": {"multiprocessing", "platform", "signal", "subprocess", "sys", "threading", "webbrowser"},
    "terminals": {"click", "getpass", "logging", "rich"},
}
"""What the pure rooms keep away from, and the modules that lead there."""

FILTER = {"os", "sys"}
"""What a `__main__.py` of a pure room needs besides: it reads standard input, or with `open` the files that its command
line names, and writes standard output. It knows no folders and looks for nothing.
"""

OWN_FILES = {"languages.folders": {"pathlib"}}
"""What finds the program's own files by their path: `importlib.resources` loads zipfile and tempfile, and every command
looks for packs.
"""

HARMLESS = {"pathlib.PurePath", "pathlib.PurePosixPath", "urllib.parse"}
"""Parts of those modules that only work on text."""

OUTSIDE_CALLS = {"input", "open", "print"}
OUTSIDE_METHODS = {"now", "open", "today", "utcnow"}

ONLY_ROOMS = {
    "click": {"cli"},
    "rich": {"cli"},
    "polib": {"catalog", "api"},
    "pyromark": {"article"},
    "httpx": {"cms"},
    "keyring": {"cms"},
    "psycopg": {"workspace"},
    "starlette": {"preview"},
}
"""Libraries that belong to a room: the rest of the house sees their results as values. `api` hands on polib's."""

MODULE_LINES = 400
FUNCTION_LINES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A source file: its dotted name below pipeline ("" for the package itself), and its text parsed."""

    name: str
    path: Path
    lines: int
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.name.partition(".")[0] or "__init__"

    @property
    def is_filter(self) -> bool:
        """Whether `python -m` runs it."""
        return self.path.name == "__main__.py"


def read_house(house: Path) -> dict[str, Module]:
    """Every module below the folder, by name: `model`, `checks` for checks/__init__.py, `checks.notes`."""
    modules = {}
    for path in sorted(house.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        parts = path.relative_to(house).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        modules[name] = Module(name=name, path=path, lines=len(text.splitlines()), tree=ast.parse(text, str(path)))
    return modules


def imported_names(module: Module, package: str = "pipeline") -> Iterator[tuple[str, int]]:
    """Each name that the module imports, absolute and dotted, and its line; imports inside functions count too."""
    inside = [package, *filter(None, module.name.split("."))]
    if module.path.name != "__init__.py":
        inside.pop()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = inside[: len(inside) - node.level + 1] if node.level else []
            origin = ".".join([*base, *filter(None, [node.module])])
            for alias in node.names:
                yield f"{origin}.{alias.name}", node.lineno


def imports_inside(module: Module, modules: Mapping[str, Module], package: str = "pipeline") -> dict[str, int]:
    """The modules of the house that the module imports, each with the line of its first import."""
    found: dict[str, int] = {}
    for name, line in imported_names(module, package):
        if name.partition(".")[0] != package:
            continue
        target = name.removeprefix(package).removeprefix(".")
        while target and target not in modules:
            target = target.rpartition(".")[0]
        found.setdefault(target, line)
    return found


def unplaced_rooms(modules: Mapping[str, Module]) -> Iterator[str]:
    for room in sorted({module.room for module in modules.values()} - set(ROOMS)):
        yield f"pipeline/{room} has no place in the house: put it in ROOMS here and in docs/architecture.md"


def wrong_imports(modules: Mapping[str, Module]) -> Iterator[str]:
    """Imports of a room that stands later in the order."""
    for module in modules.values():
        for target, line in imports_inside(module, modules).items():
            room = modules[target].room
            if {room, module.room} <= set(ROOMS) and ROOMS.index(room) > ROOMS.index(module.room):
                yield (
                    f"{module.path}:{line}: {module.room} imports {room}, which builds on it: "
                    "a module imports only from rooms before its own; hand the value in from above instead"
                )


def outside_touched(modules: Mapping[str, Module]) -> Iterator[str]:
    """Places where pure rooms reach for files, clocks, networks, processes or terminals."""
    for module in modules.values():
        if module.room not in PURE:
            continue
        for name, line in imported_names(module):
            is_harmless = any(f"{name}.".startswith(f"{part}.") for part in HARMLESS)
            allowed = FILTER if module.is_filter else OWN_FILES.get(module.name, set())
            if is_harmless or name.partition(".")[0] in allowed:
                continue
            for what, libraries in OUTSIDE.items():
                if name.partition(".")[0] in libraries or (what == "files" and name == "io.open"):
                    yield f"{module.path}:{line}: {name} leads to {what}; {module.room} is pure, hand it a value"
        if not module.is_filter:
            yield from outside_calls(module)


def outside_calls(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        is_function = isinstance(called, ast.Name) and called.id in OUTSIDE_CALLS
        is_method = isinstance(called, ast.Attribute) and called.attr in OUTSIDE_METHODS
        if is_function or is_method:
            name = ast.unparse(called)
            yield f"{module.path}:{node.lineno}: {name}() asks outside; {module.room} is pure, hand it a value"


def wrong_libraries(modules: Mapping[str, Module]) -> Iterator[str]:
    """Libraries imported where another room is the one that knows them."""
    for module in modules.values():
        for name, line in imported_names(module):
            library = name.partition(".")[0]
            rooms = ONLY_ROOMS.get(library, {module.room})
            if module.room not in rooms:
                yield f"{module.path}:{line}: only pipeline/{' and '.join(sorted(rooms))} imports {library}"


def module_graph(modules: Mapping[str, Module]) -> dict[str, set[str]]:
    return {name: set(imports_inside(module, modules)) - {name} for name, module in modules.items()}


def room_graph(modules: Mapping[str, Module]) -> dict[str, set[str]]:
    graph: dict[str, set[str]] = {module.room: set() for module in modules.values()}
    for name, targets in module_graph(modules).items():
        room = modules[name].room
        graph[room] |= {modules[target].room for target in targets} - {room}
    return graph


def circle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """The names along one circle of the graph, the first again at the end; an empty list where there is none."""
    finished: set[str] = set()

    def visit(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name not in finished:
            for target in sorted(graph[name]):
                if found := visit(target, [*trail, name]):
                    return found
            finished.add(name)
        return []

    return next((found for name in sorted(graph) if (found := visit(name, []))), [])


def too_long(modules: Mapping[str, Module]) -> Iterator[str]:
    for module in modules.values():
        if module.lines > MODULE_LINES:
            yield f"{module.path}: {module.lines} lines, and {MODULE_LINES} are the most: make two modules of it"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    where = f"{module.path}:{node.lineno}: {node.name}"
                    yield f"{where} has {lines} lines, and {FUNCTION_LINES} are the most: make two functions of it"


@pytest.fixture(scope="module")
def house() -> dict[str, Module]:
    return read_house(HOUSE)


def test_every_room_has_its_place(house: dict[str, Module]) -> None:
    assert not list(unplaced_rooms(house))


def test_modules_import_only_from_below(house: dict[str, Module]) -> None:
    assert not list(wrong_imports(house))


def test_no_module_and_no_room_imports_itself_in_a_circle(house: dict[str, Module]) -> None:
    assert not " → ".join(circle(module_graph(house)))
    assert not " → ".join(circle(room_graph(house)))


def test_the_pure_rooms_touch_nothing_outside(house: dict[str, Module]) -> None:
    assert not list(outside_touched(house))


def test_libraries_stay_in_the_rooms_that_know_them(house: dict[str, Module]) -> None:
    assert not list(wrong_libraries(house))


def test_modules_and_functions_fit_a_screen_or_a_few(house: dict[str, Module]) -> None:
    assert not list(too_long(house))


def test_the_table_of_the_docs_has_the_rooms_in_this_order() -> None:
    page = (HOUSE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.partition("## Rooms")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \|", table, flags=re.MULTILINE)
    assert [room for room, _ in rows] == [room for room in ROOMS if not room.startswith("__")]
    assert {room for room, kind in rows if kind == "pure"} == PURE - {"__init__"}


# The rules themselves, each tried on a made-up house.


@dataclass(frozen=True)
class Builder:
    """Writes made-up houses: file name to source text, read back as modules."""

    folder: Path

    def __call__(self, sources: Mapping[str, str]) -> dict[str, Module]:
        for name, text in sources.items():
            path = self.folder / "pipeline" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
        return read_house(self.folder / "pipeline")


@pytest.fixture
def build(tmp_path: Path) -> Builder:
    return Builder(tmp_path)


def test_a_folder_is_named_after_its_init(build: Builder) -> None:
    modules = build({"__init__.py": "", "checks/__init__.py": "", "checks/notes.py": "", "model.py": ""})
    assert list(modules) == ["", "checks", "checks.notes", "model"]
    assert [module.room for module in modules.values()] == ["__init__", "checks", "checks", "model"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import pipeline.catalog", {"catalog": 1}),
        ("import pipeline", {"": 1}),
        ("from pipeline import catalog", {"catalog": 1}),
        ("from pipeline.catalog import read", {"catalog": 1}),
        ("from pipeline.checks import notes, shared", {"checks.notes": 1, "checks": 1}),
        ("from . import notes", {"checks.notes": 1}),
        ("from .notes import check", {"checks.notes": 1}),
        ("from .. import catalog", {"catalog": 1}),
        ("from ..catalog import read", {"catalog": 1}),
        ("def late():\n    from pipeline import catalog", {"catalog": 2}),
        ("import polib\nfrom json import loads", {}),
    ],
)
def test_each_way_to_import_is_understood(build: Builder, source: str, expected: dict[str, int]) -> None:
    others = {"__init__.py": "", "catalog.py": "", "checks/notes.py": ""}
    for name in ("checks/__init__.py", "checks/links.py"):
        modules = build(others | {"checks/__init__.py": "", name: source})
        module = next(item for item in modules.values() if item.path.match(name))
        assert imports_inside(module, modules) == expected


def test_a_new_room_is_asked_to_take_its_place(build: Builder) -> None:
    assert list(unplaced_rooms(build({"model.py": "", "attic/__init__.py": "", "attic/box.py": ""}))) == [
        "pipeline/attic has no place in the house: put it in ROOMS here and in docs/architecture.md"
    ]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("model.py", "catalog.py"),
        ("catalog.py", "workspace/files.py"),
        ("catalog.py", "importers/word.py"),
        ("importers/word.py", "mt/fake.py"),
        ("workspace/sync.py", "cli/main.py"),
        ("preview/pages.py", "cli/main.py"),
    ],
)
def test_an_import_of_a_later_room_is_caught(build: Builder, importer: str, imported: str) -> None:
    target = imported.removesuffix(".py").replace("/", ".")
    modules = build({imported: "", importer: f"from pipeline.{target} import name"})
    [message] = wrong_imports(modules)
    room = importer.partition("/")[0].removesuffix(".py")
    assert f"{importer}:1: {room} imports {target.partition('.')[0]}, which builds on it" in message


def test_imports_of_earlier_rooms_are_fine(build: Builder) -> None:
    modules = build(
        {
            "__init__.py": "",
            "__main__.py": "from pipeline.cli import main",
            "errors.py": "",
            "model.py": "from pipeline.errors import TargmanError",
            "catalog.py": "from pipeline.model import Article",
            "edition.py": "from pipeline import catalog, model",
            "importers/__init__.py": "from pipeline.importers.word import read",
            "importers/word.py": "from pipeline.model import Article",
            "workspace/files.py": "",
            "workspace/sync.py": "from pipeline import importers, edition\nfrom pipeline.workspace import files",
            "preview/__init__.py": "",
            "cli/__init__.py": "from pipeline import preview\nfrom pipeline.workspace import sync",
        }
    )
    assert not list(wrong_imports(modules))
    assert not circle(module_graph(modules))
    assert not circle(room_graph(modules))


def test_a_circle_of_modules_is_caught(build: Builder) -> None:
    modules = build(
        {
            "checks/__init__.py": "from pipeline.checks import links",
            "checks/links.py": "def check():\n    from pipeline.checks.notes import check",
            "checks/notes.py": "from .links import check",
        }
    )
    assert circle(module_graph(modules)) == ["checks.links", "checks.notes", "checks.links"]
    assert not circle(room_graph(modules))


def test_a_circle_of_rooms_is_caught(build: Builder) -> None:
    modules = build(
        {
            "checks/links.py": "import pipeline.memory",
            "checks/notes.py": "",
            "memory.py": "import pipeline.checks.notes",
        }
    )
    assert not circle(module_graph(modules))
    assert circle(room_graph(modules)) == ["checks", "memory", "checks"]


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "import os.path",
        "from pathlib import Path",
        "import pathlib",
        "import sys",
        "from urllib.request import urlopen",
        "import urllib",
        "from io import open",
        "import click",
        "def late():\n    import time",
        "text = open('article.md').read()",
        "import io\ntext = io.open('article.md')",
        "import datetime\nnow = datetime.datetime.now()",
        "from datetime import date\ntoday = date.today()",
        "print('done')",
    ],
)
def test_a_pure_room_that_reaches_outside_is_caught(build: Builder, source: str) -> None:
    assert len(list(outside_touched(build({"catalog.py": source})))) == 1
    assert not list(outside_touched(build({"catalog.py": "", "workspace/files.py": source})))


@pytest.mark.parametrize(
    "source",
    [
        "import re\nimport tomllib\nfrom datetime import date\nday = date(2025, 7, 14)",
        "from importlib import resources\nrules = resources.files('pipeline').joinpath('hy.txt').read_text()",
        "from pathlib import PurePosixPath",
        "from urllib.parse import urlsplit",
        "import urllib.parse",
        "opened = {}\nopened.get('open')",
    ],
)
def test_a_pure_room_may_work_on_values(build: Builder, source: str) -> None:
    assert not list(outside_touched(build({"catalog.py": source})))


def test_a_filter_may_use_standard_streams_and_files_that_it_is_given_but_look_for_none(build: Builder) -> None:
    modules = build(
        {"segmentation/__main__.py": "import sys\nimport pathlib\nprint(sys.stdin.read(), open(sys.argv[1]).read())"}
    )
    [message] = outside_touched(modules)
    assert "pathlib leads to files" in message


def test_a_library_in_the_wrong_room_is_caught(build: Builder) -> None:
    modules = build(
        {
            "catalog/files.py": "import polib",
            "cli/__init__.py": "import click\nfrom rich.table import Table",
            "edition.py": "from polib import POFile",
            "workspace/sync.py": "import click",
        }
    )
    messages = list(wrong_libraries(modules))
    assert [message.rpartition(": ")[2] for message in messages] == [
        "only pipeline/api and catalog imports polib",
        "only pipeline/cli imports click",
    ]


def test_long_modules_and_long_functions_are_caught(build: Builder) -> None:
    body = "    value = 1\n"
    modules = build(
        {
            "catalog.py": "value = 1\n" * MODULE_LINES,
            "article.py": "value = 1\n" * (MODULE_LINES + 1),
            "memory.py": "def fits():\n" + body * (FUNCTION_LINES - 1) + "async def grown():\n" + body * FUNCTION_LINES,
        }
    )
    module, function = too_long(modules)
    assert f"article.py: {MODULE_LINES + 1} lines" in module
    assert f"memory.py:{FUNCTION_LINES + 1}: grown has {FUNCTION_LINES + 1} lines" in function
