import pytest
from bokeh.core.serialization import Serialized
from bokeh.document import Document
from bokeh.models import Button, ColumnDataSource, Div, PanTool, Plot, Range1d, Slider, TextInput

from dashboard.process import gate
from dashboard.process.gate import MOST_CHANGES, MOST_CHARACTERS, Gate
from tests.dashboard.visitor import Visitor


class Page:
    """A document behind a gate, which lets in a slider's value, a text and the presses of one button."""

    def __init__(self):
        self.document = Document()
        self.slider, self.text, self.words = Slider(start=0, end=1, value=0), TextInput(), Div(text="ours")
        self.button, self.other, self.presses = Button(), Button(), []
        for button in (self.button, self.other):
            button.on_click(lambda: self.presses.append(1))
        for root in (self.slider, self.text, self.words, self.button, self.other):
            self.document.add_root(root)
        Gate(self.document, [(self.slider, "value"), (self.text, "value")], [self.button])

    def send(self, *events, **more):
        self.document.apply_json_patch(Serialized({"events": list(events), **more}))


@pytest.fixture
def page():
    return Page()


def change(model, attribute, new, **more):
    return {"kind": "ModelChanged", "model": {"id": model.id}, "attr": attribute, "new": new, **more}


def press(button, values=None):
    pressed = {"type": "event", "name": "button_click", "values": values or {"model": {"id": button.id}}}
    return {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": pressed}


def as_browsers_write(button):
    return {"type": "map", "entries": [["model", {"id": button.id}]]}


@pytest.mark.parametrize("value", [0.5, -3, 1e300, 0])
def test_a_number_for_a_slider_comes_in(page, value):
    page.slider.value = 7
    page.send(change(page.slider, "value", value))
    assert page.slider.value == value


@pytest.mark.parametrize(("name", "value"), [("nan", "nan"), ("+inf", "inf"), ("-inf", "-inf")])
def test_a_number_with_a_name_comes_in(page, name, value):
    page.send(change(page.slider, "value", {"type": "number", "value": name}))
    assert str(page.slider.value) == value


@pytest.mark.parametrize("text", ["", "1, 2", "x" * MOST_CHARACTERS, "\ud800", "<b>"])
def test_a_short_text_comes_in(page, text):
    page.text.value = "before"
    page.send(change(page.text, "value", text))
    assert page.text.value == text


def test_a_model_may_take_a_longer_text_and_no_other(page):
    document, other = Document(), TextInput(name="other")
    long = TextInput(name="long")
    for root in (long, other):
        document.add_root(root)
    Gate(document, [(long, "value"), (other, "value")], [], {"long": 1000})
    for model, length, taken in [
        (long, 1000, True),
        (long, 1001, False),
        (other, MOST_CHARACTERS + 1, False),
    ]:
        model.value = ""
        document.apply_json_patch(Serialized({"events": [change(model, "value", "x" * length)]}))
        assert bool(model.value) == taken


def test_a_tag_is_as_long_as_a_text_of_its_model():
    document, source = Document(), ColumnDataSource(name="long")
    document.add_root(source)
    Gate(document, [(source, "tags")], [], {"long": 1000})
    for length, taken in [(1000, True), (1001, False)]:
        source.tags = []
        document.apply_json_patch({"events": [change(source, "tags", ["x" * length])]})
        assert bool(source.tags) == taken


@pytest.mark.parametrize("written", [None, as_browsers_write])
def test_a_press_comes_in(page, written):
    page.send(press(page.button, written and written(page.button)))
    assert page.presses == [1]


NOT_NUMBERS = [
    None,
    "7",
    [7],
    {},
    2**54,
    10**400,
    {"type": "number", "value": "7"},
    {"type": "number", "value": 7},
    {"type": "bytes", "data": "H4sIAAAAAAAA"},
    {"type": "ndarray", "array": [7], "order": "little", "dtype": "U1000000000", "shape": [1]},
    {"type": "object", "name": "Div", "id": "p1"},
    {"type": "nothing"},
    {"id": "p0"},
]


@pytest.mark.parametrize("value", NOT_NUMBERS, ids=lambda value: str(value)[:30])
def test_what_is_no_number_stays_outside(page, value):
    page.send(change(page.slider, "value", value))
    assert page.slider.value == 0


@pytest.mark.parametrize(
    "text", ["x" * (MOST_CHARACTERS + 1), 7, ["x"], None], ids=["long", "number", "list", "none"]
)
def test_what_is_no_short_text_stays_outside(page, text):
    page.send(change(page.text, "value", text))
    assert page.text.value == ""


def test_what_else_a_client_may_send_stays_outside(page):
    before = page.document.to_json()
    page.send(change(page.words, "text", "theirs"), change(page.slider, "end", 9))
    page.send(change(page.slider, "no_such_property", 9), change(Div(), "text", "elsewhere"))
    page.send({"kind": "TitleChanged", "title": "theirs"}, {"kind": "RootRemoved", "model": page.slider.ref})
    page.send({"kind": "RootAdded", "model": {"type": "object", "name": "Div", "id": "p1"}})
    page.send(press(page.other), {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": "x"})
    page.document.replace_with_json({"title": "theirs", "roots": []})
    assert page.document.to_json() == before
    assert page.presses == []


@pytest.mark.parametrize(
    "patch", [None, [], "events", {}, {"events": None}, {"events": {}}, {"events": [None, 1]}]
)
def test_what_is_no_patch_stays_outside(page, patch):
    page.document.apply_json_patch(Serialized(patch))


def test_nothing_else_comes_in_with_what_does(page):
    junk = {"type": "bytes", "data": "this is not base64"}
    page.send(change(page.slider, "value", 0.5, junk=junk), references=[junk])
    page.send(press(page.button, {"model": {"id": page.button.id}, "junk": junk}))
    assert page.slider.value == 0.5
    assert page.presses == [1]


def test_one_message_makes_few_changes(page):
    page.send(*[press(page.button)] * 1000)
    assert len(page.presses) == MOST_CHANGES


def test_a_page_with_a_crowd_of_connections_takes_nothing(page, monkeypatch):
    monkeypatch.setattr(gate, "crowded", lambda document: document is page.document)
    page.send(press(page.button))
    assert page.presses == []


@pytest.mark.parametrize("query", ["", "?chapter=line", "?chapter=line&show=path,loss", "?show=answer"])
def test_a_page_takes_what_its_visitor_sets_and_no_icon(query, tmp_path):
    visitor = Visitor(query)
    visitor.document.apply_json_patch({"events": [press(visitor.model("step"))]})
    visitor.document.apply_json_patch({"events": [change(visitor.model("playhead"), "value", 1)]})
    visitor.document.apply_json_patch({"events": [change(visitor.model("trace"), "tags", ["hidden"])]})
    assert visitor.length == 2
    assert visitor.model("playhead").value == 1
    assert visitor.model("trace").tags == ["hidden"]
    for plot in visitor.document.select({"type": Plot}):
        for tool in plot.select({"type": PanTool}):
            visitor.document.apply_json_patch({"events": [change(tool, "icon", str(tmp_path))]})
            assert tool.icon is None
        for scale in plot.select({"type": Range1d}):
            visitor.document.apply_json_patch({"events": [change(scale, "end", 12.5)]})
            assert scale.end == 12.5
