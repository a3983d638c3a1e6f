"""Remove what the other commands built; with DATA=yes the data in var/ too."""

import os
import shutil

from steps import ROOT, plainly

BUILT = (
    *(".venv", "node_modules", "ui/static/dist", "staticfiles", "htmlcov"),
    *(".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"),
    *("test-reports", "test-results"),
    *(".import_linter_cache", ".coverage"),
)


def main() -> int:
    """Remove build products; data only when asked by name."""
    names = [*BUILT, "var"] if os.environ.get("DATA") == "yes" else BUILT
    for name in names:
        path = ROOT / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    kept = "" if "var" in names else " The data in var/ is kept (DATA=yes removes it)."
    print(f"Removed what was built.{kept}")
    return 0


if __name__ == "__main__":
    plainly(main)
