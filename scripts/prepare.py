"""Make what the other commands stand on: environment, packages, styles and script.

Runs with the machine's own Python and its standard library alone. Each part leaves a
stamp of what it was made from, so that a second run has nothing to do.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from steps import BIN, ROOT, VENV, StopError, fingerprint, once, plainly, run, step

OLDEST = (3, 11)
OLDEST_NODE = 18
STAMPS = VENV / "stamps"
BUILT = ROOT / "ui" / "static" / "dist"
ASSET_SOURCES = ("package.json", "package-lock.json", "scripts/build-assets.mjs")
NO_VENV = (
    "Python could not make a virtual environment. "
    "On Debian and Ubuntu: sudo apt install python3-venv"
)


def make_environment() -> None:
    """Make .venv, or make it again where its Python has gone or is too old."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:2])
        raise StopError(
            f"Concordat needs Python 3.11 or later; this is {found}. "
            "Name a newer one: make run PYTHON=python3.12"
        )
    if (BIN / "python").exists() and _answers(BIN / "python"):
        return
    with step("Making the environment in .venv"):
        run(
            [sys.executable, "-m", "venv", "--clear", VENV],
            otherwise=NO_VENV,
        )


def _answers(python: Path) -> bool:
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST!r})"
    return not subprocess.run(
        [str(python), "-c", question], capture_output=True, check=False
    ).returncode


def install(name: str, *, what: str) -> None:
    """Install one requirements file, each package checked against its hash."""
    listed = ROOT / name
    python = fingerprint([BIN / "python"], contents=False)

    def work() -> None:
        with step(f"Installing {what} ({name})"):
            run(
                [
                    *(BIN / "python", "-m", "pip", "install", "--quiet"),
                    *("--disable-pip-version-check", "--no-input"),
                    *("--require-hashes", "--requirement", listed),
                ],
                otherwise=f"Packages of {name} could not be installed; see above.",
            )

    once(STAMPS / name, fingerprint([listed], also=python), work)


def install_for_running() -> None:
    """Install what Concordat runs on."""
    install("requirements.txt", what="packages")


def install_for_testing() -> None:
    """Install what tests and checks need, which includes what Concordat runs on."""
    install("requirements-dev.txt", what="packages for tests and checks")


def build_assets() -> None:
    """Build the styles and the script that pages link to."""
    sources = [ROOT / name for name in ASSET_SOURCES]
    missing = [path.name for path in sources if not path.exists()]
    if missing:
        raise StopError(f"The sources of the styles are missing: {', '.join(missing)}.")
    sources += [path for path in (ROOT / "ui" / "assets").rglob("*") if path.is_file()]

    def work() -> None:
        npm = _npm()
        environment = _with_path_of(npm)
        with step("Fetching the NHS design system (npm)"):
            run(
                [npm, "ci", "--no-fund", "--no-audit", "--loglevel=error"],
                otherwise="npm could not fetch the packages of package-lock.json.",
                environment=environment,
            )
        with step("Building styles and script"):
            run(
                [npm, "run", "build"],
                otherwise="The styles could not be built; see above.",
                environment=environment,
            )

    stamp = ROOT / "node_modules" / ".concordat-built"
    if not any(BUILT.glob("*")):
        stamp.unlink(missing_ok=True)
    once(stamp, fingerprint(sources), work)


def _npm() -> Path:
    """Find this machine's npm, or install the one that comes as a Python package."""
    npm, node = shutil.which("npm"), shutil.which("node")
    # Under WSL the npm of Windows may be on the path; it cannot build here.
    if npm and node and not npm.startswith("/mnt/") and _new_enough(node):
        return Path(npm)
    install("requirements-node.txt", what="Node.js, which this machine lacks")
    return BIN / "npm"


def _new_enough(node: str) -> bool:
    said = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=False
    )
    major = said.stdout.strip().lstrip("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def _with_path_of(npm: Path) -> dict[str, str]:
    return {**os.environ, "PATH": f"{npm.parent}{os.pathsep}{os.environ['PATH']}"}


def main() -> int:
    """Prepare for running, or with ``--tests`` for tests and checks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", action="store_true", help="tests and checks too")
    wanted = parser.parse_args()
    make_environment()
    install_for_running()
    if wanted.tests:
        install_for_testing()
    build_assets()
    return 0


if __name__ == "__main__":
    plainly(main)
