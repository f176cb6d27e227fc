import pytest

from gdcore.tables.decoding import decode

TEXT = "größe,preis\n1,5\n2,7\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Latin-1"),
    ],
)
def test_a_text_is_what_was_written(encoding, name):
    assert decode(TEXT.encode(encoding)) == (TEXT, name)
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == (TEXT, "UTF-16")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_characters_are_enough_to_see_two_bytes_each(encoding):
    assert decode("12".encode(encoding)) == ("12", "UTF-16")
    with pytest.raises(ValueError, match="control characters"):
        decode("1".encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_half_of_a_text_may_be_beyond_latin_letters(encoding):
    assert decode(("a1" * 30 + "値段" * 20).encode(encoding))[1] == "UTF-16"


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_behind_a_mark_all_of_a_text_may_be(mark, encoding):
    for text in ("値段" * 20, "1"):
        assert decode(mark + text.encode(encoding)) == (text, "UTF-16")


@pytest.mark.parametrize(
    "raw",
    [
        b"PK\x03\x04rest",
        b"%PDF-1.7",
        b"\x89PNG\r\n",
        b"a,b\n1,\x002\n",
        b"a,b\n1,\x0023\n",
        b"1\x7f2",
        b"1\x1f2",
    ],
)
def test_what_is_no_text_is_refused(raw):
    with pytest.raises(ValueError, match="Save the table as a CSV file"):
        decode(raw)


def test_what_it_is_instead_of_a_text_is_told():
    for raw, kind in {b"PK\x03\x04": "Excel", b"\x1f\x8b": "gzip", b"GIF89a": "picture"}.items():
        with pytest.raises(ValueError, match=kind):
            decode(raw)
    assert decode(b"x,GIF8\n")[0] == "x,GIF8\n"


def test_white_space_is_text():
    assert decode(b"a\tb\r\n\x0b\x0c1\t2")[0] == "a\tb\r\n\x0b\x0c1\t2"
