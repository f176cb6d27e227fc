"""Tables as they should not be: of good ones, bytes are changed, cut, doubled, mixed up and put in."""

from random import Random

GOOD = [
    b"x,y\n1,2\n3,4.5\n5,6e1\n",
    b"name;rent;area\nann;1.200,50;70\nbob;900,00;55,5\n",
    b'"a b"\t"c"\n1\t2\n\t3\n4\tNA\n',
    b"\xef\xbb\xbfdate,count\r\n2020-01-01,3\r\n2020-02-01,4\r\n",
    "Größe;Gewicht\n1,80;80\n1,75;72\n".encode("latin-1"),
    "x,y\n1,2\n2,3\n".encode("utf-16"),
    b"1 2 3\n4 5 6\n7 8 9\n",
    b"x,y\n" + b"0.5,1\n0.25,2\n" * 200,
]
LARGEST = 1_100_000  # bytes: a little more than is allowed
INSERTED = [
    *[b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'""', b"\n\n\n", b"\r", b",,,,", b";", b"\t", b"#"],
    *[b"1e999", b"-inf", b"NaN", b"9" * 400, b"0x1F", b"1_000", b"--1", b"1.2.3", b"\xe2\x88\x925", b"\x1a"],
    *[
        b"=1+1",
        b"<script>alert(1)</script>",
        b"'; DROP TABLE x; --",
        b"$$x$$",
        b"\xf0\x9f\x98\x80",
        b"a" * 140_000,
    ],
    *[b"2020-13-45", b"0000-00-00", b"31/12/99", b"1/1/1", b"24:61", b"sep=,\n", b"," * 300, b'"\n"\n' * 50],
]


def malformed(number: int) -> bytes:
    """The table of a number: the same each time."""
    random = Random(number)
    raw = random.choice(GOOD)
    for _ in range(random.randint(1, 4)):
        raw = random.choice([insert, cut, drop, double, mix, reverse, blow_up])(raw, random)[:LARGEST]
    return raw


def insert(raw: bytes, random: Random) -> bytes:
    at = random.randint(0, len(raw))
    return raw[:at] + random.choice(INSERTED) + raw[at:]


def cut(raw: bytes, random: Random) -> bytes:
    return raw[: random.randint(0, len(raw))]


def drop(raw: bytes, random: Random) -> bytes:
    return raw.replace(bytes([random.choice(raw or b" ")]), b"")


def double(raw: bytes, random: Random) -> bytes:
    return raw + random.choice(GOOD)


def mix(raw: bytes, random: Random) -> bytes:
    lines = raw.split(b"\n")
    random.shuffle(lines)
    return b"\n".join(lines)


def reverse(raw: bytes, random: Random) -> bytes:
    return raw[::-1]


def blow_up(raw: bytes, random: Random) -> bytes:
    return raw * (2 + min(random.choice([0, 100, 5000]), LARGEST // (len(raw) + 1)))
