"""Memory of a server before which class after class comes, plays and goes.

Run by ``python -m pytest tests/benchmarks -s``.
"""

from tests.benchmarks.crowd import megabytes_at_rest
from tests.benchmarks.test_class import OPTIONS, PLAYING, come
from tests.serving import Server, serve

WAVES, VISITORS = 5, 100


def test_waves_of_pages(tmp_path) -> None:
    with serve(tmp_path, *OPTIONS) as server:
        held = [wave(server) for _ in range(WAVES)]
    print(
        f"\nMB after waves of {VISITORS} pages that played: {', '.join(f'{each:.0f}' for each in held)}",
        end="",
    )
    assert held[-1] <= 1.1 * held[1]


def wave(server: Server) -> float:
    """Memory in MB once a crowd has come, played and gone."""
    come(server, PLAYING, VISITORS, 5)
    return megabytes_at_rest(server.process.pid)
