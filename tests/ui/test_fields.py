"""The date in three boxes and the money in pence."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from ui.fields import DateField, MoneyField
from ui.formats import pounds


def outcome(field, typed):
    try:
        return field.clean(typed), None
    except ValidationError as refused:
        return None, refused.messages[0]


class TestMoneyField:
    @pytest.mark.parametrize(
        ("typed", "pence"),
        [
            ("£250,000.00", 25_000_000),
            ("250000", 25_000_000),
            (" £ 1,234.5 ", 123_450),
            ("0.01", 1),
            ("007", 700),
            ("", None),
            ("   ", None),
        ],
    )
    def test_reads_what_people_type(self, typed, pence):
        assert MoneyField(required=False).clean(typed) == pence

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("250k", "Value must be written in full, like 250,000"),
            ("1.5m", "Value must be written in full, like 250,000"),
            ("1.234", "Value must have no more than 2 numbers after the point"),
            ("25,00", "commas and point in the usual places"),
            ("1,2345", "commas and point in the usual places"),
            ("1.", "commas and point in the usual places"),
            ("lots", "Value must be an amount in pounds"),
            ("1e5", "Value must be an amount in pounds"),
            ("١٢٣", "Value must be an amount in pounds"),
            ("--5", "Value must be an amount in pounds"),
            ("5 USD", "Value must be an amount in pounds"),
            ("NaN", "Value must be an amount in pounds"),
            ("9" * 40, "commas and point in the usual places"),
            ("-1", "Value must be £0.00 or more"),
            ("1,000,000,000,000,000", "Value must be £10,000,000,000,000.00 or less"),
        ],
    )
    def test_says_what_is_wrong(self, typed, sentence):
        with pytest.raises(ValidationError, match=r".*") as caught:
            MoneyField(label="Value").clean(typed)

        assert sentence in caught.value.messages[0]

    def test_takes_a_minus_where_allowed(self):
        field = MoneyField(min_pence=-1_000_000)

        assert field.clean("-£1,234.56") == -123_456
        assert field.clean("−12") == -1_200  # noqa: RUF001 - the typographer's minus

    @given(st.integers(0, 10**15))
    def test_reads_back_what_pages_show(self, pence):
        assert MoneyField().clean(pounds(pence)) == pence

    @given(st.decimals(0, 10**12, places=2))
    def test_agrees_with_exact_arithmetic(self, amount):
        assert MoneyField().clean(str(amount)) == int(amount * 100)

    @given(st.text(max_size=40))
    def test_gives_whole_pence_or_a_sentence(self, typed):
        pence, said = outcome(MoneyField(label="Value", required=False), typed)

        assert pence is None or type(pence) is int
        assert said is None or said.startswith("Value must")

    def test_shows_pence_as_pounds_again(self):
        assert MoneyField().prepare_value(123_456) == "1,234.56"
        assert MoneyField().prepare_value("12k") == "12k"

    def test_compares_amounts_and_not_how_they_were_typed(self):
        assert not MoneyField().has_changed(123_450, "£1,234.5")
        assert MoneyField().has_changed(123_450, "1,234.51")
        assert MoneyField().has_changed(123_450, "rubbish")

    def test_holds_no_float(self):
        assert MoneyField().clean("1.10") == int(Decimal("1.10") * 100)
        assert type(MoneyField().clean("0.29")) is int


class TestDateField:
    @pytest.mark.parametrize(
        ("boxes", "day"),
        [
            (["27", "3", "2026"], dt.date(2026, 3, 27)),
            ([" 7 ", "03", "2026"], dt.date(2026, 3, 7)),
            (["7", "March", "2026"], dt.date(2026, 3, 7)),
            (["7", "sep", "2026"], dt.date(2026, 9, 7)),
            (["7", "Sept.", "2026"], dt.date(2026, 9, 7)),
            (["29", "2", "2028"], dt.date(2028, 2, 29)),
            (["", "", ""], None),
            (None, None),
        ],
    )
    def test_reads_what_people_type(self, boxes, day):
        assert DateField(required=False).clean(boxes) == day

    @pytest.mark.parametrize(
        ("boxes", "sentence"),
        [
            (["29", "2", "2026"], "Start must be a real date, like 27 3 2026"),
            (["0", "1", "2026"], "Start must be a real date, like 27 3 2026"),
            (["1", "Smarch", "2026"], "Start must be a real date, like 27 3 2026"),
            (["1", "1", "0000"], "Start must be a real date, like 27 3 2026"),
            (["x", "1", "2026"], "Start must be a real date, like 27 3 2026"),
            (["", "3", "2026"], "Start must include a day"),
            (["1", "", ""], "Start must include a month and a year"),
            (["1", "1", "26"], "Start must include a year with 4 numbers, like 2026"),
        ],
    )
    def test_says_what_is_wrong(self, boxes, sentence):
        with pytest.raises(ValidationError) as caught:
            DateField(label="Start").clean(boxes)

        assert caught.value.messages == [sentence]

    @given(st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)))
    def test_reads_every_day(self, day):
        typed = [str(day.day), f"{day:%B}", str(day.year)]

        assert DateField().clean(typed) == day

    @given(st.lists(st.text(max_size=6), min_size=3, max_size=3))
    def test_gives_a_day_or_a_sentence(self, boxes):
        day, said = outcome(DateField(label="Start", required=False), boxes)

        assert day is None or isinstance(day, dt.date)
        assert said is None or said.startswith("Start must")

    def test_keeps_its_limits(self):
        field = DateField(
            label="Start", earliest=dt.date(2026, 4, 1), latest=dt.date(2026, 4, 30)
        )

        with pytest.raises(ValidationError, match="1 April 2026 or later"):
            field.clean(["31", "3", "2026"])
        with pytest.raises(ValidationError, match="30 April 2026 or earlier"):
            field.clean(["1", "5", "2026"])
        assert field.clean(["30", "4", "2026"]) == dt.date(2026, 4, 30)

    def test_knows_when_nothing_changed(self):
        day = dt.date(2026, 4, 1)

        assert not DateField().has_changed(day, ["01", "April", "2026"])
        assert DateField().has_changed(day, ["2", "4", "2026"])

    def test_reads_its_boxes_from_a_form(self):
        class StartForm(forms.Form):
            start = DateField()

        sent = {"start_day": "1", "start_month": "4", "start_year": "2026"}
        form = StartForm(sent)

        assert form.is_valid()
        assert form.cleaned_data["start"] == dt.date(2026, 4, 1)
