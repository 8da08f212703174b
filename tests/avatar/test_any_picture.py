"""No picture breaks a stage."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from painted import RED, WHITE, YELLOW
from PIL import Image, ImageDraw

from qingname.avatar.codes import read_codes
from qingname.avatar.flags import find_flags
from qingname.avatar.load import reader
from qingname.avatar.seals import find_seals

places = st.tuples(st.integers(-40, 300), st.integers(-40, 300))
colours = st.sampled_from([RED, WHITE, YELLOW, (0, 0, 0)])
strokes = st.lists(st.tuples(st.sampled_from(["line", "ellipse", "disc", "box"]), places, places, colours), max_size=12)


def painted(size: tuple[int, int], ground: tuple[int, int, int], made: list[tuple]) -> Image.Image:
    image = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(image)
    for kind, (ax, ay), (bx, by), colour in made:
        bounds = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        if kind == "line":
            draw.line([(ax, ay), (bx, by)], fill=colour, width=5)
        elif kind == "ellipse":
            draw.ellipse(bounds, outline=colour, width=4)
        elif kind == "disc":
            draw.ellipse(bounds, fill=colour)
        else:
            draw.rectangle(bounds, outline=colour, width=6)
    return image


@settings(max_examples=60, deadline=None)
@given(st.tuples(st.integers(1, 260), st.integers(1, 260)), colours, strokes)
def test_every_stage_ends_with_scores_and_places_in_the_picture(
    size: tuple[int, int], ground: tuple[int, int, int], made: list[tuple]
) -> None:
    image = painted(size, ground, made)
    found = [*find_seals(image), *find_flags(image)]
    assert all(0 <= part.score <= 1 for part in found)
    assert all(-2 <= value <= max(size) + 2 for part in found for value in part.box)
    assert all(code.text for code in read_codes(image))
    texts = reader().read(image)
    assert all(0.6 <= line.confidence <= 1.001 for line in texts.lines)
    assert all(line.text in texts.readings for line in texts.lines)
