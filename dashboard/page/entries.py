"""What a visitor has typed into fields: it comes as a tag, and what could not be taken goes back as rows."""

from bokeh.models import ColumnDataSource

MOST_ENTRY_CHARACTERS = 4000  # more than any setting has


class Entries:
    """Texts that stay in their fields, each with the reason why it was not taken.

    The browser sends an entry as the source's tag, `step_size 1/4`; an empty list of tags says that it was
    answered.
    """

    def __init__(self, source: ColumnDataSource) -> None:
        self.source = source
        self.drop(*self.fields)

    @property
    def fields(self) -> list[str]:
        """The names of the fields whose text was not taken."""
        return list(self.source.data.get("field", ()))

    def keep(self, field: str, text: str, why: str) -> None:
        """Let a text stay in its field, with the reason."""
        rows = [row for row in self.rows() if row[0] != field]
        self.show([*rows, (field, text.encode("utf-8", "replace").decode("utf-8"), why)])

    def drop(self, *fields: str) -> None:
        """Let fields show their settings again."""
        self.show([row for row in self.rows() if row[0] not in fields])

    def rows(self) -> list[tuple[str, str, str]]:
        """What is kept: field, text and reason."""
        columns = [self.source.data.get(name, ()) for name in ("field", "text", "why")]
        return list(zip(*columns, strict=True))

    def show(self, rows: list[tuple[str, str, str]]) -> None:
        """Tell the browser, where it does not know."""
        columns = zip(*rows, strict=True) if rows else ((), (), ())
        data = dict(zip(("field", "text", "why"), map(list, columns), strict=True))
        if self.source.data != data:
            self.source.data = data

    def answer(self) -> None:
        """Say that the last entry was answered: the same one may come again."""
        self.source.tags = []
