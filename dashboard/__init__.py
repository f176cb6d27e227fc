"""The dashboard. Whatever is imported of it, its chapters are there: they register themselves."""

from dashboard import chapters as chapters
