"""Files beside the pages: each address names its content, so that caches can keep it for good."""

from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha512
from pathlib import Path
from typing import Any

from bokeh.settings import settings
from tornado.web import StaticFileHandler

from dashboard.drawing import sheets

STATIC = Path(__file__).parent.parent / "static"
YEAR, MINUTE = 31_536_000, 60  # seconds
NANOSECONDS = 1_000_000_000  # of a second
DIGITS = 12  # of a digest, in an address


def static(name: str) -> str:
    """Where a file of `static/` is, below the app."""
    return f"static/{name}?v={version(STATIC / name)}"


def bokehjs(name: str) -> str:
    """Where a script of Bokeh's is, below the server."""
    return f"static/js/{name}?v={version(settings.bokehjs_path() / 'js' / name)}"


def version(file: Path) -> str:
    return digest(file)[:DIGITS]


def digest(file: Path) -> str:
    """The digest of what is sent for a file: that which Tornado takes, too."""
    return digest_of(file, *map(stamp, parts(*stamp(file))))


def stamp(file: Path) -> tuple[Path, int, int]:
    """A file with what differs once it has changed."""
    status = file.stat()
    return file, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=256)
def parts(file: Path, changed: int, size: int) -> tuple[Path, ...]:
    """The files that are sent for one: for a style sheet, what it imports, too."""
    return sheets.parts(file) if is_sheet(file) else (file,)


@lru_cache(maxsize=256)
def digest_of(file: Path, *stamps: tuple[Path, int, int]) -> str:
    return sha512(content(file)).hexdigest()


def content(file: Path) -> bytes:
    return sheets.join(file).encode() if is_sheet(file) else file.read_bytes()


def is_sheet(file: Path) -> bool:
    return file.suffix == ".css"


class Versioned(StaticFileHandler):
    """Sends files: has them kept for good where `v` is of their content, else for a minute.

    What is asked for by another version's address may be this one, while a server is being updated.
    A style sheet is sent with what it imports, as one.
    """

    def prepare(self) -> None:
        if "\0" in "".join(self.path_args):
            self.send_error(404)

    @classmethod
    def get_content(cls, path: str, start: int | None = None, end: int | None = None) -> Any:
        file = Path(path)
        return content(file)[start:end] if is_sheet(file) else super().get_content(path, start, end)

    @property
    def file(self) -> Path:
        """What is asked for, once its name has been looked at."""
        return Path(self.absolute_path or "")

    def get_content_size(self) -> int:
        return len(content(self.file)) if is_sheet(self.file) else super().get_content_size()

    def get_modified_time(self) -> datetime:
        """When the newest of its parts was changed: what is imported changes what is sent."""
        newest = max(changed for _, changed, _ in map(stamp, parts(*stamp(self.file))))
        return datetime.fromtimestamp(newest // NANOSECONDS, UTC)

    def get_cache_time(self, *of_file: object) -> int:
        return 0  # for Tornado to say nothing itself

    def set_extra_headers(self, path: str) -> None:
        asked = self.request.arguments.get("v", [b""])[0]
        is_right = len(asked) >= DIGITS and digest(self.file).encode().startswith(asked)
        self.set_header(
            "Cache-Control", f"public, max-age={YEAR}, immutable" if is_right else f"public, max-age={MINUTE}"
        )
