import sys

import pytest

from dashboard.serving import classes


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """Open the rooms as a server does that was started with some options, and close them in the end."""
    stores = []

    def open_rooms(*options, home=tmp_path):
        monkeypatch.setattr(sys, "argv", ["main.py", *map(str, options)])
        monkeypatch.setenv("XDG_STATE_HOME", str(home))
        classes.following.cache_clear()
        rooms = classes.following().rooms
        stores.append(rooms.store)
        return rooms

    yield open_rooms
    for store in stores:
        store.close()
    classes.following.cache_clear()


def test_rooms_are_kept_in_the_file_that_is_named(opened, tmp_path):
    code, key = opened("--max-sessions", "5", "--rooms", tmp_path / "class.db").open()
    assert opened("--rooms", tmp_path / "class.db").find(code).is_teacher(key)
    assert (tmp_path / "class.db").exists()


def test_rooms_are_kept_though_no_file_is_named(opened, tmp_path):
    code, key = opened().open()
    assert opened().find(code).is_teacher(key)
    assert (tmp_path / "gradient-descent" / "rooms.db").exists()


def test_where_nothing_can_be_written_rooms_last_as_long_as_the_process(opened, tmp_path, caplog):
    blocked = tmp_path / "file"
    blocked.touch()
    rooms = opened(home=blocked)
    assert rooms.find(rooms.open()[0])
    assert "no file" in caplog.text


def test_a_file_that_was_named_and_cannot_be_used_ends_the_server(opened, tmp_path):
    with pytest.raises((ValueError, OSError)):
        opened("--rooms", tmp_path / "nowhere" / "class.db")


def test_there_is_one_of_them(opened):
    opened()
    assert classes.following() is classes.following()
