"""images/ and the pictures stored in the lessons: drawn again, byte by byte."""

import sys
import warnings
from pathlib import Path

import matplotlib
import pytest
from lesson import compared, read, run
from PIL import Image

IMAGES = Path(__file__).resolve().parents[1] / "images"
sys.path.insert(0, str(IMAGES))
import draw_images  # noqa: E402

# the committed pictures were drawn by matplotlib 3.11 on Linux; other versions draw text a little differently
DRAWN_HERE = matplotlib.__version__.startswith("3.11.") and sys.platform == "linux"


@pytest.fixture(scope="module")
def redrawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("images")
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*[Gg]lyph.*")  # a character that the font does not have
        draw_images.draw(folder)
    return folder


def test_every_picture_is_drawn_by_the_script():
    assert sorted(path.name for path in IMAGES.glob("*.png")) == sorted(draw_images.IMAGES)


@pytest.mark.parametrize("name", draw_images.IMAGES)
def test_redrawing_changes_nothing(redrawn, name):
    with Image.open(redrawn / name) as new, Image.open(IMAGES / name) as stored:
        assert new.size == stored.size
    if DRAWN_HERE:
        assert (redrawn / name).read_bytes() == (IMAGES / name).read_bytes()


def test_every_picture_is_shown_in_a_lesson():
    lessons = "".join(path.read_text(encoding="utf-8") for path in (IMAGES.parent / "notebooks").glob("*.ipynb"))
    assert all(f"../images/{name}" in lessons for name in draw_images.IMAGES)


@pytest.mark.skipif(not DRAWN_HERE, reason="the stored pictures were drawn with matplotlib 3.11 on Linux")
@pytest.mark.parametrize("name", ["02_building_the_perceptron", "04_linear_vs_sigmoid", "05_and_then_or"])
def test_the_lessons_pictures_are_the_stored_ones(name):
    notebook, drawn = read("notebooks")[name], 0
    for cell, outputs in run(notebook):
        if any("text/html" in output.get("data", {}) for output in (*cell.outputs, *outputs)):
            assert compared(cell.outputs) == compared(outputs), cell.id
            drawn += 1
    assert drawn >= 3
