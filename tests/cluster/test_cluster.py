"""A cluster computes what this machine would have computed, and says in a sentence why it does not."""

import ctypes
import json
import pickle
import resource
import shutil
import signal
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from conftest import Workspace

from cluster.machines import (
    PROGRAM,
    TARGMAN,
    environment,
    local_cluster,
    scheduler,
    tls_options,
    worker,
    write_certificates,
)
from cluster.work import work_on
from pipeline.errors import ArticleError, SettingsError
from pipeline.workspace.cluster import load_distributed, open_cluster
from pipeline.workspace.cluster_worker import ClusterError
from pipeline.workspace.settings.cluster import ClusterSettings, find_address_fault
from pipeline.workspace.workers import LostWorkError

PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
MakeWorkspace = Callable[..., Workspace]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with local_cluster(2) as (found, _):
        yield found


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    """A workspace with a language pack, a glossary, links between articles, faults, and an article that is none."""
    place = workspace('lang = "en"\neditions = ["hy", "ru", "en"]\nurl = "https://example.org"\n')
    place.write("languages/ru/typography.toml", 'checks = ["quotes"]\n')
    place.write("locales/glossary.csv", "hy,en,ru\nՍևան,Sevan,Севан\n")
    for number in range(40):
        place.write(
            f"articles/a{number:02}.md",
            f"# Title {number}\n\nSevan is {number} km away.[^n] See [one](a{(number + 1) % 40:02}.md#title) and "
            f"[two](a07.md#title-7).\n\n[^n]: Note {number}.\n",
        )
    place.write("articles/bad.md", "---\nlang: xx\n---\nTexte.\n")
    place.run("sync", exit_code=1)
    for path in (place.root / "locales/ru").rglob("*.po"):
        text = path.read_text(encoding="utf-8").replace("km away.{fn1}", "km away.{fn1}")
        path.write_text(text.replace('msgstr ""\n\n', 'msgstr "Севан 3 «км"\n\n'), encoding="utf-8")
    return place


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a second for what does not come."""
    monkeypatch.setattr("pipeline.workspace.cluster._PATIENCE", 1)


def check(place: Workspace, *words: str) -> object:
    """The report of a check of everything, none of it known from before."""
    shutil.rmtree(place.root / ".targman", ignore_errors=True)
    return json.loads(place.run("check", "--format", "json", *words, exit_code=1).stdout)


def test_a_cluster_finds_what_this_machine_finds(place: Workspace, address: str) -> None:
    here = check(place)
    assert check(place, "--cluster", address) == here
    assert len(str(here)) > 10_000
    assert "articles/bad.md" in str(here)


@pytest.mark.usefixtures("hurry")
def test_the_settings_and_the_environment_name_a_cluster_too(
    place: Workspace, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TARGMAN_CLUSTER", "tcp://127.0.0.1:9")
    assert "no answer from a cluster" in place.run("check", exit_code=1).stderr
    monkeypatch.setenv("TARGMAN_CLUSTER", address)
    here = check(place, "--cluster", "none")
    assert check(place) == here
    monkeypatch.delenv("TARGMAN_CLUSTER")
    place.write("targman.toml", place.text("targman.toml") + '[cluster]\naddress = "tcp://127.0.0.1:9"\n')
    place.write("articles/a00.md", "# Other\n")
    assert "no answer from a cluster" in place.run("check", exit_code=1).stderr


def test_where_there_is_nothing_to_do_nobody_asks_the_cluster(place: Workspace) -> None:
    (place.root / "articles/bad.md").unlink()
    here = place.run("check", exit_code=1).stdout
    assert place.run("check", "--cluster", "tcp://127.0.0.1:9", exit_code=1).stdout == here


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", ""),
        ("none", ""),
        ("tcp://127.0.0.1:8786", ""),
        ("tcp://localhost:8786", ""),
        ("tcp://[::1]:8786", ""),
        ("tls://10.0.0.5:8786", ""),
        ("tls://scheduler.example.org:8786", ""),
        ("10.0.0.5:8786", "is not the address of a scheduler"),
        ("http://127.0.0.1:8786", "is not the address of a scheduler"),
        ("tls://10.0.0.5", "is not the address of a scheduler"),
        ("tcp://10.0.0.5:8786", "only tls:// is safe"),
        ("tcp://127.0.0.1.example.org:8786", "only tls:// is safe"),
    ],
)
def test_beyond_this_machine_only_tls_is_accepted(address: str, why: str) -> None:
    found = find_address_fault(address)
    assert why in found if why else not found


def test_an_unsafe_address_is_refused_with_a_sentence(place: Workspace) -> None:
    said = place.run("check", "--cluster", "tcp://10.0.0.5:8786", exit_code=2).stderr
    assert said == (
        "error: “tcp://10.0.0.5:8786” is on another machine, where only tls:// is safe. Set up certificates: "
        "targman docs scaling.\n"
    )
    place.write("targman.toml", '[cluster]\naddress = "tcp://10.0.0.5:8786"\nport = 1\n')
    said = place.run("check", exit_code=2).stderr
    assert "only tls:// is safe" in said or "“port”" in said


@pytest.mark.usefixtures("hurry")
def test_a_wrong_address_is_told_in_a_sentence(place: Workspace) -> None:
    said = place.run("check", "--cluster", "tcp://127.0.0.1:9", exit_code=1).stderr
    assert said == (
        "error: there is no answer from a cluster at tcp://127.0.0.1:9. Check whether its scheduler is running, and "
        "whether this is its address.\n"
    )


@pytest.mark.usefixtures("hurry")
def test_a_cluster_without_workers_is_told_in_a_sentence(place: Workspace) -> None:
    with scheduler() as found:
        said = place.run("check", "--cluster", found, exit_code=1).stderr
    assert said == (f"error: the cluster at {found} has no workers. Start some on your machines: dask worker {found}\n")


def test_without_the_extra_the_command_that_installs_it_is_named(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = place.run("check", "--cluster", "tcp://127.0.0.1:9", exit_code=1).stderr
    assert said.startswith("error: a cluster needs libraries that are not here. Run: ")
    assert "[cluster]" in said


def copy_program(folder: Path) -> Path:
    """A copy of this program with another version."""
    shutil.copytree(PROGRAM / "pipeline", folder / "pipeline", ignore=shutil.ignore_patterns("*.pyc"))
    init = folder / "pipeline" / "__init__.py"
    init.write_text(init.read_text(encoding="utf-8").replace('__version__ = "', '__version__ = "9.'), encoding="utf-8")
    return folder


def test_another_version_on_a_worker_is_refused_with_both_named(place: Workspace, tmp_path: Path) -> None:
    with scheduler() as found, worker(found, program=copy_program(tmp_path / "other")):
        said = place.run("check", "--cluster", found, exit_code=1).stderr
        assert "has Targman 9." in said
        assert "and this machine has " in said
        assert said.count("\n") == 1


def test_a_worker_that_comes_later_is_refused_too(tmp_path: Path) -> None:
    other = copy_program(tmp_path / "other")
    with scheduler() as found, worker(found), open_cluster(ClusterSettings(address=found), tmp_path) as executor:
        work = partial(work_on)
        assert executor.submit(work, "text").result(timeout=300) == "TEXT"
        with worker(found, program=other):
            results = [executor.submit(work, f"text {number}") for number in range(100)]
            errors = [each.exception(timeout=300) for each in results]
    refused = next(error for error in errors if error is not None)
    assert isinstance(refused, ClusterError)
    assert "has Targman 9." in str(refused)
    assert "and this machine has" in str(refused)


def test_certificates_of_another_authority_are_refused_with_a_sentence(place: Workspace, tmp_path: Path) -> None:
    ours, theirs = write_certificates(tmp_path / "ours"), write_certificates(tmp_path / "theirs")
    with scheduler(*tls_options(ours), host="tls://127.0.0.1") as found, worker(found, *tls_options(ours)):
        settings = place.text("targman.toml")

        def run(certificates: dict[str, Path], exit_code: int) -> str:
            table = "".join(f'{name} = "{path}"\n' for name, path in certificates.items())
            place.write("targman.toml", f"{settings}[cluster]\n{table}")
            return place.run("check", "--cluster", found, exit_code=exit_code).stderr

        assert "names no ca" in run({}, 2)
        assert "there is no such file" in run({**ours, "key": tmp_path / "missing.pem"}, 2)
        assert "cannot be used" in run({**ours, "key": theirs["key"]}, 2)
        said = run(dict(theirs), 1)
        assert f"the cluster at {found} and this machine do not accept each other's certificates" in said
        assert said.count("\n") == 1
        assert run(dict(ours), 1) == place.run("check", "--cluster", "none", exit_code=1).stderr


def test_work_that_ends_or_hangs_each_worker_is_given_up(tmp_path: Path) -> None:
    with (
        local_cluster(2) as (found, _),
        open_cluster(ClusterSettings(address=found), tmp_path, seconds=2) as executor,
    ):
        work = partial(work_on)
        deadly, endless = executor.submit(work, "deadly"), executor.submit(work, "endless")
        others = [executor.submit(work, f"word {number}") for number in range(20)]
        for future in (deadly, endless):
            with pytest.raises(LostWorkError, match="every worker of the cluster that took it ended or hung"):
                future.result(timeout=300)
        done = []
        for number, future in enumerate(others):
            try:
                done.append(future.result(timeout=300))
            except LostWorkError:  # it waited at each of the workers that ended: the runner tries it once more
                done.append(executor.submit(work, f"word {number}").result(timeout=300))
    assert done == [f"WORD {number}" for number in range(20)]
    assert issubclass(LostWorkError, ArticleError)


def test_a_cluster_that_goes_away_is_told_in_a_sentence(tmp_path: Path) -> None:
    with ExitStack() as machines:
        found = machines.enter_context(scheduler())
        machines.enter_context(worker(found))
        with open_cluster(ClusterSettings(address=found), tmp_path) as executor:
            work = partial(work_on)
            assert executor.submit(work, "text").result(timeout=300) == "TEXT"
            waiting = executor.submit(work, "endless")
            machines.close()
            error = waiting.exception(timeout=300)
    assert isinstance(error, ClusterError)
    assert str(error) == f"the cluster at {found} is gone. What is done is kept; run the command again."


def test_nothing_listens_beyond_this_machine(tmp_path: Path) -> None:
    with (
        local_cluster(2) as (found, process),
        open_cluster(ClusterSettings(address=found), tmp_path) as executor,
    ):
        assert executor.submit(partial(work_on), "text").result(timeout=300) == "TEXT"
        cluster = psutil.Process(process)
        assert not listening(psutil.Process())
        places = [place for each in (cluster, *cluster.children()) for place in listening(each)]
    assert places
    assert {host for host, _ in places} == {"127.0.0.1"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux delivers a signal to one thread from outside")
def test_ctrl_c_ends_a_local_cluster_whichever_thread_gets_it() -> None:
    """Where the main thread has another signal pending, the system may deliver it to any thread."""
    with local_cluster(1) as (_, process):
        threads = [int(path.name) for path in Path(f"/proc/{process}/task").iterdir()]
        other = next(thread for thread in sorted(threads) if thread != process)
        assert ctypes.CDLL(None).tgkill(process, other, signal.SIGINT) == 0
        psutil.Process(process).wait(timeout=60)


def listening(process: psutil.Process) -> list[tuple[str, int]]:
    """The addresses at which a process can be reached."""
    return [each.laddr for each in process.net_connections() if each.status == psutil.CONN_LISTEN]


def test_an_error_that_is_its_own_cause_can_be_sent_with_dask_loaded() -> None:
    load_distributed()
    error = ArticleError("a fault", path="articles/a.md")
    error.__cause__ = error
    assert str(pickle.loads(pickle.dumps(error))) == "articles/a.md: a fault"  # noqa: S301  our own


def written(place: Workspace, folder: str) -> dict[str, bytes]:
    """The files below a folder; it is empty afterwards."""
    found = {path: data for path, (data, _) in place.snapshot().items() if path.startswith(folder)}
    shutil.rmtree(place.root / folder)
    shutil.rmtree(place.root / ".targman")
    return found


@pytest.mark.thorough
def test_exports_by_a_cluster_have_the_same_bytes(place: Workspace, address: str) -> None:
    place.write("articles/images/map.png", PNG)
    place.write("articles/images/plan.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    place.write("articles/images/folder/other.png", PNG)
    place.write(
        "articles/a00.md",
        "# Pictures\n\n![A map](images/map.png) and ![a plan](images/plan.svg) and ![lost](images/lost.png) "
        "and ![a folder](images/folder) and ![outside](../targman.toml).\n\n"
        "See [a note](a01.md#title-1), [nothing](a99.md#one) and [more](a02.md).[^n]\n\n[^n]: A note.\n",
    )
    place.write(
        "locales/ru/LC_MESSAGES/targman.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Notes"\nmsgstr "Мои примечания"\n',
    )
    place.write("locales/hy/articles/a03.po", b"\xff")
    place.run("sync", exit_code=1)
    forms = [word for form in ("html", "txt", "wordpress", "docx") for word in ("--format", form)]
    words = [
        "export",
        "a00",
        "a01",
        "a03",
        "bad",
        *forms,
        "--bilingual",
        "hy,en",
        "--notes",
        "json",
        "--report",
        "json",
    ]
    said = place.run(*words, exit_code=1).stdout
    here = written(place, "exports")
    assert place.run(*words, "--cluster", address, exit_code=1).stdout == said
    assert written(place, "exports") == here
    assert len(here) > 40
    assert b"data:image/png" in here["exports/en/a00.html"]
    assert "Мои примечания".encode() in here["exports/ru/a01.html"]
    assert "other.png" not in said


def test_an_export_by_a_cluster_is_up_to_date_afterwards(place: Workspace, address: str) -> None:
    place.write("articles/images/map.png", PNG)
    place.write("articles/a00.md", "# Pictures\n\n![A map](images/map.png)\n")
    place.run("export", "--cluster", address, exit_code=1)
    before = place.snapshot()
    place.run("export", exit_code=1)
    assert place.snapshot() == before
    place.write("articles/images/map.png", PNG + b"more")
    place.run("export", "--cluster", address, exit_code=1)
    changed = {path for path, state in place.snapshot().items() if before[path] != state}
    assert changed == {"articles/images/map.png", *(f"exports/{lang}/a00.html" for lang in ("hy", "ru", "en"))}


def write_documents(place: Workspace) -> list[str]:
    """Documents to import: pages with pictures beside them, texts, two with one name, and some that are none."""
    names = []
    for number in range(30):
        page = (
            f"<html><body><article><h1>Page {number}</h1><p>The text of page {number} is about water.</p>"
            f'<img src="p{number}_files/map.png" alt="A map"><img src="../secret.png" alt="Not sent">'
            "</article></body></html>"
        )
        place.write(f"saved/p{number}.html", page)
        place.write(f"saved/p{number}_files/map.png", PNG)
        place.write(f"saved/t{number}.txt", f"Text {number}\n\nA text that somebody pasted, number {number}.\n")
        names += [f"saved/p{number}.html", f"saved/t{number}.txt"]
    place.write("secret.png", PNG)
    place.write(
        "saved/twin.html", "<html><body><h1>Page 3</h1><p>The text is another one, by its words.</p></body></html>"
    )
    place.write("saved/empty.html", "")
    return [*names, "saved/twin.html", "saved/empty.html", "saved/missing.html"]


@pytest.mark.thorough
def test_imports_by_a_cluster_write_the_same_articles(place: Workspace, address: str) -> None:
    names = write_documents(place)
    shutil.rmtree(place.root / "articles")
    words = ["import", *names, "--lang", "en", "--format", "json"]
    said = place.run(*words, exit_code=1).stdout
    here = written(place, "articles")
    assert place.run(*words, "--cluster", address, exit_code=1).stdout == said
    assert written(place, "articles") == here
    assert len([path for path in here if path.endswith(("map.png", "image1.png"))]) == 30
    assert "is there already" in said or "is taken by" in said


@pytest.mark.thorough
@pytest.mark.parametrize("review", [(), ("--review",)])
def test_an_archive_adopted_by_a_cluster_has_the_same_catalogs(
    place: Workspace, address: str, review: tuple[str, ...]
) -> None:
    words = ["река", "гора", "озеро", "мост", "город", "церковь", "дорога", "книга", "школа", "поле"]
    names = ["river", "mountain", "lake", "bridge", "town", "church", "road", "book", "school", "field"]
    rows = ["article,lang,translation"]
    for number in range(20):
        one, two = names[number % 10], names[number // 2]
        russian, second = words[number % 10], words[number // 2]
        place.write(
            f"articles/r{number:02}.md",
            f"# The {one} {number}\n\nThis {one} has the number {number}. The {two} is beside the {one}.\n\n"
            f"![A {one}](x.png)\n",
        )
        place.write(
            f"old/r{number:02}.html",
            f"<html lang=ru><body><h1>{russian} {number}</h1><p>Эта {russian} имеет номер {number}. А {second} рядом с "
            f'{russian}.</p><img src="r_files/map.png" alt="{russian}"></body></html>',
        )
        rows.append(f"articles/r{number:02}.md,ru,old/r{number:02}.html")
    rows += ["articles/r01.md,ru,old/missing.html"]
    place.write("old/r_files/map.png", PNG)
    place.write("table.csv", "\n".join(rows))
    place.run("sync", exit_code=1)
    before = place.snapshot()
    command = ["adopt", "--batch", "table.csv", "--format", "json", *review]

    def adopt(*more: str) -> tuple[str, dict[str, bytes]]:
        for path, (data, _) in before.items():
            place.write(path, data)
        shutil.rmtree(place.root / ".targman")
        shutil.rmtree(place.root / "exports", ignore_errors=True)
        said = place.run(*command, *more, exit_code=1).stdout
        return said, {path: data for path, (data, _) in place.snapshot().items()}

    here = adopt()
    assert adopt("--cluster", address) == here
    assert sum(data != before.get(path, (b"",))[0] for path, data in here[1].items()) >= 10


def test_ctrl_c_ends_a_run_and_leaves_what_is_done(place: Workspace, address: str) -> None:
    names = write_documents(place)
    shutil.rmtree(place.root / "articles")
    place.run("import", *names, "--lang", "en", exit_code=1)
    whole = written(place, "articles")
    process = subprocess.Popen(
        [*TARGMAN, "import", *names, "--lang", "en", "--cluster", address],
        env=environment(),
        cwd=place.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while process.poll() is None and not list(place.root.glob("articles/*.md")):
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=300)
    assert errors in {"\nAborted!\n", "Aborted!\n"} or "missing.html" in errors  # it was done before it heard
    done = written(place, "articles")
    assert done.items() <= whole.items()
    place.run("import", *names, "--lang", "en", "--cluster", address, exit_code=1)
    assert written(place, "articles") == whole


def test_a_full_disk_of_the_coordinator_is_told_as_without_a_cluster(place: Workspace, address: str) -> None:
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (3000, {resource.RLIM_INFINITY})); "
    program = f"{limited}from pipeline.cli import main; main()"
    words = [sys.executable, "-c", program, "export", "--cluster", address]
    done = subprocess.run(words, env=environment(), cwd=place.root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") < 5


def test_a_setting_that_is_none_is_refused() -> None:
    with (
        pytest.raises(SettingsError, match="is not the address"),
        open_cluster(ClusterSettings(address="nonsense"), Path()),
    ):
        pass
