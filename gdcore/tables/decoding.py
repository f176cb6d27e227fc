"""From the bytes of a file to its text."""

import re

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
NAMES = {"utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Latin-1"}
KINDS = {
    b"PK\x03\x04": "an Excel workbook or another zip archive",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
HEAD = 1000  # bytes, which tell the encoding
LEAST_HEAD = 4  # bytes
ZEROS = 0.4  # of every other byte: as many are UTF-16, half of whose text may be beyond Latin letters
ALLOWED = "Save the table as a CSV file, in UTF-8, UTF-16 or Latin-1"


def decode(raw: bytes) -> tuple[str, str]:
    """Return the text of a file, and the name of its encoding where that is not UTF-8.

    Latin-1 is read as Windows writes it (code page 1252). Raises ValueError for what is no text.
    """
    for magic, kind in KINDS.items():
        if raw.startswith(magic):
            raise ValueError(f"This is {kind}, not text. {ALLOWED}.")
    encoding, start = guess_encoding(raw)
    try:
        return check_text(raw[start:].decode(encoding)), NAMES.get(encoding, "")
    except UnicodeDecodeError:
        text = check_text(raw[start:].decode("cp1252", "replace"))
        return text, NAMES["cp1252"]


def guess_encoding(raw: bytes) -> tuple[str, int]:
    """Return the encoding to try first, and how many bytes its mark takes."""
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            return encoding, len(mark)
    head = raw[:HEAD]
    for encoding, upper in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(head) >= LEAST_HEAD and upper.count(0) > ZEROS * len(upper):
            return encoding, 0
    return "utf-8", 0


def check_text(text: str) -> str:
    """Return a text without its byte-order mark; ValueError where it has characters that no text has."""
    if CONTROL.search(text):
        raise ValueError(f"This is no text: it has control characters in it. {ALLOWED}.")
    return text.removeprefix("\ufeff")
