import re
import subprocess

import prepare
import pytest
import steps

from tests.architecture.source import ROOT

LISTS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt")


def pinned(name):
    listed = (ROOT / name).read_text()
    return dict(re.findall(r"^([\w.-]+)==(\S+)", listed, re.MULTILINE))


class TestRequirements:
    @pytest.mark.parametrize("name", LISTS)
    def test_have_a_hash_for_every_package(self, name):
        entries = re.split(r"^(?=[\w.-]+==)", (ROOT / name).read_text(), flags=re.M)

        assert not [entry for entry in entries[1:] if "--hash=sha256:" not in entry]

    def test_for_tests_hold_the_same_versions_as_those_that_serve(self):
        serving, testing = pinned("requirements.txt"), pinned("requirements-dev.txt")

        assert serving.items() <= testing.items()


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A path on which only what a test puts there can be found."""
    asked = []
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(prepare, "install", lambda name, **_: asked.append(name))

    def program(name, says=""):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\necho {says}\n")
        path.chmod(0o755)
        return path

    return program, asked


class TestNpm:
    def test_is_the_machines_own_where_node_is_new_enough(self, machine):
        program, asked = machine
        npm, _ = program("npm"), program("node", "v20.1.0")

        assert prepare._npm() == npm
        assert not asked

    @pytest.mark.parametrize("version", ["v12.22.0", "nonsense"])
    def test_comes_from_a_python_package_where_node_is_old(self, machine, version):
        program, asked = machine
        program("npm")
        program("node", version)

        assert prepare._npm() == prepare.BIN / "npm"
        assert asked == ["requirements-node.txt"]

    def test_comes_from_a_python_package_where_there_is_none(self, machine):
        _, asked = machine

        assert prepare._npm() == prepare.BIN / "npm"
        assert asked == ["requirements-node.txt"]


class TestMakeEnvironment:
    def test_says_which_python_it_needs(self, monkeypatch):
        monkeypatch.setattr(prepare.sys, "version_info", (3, 9, 2))

        with pytest.raises(steps.StopError, match=r"3\.11 or later; this is 3\.9"):
            prepare.make_environment()


class TestBuildAssets:
    def test_says_which_sources_are_missing(self, monkeypatch, tmp_path):
        monkeypatch.setattr(prepare, "ROOT", tmp_path)

        with pytest.raises(steps.StopError, match=r"package\.json"):
            prepare.build_assets()


class TestMakefile:
    def test_helps_with_every_command(self):
        told = subprocess.run(
            ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout

        for command in [
            "run",
            "test",
            "setup",
            "check",
            "fix",
            "bench",
            "clean",
            "help",
        ]:
            assert re.search(rf"^  make {command} +\S", told, re.MULTILINE)


class TestDockerfile:
    def test_has_stages_and_ends_as_nobody_special(self):
        lines = (ROOT / "Dockerfile").read_text().splitlines()
        stages = [number for number, line in enumerate(lines) if line[:5] == "FROM "]
        users = [line for line in lines[stages[-1] :] if line.startswith("USER ")]

        assert len(stages) > 1
        assert users == ["USER concordat"]

    def test_is_said_to_be_unbuilt(self):
        assert "have not been built" in (ROOT / "README.md").read_text()


class TestReadme:
    def test_is_a_screen_and_a_half(self):
        assert len((ROOT / "README.md").read_text().splitlines()) <= 75

    def test_says_what_it_is_not_connected_with(self):
        said = " ".join((ROOT / "README.md").read_text().split())

        assert "not connected with the Mental Health Crisis Care Concordat" in said


class TestContributing:
    @pytest.mark.parametrize("what", ["a model", "a page", "a transition"])
    def test_has_a_checklist(self, what):
        text = (ROOT / "CONTRIBUTING.md").read_text()
        checklist = text.partition(f"## To add {what}\n")[2].partition("\n## ")[0]

        assert checklist.count("- [ ] ") >= 5
