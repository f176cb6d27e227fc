import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")
PASSES = "def test_passes(): pass\n"
SKIPS = "import pytest\n@pytest.mark.skip\ndef test_skips(): pass\n"
SKIPS_AS_A_WHOLE = "import pytest\npytest.skip('no', allow_module_level=True)\n"


def exit_status(folder: Path, tests: str, ci: str) -> int:
    (folder / "conftest.py").write_text(CONFTEST.read_text())
    (folder / "test_passes.py").write_text(PASSES)
    (folder / "test_more.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--rootdir={folder}", folder]
    return subprocess.run(command, cwd=folder, env=os.environ | {"CI": ci}, capture_output=True).returncode


@pytest.mark.parametrize("tests", [SKIPS, SKIPS_AS_A_WHOLE], ids=["test", "module"])
def test_a_skipped_test_fails_the_run_in_ci(tmp_path, tests):
    assert exit_status(tmp_path, tests, ci="true") == pytest.ExitCode.TESTS_FAILED


@pytest.mark.parametrize("ci", ["", "false"])
def test_a_skipped_test_passes_elsewhere(tmp_path, ci):
    assert exit_status(tmp_path, SKIPS, ci) == pytest.ExitCode.OK


def test_a_run_without_skips_passes_in_ci(tmp_path):
    assert exit_status(tmp_path, PASSES, ci="true") == pytest.ExitCode.OK
