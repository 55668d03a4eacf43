"""What the safety factors say about somebody's answers, before any kratom time is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.core.values import Answers, Product


class Severity(StrEnum):
    """What a safety factor asks of somebody, mildest first."""

    CAUTION = "caution"
    CLINICIAN_ONLY = "clinician-only"
    AVOID = "avoid"


class Outcome(StrEnum):
    """Whether kratom times may be shown."""

    NOT_ASKED = "not_asked"
    LET_THROUGH = "let_through"
    ASK_FIRST = "ask_first"
    STOPPED = "stopped"


class Stop(StrEnum):
    """Why kratom times are stopped, other than by a factor that somebody named."""

    PRODUCT = "product"  # anything but plain leaf
    WARNING_SIGN = "warning_sign"  # dulled pain could hide it
    LIST_INCOMPLETE = "list_incomplete"  # a factor that must be asked about is not loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyFactor:
    """A condition or a group of medicines, with what it means for kratom."""

    key: str
    label: str
    severity: Severity
    why: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The outcome, with the factors that somebody named, gravest first, and any other stop."""

    outcome: Outcome
    flagged: tuple[SafetyFactor, ...] = ()
    stops: tuple[Stop, ...] = ()

    @property
    def lets_through(self) -> bool:
        """Whether kratom times may be shown."""
        return self.outcome is Outcome.LET_THROUGH


# The floor under the list: these must be asked about, and no edit makes them milder than "avoid".
# Each is "avoid" in the shipped evidence for a risk to life, to a child, or by age.
ALWAYS_AVOID = frozenset(
    {
        "under-18",
        "aged-18-to-20",
        "pregnancy",
        "breastfeeding",
        "liver-disease",
        "heart-rhythm",
        "seizure-history",
        "sleep-apnoea-lung-disease",
        "suicidal-thoughts",
        "alcohol",
        "benzodiazepines",
        "gabapentinoids",
        "opioids",
        "other-sedatives",
        "sleeping-pills",
    }
)

_GRAVITY = list(Severity)


def screen(answers: Answers, factors: Iterable[SafetyFactor]) -> Screening:
    """Whether kratom times may be shown to somebody, and what stands in the way.

    A factor that somebody named but that is not in the list counts as an incomplete list.
    """
    if not answers.asks_about_kratom:
        return Screening(outcome=Outcome.NOT_ASKED)
    by_key: Mapping[str, SafetyFactor] = {factor.key: factor for factor in factors}
    named = answers.conditions | answers.medicines
    flagged = sorted(
        (by_key[key] for key in named if key in by_key),
        key=lambda factor: (-_GRAVITY.index(gravity(factor)), factor.label),
    )
    stops = tuple(_stops(answers, listed=frozenset(by_key), named=named))
    gravest = gravity(flagged[0]) if flagged else Severity.CAUTION
    if stops or gravest is Severity.AVOID:
        outcome = Outcome.STOPPED
    elif gravest is Severity.CLINICIAN_ONLY:
        outcome = Outcome.ASK_FIRST
    else:
        outcome = Outcome.LET_THROUGH
    return Screening(outcome=outcome, flagged=tuple(flagged), stops=stops)


def gravity(factor: SafetyFactor) -> Severity:
    """The severity of a factor, never milder than the floor under the list."""
    return Severity.AVOID if factor.key in ALWAYS_AVOID else factor.severity


def _stops(answers: Answers, *, listed: frozenset[str], named: frozenset[str]) -> Iterable[Stop]:
    if answers.product is not Product.LEAF:
        yield Stop.PRODUCT
    if answers.warning_signs:
        yield Stop.WARNING_SIGN
    if not listed >= ALWAYS_AVOID | named:
        yield Stop.LIST_INCOMPLETE
