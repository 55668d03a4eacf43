"""The shape of the code: what may lean on what, and what must stand beside what."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from importlinter.cli import lint_imports

from planner.core.evidence import NEEDED, NEEDED_AMOUNTS
from planner.core.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
CORE = sorted((ROOT / "planner" / "core").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
# The admin's ids and the names of its colours are Django's.
OWN_STYLES = [path for path in STYLES if path.name != "admin.css"]

SHIPPED = {
    claim["key"]: claim
    for claim in yaml.safe_load((ROOT / "guides" / "content" / "claims.yaml").read_text())
}


def name(path: Path) -> str:
    """A file's path inside the project."""
    return str(path.relative_to(ROOT))


def nodes(path: Path) -> Iterator[ast.AST]:
    """Every node of a Python file."""
    return ast.walk(ast.parse(path.read_text()))


# Where Python writes what a page shows. Each line of these that marks text as safe says why it is.
WRITE_MARKUP = {
    "guides/rendering.py",
    "guides/templatetags/linked_data.py",
    "planner/templatetags/drawings.py",
    "planner/templatetags/plan_parts.py",
    "recovery_site/templatetags/choices.py",
}


def test_text_is_marked_as_safe_in_few_places():
    rooms = [
        path
        for room in ("recovery_site", "guides", "planner")
        for path in (ROOT / room).rglob("*.py")
    ]

    marking = {
        name(path)
        for path in rooms
        for node in nodes(path)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "mark_safe"
    }

    assert marking == WRITE_MARKUP


def test_imports_run_one_way(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    # It would disable the loggers that other tests listen to.
    monkeypatch.setattr("importlinter.cli._configure_logging", lambda verbose: None)

    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_imports_only_itself_and_the_standard_library(path: Path):
    imported = {
        module
        for node in nodes(path)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }

    foreign = {
        module
        for module in imported
        if not f"{module}.".startswith("planner.core.")
        and module.partition(".")[0] not in sys.stdlib_module_names
    }
    assert foreign == set()


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_never_looks_at_the_clock(path: Path):
    read = [
        ast.unparse(node)
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "today", "utcnow", "monotonic"}
    ]

    assert read == []


def test_the_core_runs_where_nothing_is_installed():
    # -I and -S: no site-packages, so neither Django nor anything else.
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import planner.core.plan"

    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr


def test_every_rule_has_its_words_and_every_words_their_rule():
    rules = {rule.__name__ for rule in RULES}
    folder = ROOT / "templates" / "planner" / "suggestions"

    worded = {path.stem for path in folder.glob("*.html") if not path.stem.startswith("_")}

    assert worded == rules


def test_every_claim_that_a_rule_needs_is_shipped_with_its_unit_and_sources():
    for needed in (*NEEDED, *NEEDED_AMOUNTS):
        assert SHIPPED[needed.claim]["unit"] == needed.unit
        assert SHIPPED[needed.claim]["basis"]


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_holds_no_inline_style_or_script(path: Path):
    html = path.read_text()

    inline = re.findall(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", html)
    scripts = re.findall(r"<script\b(?![^>]*\ssrc=)", html)

    assert inline + scripts == []


def rules_of(path: Path) -> str:
    """A style sheet without comments, strings and addresses."""
    return re.sub(
        r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|url\([^)]*\)", "", path.read_text(), flags=re.DOTALL
    )


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_a_style_sheet_never_shouts(path: Path):
    assert "!important" not in rules_of(path)


@pytest.mark.parametrize("path", OWN_STYLES, ids=name)
def test_a_style_sheet_names_no_id(path: Path):
    selectors = re.findall(r"[^{};]+(?=\{)", rules_of(path))

    assert [selector.strip() for selector in selectors if "#" in selector] == []


@pytest.mark.parametrize(
    "path", [path for path in OWN_STYLES if path.name != "tokens.css"], ids=name
)
def test_a_style_sheet_takes_its_colours_from_the_tokens(path: Path):
    raw = re.findall(
        r"#[0-9a-f]{3,8}\b(?=[^{}]*[;}])|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(",
        rules_of(path),
        re.IGNORECASE,
    )

    assert raw == []


def test_how_a_date_reads_is_written_once():
    code = [
        path
        for room in ("recovery_site", "guides", "planner")
        for path in (ROOT / room).rglob("*.py")
    ]

    by_hand = re.compile(r'%[bB] %Y|date:"[^"]*[FMN] Y')
    writing = {name(path) for path in (*code, *TEMPLATES) if by_hand.search(path.read_text())}

    # The first is quick, for pages that hold some hundred, and a test holds it to the second, whose
    # inputs take a day in words too.
    assert writing == {"guides/dates.py", "recovery_site/formats/en/formats.py"}


def test_one_template_of_the_guides_asks_the_planner_for_something():
    """The start page shows both halves; imports cannot say so, as templates load what they like."""
    tags = {path.stem for path in (ROOT / "planner" / "templatetags").glob("[a-z]*.py")}
    asking = [
        path
        for path in TEMPLATES
        if path.parts[-2] not in ("planner", "suggestions", "styleguide", "calendar")
        and any(
            tags & set(loaded.split())
            for loaded in re.findall(r"{% load ([^%]+) %}", path.read_text())
        )
    ]

    assert [name(path) for path in asking] == ["templates/guides/home.html"]
