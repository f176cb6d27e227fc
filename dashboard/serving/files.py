"""Files beside the pages: each address names its content, so that caches can keep it for good."""

from functools import lru_cache
from hashlib import sha512
from pathlib import Path

from bokeh.settings import settings

STATIC = Path(__file__).parent.parent / "static"
YEAR, MINUTE = 31_536_000, 60  # seconds
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
    """The digest of a file's content: that which Tornado takes, too."""
    status = file.stat()
    return digest_of(file, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=256)
def digest_of(file: Path, changed: int, size: int) -> str:
    return sha512(file.read_bytes()).hexdigest()


class Versioned:
    """Of a handler of files: has them kept for good where `v` is of their content, else for a minute.

    What is asked for by another version's address may be this one, while a server is being updated.
    """

    def prepare(self) -> None:
        if "\0" in "".join(self.path_args):
            self.send_error(404)

    def get_cache_time(self, *of_file: object) -> int:
        return 0  # for Tornado to say nothing itself

    def set_extra_headers(self, path: str) -> None:
        asked = self.request.arguments.get("v", [b""])[0]
        is_right = len(asked) >= DIGITS and digest(Path(self.absolute_path)).encode().startswith(asked)
        self.set_header(
            "Cache-Control", f"public, max-age={YEAR}, immutable" if is_right else f"public, max-age={MINUTE}"
        )
