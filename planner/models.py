"""What the planner keeps: safety factors. It keeps no answer of any visitor."""

from django.core.exceptions import ValidationError
from django.db import models

from guides.choices import is_one_of
from guides.models import Source
from guides.reviewing import Reviewed
from guides.validators import require_names
from planner.core.screening import FLOOR, is_as_grave


class FactorKind(models.TextChoices):
    """What a safety factor is, and so which question of the form names it."""

    CONDITION = "condition", "Condition"
    MEDICINE = "medicine", "Medicine or other substance"


class FactorSeverity(models.TextChoices):
    """What a safety factor means for kratom times in a plan."""

    AVOID = "avoid", "Avoid: no kratom times at all"
    CLINICIAN_ONLY = "clinician-only", "Clinician only: none until a professional was asked"
    CAUTION = "caution", "Caution: shown with this warning"


class SafetyFactor(Reviewed):
    """A condition, or a group of medicines, that matters before kratom is spoken of."""

    key = models.SlugField(
        unique=True, help_text="Its name in the form and in the content files. It never changes."
    )
    kind = models.CharField(max_length=10, choices=FactorKind)
    label = models.CharField(max_length=120, help_text="As the planner's form asks about it.")
    examples = models.JSONField(
        default=list,
        blank=True,
        help_text="Generic and brand names that people know it by: a list of words.",
    )
    position = models.PositiveSmallIntegerField(
        default=1000, help_text="Its place among the questions, smallest first."
    )
    severity = models.CharField(
        max_length=20,
        choices=FactorSeverity,
        help_text="What keeps kratom times from people as shipped can be made graver, not milder.",
    )
    why = models.TextField(help_text="The reason, in plain words. Shown to whoever names it.")
    sources = models.ManyToManyField(Source, related_name="safety_factors")

    class Meta:
        ordering = ("kind", "position", "label")
        constraints = (
            is_one_of("kind", FactorKind),
            is_one_of("severity", FactorSeverity),
            *Reviewed.Meta.constraints,
        )

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Examples are a list of words, and no factor gets milder than the floor under the list.

        Raises ValidationError beside the field.
        """
        require_names(examples=self.examples)
        floor = FLOOR.get(self.key)
        if floor is not None and self.severity and not is_as_grave(self.severity, floor):
            raise ValidationError(
                {"severity": f"This counts as “{floor}”. It cannot be made milder here."}
            )
