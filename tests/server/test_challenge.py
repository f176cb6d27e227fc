"""A client of its own making does no challenge but by the run that does it."""

from tests.server.hostile import Client, change, found, run

WANTED = {
    "type": "map",
    "entries": [["done", [True]], ["words", ["it flew"]], ["link", ["https://else.where"]]],
}


async def state(client):
    """What the server has of a page: the models by their names."""
    models = [model.get("attributes", {}) for model in found(await client.pull())]
    return {each["name"]: each for each in models if "name" in each}


async def judged(client):
    """Play to the end of the run, as fast as the server does, and see what it finds."""
    await client.patch(client.press("play"))
    while True:
        data = dict((await state(client))["judged"]["data"]["entries"])
        if data["done"]:
            return data


def cheats(client):
    """Messages that claim to have done it, or would make it easy."""
    id = client.named("judged")
    return [
        change(id, "data", WANTED),
        {"kind": "ColumnDataChanged", "model": {"id": id}, "attr": "data", "cols": None, "data": WANTED},
        {"kind": "ColumnsStreamed", "model": {"id": id}, "attr": "data", "data": WANTED, "rollover": None},
        change(client.named("facts"), "data", {"type": "map", "entries": [["last", [0]]]}),
        change(client.named("start"), "disabled", False),
        client.change("start", 3.0),
        client.change("function", "absolute"),
        client.change("iterations", 3),
        client.change("presets", 1, "active"),
        client.change("race", "adam:0.1"),
        change(client.named("entries"), "tags", ["start 3"]),
        client.press("pin"),
        client.press("tune"),
        change(client.named("trace"), "tags", ["back at 300"]),
    ]


def test_who_cheats_has_done_nothing_and_who_does_it_has(server):
    async def visit():
        client = await Client(server.url).open("?challenge=watershed&speed=10000")
        for cheat in cheats(client):
            await client.patch(cheat)
        shown = await state(client)
        claimed = await judged(client)
        await client.patch(client.change("start", 0.06))
        done = await judged(client)
        client.close()
        other = await Client(server.url).open(f"{done['link'][0]}&start=-1&step_size=0.3&challenge=watershed")
        proof = await state(other)
        other.close()
        return shown, claimed, done, proof

    before = len(server.log)
    shown, claimed, done, proof = run(visit())
    assert shown["step_size"]["value"] == 0.05 and shown["iterations"]["value"] == 100
    assert claimed["done"] == [False] and "flew" not in claimed["words"][0]
    assert done["done"] == [True] and done["link"][0].startswith("?chapter=curve&")
    assert "fixes" in proof["notice"]["text"] and proof["step_size"]["value"] == 0.05
    assert server.complaints(before) == []
