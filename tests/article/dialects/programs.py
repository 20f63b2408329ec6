"""The programs that sites are made with, as judges: each makes HTML, or JavaScript, of texts in its dialect.

A program that is missing, or a package of one, skips the test that asks for it.
"""

import importlib.util
import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_CLOSING = re.compile(r"\{\{[<%]\s*(?:/\s*([\w-]+)|([\w-]+)[^{}]*/[>%]\}\})")
_OPENING = re.compile(r"\{\{[<%]\s*([\w-]+)")
_SHORTCODE = '<span data-name="{{ .Name }}" data-values="{{ .Params }}">%s</span>'
_KRAMDOWN = """
require "json"; require "kramdown"
puts JSON.generate(JSON.parse(STDIN.read).map { |text|
  made = Kramdown::Document.new(text, math_engine: nil)
  [made.to_html, made.warnings.join("\\n")]
})
"""
_MDX = """
const [folder] = process.argv.slice(1);
const load = (name) => import(`${folder}/${name}/index.js`);
const [mdx, directive, math] = await Promise.all(["@mdx-js/mdx", "remark-directive", "remark-math"].map(load));
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const made = texts.map((text) => {
  try { return [String(mdx.compileSync(text, {remarkPlugins: [directive.default, math.default]})), ""]; }
  catch (error) { return ["", String(error)]; }
});
console.log(JSON.stringify(made));
"""
_PYMDOWN = (
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc", "pymdownx.arithmatex",
    "pymdownx.blocks.caption", "pymdownx.blocks.admonition", "pymdownx.caret", "pymdownx.details",
    "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.mark", "pymdownx.superfences",
    "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.emoji",
)  # fmt: skip

Made = list[tuple[str, str]]
"""What a program made of each text, and its warnings."""


def by_pandoc(texts: Sequence[str], *, form: str = "markdown") -> Made:
    program = _program("pandoc")
    return [_run([program, "-f", form, "-t", "html", "--mathjax", "--wrap=none"], text) for text in texts]


def by_gfm(texts: Sequence[str]) -> Made:
    return by_pandoc(texts, form="gfm")


def by_kramdown(texts: Sequence[str]) -> Made:
    made, errors = _run([_program("ruby"), "-e", _KRAMDOWN], json.dumps(texts))
    if not made:
        pytest.skip(f"kramdown does not run: {errors[:100]}")
    return [(html, warnings) for html, warnings in json.loads(made)]


def by_python_markdown(texts: Sequence[str]) -> Made:
    for module in ("markdown", "pymdownx"):
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")
    markdown = pytest.importorskip("markdown")
    configs = {"pymdownx.arithmatex": {"generic": True}, "pymdownx.tabbed": {"alternate_style": True}}
    return [(markdown.markdown(text, extensions=list(_PYMDOWN), extension_configs=configs), "") for text in texts]


def by_mdx(texts: Sequence[str]) -> Made:
    folder = os.environ.get("TARGMAN_NODE_MODULES", "")
    if not folder:
        pytest.skip("TARGMAN_NODE_MODULES names no folder with @mdx-js/mdx, remark-directive and remark-math")
    made, errors = _run([_program("node"), "--input-type=module", "-e", _with_require(_MDX), folder], json.dumps(texts))
    assert made, errors
    return [(code, error) for code, error in json.loads(made)]


def by_hugo(texts: Sequence[str], folder: Path) -> Made:
    """Build one site of all texts. Shortcodes show their parameters, and what is between their tags."""
    program = _program("hugo")
    options = (
        "[markup.goldmark.renderer]\nunsafe = true\n[markup.goldmark.parser.attribute]\nblock = true\ntitle = true\n"
    )
    _write(
        folder / "config.toml",
        f'baseURL = "https://example.org"\ndisableKinds = ["taxonomy", "term", "home", "RSS", "sitemap"]\n{options}',
    )
    _write(folder / "layouts/_default/single.html", "{{ .Content }}")
    paired = {name for text in texts for names in _CLOSING.findall(text) for name in names}
    for name in {name for text in texts for name in _OPENING.findall(text)}:
        _write(folder / f"layouts/shortcodes/{name}.html", _SHORTCODE % ("{{ .Inner }}" if name in paired else ""))
    for number, text in enumerate(texts):
        _write(folder / f"content/p{number}.md", f"---\ntitle: x\n---\n{text}")
    out, errors = _run([program, "--source", str(folder)], "")
    pages = [folder / f"public/p{number}/index.html" for number in range(len(texts))]
    assert all(page.exists() for page in pages), out + errors
    warnings = "\n".join(line for line in (out + errors).splitlines() if line.startswith(("WARN", "ERROR")))
    return [(page.read_text(encoding="utf-8"), warnings) for page in pages]


def _with_require(code: str) -> str:
    return f'import {{createRequire}} from "module"; const require = createRequire(process.cwd() + "/");{code}'


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def _run(command: list[str], given: str) -> tuple[str, str]:
    done = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=False)
    return done.stdout, done.stderr


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
