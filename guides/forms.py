"""What people send us outside the admin: what a clinician says of a text."""

from django import forms

from guides.characters import UNWRITABLE
from guides.choices import SignOffKind
from guides.models.sign_off import NAME_LENGTH
from guides.sign_off import Said

COMMENT_LENGTH = 10_000


class OneLineField(forms.CharField):
    """Words that pages show within a line, with single spaces between them."""

    widget = forms.TextInput(attrs={"class": "entry--long", "autocomplete": "off"})

    def to_python(self, value: object) -> str:
        """What was typed, without what no page can show."""
        return " ".join(UNWRITABLE.sub(" ", super().to_python(value)).split())


class SignOffForm(forms.Form):
    """What a clinician says of a text, and who says it. Good answers leave it through to_said()."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="What do you say of this text?",
        choices=SignOffKind,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether you approve the text or have a comment.",
            "invalid_choice": "Choose whether you approve the text or have a comment.",
        },
    )
    name = OneLineField(
        label="Your name",
        help_text="As it is to stand on the page if you approve the text.",
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"class": "entry--long", "autocomplete": "name"}),
        error_messages={
            "required": "Write your name.",
            "max_length": f"Write your name in at most {NAME_LENGTH} letters.",
        },
    )
    qualification = OneLineField(
        label="Your qualification",
        help_text="Such as pharmacist, or sports physician. It stands beside your name. You may "
        "leave it empty if you only have a comment.",
        required=False,
        max_length=NAME_LENGTH,
        error_messages={
            "max_length": f"Write your qualification in at most {NAME_LENGTH} letters.",
        },
    )
    comment = forms.CharField(
        label="Your comment",
        help_text="For the editors; it is not published. You may leave it empty if you approve.",
        required=False,
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8, "class": "entry--long"}),
        error_messages={
            "max_length": f"Write at most {COMMENT_LENGTH} letters. Send the rest later."
        },
    )

    def clean_qualification(self) -> str:
        """The qualification. Raises ValidationError where an approval has none."""
        qualification = self.cleaned_data["qualification"]
        if not qualification and self.cleaned_data.get("kind") == SignOffKind.APPROVAL:
            raise forms.ValidationError("Write your qualification.")
        return qualification

    def clean_comment(self) -> str:
        """The comment with plain line ends. Raises ValidationError where it is all there is."""
        comment = UNWRITABLE.sub(" ", self.cleaned_data["comment"].replace("\r\n", "\n")).strip()
        if not comment and self.cleaned_data.get("kind") == SignOffKind.COMMENT:
            raise forms.ValidationError("Write your comment, or choose that you approve the text.")
        return comment

    def to_said(self) -> Said:
        """What was said, once the form is valid."""
        given = self.cleaned_data
        return Said(**{**given, "kind": SignOffKind(given["kind"])})
