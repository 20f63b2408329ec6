"""Real editors for the tests: Poedit, by keys on a screen that nobody sees, and OmegaT without a window."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

from pipeline.catalog import parse

PROGRAMS = ("Xvfb", "xdotool", "xclip", "poedit", "omegat")

_SECONDS = 120
"""Time limit of one step of a program, on a machine that does much else."""
_SAVE_SECONDS = 20
_PAUSES = (0.5, 2.0, 5.0)
"""Seconds after a paste, in each attempt: where much else runs, a program takes keys late, and a person would wait."""
_TRANSLATION = ("200", "620")
"""A place in the box for the translation, in a window of the size below."""
_SIZE = ("1000", "700")

_PROJECT = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>\
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>\
<dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>{source}</source_lang><target_lang>{target}</target_lang>\
<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>\
<remove_tags>false</remove_tags></project></omegat>
"""
_SAVED = """\
<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.1"><header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext" \
creationtoolversion="3.6" segtype="paragraph" srclang="{source}"/><body>
{units}
</body></tmx>
"""
_UNIT = '<tu><tuv lang="{source}"><seg>{text}</seg></tuv><tuv lang="{target}"><seg>{translation}</seg></tuv></tu>'


def missing_programs() -> str:
    """Return which of the programs are not installed here, or nothing."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    return f"not installed: {', '.join(missing)}" if missing else ""


@contextmanager
def poedit(home: Path, name: str) -> Iterator[Callable[[Path, list[str]], None]]:
    """Start a screen, and give the function that opens a catalog in Poedit as this person, types these
    translations of the first entries, one after the other, and saves; an empty one leaves its entry as it is.
    """
    with ExitStack() as stack:
        config = home / ".config/poedit/config"
        config.parent.mkdir(parents=True)
        address = f"{name.split(maxsplit=1)[0].lower()}@example.org"
        config.write_text(f"translator_name={name}\ntranslator_email={address}\n[General]\nuse_tm=0\n", "utf-8")
        read, write = os.pipe()
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1200x800x24", "-nolisten", "tcp"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        stack.callback(screen.wait)
        stack.callback(screen.terminate)
        os.close(write)
        with os.fdopen(read) as told:
            display = f":{told.readline().strip()}"
        env = {**os.environ, "HOME": str(home), "DISPLAY": display, "LC_ALL": "C.UTF-8"}
        env = {key: value for key, value in env.items() if not key.startswith(("XDG_", "WAYLAND"))}

        def press(*words: str) -> str:
            done = subprocess.run(
                ["xdotool", *words], env=env, capture_output=True, text=True, check=True, timeout=_SECONDS
            )
            return done.stdout

        def type_in(file: Path, translations: list[str], pause: float) -> None:
            before = file.read_bytes()
            program = subprocess.Popen(["poedit", str(file)], env=env, stderr=subprocess.DEVNULL)
            try:
                window = press("search", "--sync", "--onlyvisible", "--name", file.name).split()[0]
                press("windowsize", "--sync", window, *_SIZE)
                press("windowfocus", window)
                time.sleep(2 * pause)
                press("mousemove", *_TRANSLATION, "click", "1")
                for text in translations:
                    if text:
                        # Pasted: xdotool loses letters that are not on the keyboard.
                        copy = ["xclip", "-selection", "clipboard"]
                        subprocess.run(copy, env=env, input=text.encode(), stdout=subprocess.DEVNULL, check=True)
                        press("key", "ctrl+a")
                        press("key", "ctrl+v")
                        time.sleep(pause)
                    press("key", "ctrl+Return")
                press("key", "ctrl+s")
                _wait(lambda: file.read_bytes() not in {before, b""})
            finally:
                program.terminate()
                program.wait(_SECONDS)

        def work(file: Path, translations: list[str]) -> None:
            before = file.read_bytes()
            for pause in _PAUSES:
                type_in(file, translations, pause)
                if set(filter(None, translations)) <= {item.target for item in parse(file.read_bytes()).entries}:
                    return
                file.write_bytes(before)
            raise AssertionError(f"the keys did not reach Poedit: {translations}")

        yield work


def _wait(is_done: Callable[[], bool]) -> None:
    """Wait until something is done, or for as long as it may take."""
    until = time.monotonic() + _SAVE_SECONDS
    while not is_done() and time.monotonic() < until:
        time.sleep(0.2)


def omegat(project: Path, file: Path, translations: Mapping[str, str], source: str, target: str) -> bytes:
    """Translate a catalog in a project of OmegaT, which has these translations saved; return what it makes."""
    for name in ("source", "target", "omegat", "glossary", "tm", "dictionary", "config"):
        (project / name).mkdir(parents=True)
    shutil.copy(file, project / "source")
    (project / "omegat.project").write_text(_PROJECT.format(source=source, target=target), "utf-8")
    units = [
        _UNIT.format(source=source, text=escape(text), target=target, translation=escape(translation))
        for text, translation in translations.items()
    ]
    (project / "omegat/project_save.tmx").write_text(_SAVED.format(source=source, units="\n".join(units)), "utf-8")
    subprocess.run(
        ["omegat", str(project), "--mode=console-translate", f"--config-dir={project / 'config'}", "--quiet"],
        capture_output=True,
        check=True,
        timeout=_SECONDS,
    )
    return (project / "target" / file.name).read_bytes()
