import re
from collections import Counter

import pytest

from dashboard import chapters
from dashboard.scripts import code

DECLARED = re.compile(r"^(?:const|let|class|(?:async )?function) (?:\[([^\]]*)\]|(\w+))", re.MULTILINE)


@pytest.mark.parametrize("chapter", chapters.BY_NAME)
def test_the_scripts_of_a_chapter_declare_no_name_twice(chapter):
    """They are one module: a second declaration is a fault that leaves the page without any of them."""
    found = DECLARED.findall(code(*chapters.BY_NAME[chapter].SCRIPTS))
    names = [name for several, one in found for name in (one or several).replace(",", " ").split()]
    assert len(names) > 20
    assert [name for name, count in Counter(names).items() if count > 1] == []
