"""The scripts are no package: the tests find them as Python does when it runs one."""

import sys

from tests.architecture.source import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
