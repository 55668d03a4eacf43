"""Every rule with what it rests on, and who in the gallery meets it: docs/rules.md."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from guides.choices import Basis, Certainty, Verdict
from guides.models import Claim
from planner.core import rules
from planner.core.evidence import NEEDED, NEEDED_AMOUNTS, Needed, NeededAmount
from planner.core.rules import RESTS_ON, Rule
from planner.words import NO_BREAK, length

CONCERNS: Mapping[str, tuple[Rule, ...]] = {
    "Care": rules.CARE_RULES,
    "Sleep": rules.SLEEP_RULES,
    "Recovery": rules.RECOVERY_RULES,
    "Convenience": rules.CONVENIENCE_RULES,
    "Kratom: times, for whom screening lets through": rules.KRATOM_TIME_RULES,
    "Kratom: safety, for everybody who asks": rules.KRATOM_SAFETY_RULES,
}
HEAD = """\
# The rules of the planner

In the order of concerns: where two wishes clash, the earlier one is kept. Below each rule stand
its claims with their numbers, the floor or ceiling beside the rule, and the people of the gallery
(`tests/planner/people/`) who meet it. This page is made by `manage.py explain_rules`; `make people`
renews it."""

# Whoever comes after these is only counted.
NAMED = 8

_MARK = re.compile(r"`([a-z_]+)(?:/([a-z_]+))?`")
_NEEDED: Mapping[str, Needed | NeededAmount] = {
    needed.claim: needed for needed in (*NEEDED, *NEEDED_AMOUNTS)
}


def explain(gallery: Path) -> str:
    """Every rule, as Markdown, from the claims of the database and the people of a folder."""
    claims = {claim.key: claim for claim in Claim.objects.published()}
    files = sorted(gallery.glob("*.md"))
    people = {path.stem: marks(path.read_text(encoding="utf-8")) for path in files}
    lines = [HEAD]
    for concern, group in CONCERNS.items():
        lines += ["", f"## {concern}"]
        for rule in group:
            lines += ["", *_explained(rule, claims, people)]
    return "\n".join(lines) + "\n"


def marks(text: str) -> set[tuple[str, str]]:
    """What a person of the gallery meets: rules with the variant of their words, empty for one."""
    return {(name, variant) for name, variant in _MARK.findall(text)}


def _explained(
    rule: Rule, claims: Mapping[str, Claim], people: Mapping[str, set[tuple[str, str]]]
) -> Iterator[str]:
    name = rule.__name__
    yield f"### {name}"
    yield ""
    yield (rule.__doc__ or "").partition("\n")[0]
    yield ""
    for key in RESTS_ON[name]:
        yield f"- {_claim(key, claims.get(key))}"
    yield ""
    if not people:
        yield "Who meets it: gallery not installed."
        return
    yield "Who meets it:"
    yield ""
    variants = sorted({found for met in people.values() for found in met if found[0] == name})
    for variant in variants:
        who = [person for person, met in people.items() if variant in met]
        more = f" and {len(who) - NAMED} more" if len(who) > NAMED else ""
        yield f"- `{'/'.join(filter(None, variant))}`: {', '.join(who[:NAMED])}{more}"
    if not variants:
        yield "- nobody"


def _claim(key: str, claim: Claim | None) -> str:
    """A claim with how sure it is, its number, and how far an edit may move that."""
    if claim is None:
        return f"{key}: not published."
    said = [f"{Verdict(claim.verdict).label}, {Certainty(claim.certainty).label.lower()} certainty"]
    if key in _NEEDED and claim.basis:
        said.append(f"{claim.quantity_in_words} ({Basis(claim.basis).label.lower()})")
        said += _limits(_NEEDED[key])
    return f"{key}: {'; '.join(said)}."


def _limits(needed: Needed | NeededAmount) -> Iterator[str]:
    for words, limit in (("at least", needed.at_least), ("at most", needed.at_most)):
        if isinstance(limit, timedelta):
            yield f"held to {words} {length(limit)}".replace(NO_BREAK, " ")
        elif limit is not None:
            yield f"held to {words} {limit:f} {needed.unit}"
