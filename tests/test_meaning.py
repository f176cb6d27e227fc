import pytest

from tests.meaning import tells

SAID = "Converged at step 273: x = 3.048, −0.5 from the minimum."


@pytest.mark.parametrize(
    "parts", [("Converged", "273", "3.048"), ("−0.5", "minimum"), ("x =",), ("step 273:",), ("minimum.",)]
)
def test_parts_are_found_in_their_order(parts):
    assert tells(SAID, *parts)


@pytest.mark.parametrize(
    "parts", [("273", "Converged"), ("27",), ("73",), ("3",), ("048",), ("0.5",), ("mini",), ("onverged",)]
)
def test_no_part_is_found_in_another_order_or_within_a_word_or_a_number(parts):
    assert not tells(SAID, *parts)
