"""How tests of pages find an address, fill a date in, and read what is shown."""

import re

from django.urls import reverse


def words(response):
    body = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", body)


def at(version, page="version", **more):
    agreement = version.agreement
    return reverse(
        f"agreements:{page}",
        kwargs={
            "collaborative": agreement.collaborative.slug,
            "reference": agreement.reference,
            "number": version.number,
            **more,
        },
    )


def dated(name, day):
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }
