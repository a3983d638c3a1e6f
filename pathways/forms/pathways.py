"""Pathways and their stages."""

from django import forms

from pathways.forms.figures import NO_PATIENTS
from ui.fields import refuse_turned_text


class PathwayForm(forms.Form):
    """What a pathway is called, and for whom it is."""

    name = forms.CharField(
        label="Name",
        max_length=200,
        validators=[refuse_turned_text],
        help_text="For example Adult secure care.",
    )
    cohort = forms.CharField(
        label="For whom",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The group of people in words, such as: Adults from the five counties"
        f" who need low or medium secure care. {NO_PATIENTS}",
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class StageForm(forms.Form):
    """One stage of a pathway."""

    name = forms.CharField(
        label="Name",
        max_length=120,
        validators=[refuse_turned_text],
        help_text="For example Referral and assessment.",
    )
    what_happens = forms.CharField(
        label="What happens",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"In a few plain sentences. {NO_PATIENTS}",
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
