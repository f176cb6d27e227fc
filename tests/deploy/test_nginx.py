import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from random import Random
from urllib.parse import urlsplit

import pytest

from tests.deploy.farm import get, pulled, shipped_nginx
from tests.ports import free_ports
from tests.waiting import wait_for

PAGE, SOCKET, NAMING = "/dashboard", "/dashboard/ws", "/dashboard?bokeh-session-id=mine"
REFUSED = f"/dashboard?{'x' * 8000}"  # by a server, at no cost, though it counts as a page
SCRIPT = "/static/js/bokeh.min.js"
STYLE = "/dashboard/static/page.css"
COMPRESSED = [PAGE, SCRIPT, STYLE, "/dashboard/static/page.js", "/dashboard/static/widgets.css"]
EVERYWHERE = [*COMPRESSED, "/", "/dashboard/metadata", "/nowhere", NAMING]
CAME_FROM = r"414 GET .+ \(([\d.]+)\)"
A_CLASS, A_FLOOD = 400, 2000


def seat_of(answer) -> str:
    return answer.headers["set-cookie"].partition(";")[0]


def test_health_is_asked_without_a_session(running):
    answer = running.nginx.get("/dashboard/metadata")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/?chapter=line&start=0,1", "/dashboard/?chapter=line&start=0,1"])
def test_shorter_addresses_lead_to_the_page_with_its_settings(running, path):
    answer = running.nginx.get(path)
    assert (answer.status, answer.headers["location"]) == (302, "/dashboard?chapter=line&start=0,1")


def test_nothing_else_reaches_the_servers(running):
    asked = len(running.nginx.asked("/nowhere"))
    assert running.nginx.get("/nowhere").status == 404
    assert running.answering("/nowhere", asked, 1) == [-1]


@pytest.mark.parametrize("path", COMPRESSED)
def test_text_comes_compressed_to_those_who_can_read_it(running, path):
    packed, plain = running.nginx.get(path, accept_encoding="gzip"), running.nginx.get(path)
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert "content-encoding" not in plain.headers
    assert len(packed.body) < 0.5 * len(plain.body)
    if path != PAGE:  # whose token differs
        assert (
            gzip.decompress(packed.body)
            == plain.body
            == get(running.servers[0].url.removesuffix("/dashboard") + path).body
        )


FOR_GOOD, A_MINUTE = "public, max-age=31536000, immutable", "public, max-age=60"


@pytest.mark.parametrize("name", ["/static/js/bokeh.min.js", "/dashboard/static/page.css"])
def test_only_the_version_of_its_content_keeps_a_file_for_good(running, name):
    def kept(query: str, at: str = running.nginx.origin) -> str:
        answer = get(f"{at}{name}{query}")
        assert answer.status == 200 and "expires" not in answer.headers
        return answer.headers["cache-control"]

    [right] = re.findall(rf"{re.escape(name)}(\?v=\w+)", running.nginx.get(PAGE).text)
    for _ in range(2):  # from a server, and as nginx has kept it
        for at in (running.nginx.origin, running.servers[0].url.removesuffix(PAGE)):
            assert kept(right, at) == FOR_GOOD
            for wrong in (
                "",
                "?v=",
                "?v=1",
                right[:-1],
                f"{right}0",
                "?v=3.9.2",
                "?v=%FF",
                "?v=%FF",
                f"?x={right[3:]}",
            ):
                assert kept(wrong, at) == A_MINUTE, wrong


def test_what_is_no_file_is_not_kept(running):
    assert running.nginx.get("/dashboard/static/nothing.css?v=1").headers["cache-control"] == "no-store"
    assert running.nginx.get(PAGE).headers["cache-control"] == "no-store"


def test_a_file_that_an_embedding_page_asks_for_is_kept_for_good(running):
    script = running.nginx.get(
        "/dashboard/autoload.js?bokeh-autoload-element=x&bokeh-absolute-url=http://host"
    )
    addresses = re.findall(r"/static/js/bokeh[\w.-]*\.min\.js\?v=\w+", script.text)
    assert addresses
    for address in addresses:
        assert running.nginx.get(address).headers["cache-control"] == FOR_GOOD


def test_an_address_as_long_as_allowed_opens_and_a_longer_one_says_so(running):
    letters = "".join(Random(2015).choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", k=8000))
    longest = letters[: 8000 - len("/dashboard?start=")]
    page = running.nginx.get(f"/dashboard?start={longest}")
    assert pulled(running.nginx.url, page.token, cookie=seat_of(page))["roots"]
    refused = running.nginx.get(f"/dashboard?start={longest}x")
    assert refused.status == 414 and "8,000" in refused.text


def test_nginx_asks_a_server_for_a_file_once(running):
    path = "/static/js/bokeh-tables.min.js"
    assert len({running.nginx.get(path).body for _ in range(5)}) == 1
    first, *others = running.answering(path, 0, 5)
    assert first >= 0 and others == [-1] * 4
    running.nginx.get(f"{path}?v=2")
    assert running.answering(f"{path}?v=2", 0, 1) != [-1], "another version is another file"


def test_files_carry_no_seat(running):
    assert "set-cookie" not in running.nginx.get(STYLE).headers


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_is_told_how_to_be_treated(running, path):
    headers = running.nginx.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["server"] in ("nginx", "nginx/"), "no version"
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'", "the way into a room is a form"
    named = " ".join(policy.values()).replace(f"//{urlsplit(running.nginx.origin).netloc}", "//here")
    assert {source for source in named.split() if "/" in source} == {"ws://here", "wss://here"}
    assert "*" not in named
    assert "frame-ancestors" not in policy and "x-frame-options" not in headers, "pages may be embedded"


def test_a_page_and_its_document_come_from_one_server_and_a_class_from_both(running):
    for _ in range(60):
        asked, opened = len(running.nginx.asked(PAGE)), running.opened
        page = running.nginx.get(PAGE)
        assert pulled(running.nginx.url, page.token, cookie=seat_of(page))["roots"]
        (server,) = running.answering(PAGE, asked, 1)
        opened[server] += 1
        assert running.opened == opened
        if min(opened) >= 3:
            return
    pytest.fail(f"the servers got {running.opened} pages")


def test_a_browser_stays_where_it_is(running):
    asked = len(running.nginx.asked(PAGE))
    seat = seat_of(running.nginx.get(PAGE))
    again = [running.nginx.get(PAGE, cookie=seat) for _ in range(6)]
    assert all("set-cookie" not in answer.headers for answer in again)
    assert len(set(running.answering(PAGE, asked, 7))) == 1


def in_room(code: str) -> str:
    return f"{PAGE}?room={code}"


def test_a_class_in_one_room_comes_to_one_server_and_rooms_to_both(running):
    servers = set()
    for code in ("KEPT", "BEND", "CRTS", "DHJK", "LMNP", "RSTW", "XZBC", "NEST"):
        asked = len(running.nginx.asked(in_room(code)))
        for number in range(6):
            running.nginx.get(in_room(code), cookie=f"seat={number}")
        running.nginx.get(in_room(code))
        (server,) = set(running.answering(in_room(code), asked, 7))
        servers.add(server)
    assert servers == {0, 1}


def test_the_socket_of_a_room_comes_to_the_server_of_its_page(running):
    for code in ("KEPT", "BEND", "CRTS", "DHJK"):
        socket = in_room(code).replace(PAGE, SOCKET)
        for path in (in_room(code), socket):
            for number in range(3):
                running.nginx.get(path, cookie=f"seat={number}")
        assert set(running.answering(in_room(code), 0, 3)) == set(running.answering(socket, 0, 3))


def test_a_code_in_small_letters_leads_to_its_rooms_server(running):
    answer = running.nginx.get(f"{PAGE}?chapter=line&room=kept")
    assert (answer.status, answer.headers["location"]) == (302, f"{PAGE}?chapter=line&room=KEPT")


def test_new_rooms_are_made_on_both_servers(running):
    asked = len(running.nginx.asked(in_room("new")))
    for number in range(20):
        running.nginx.get(in_room("new"), cookie=f"seat={number}")
    assert set(running.answering(in_room("new"), asked, 20)) == {0, 1}


def test_a_page_that_keeps_no_cookie_opens_all_the_same(running):
    for _ in range(60):
        asked = len(running.nginx.asked(PAGE)), len(running.nginx.asked(SOCKET))
        assert pulled(running.nginx.url, running.nginx.get(PAGE).token)["roots"]
        if running.answering(PAGE, asked[0], 1) != running.answering(SOCKET, asked[1], 1):
            return
    pytest.fail("no page and its socket came to different servers")


def test_a_visitor_cannot_say_where_he_comes_from(running):
    claimed = {"x_real_ip": "203.0.113.6", "x_forwarded_for": "203.0.113.7"}
    assert running.nginx.get(REFUSED, **claimed).status == 414
    came = wait_for(
        lambda: re.findall(CAME_FROM, running.servers[0].log + running.servers[1].log), "the note"
    )
    assert set(came) == {"127.0.0.1"}
    get(running.servers[0].url.removesuffix(PAGE) + REFUSED, x_real_ip="203.0.113.8")
    wait_for(
        lambda: "203.0.113.8" in re.findall(CAME_FROM, running.servers[0].log), "nginx's word to be believed"
    )


def test_a_class_behind_one_address_is_let_in_and_a_flood_is_not(running, tmp_path):
    ports = [urlsplit(server.url).port for server in running.servers]
    with (
        shipped_nginx(tmp_path / "nginx", free_ports(1)[0], ports) as nginx,
        ThreadPoolExecutor(16) as visitors,
    ):

        def statuses(count: int) -> set[int]:
            ask = [visitors.submit(nginx.get, REFUSED) for _ in range(count)]
            return {each.result().status for each in ask}

        assert statuses(A_CLASS) == {414}
        assert statuses(A_FLOOD) == {414, 429}
        refused = nginx.get(REFUSED)
        assert nginx.get("/dashboard/metadata").status == 200
        assert refused.status == 414 or "tries again" in refused.text


def test_nginx_found_no_fault_with_itself(running):
    running.nginx.get(PAGE)
    assert running.nginx.alarms == []
