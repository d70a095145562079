"""The README lists the licence of every package that the course asks for, as the package itself states it."""

import importlib.metadata
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LISTED = dict(re.findall(r"^\| ([\w-]+)(?:（[^|]*）)? \| ([A-Z][\w .-]+?) *(?:（[^|]*)?\|$", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.M))


def test_every_package_asked_for_is_listed():
    asked = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() + importlib.metadata.requires("perceptron-helpers")
    assert set(LISTED) == {re.match(r"[\w-]+", line).group() for line in asked if re.match(r"[a-z]", line)}


@pytest.mark.parametrize("package", LISTED)
def test_the_listed_licence_is_the_packages_own(package):
    try:
        metadata = importlib.metadata.metadata(package)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("an extra that is not installed")
    stated = [text for field in ("License-Expression", "License", "Classifier") for text in metadata.get_all(field, [])
              if field != "Classifier" or text.startswith("License")]
    assert LISTED[package].split("-")[0] in " ".join(stated), stated
