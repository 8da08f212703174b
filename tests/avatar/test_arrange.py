"""In which order lines of text are taken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qingname.avatar.arrange import Placed, orders


def row(text: str, top: float, left: float = 0, size: float = 10) -> Placed:
    return Placed(text, left, top, left + size * len(text), top + size)


def column(text: str, left: float, top: float = 0, size: float = 10) -> Placed:
    return Placed(text, left, top, left + size, top + size * len(text))


def test_no_lines_have_no_order() -> None:
    assert orders([]) == []


def test_pieces_of_one_row_are_joined_from_the_left() -> None:
    assert orders([row("日报", 1, 40), row("人民", 0)]) == ["人民日报"]


def test_rows_are_joined_from_the_top() -> None:
    assert orders([row("发布厅", 30), row("北京", 0)]) == ["北京发布厅"]


def test_columns_are_joined_from_the_right() -> None:
    assert orders([column("发布厅内", 0), column("北京市区外", 30)]) == ["北京市区外发布厅内"]


def test_a_square_has_three_orders_with_rows_first() -> None:
    assert orders([row("人民", 0), row("日报", 12)]) == ["人民日报", "民报人日", "人日民报"]


def test_a_square_found_as_columns_has_the_same_orders() -> None:
    assert orders([column("人日", 0), column("民报", 12)])[:3] == orders([row("人民", 0), row("日报", 12)])


def test_a_square_seal_begins_with_columns_from_the_right() -> None:
    assert orders([row("公平", 0), row("安安", 12)], seal=True)[0] == "平安公安"
    assert orders([row("闻新", 0)], seal=True)[0] == "新闻"


@given(st.lists(st.text("国中人民", min_size=1, max_size=6), max_size=6), st.booleans())
def test_every_order_has_every_character(texts: list[str], seal: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    found = orders([row(text, place * 12) for place, text in enumerate(texts)], seal=seal)
    assert all(sorted(order) == sorted("".join(texts)) for order in found)
    assert len(set(found)) == len(found)
    assert bool(found) == bool(texts)
