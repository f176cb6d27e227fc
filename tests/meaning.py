"""What a sentence has to say, in whatever words: its numbers and its key words, in their order."""

import re


def telling(*parts: str) -> re.Pattern[str]:
    """A pattern that finds these parts one after the other, whatever stands between them.

    A part that is a word or a number is found whole: 1 is not found in 1.1, in 15 or in −1.
    """
    return re.compile(".*?".join(map(whole, parts)), re.DOTALL)


def tells(text: str, *parts: str) -> bool:
    """Whether a text tells these parts, in their order."""
    return telling(*parts).search(text) is not None


def whole(part: str) -> str:
    before = r"(?<![\w.,])" if part[0].isalnum() else ""
    sign = "(?<![−-])" if part[0].isdigit() else ""
    after = r"(?!\w|[.,]\d)" if part[-1].isalnum() else ""
    return before + sign + re.escape(part) + after
