"""What a memory on a PostgreSQL server costs: `python -m benchmarks.shared_memory postgresql://…/DATABASE`.

The database has to be empty, and the user its owner. A workspace named `archive` fills it with N units by COPY, each of
an English sentence and a Russian one, as `benchmarks.memory` makes them. Another workspace fetches them, asks its copy
for edited sentences, and sends an article of its own. Then the same questions go to pg_trgm on the server, as if
workspaces had no copies: its own operators find candidates, and rapidfuzz scores them as the copy does.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import psycopg
from rapidfuzz import fuzz, process

from benchmarks.corpus import Translations
from benchmarks.memory import texts_of
from pipeline.memory import MemoryUnit
from pipeline.memory.similarity import MIN_SIMILARITY, plain_text, split_words
from pipeline.workspace.memory import share
from pipeline.workspace.memory.connection import connect, prepare
from pipeline.workspace.memory.server import MemoryServer, make_key
from pipeline.workspace.memory.sync import NAME, open_memory, open_memory_to_read
from pipeline.workspace.settings import Settings

_ARTICLE = 200
"""Number of units in an article of the archive."""
_NEW = 80
"""Number of units in the article that is sent."""
_QUESTIONS = 200
_TRIGRAM_QUESTIONS = 40
_COPY = "COPY targman.unit (workspace, origin, key, lang, texts, translators, words) FROM STDIN"


def timed(work: Callable[[], object]) -> str:
    """Do some work; return the seconds on the wall and those of this process's CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return f"{time.perf_counter() - wall:.2f} s wall, {time.process_time() - cpu:.2f} s CPU here"


def fill_server(address: str, texts: Sequence[str]) -> None:
    """Put the units of an archive on the server."""
    translations = Translations()
    with psycopg.connect(address) as connection, connection.cursor().copy(_COPY) as copy:
        for place, text in enumerate(texts):
            by_language = {"en": text, "ru": translations.of(text, "ru")}
            origin = f"articles/{place // _ARTICLE:06}"
            unit = MemoryUnit(texts=by_language, lang="en", origin=origin, translators={"ru": "Anna"})
            words = "".join(f" {word}" for each in by_language.values() for word in split_words(plain_text(each)))
            values = (json.dumps(dict(by_language), ensure_ascii=False), json.dumps(dict(unit.translators)), words)
            copy.write_row(("archive", origin, make_key(unit, 0), "en", *values))


def ask_copy(root: Path, questions: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return the milliseconds of CPU of each look-up in the copy, and those on the wall."""
    cpu: list[float] = []
    wall: list[float] = []
    with open_memory_to_read(root) as memory:
        if memory is None:
            raise FileNotFoundError(NAME)
        for question in questions:
            began, began_wall = time.process_time(), time.perf_counter()
            memory.matches(question, "en", "ru")
            cpu.append((time.process_time() - began) * 1000)
            wall.append((time.perf_counter() - began_wall) * 1000)
    return cpu, wall


def send_article(settings: Settings, number: int, texts: Sequence[str]) -> None:
    """Store an article in the memory of a workspace, and exchange what is new."""
    origin = f"articles/new{number}"
    units = [MemoryUnit(texts={"en": text, "ru": text.upper()}, lang="en", origin=origin) for text in texts]
    with open_memory(settings.root) as memory:
        memory.store(origin, "digest", units)
        memory.save()
        share.exchange(settings, memory)


def exchange(settings: Settings) -> None:
    """Exchange everything with the server."""
    with open_memory(settings.root) as memory:
        told = share.exchange(settings, memory)
        if not told.is_done:
            raise SystemExit("\n".join(told.notices))


def ask_trigrams(address: str, questions: Sequence[str], texts: Sequence[str], threshold: float) -> str:
    """Let pg_trgm find what is like each question; return the times and the share of all matches that it found."""
    bare = [plain_text(text) for text in texts]
    times: list[float] = []
    expected = hit = 0
    query = "SELECT text FROM trigram_texts WHERE text % %s"
    with psycopg.connect(address) as connection:
        connection.execute(f"SET pg_trgm.similarity_threshold = {threshold}".encode())
        for question in questions:
            began = time.perf_counter()
            found = [text for (text,) in connection.execute(query.replace("% %s", "%% %s"), (question,))]
            process.extract(question, found, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY)
            times.append((time.perf_counter() - began) * 1000)
            rows = process.extract(question, bare, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=None)
            wanted = {text for text, _, _ in rows}
            expected += len(wanted)
            hit += len(wanted & set(found))
    return f"{describe(times)}; {hit} of {expected} matches found"


def search_earlier(settings: Settings, texts: Sequence[str], chance: random.Random) -> str:
    """Let the archive take everything away, and search two words of a text there; return the times."""
    times: list[float] = []
    with connect(settings) as connection:
        connection.execute("SET statement_timeout = 0")
        connection.execute("UPDATE targman.unit SET taken = now() WHERE workspace = 'archive'")
        connection.execute("VACUUM ANALYZE targman.unit")
        server = MemoryServer(connection, settings.project)
        for _ in range(_QUESTIONS):
            words = split_words(plain_text(chance.choice(texts)))
            asked = " ".join(chance.sample(words, min(2, len(words))))
            began = time.perf_counter()
            list(islice(server.earlier(asked), 20))
            times.append((time.perf_counter() - began) * 1000)
    return describe(times)


def describe(times: Sequence[float]) -> str:
    """Return the median, the 95th percentile and the maximum of some milliseconds."""
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"median {statistics.median(ordered):.1f} ms, 95% {p95:.1f} ms, maximum {ordered[-1]:.1f} ms"


def table_size(address: str) -> str:
    """Return the size of the units on the server, with their indexes."""
    with psycopg.connect(address) as connection:
        [(size,)] = connection.execute("SELECT pg_size_pretty(pg_total_relation_size('targman.unit'))")
        return str(size)


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description="What a memory on a PostgreSQL server costs.")
    parser.add_argument("address", help="the address of an empty database, as its owner")
    parser.add_argument("--units", type=int, default=1_000_000)
    wanted = parser.parse_args()
    chance = random.Random(wanted.units)  # noqa: S311  nothing secret
    real, texts, writer, _ = texts_of(wanted.units, chance)
    questions = [writer.edited(chance.choice(real if turn % 2 else texts)) for turn in range(_QUESTIONS)]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(root=Path(folder), project="desk", memory_server=wanted.address)
        prepare(settings)
        print(
            f"{wanted.units:,} units put on the server: {timed(lambda: fill_server(wanted.address, texts))}", flush=True
        )
        print(f"on the server: {table_size(wanted.address)}", flush=True)
        print(f"first copy: {timed(lambda: exchange(settings))}", flush=True)
        print(f"the copy: {(settings.root / NAME).stat().st_size / 1e6:.0f} MB", flush=True)
        ask_copy(settings.root, [writer.edited(chance.choice(texts)) for _ in range(50)])
        cpu, wall = ask_copy(settings.root, questions)
        print(f"offers from the copy, CPU: {describe(cpu)}; wall: {describe(wall)}", flush=True)
        for number in range(3):
            new = [writer.sentence() for _ in range(_NEW)]
            print(f"an article sent: {timed(lambda number=number, new=new: send_article(settings, number, new))}")
        print(f"nothing new: {timed(lambda: exchange(settings))}", flush=True)
        with psycopg.connect(wanted.address) as connection:
            connection.execute("CREATE UNLOGGED TABLE trigram_texts (text text NOT NULL)")
            with connection.cursor().copy("COPY trigram_texts FROM STDIN") as copy:
                for text in texts:
                    copy.write_row((plain_text(text),))
            connection.execute("CREATE INDEX ON trigram_texts USING gin (text gin_trgm_ops)")
        for threshold in (0.3, 0.5):
            told = ask_trigrams(wanted.address, questions[:_TRIGRAM_QUESTIONS], texts, threshold)
            print(f"offers by pg_trgm, threshold {threshold}: {told}", flush=True)
        print(f"search of earlier texts: {search_earlier(settings, texts, chance)}", flush=True)


if __name__ == "__main__":
    main()
