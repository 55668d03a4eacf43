"""What the safety factors say about somebody's answers, before any kratom time is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.core.values import Answers, Caffeine, Product, Source


class Severity(StrEnum):
    """What a safety factor asks of somebody, mildest first."""

    CAUTION = "caution"
    CLINICIAN_ONLY = "clinician-only"
    AVOID = "avoid"


class Kind(StrEnum):
    """What a safety factor is, and so which question names it."""

    CONDITION = "condition"
    MEDICINE = "medicine"


class Outcome(StrEnum):
    """Whether kratom times may be shown."""

    NOT_ASKED = "not_asked"
    LET_THROUGH = "let_through"
    ASK_FIRST = "ask_first"
    STOPPED = "stopped"


class Stop(StrEnum):
    """Why kratom times are held back, other than by a factor that somebody named."""

    PRODUCT = "product"  # anything but plain leaf
    SENT_TO_CARE = "sent_to_care"  # dulled pain could hide what must be seen
    LIST_INCOMPLETE = "list_incomplete"  # a factor that must be asked about is not loaded
    UNLISTED_MEDICINE = "unlisted_medicine"  # a medicine that no factor names: never taken for safe


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyFactor:
    """A condition or a group of medicines, with what it means for kratom."""

    key: str
    kind: Kind
    label: str
    # Names that people know it by.
    examples: tuple[str, ...] = ()
    severity: Severity
    why: str
    sources: tuple[Source, ...] = ()

    @property
    def name(self) -> str:
        """The label without the examples that it gives in brackets."""
        return self.label.partition(" (")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """What an unlisted name may be, and the factors that would then count. It decides nothing."""

    typed: str
    name: str
    factors: tuple[SafetyFactor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The outcome, with the factors that somebody named, gravest first, and any other stop."""

    outcome: Outcome
    flagged: tuple[SafetyFactor, ...] = ()
    stops: tuple[Stop, ...] = ()
    possible: tuple[Possible, ...] = ()

    @property
    def holds_back(self) -> bool:
        """Whether somebody asked and may not be shown them."""
        return self.outcome in {Outcome.ASK_FIRST, Outcome.STOPPED}

    @property
    def names_a_medicine(self) -> bool:
        """Whether something that somebody takes is among the factors."""
        return any(factor.kind is Kind.MEDICINE for factor in self.flagged)

    @property
    def lets_through(self) -> bool:
        """Whether kratom times may be shown."""
        return self.outcome is Outcome.LET_THROUGH


# The floor under the list: these must be asked about, and no edit makes them milder. They are the
# shipped factors; a test holds the two together.
_AVOID = (
    "aged-18-to-20",
    "alcohol",
    "antipsychotics",
    "benzodiazepines",
    "breastfeeding",
    "chronic-insomnia",
    "cyp3a-inhibitors",
    "driving-machinery",
    "epilepsy-medicines",
    "gabapentinoids",
    "heart-rhythm",
    "illegal-stimulants",
    "kava",
    "liver-disease",
    "maois",
    "more-kratom-or-7oh",
    "muscle-relaxants",
    "older-or-frail",
    "opioids",
    "other-sedatives",
    "pregnancy",
    "qt-prolonging",
    "seizure-history",
    "seizure-threshold",
    "serious-mental-illness",
    "sleep-apnoea-lung-disease",
    "sleeping-pills",
    "substance-use-disorder",
    "suicidal-thoughts",
    "tested-jobs-military",
    "under-18",
    "weakened-immunity",
    "where-banned",
)
_CLINICIAN_ONLY = (
    "already-using-daily",
    "anaesthetics",
    "cyp3a4-narrow-index",
    "high-blood-pressure",
    "kidney-disease",
    "opioid-dependence",
    "opioid-treatment-medicines",
    "other-serotonergic",
    "pgp-substrates",
    "ssris-snris",
    "taking-regular-medicines",
    "tricyclics-and-other-antidepressants",
    "upcoming-surgery",
)
_CAUTION = (
    "blood-pressure-medicines",
    "cannabis-thc",
    "cyp2d6-substrates",
    "cyp3a-inducers",
    "liver-stressing",
    "sedating-antihistamines",
    "stimulants-caffeine",
    "tested-athletes",
)
FLOOR = {
    **dict.fromkeys(_AVOID, Severity.AVOID),
    **dict.fromkeys(_CLINICIAN_ONLY, Severity.CLINICIAN_ONLY),
    **dict.fromkeys(_CAUTION, Severity.CAUTION),
}

# Whoever takes one of these as good as takes a prescription medicine, ticked or not.
PRESCRIBED = frozenset({"blood-pressure-medicines", "cyp2d6-substrates", "cyp3a-inducers"})
# So does whoever types one of these, from groups that hold other things too; as look_up reads them.
PRESCRIBED_NAMES = frozenset(
    {"adderall", "amphetamine", "concerta", "lisdexamfetamine", "methylphenidate", "phentermine"}
    | {"ritalin", "vyvanse", "atarax", "cyproheptadine", "hydroxyzine", "phenergan"}
    | {"promethazine", "dronabinol", "marinol", "nabilone", "nabiximol", "sativex", "amiodarone"}
    | {"azathioprine", "isoniazid", "ketoconazole", "leflunomide", "methotrexate", "valproate"}
)
PRESCRIPTION = "taking-regular-medicines"

# The factor that somebody names by their caffeine.
STIMULANTS = "stimulants-caffeine"

_GRAVITY = list(Severity)


def screen(
    answers: Answers, factors: Iterable[SafetyFactor], *, is_sent_to_care: bool
) -> Screening:
    """Whether kratom times may be shown to somebody, and what stands in the way.

    Whoever the plan sends to a doctor gets none. A factor that somebody named but that is not in
    the list counts as an incomplete list; a medicine that no factor names has to be asked about.
    """
    if not answers.asks_about_kratom:
        return Screening(outcome=Outcome.NOT_ASKED)
    by_key: Mapping[str, SafetyFactor] = {factor.key: factor for factor in factors}
    named = answers.conditions | answers.medicines
    typed = {medicine.name for medicine in answers.typed_medicines}
    if PRESCRIBED & named or PRESCRIBED_NAMES & typed:
        named |= {PRESCRIPTION}
    if answers.caffeine is Caffeine.PRE_WORKOUT:
        named |= {STIMULANTS}
    flagged = sorted(
        (by_key[key] for key in named if key in by_key),
        key=lambda factor: (-_GRAVITY.index(gravity(factor)), factor.label),
    )
    stops = []
    if answers.product is not Product.LEAF:
        stops.append(Stop.PRODUCT)
    if is_sent_to_care or answers.may_be_something_else:
        stops.append(Stop.SENT_TO_CARE)
    if not by_key.keys() >= FLOOR.keys() | named:
        stops.append(Stop.LIST_INCOMPLETE)
    gravest = gravity(flagged[0]) if flagged else Severity.CAUTION
    is_stopped = bool(stops) or gravest is Severity.AVOID
    if answers.unlisted_medicines:
        stops.append(Stop.UNLISTED_MEDICINE)
    if is_stopped:
        outcome = Outcome.STOPPED
    elif answers.unlisted_medicines or gravest is Severity.CLINICIAN_ONLY:
        outcome = Outcome.ASK_FIRST
    else:
        outcome = Outcome.LET_THROUGH
    possible = tuple(
        Possible(
            typed=close.typed,
            name=close.name,
            factors=tuple(by_key[key] for key in close.keys if key in by_key),
        )
        for close in answers.close_names
    )
    return Screening(outcome=outcome, flagged=tuple(flagged), stops=tuple(stops), possible=possible)


def gravity(factor: SafetyFactor) -> Severity:
    """The severity of a factor, never milder than the floor under the list."""
    return max(factor.severity, FLOOR.get(factor.key, Severity.CAUTION), key=_GRAVITY.index)


def is_as_grave(severity: str, floor: Severity) -> bool:
    """Whether a severity is at least as grave as a floor. Raises ValueError for an unknown one."""
    return _GRAVITY.index(Severity(severity)) >= _GRAVITY.index(floor)
