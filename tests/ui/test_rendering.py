"""Any plain form as NHS components, and the pattern of its errors."""

import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.ui.gallery import EveryFieldForm
from ui.components import component_of
from ui.macros import component
from ui.rendering import NHSBoundField, error_summary, has_errors, render_fields

FILLED = {
    "title": "Pool the beds",
    "email": "a.shah@example.nhs.uk",
    "value": "£1,234.50",
    "decided_on_day": "27",
    "decided_on_month": "March",
    "decided_on_year": "2026",
    "organisation": "b",
    "channel": "other",
    "channel_other": "By letter",
    "present": ["1", "2"],
    "why": "Because <we> must",
    "notes": "",
    "secret": "hunter2hunter2",
    "agreed": "on",
    "note": "kept",
}


def html_of(form, name):
    return str(form[name].as_field_group())


class TestNHSBoundField:
    def test_is_what_every_form_of_the_site_gives(self):
        assert isinstance(EveryFieldForm()["title"], NHSBoundField)

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("title", "input"),
            ("email", "input"),
            ("value", "input"),
            ("decided_on", "date-input"),
            ("organisation", "select"),
            ("channel", "radios"),
            ("present", "checkboxes"),
            ("agreed", "checkboxes"),
            ("why", "character-count"),
            ("notes", "textarea"),
            ("paper", "file-upload"),
            ("secret", "password-input"),
        ],
    )
    def test_picks_the_component_by_the_widget(self, name, kind):
        assert component_of(EveryFieldForm()[name]) == kind

    @pytest.mark.parametrize(
        "name", ["title", "value", "organisation", "why", "secret", "paper"]
    )
    def test_ties_label_hint_and_error_to_the_input(self, name):
        form = EveryFieldForm({})
        form.fields[name].required = True
        form.fields[name].help_text = "A hint"

        html = html_of(form, name)

        assert f'for="id_{name}"' in html
        described = re.search(r'aria-describedby="([^"]+)"', html).group(1).split()
        assert f"id_{name}-hint" in described
        assert f"id_{name}-error" in described
        assert all(f'id="{part}"' in html for part in described)
        assert "nhsuk-form-group--error" in html
        assert re.search(r'nhsuk-u-visually-hidden">Error:\s*</span>', html)

    @pytest.mark.parametrize("name", ["decided_on", "channel", "present"])
    def test_groups_boxes_under_a_legend_with_hint_and_error(self, name):
        form = EveryFieldForm({})
        form.fields[name].help_text = "A hint"

        html = html_of(form, name)

        assert "<fieldset" in html
        described = re.search(r'<fieldset[^>]*aria-describedby="([^"]+)"', html)
        assert described.group(1).split() == [f"id_{name}-hint", f"id_{name}-error"]

    def test_never_loses_what_was_typed(self):
        typed = {**FILLED, "value": "250k", "decided_on_month": "Smarch"}
        form = EveryFieldForm(typed | {"title": "x" * 200})

        html = str(render_fields(form))

        assert not form.is_valid()
        assert 'value="250k"' in html
        assert 'value="Smarch"' in html
        assert "x" * 200 in html
        assert "Because &lt;we&gt; must" in html
        assert 'value="By letter"' in html
        assert re.search(r'value="b"[^>]* selected', html)
        assert len(re.findall(r'type="checkbox"[^>]* checked', html)) == 3
        assert re.search(r'type="radio" value="other" checked', html)

    def test_never_repeats_a_password(self):
        html = html_of(EveryFieldForm(FILLED), "secret")

        assert "hunter2" not in html

    def test_escapes_what_was_typed_and_what_is_said(self):
        class BadForm(forms.Form):
            name = forms.CharField(label="<b>Name", help_text="<i>hint")

        form = BadForm({"name": '"><script>'})
        form.add_error("name", "<u>wrong")

        html = str(render_fields(form)) + str(error_summary(form))

        assert "<script>" not in html
        assert not re.search(r"<[biu]>", html)

    def test_shows_a_question_only_under_its_answer(self):
        html = str(render_fields(EveryFieldForm()))

        assert html.count('name="channel_other"') == 1
        assert 'data-aria-controls="conditional-' in html
        assert "Which way (optional)" not in html

    def test_marks_what_may_be_left_out(self):
        assert "Notes (optional)" in html_of(EveryFieldForm(), "notes")

    def test_leaves_the_checking_to_the_server(self):
        html = str(render_fields(EveryFieldForm(FILLED)))

        assert not re.search(r"\s(required|maxlength|pattern|placeholder)[=\s>]", html)
        assert 'type="number"' not in html

    def test_shows_money_with_its_sign_and_number_keys(self):
        html = html_of(EveryFieldForm(initial={"value": 123_456}), "value")

        assert "nhsuk-input-wrapper__prefix" in html
        assert 'value="1,234.56"' in html
        assert 'inputmode="decimal"' in html

    def test_names_an_input_by_itself_when_it_is_the_page(self):
        form = EveryFieldForm()
        form.page_heading = "title"

        assert re.search(r"<h1[^>]*>\s*<label", html_of(form, "title"))

    def test_keeps_hidden_fields_bare(self):
        html = html_of(EveryFieldForm(FILLED), "note")

        assert 'type="hidden"' in html
        assert "nhsuk" not in html

    def test_takes_a_file(self):
        paper = SimpleUploadedFile("a.pdf", b"%PDF")
        form = EveryFieldForm(FILLED, {"paper": paper})

        assert form.is_valid(), form.errors
        assert form.cleaned_data["value"] == 123_450


class TestErrorSummary:
    def test_says_nothing_before_the_form_was_sent(self):
        assert error_summary(EveryFieldForm()) == ""
        assert not has_errors(EveryFieldForm())
        assert error_summary(None) == ""

    def test_links_each_sentence_to_its_field_in_order(self):
        form = EveryFieldForm({**FILLED, "title": "", "decided_on_month": ""})

        html = str(error_summary(form))

        assert re.findall(r'<a href="#([^"]+)"', html) == [
            "id_title",
            "id_decided_on_month",
        ]
        assert "There is a problem" in html

    def test_leads_only_to_inputs_that_exist(self):
        form = EveryFieldForm({})
        page = str(render_fields(form))

        targets = re.findall(r'<a href="#([^"]+)"', str(error_summary(form)))

        assert targets
        assert all(f'id="{target}"' in page for target in targets)

    def test_tells_what_concerns_the_whole_form(self):
        form = EveryFieldForm(FILLED)
        form.add_error(None, "Somebody else has decided this meanwhile")

        assert "Somebody else has decided this meanwhile" in error_summary(form)

    def test_takes_several_forms(self):
        first, second = EveryFieldForm(FILLED), EveryFieldForm(FILLED, prefix="other")

        html = str(error_summary(first, second))

        assert html.count("nhsuk-error-summary__heading") == 1
        assert 'href="#id_other-title"' in html


class TestWording:
    def sentences(self, **typed):
        return {
            bound.name: bound.sentences
            for bound in EveryFieldForm({**FILLED, **typed})
            if bound.sentences
        }

    @pytest.mark.parametrize(
        ("name", "typed", "sentence"),
        [
            ("title", "", "Enter what was decided"),
            ("organisation", "", "Select organisation"),
            ("organisation", "zzz", "Choose organisation from the list"),
            ("channel", "", "Select an answer"),
            ("present", [], "Select who was there"),
            (
                "email",
                "nobody",
                "Enter an email address in the correct format, like name@example.com",
            ),
            (
                "title",
                "x" * 81,
                "What was decided must be 80 characters or fewer. You have 81",
            ),
        ],
    )
    def test_says_it_plainly(self, name, typed, sentence):
        assert self.sentences(**{name: typed}) == {name: [sentence]}

    def test_asks_for_the_box_to_be_ticked(self):
        typed = {key: value for key, value in FILLED.items() if key != "agreed"}

        form = EveryFieldForm(typed)

        assert form["agreed"].sentences == ["Tick the box: I have read the whole text"]

    def test_keeps_a_sentence_that_the_form_gave(self):
        class OwnForm(forms.Form):
            name = forms.CharField(error_messages={"required": "Who are you?"})

        assert OwnForm({})["name"].sentences == ["Who are you?"]

    def test_says_nothing_twice(self):
        form = EveryFieldForm(FILLED)
        form.add_error("title", "Taken")
        form.add_error("title", "Taken")

        assert form["title"].sentences == ["Taken"]


class TestComponent:
    @pytest.mark.parametrize("name", ["summary-list", "tables", "error-summary", "tag"])
    def test_finds_the_macro_by_the_folder(self, name):
        assert f"nhsuk-{name.rstrip('s')}" in component(name, {})
