"""How names in capitals become readable."""

import pytest

from collab.rules.names import legal_form_in, readable_name


class TestReadableName:
    @pytest.mark.parametrize(
        ("published", "expected"),
        [
            ("NORTH LONDON NHS FOUNDATION TRUST", "North London NHS Foundation Trust"),
            ("GUY'S AND ST THOMAS' NHS TRUST", "Guy's and St Thomas' NHS Trust"),
            (
                "THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN",
                "The Queen Elizabeth Hospital, King's Lynn",
            ),
            ("STOKE-ON-TRENT", "Stoke-on-Trent"),
            ("O'NEILL CARE (UK)", "O'Neill Care (UK)"),
            ("LANCASHIRE & SOUTH CUMBRIA", "Lancashire & South Cumbria"),
            ("LOCALA COMMUNITY PARTNERSHIPS CIC", "Locala Community Partnerships CIC"),
            ("TRUST  OF   TWO SPACES", "Trust of Two Spaces"),
        ],
    )
    def test_writes_capitals_as_a_reader_would(self, published, expected):
        assert readable_name(published) == expected

    @pytest.mark.parametrize(
        "name", ["St Andrew's Healthcare", "e-Health Trust", "", "123", "bpas"]
    )
    def test_leaves_any_other_name_alone(self, name):
        assert readable_name(name) == name


class TestLegalFormIn:
    @pytest.mark.parametrize(
        ("name", "form"),
        [
            ("SOLENT NHS TRUST", "nhs_trust"),
            ("Solent  NHS  Trust", "nhs_trust"),
            ("MERSEY CARE NHS FOUNDATION TRUST", "nhs_foundation_trust"),
            ("KENT AND MEDWAY NHS AND SOCIAL CARE PARTNERSHIP TRUST", ""),
            ("Cygnet Health Care Limited", ""),
        ],
    )
    def test_reads_only_what_the_name_says(self, name, form):
        assert legal_form_in(name) == form
