import re
from pathlib import Path

import pytest

from dashboard.drawing import sheets

STATIC = Path(sheets.__file__).parent.parent / "static"


def test_a_sheet_comes_with_what_it_imports_in_the_order_of_the_cascade(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/one.css").write_text("a { left: 1px }\n")
    (tmp_path / "parts/two-b.css").write_text("a { left: 2px }\n")
    sheet = tmp_path / "all.css"
    sheet.write_text('/* all */\n@import "parts/two-b.css";\n@import "parts/one.css";\na { top: 0 }\n')
    assert " ".join(sheets.join(sheet).split()) == "/* all */ a { left: 2px } a { left: 1px } a { top: 0 }"
    assert sheets.parts(sheet) == (sheet, tmp_path / "parts/two-b.css", tmp_path / "parts/one.css")


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda sheet: sheet.name)
def test_nothing_is_left_to_be_asked_for(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheets.join(sheet), flags=re.DOTALL)
    assert "@import" not in text
    assert re.search(r'url\((?!"#)', text) is None, "a part of the page itself may be named"
    assert text.count("{") == text.count("}") > 0


def test_every_part_is_sent_once():
    parts = [part for sheet in STATIC.glob("*.css") for part in sheets.parts(sheet)[1:]]
    assert sorted(parts) == sorted(STATIC.glob("css/*.css"))
