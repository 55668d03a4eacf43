"""The words that fields choose from, and the constraint that holds fields to them."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q


class Topic(models.TextChoices):
    """What a guide or a claim is about."""

    SORENESS = "soreness", "Soreness"
    RECOVERY = "recovery", "Recovery"
    ALKALOIDS = "alkaloids", "Kratom's alkaloids"
    SLEEP = "sleep", "Sleep"
    SAFETY = "safety", "Safety"
    LEGAL = "legal", "Law"


class Verdict(models.TextChoices):
    """What studies say of a statement."""

    SUPPORTED = "supported", "Supported"
    MIXED = "mixed", "Mixed"
    WEAK = "weak", "Weak"
    CONTRADICTED = "contradicted", "Contradicted"
    UNSTUDIED = "unstudied", "Unstudied"


class Certainty(models.TextChoices):
    """How sure the verdict is, in the four steps of GRADE."""

    HIGH = "high", "High"
    MODERATE = "moderate", "Moderate"
    LOW = "low", "Low"
    VERY_LOW = "very-low", "Very low"

    @classmethod
    def least_sure(cls, certainties: Iterable[str]) -> "Certainty":
        """The lowest of some certainties; of none at all, the lowest there is."""
        order = list(cls)
        return max(
            (cls(certainty) for certainty in certainties), key=order.index, default=order[-1]
        )


class Basis(models.TextChoices):
    """Where a number that rules read comes from."""

    EVIDENCE = "evidence", "Figure from studies"
    INFERENCE = "inference", "Our own reading"
    CAUTION = "caution", "A margin we chose"


class CountedFrom(models.TextChoices):
    """The moment that a claim's hours are counted from."""

    SESSION_END = "session-end", "after the session ends"
    BEDTIME = "bedtime", "before bedtime"
    WAKE_TIME = "wake-time", "after waking"


class SourceKind(models.TextChoices):
    """What sort of paper or page a source is."""

    META_ANALYSIS = "meta-analysis", "Meta-analysis"
    REVIEW = "review", "Review"
    GUIDELINE = "guideline", "Guideline"
    RANDOMISED_TRIAL = "randomised-trial", "Randomised trial"
    PHARMACOKINETIC_STUDY = "pharmacokinetic-study", "Pharmacokinetic study"
    COHORT = "cohort", "Cohort study"
    SURVEY = "survey", "Survey"
    CASE_REPORT = "case-report", "Case report"
    IN_VITRO = "in-vitro", "Laboratory study"
    OFFICIAL_ADVICE = "official-advice", "Official advice"
    NEWS_REPORT = "news-report", "News report"
    LAW_SUMMARY = "law-summary", "Unofficial page on the law"
    MARKETING_ARTICLE = "marketing-article", "Marketing article"


class Reading(models.TextChoices):
    """How much of a source we read ourselves; the label is what readers are told."""

    WHOLE = "whole", "We read the text itself."
    PART = "part", "We read parts of it."
    ABSTRACT = "abstract", "We read only its summary."
    SECOND_HAND = "second-hand", "We know it only from what others say of it."


class SearchKind(models.TextChoices):
    """What search finds."""

    GUIDE = "guide", "Guide"
    SECTION = "section", "Part of a guide"
    CLAIM = "claim", "Claim"
    POPULAR_CLAIM = "popular-claim", "Claim checked"
    TERM = "term", "Glossary"
    SAFETY_FACTOR = "safety-factor", "Asked by the planner"


class ChangeKind(models.TextChoices):
    """Why what readers see was changed; the gravest first."""

    SAFETY = "safety", "Safety"
    EVIDENCE = "evidence", "Evidence"
    WORDING = "wording", "Wording"


class SignOffKind(models.TextChoices):
    """What a clinician says of a text that they were asked to look at."""

    APPROVAL = "approval", "I approve this text"
    COMMENT = "comment", "I have a comment"


class NoticeKind(models.TextChoices):
    """What a notice is for."""

    CONSULT = "consult", "Ask a professional"
    EMERGENCY = "emergency", "Emergency"
    LEGAL = "legal", "Law"


def is_one_of(
    field: str, choices: type[models.TextChoices], *, or_empty: bool = False
) -> models.CheckConstraint:
    """The database, too, refuses a word that the choices do not have."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [*choices.values, ""] if or_empty else choices.values}),
        name=f"%(class)s_{field}_is_known",
        violation_error_message=f"Choose one of the listed values for {field.replace('_', ' ')}.",
    )
