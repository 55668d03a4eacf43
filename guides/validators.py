"""What a text must hold to be kept. Fields name these, so that forms say it beside the field."""

from django.apps import apps
from django.core.exceptions import ValidationError

from guides.markdown import Keys, mentioned
from guides.proofreading import loose_lines, problems


def sound_markdown(text: str) -> None:
    """Refuse unknown citations and cards, HTML and pictures, each with its line."""
    if found := problems(text, known(mentioned(text))):
        raise ValidationError([str(problem) for problem in found], code="markdown")


def list_of_points(text: str) -> None:
    """Refuse a line that is not a point of the list; content files hold the points one by one."""
    if found := loose_lines(text):
        raise ValidationError(str(found[0]), code="points")


def require_names(**lists: object) -> None:
    """Refuse what is not a list of names. Raises ValidationError, by the name of the field."""
    for field, names in lists.items():
        if not isinstance(names, list) or not all(
            isinstance(name, str) and name.strip() for name in names
        ):
            raise ValidationError({field: "This should be a list of names."})


def known(keys: Keys) -> Keys:
    """Those of the keys that the database has."""
    models = zip(("Source", "Claim", "PopularClaim", "Term"), keys, strict=True)
    return Keys(
        *(
            frozenset(
                apps.get_model("guides", name)
                .objects.filter(key__in=wanted)
                .values_list("key", flat=True)
            )
            for name, wanted in models
        )
    )
