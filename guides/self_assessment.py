"""Our own marks for a guide, on two scales that others made: the JAMA benchmarks and DISCERN.

JAMA asks four things of a page on health (Silberg and others, 1997); DISCERN asks sixteen of
advice on treatments, each worth one to five (Charnock and others, 1999). The questions stand here
in our own words. What fields and texts can answer is computed; the rest was judged by us and
stands, with its reason, in content/self-assessment.yaml. Nothing here asks the database or the
clock.

A count cannot see how good the words are: a mark for there being a section stops at four.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache

import yaml

from guides.choices import Certainty, Reading, Verdict
from guides.citations import Citations
from guides.dates import day_in_words
from guides.kinds import CONTENT
from guides.markdown import claims_on_cards, mentioned, plain_text
from guides.models import Claim, Guide, Section, Source
from guides.project import PROJECT

FILE = "self-assessment.yaml"
MOST = 5

QUESTIONS = {
    1: "Can you tell what the guide is for, and for whom?",
    2: "Does it keep to what it set out to do?",
    3: "Does it answer what you would ask?",
    4: "Can you see what it is based on?",
    5: "Can you see how old its facts are?",
    6: "Is it fair, and did others look for bias?",
    7: "Does it say where else you can turn?",
    8: "Does it own up to what is not known?",
    9: "Will you understand how each option acts on the body?",
    10: "Will you know what good each option may do you?",
    11: "Will you know what harm each option may do you?",
    12: "Will you know what to expect if you leave it alone?",
    13: "Will you know what each option means for your daily life?",
    14: "Is it plain that you have more than one option?",
    15: "Does it help you decide together with a professional?",
}
OVERALL = 16, "All in all, how well does it serve you if you have to choose?"
# Whatever its other marks: nobody with training has looked at it.
MOST_WITHOUT_A_CLINICIAN = 3

# The sections that answer some of the questions, by their anchors.
UNKNOWN = "what-is-not-known"
DOING_NOTHING = "if-you-do-nothing"
WHOM_TO_ASK = "ask-a-professional"

CARE_CARD = re.compile(r"^::: care ", re.MULTILINE)
OPEN_VERDICTS = {Verdict.MIXED, Verdict.WEAK, Verdict.UNSTUDIED}
OPEN_CERTAINTIES = {Certainty.LOW, Certainty.VERY_LOW}

# --- What comes out --------------------------------------------------------------------------


class Met(Enum):
    """Whether a guide keeps a benchmark."""

    YES = "met"
    PARTLY = "partly met"
    NO = "not met"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One of JAMA's four."""

    name: str
    met: Met
    reason: str
    is_computed: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer to DISCERN: one to five points, or None where nobody has judged yet."""

    number: int
    question: str
    points: int | None
    reason: str
    is_computed: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """What we judged of a guide: points and reason by the number of the question, and when."""

    on: date
    marks: Mapping[int, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Assessment:
    """All marks of a guide."""

    guide: Guide
    benchmarks: Sequence[Benchmark]
    marks: Sequence[Mark]
    overall: Mark
    judged_on: date | None

    @property
    def benchmarks_met(self) -> int:
        """How many benchmarks are met in full."""
        return sum(benchmark.met is Met.YES for benchmark in self.benchmarks)

    @property
    def answered(self) -> int:
        """How many of the first fifteen questions have a mark."""
        return sum(mark.points is not None for mark in self.marks)

    @property
    def total(self) -> int:
        """The sum of those marks."""
        return sum(mark.points or 0 for mark in self.marks)

    @property
    def most(self) -> int:
        """What that sum could have been."""
        return MOST * self.answered

    @property
    def is_stale(self) -> bool:
        """Whether the guide was checked again since we judged it."""
        checked = self.guide.reviewed_on
        return self.judged_on is not None and checked is not None and checked > self.judged_on


@cache
def judgements() -> Mapping[str, Judged]:
    """What we judged, by the slug of the guide. One that nobody judged yet is not there."""
    file = yaml.safe_load((CONTENT / FILE).read_text(encoding="utf-8"))
    return {
        slug: Judged(
            on=row["judged_on"],
            marks={
                number: (mark["points"], mark["reason"]) for number, mark in row["marks"].items()
            },
        )
        for slug, row in file.items()
    }


def assess(guide: Guide, citations: Citations, judged: Judged | None, on: date) -> Assessment:
    """The marks of a guide as of a day; the citations hold at least what its texts mention."""
    told = _told(guide, citations)
    computed = {
        4: _sources_are_clear(told),
        5: _dates_are_clear(told, on),
        7: _support_is_named(told),
        8: _uncertainty_is_told(told),
        12: _doing_nothing_is_told(told),
        15: _deciding_is_helped(told),
    }
    marks = [
        Mark(number, question, *computed[number])
        if number in computed
        else _judged(number, question, judged)
        for number, question in QUESTIONS.items()
    ]
    return Assessment(
        guide=guide,
        benchmarks=[_authorship(guide), _attribution(told), _disclosure(), _currency(guide, on)],
        marks=marks,
        overall=_overall(guide, marks),
        judged_on=judged.on if judged else None,
    )


# --- What a guide tells ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to count in a guide."""

    guide: Guide
    sections: Mapping[str, Section]
    # Those that cite a source or show a card.
    backed: frozenset[str]
    claims: Sequence[Claim]
    sources: frozenset[Source]


def _told(guide: Guide, citations: Citations) -> Told:
    sections = {section.slug: section for section in guide.sections.all()}
    texts = [guide.key_points, *(section.body for section in sections.values())]
    keys = mentioned(*texts)
    cards = [
        *(citations.claims[key] for key in claims_on_cards(*texts) & citations.claims.keys()),
        *(citations.popular[key] for key in keys.popular & citations.popular.keys()),
    ]
    return Told(
        guide=guide,
        sections=sections,
        backed=frozenset(slug for slug, section in sections.items() if _is_backed(section)),
        claims=[card.statement for card in cards if isinstance(card.statement, Claim)],
        sources=frozenset(
            [
                *(citations.sources[key] for key in keys.sources & citations.sources.keys()),
                *(source for card in cards for source in card.sources),
            ]
        ),
    )


def _is_backed(section: Section) -> bool:
    keys = mentioned(section.body)
    return bool(keys.sources or claims_on_cards(section.body) or keys.popular)


# --- DISCERN, as far as it can be counted ----------------------------------------------------

Answer = tuple[int, str]


def _sources_are_clear(told: Told) -> Answer:
    backed, sections, sources = len(told.backed), len(told.sections), len(told.sources)
    unread = sum(not source.seen or source.read == Reading.SECOND_HAND for source in told.sources)
    reason = f"{backed} of {sections} parts name their sources. We read {sources - unread} of the "
    reason += f"{sources} ourselves, if often no more than a summary."
    if sections and backed == sections:
        return MOST - bool(unread), reason
    # One to three, by how many parts do.
    return 1 + 3 * backed // max(1, sections), reason


def _dates_are_clear(told: Told, on: date) -> Answer:
    guide = told.guide
    if guide.reviewed_on is None:
        return 1, "Nobody has noted when the evidence was checked."
    if guide.is_overdue(on):
        return 2, f"The check that was due on {_day(guide.review_due_on)} has not been made."
    dated = sum(source.year is not None for source in told.sources)
    reason = f"The evidence was checked on {_day(guide.reviewed_on)}. "
    reason += f"{dated} of {len(told.sources)} sources name their year."
    if not told.sources or dated < 0.75 * len(told.sources):
        return 3, reason
    return (MOST if dated >= 0.95 * len(told.sources) else 4), reason


def _support_is_named(told: Told) -> Answer:
    placed = sum(bool(source.address) for source in told.sources)
    found = {
        "a part on whom to ask": WHOM_TO_ASK in told.sections,
        "cards that say when to get help": any(
            CARE_CARD.search(section.body) for section in told.sections.values()
        ),
        "a link to nearly every source": bool(told.sources) and placed >= 0.9 * len(told.sources),
    }
    return 1 + sum(found.values()), _has(found)


def _uncertainty_is_told(told: Told) -> Answer:
    unsure = sum(
        claim.verdict in OPEN_VERDICTS or claim.certainty in OPEN_CERTAINTIES
        for claim in told.claims
    )
    has_part = UNKNOWN in told.sections
    reason = "It has a part on what is not known. " if has_part else "It has no such part. "
    reason += f"{len(told.claims)} claim cards say how sure we are; {unsure} say: not very."
    return 1 + 2 * has_part + bool(told.claims), reason


def _doing_nothing_is_told(told: Told) -> Answer:
    if DOING_NOTHING not in told.sections:
        return 1, "It has no part on this."
    if DOING_NOTHING not in told.backed:
        return 3, "It has a part on this, but without a source."
    return 4, "It has a part on this, with sources."


def _deciding_is_helped(told: Told) -> Answer:
    if WHOM_TO_ASK not in told.sections:
        return 1, "It has no part on whom to ask."
    words = plain_text(told.sections[WHOM_TO_ASK].body).lower()
    named = [f"a {name}" for name in ("doctor", "pharmacist") if name in words]
    if not named:
        return 2, "It has a part on whom to ask, but names neither a doctor nor a pharmacist."
    return 2 + len(named), f"It has a part on whom to ask, which names {' and '.join(named)}."


def _judged(number: int, question: str, judged: Judged | None) -> Mark:
    points, reason = (judged.marks if judged else {}).get(number, (None, "Not yet judged."))
    return Mark(number, question, points, reason, is_computed=False)


def _overall(guide: Guide, marks: Sequence[Mark]) -> Mark:
    points = [mark.points for mark in marks if mark.points is not None]
    if len(points) < len(marks):
        return Mark(*OVERALL, None, "Not before each question has a mark.")
    mean = sum(points) // len(points)
    if guide.clinical_reviewer:
        return Mark(*OVERALL, mean, "The mean of the marks above, rounded down.")
    reason = "The mean of the marks above, rounded down; and no more than three, as no clinician "
    reason += "has reviewed the guide."
    return Mark(*OVERALL, min(mean, MOST_WITHOUT_A_CLINICIAN), reason)


# --- JAMA ------------------------------------------------------------------------------------


def _authorship(guide: Guide) -> Benchmark:
    if guide.clinical_reviewer:
        reason = f"Reviewed by {guide.clinical_reviewer}. The author given: {guide.author}."
        return Benchmark("Authorship", Met.YES, reason)
    reason = f"The author given: {guide.author}. No clinician is named"
    if guide.author == PROJECT:
        return Benchmark("Authorship", Met.NO, f"{reason}, and no other person either.")
    return Benchmark("Authorship", Met.PARTLY, f"{reason}.")


def _attribution(told: Told) -> Benchmark:
    backed, sections = len(told.backed), len(told.sections)
    reason = f"{backed} of {sections} parts name their sources, and the guide lists them all."
    if sections and backed == sections:
        return Benchmark("Attribution", Met.YES, reason)
    return Benchmark("Attribution", Met.PARTLY if 2 * backed >= sections > 0 else Met.NO, reason)


def _disclosure() -> Benchmark:
    reason = "We say that nobody pays for the texts and that nothing is sold. But no person is "
    reason += "named as the owner."
    return Benchmark("Disclosure", Met.PARTLY, reason, is_computed=False)


def _currency(guide: Guide, on: date) -> Benchmark:
    if guide.reviewed_on is None:
        return Benchmark("Currency", Met.NO, "No day of a check is given.")
    reason = f"The evidence was checked on {_day(guide.reviewed_on)}, and the next check is "
    reason += f"due on {_day(guide.review_due_on)}."
    return Benchmark("Currency", Met.PARTLY if guide.is_overdue(on) else Met.YES, reason)


# --- Words -----------------------------------------------------------------------------------


def _has(found: Mapping[str, bool]) -> str:
    """What is there, and what is not, as sentences."""
    there = [words for words, is_there in found.items() if is_there]
    missing = [words for words, is_there in found.items() if not is_there]
    sentences = [f"It has {_listed(there)}." if there else ""]
    sentences += [f"It lacks {_listed(missing)}." if missing else ""]
    return " ".join(filter(None, sentences))


def _listed(words: Sequence[str]) -> str:
    *rest, last = words
    return f"{', '.join(rest)} and {last}" if rest else last


def _day(day: date | None) -> str:
    return day_in_words(day) if day else "no day"
