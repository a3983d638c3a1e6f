"""Fields that plain Django lacks: a date in three boxes, and money in pence."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

_PARTS = ("day", "month", "year")
_MONTHS = {
    name: number
    for number in range(1, 13)
    for day in [dt.date(2000, number, 1)]
    for name in (f"{day:%B}".lower(), f"{day:%b}".lower())
} | {"sept": 9}


# Signs that turn the direction of what follows, so that it reads otherwise than it is.
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def refuse_turned_text(text: str) -> None:
    """
    Let nobody type a name or a clause that is shown as something else.

    :raises ValidationError: where a sign turns the direction of the letters
    """
    if _TURNING.search(text):
        raise ValidationError(
            "Remove the hidden signs that turn the direction of the letters", "turned"
        )


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Let a field of a form offer what is known only once the form is made."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


def offer_one_of(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Let a field offer these; where there is one alone, nobody is asked."""
    offer(form, name, choices)
    if len(choices) == 1:
        field = form.fields[name]
        field.widget = forms.HiddenInput()
        field.initial = choices[0][0]


class DateWidget(forms.MultiWidget):
    """Three boxes for day, month and year."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in _PARTS}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Split a date over the boxes."""
        if isinstance(value, dt.date):
            return [value.day, value.month, value.year]
        return [None, None, None]


class DateField(forms.Field):
    """A day, typed as numbers or with the month's name; says plainly what is wrong."""

    widget = DateWidget

    def __init__(
        self,
        *,
        earliest: dt.date | None = None,
        latest: dt.date | None = None,
        **options: Any,
    ) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**options)

    def to_python(self, value: Any) -> dt.date | None:
        """Read the three boxes; all empty means no date."""
        if isinstance(value, dt.date):
            return value
        typed = [str(part or "").strip() for part in value or ["", "", ""]]
        if not any(typed):
            return None
        missing = [part for part, text in zip(_PARTS, typed, strict=True) if not text]
        if missing:
            names = " and ".join(f"a {part}" for part in missing)
            raise ValidationError(f"{self._name} must include {names}", "incomplete")
        return self._day(*typed)

    def validate(self, value: dt.date | None) -> None:
        """Check that there is a date where one is needed, and its limits."""
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            words = f"{self._name} must be {_written(self.earliest)} or later"
            raise ValidationError(words, "too_early")
        if value and self.latest and value > self.latest:
            words = f"{self._name} must be {_written(self.latest)} or earlier"
            raise ValidationError(words, "too_late")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the dates, not the boxes."""
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True

    @property
    def _name(self) -> str:
        return str(self.label or "Date")

    def _day(self, day: str, month: str, year: str) -> dt.date:
        if year.isascii() and year.isdigit() and len(year) != 4:
            words = f"{self._name} must include a year with 4 numbers, like 2026"
            raise ValidationError(words, "short_year")
        try:
            return dt.date(_year(year), _month(month), _number(day))
        except (ValueError, OverflowError):
            words = f"{self._name} must be a real date, like 27 3 2026"
            raise ValidationError(words, "invalid") from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise ValueError(text)
    return int(text)


def _year(text: str) -> int:
    year = _number(text)
    # Beyond these a day has no midnight in UTC, or no day after it.
    if not 1000 <= year < 3000:
        raise ValueError(text)
    return year


def _month(text: str) -> int:
    known = _MONTHS.get(text.lower().rstrip("."))
    return known if known else _number(text)


def _written(day: dt.date) -> str:
    return f"{day.day} {day:%B} {day.year}"


_AMOUNT = re.compile(r"(-?)(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2}))?")
_SHORT_FORM = re.compile(r"-?[0-9][0-9,.]*(k|m|mn|bn|b|million|thousand|billion)")
_MOST = 10**15


class MoneyField(forms.Field):
    """Pounds as people type them, whole pence as the database keeps them."""

    widget = forms.TextInput
    prefix = "£"

    def __init__(
        self,
        *,
        min_pence: int = 0,
        max_pence: int = _MOST,
        **options: Any,
    ) -> None:
        self.min_pence, self.max_pence = min_pence, max_pence
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask for the number keys, without the spinner of a number box."""
        return {
            "class": "nhsuk-input--width-10",
            "inputmode": "decimal",
            "spellcheck": "false",
            "autocomplete": "off",
        }

    def prepare_value(self, value: Any) -> Any:
        """Show pence as pounds without the sign; what was typed stays as typed."""
        if isinstance(value, int) and not isinstance(value, bool):
            sign = "-" if value < 0 else ""
            whole, rest = divmod(abs(value), 100)
            return f"{sign}{whole:,}.{rest:02d}"
        return value

    def to_python(self, value: Any) -> int | None:
        """Read pounds into pence, by text alone: no float ever holds the amount."""
        typed = re.sub(r"\s", "", str(value if value is not None else ""))
        if not typed:
            return None
        bare = typed.replace("−", "-", 1).replace("£", "", 1).replace("GBP", "", 1)  # noqa: RUF001
        found = _AMOUNT.fullmatch(bare)
        if found is None or len(bare) > 30:
            raise ValidationError(self._complaint(bare), "invalid")
        sign, rest = found.group(1), found.group(2) or ""
        whole = bare.removeprefix("-").partition(".")[0].replace(",", "")
        pence = int(whole) * 100 + int(rest.ljust(2, "0"))
        return -pence if sign else pence

    def validate(self, value: int | None) -> None:
        """Check that there is an amount where one is needed, and its limits."""
        super().validate(value)
        if value is not None and value < self.min_pence:
            least = self.prepare_value(self.min_pence)
            raise ValidationError(f"{self._name} must be £{least} or more", "too_small")
        if value is not None and value > self.max_pence:
            most = self.prepare_value(self.max_pence)
            raise ValidationError(f"{self._name} must be £{most} or less", "too_large")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the pence, not how they were typed."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    @property
    def _name(self) -> str:
        return str(self.label or "Amount")

    def _complaint(self, bare: str) -> str:
        if _SHORT_FORM.fullmatch(bare.lower()):
            return f"{self._name} must be written in full, like 250,000"
        if re.fullmatch(r"-?[0-9,]+\.[0-9]{3,}", bare):
            return f"{self._name} must have no more than 2 numbers after the point"
        if re.fullmatch(r"-?[0-9,]+(\.[0-9]*)?", bare):
            return (
                f"{self._name} must have its commas and point in the usual places,"
                " like 250,000 or 1,234.56"
            )
        return f"{self._name} must be an amount in pounds, like 250,000 or 1,234.56"
