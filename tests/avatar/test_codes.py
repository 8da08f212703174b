"""Codes that a camera reads."""

from __future__ import annotations

import io

import pytest
import segno
import zxingcpp
from painted import SIDE, blank
from PIL import Image, ImageDraw, ImageOps

from qingname.avatar.codes import read_codes

CONTACT = "https://u.wechat.com/EKx0aBcDeFgHiJkLmNoPqRs_T"
CHINESE = "加微信13800138000领取福利"
GREEN = (120, 160, 120)


def qr(text: str, side: int, dark: str = "black", light: str = "white", error: str = "m") -> Image.Image:
    picture = io.BytesIO()
    segno.make_qr(text, error=error).save(picture, kind="png", scale=10, dark=dark, light=light)
    return Image.open(picture).convert("RGB").resize((side, side), Image.Resampling.LANCZOS)


def on(code: Image.Image, ground: tuple[int, int, int] = GREEN) -> Image.Image:
    image = blank(ground)
    image.paste(code, ((SIDE - code.width) // 2, (SIDE - code.height) // 2))
    return image


def contents(image: Image.Image) -> list[str]:
    return [code.text for code in read_codes(image)]


@pytest.mark.parametrize("text", [CONTACT, CHINESE, "wxid_zhangsan88"])
@pytest.mark.parametrize("side", [70, 120, 256])
def test_a_code_is_read_from_small_to_full_size(text: str, side: int) -> None:
    assert contents(on(qr(text, side))) == [text]


@pytest.mark.parametrize("angle", [7, 45, 90, 180])
def test_a_turned_code_is_read(angle: int) -> None:
    assert contents(on(qr(CONTACT, 150)).rotate(angle, Image.Resampling.BICUBIC, fillcolor=GREEN)) == [CONTACT]


def test_a_mirrored_an_inverted_and_a_coloured_code_are_read() -> None:
    assert contents(ImageOps.mirror(on(qr(CONTACT, 150)))) == [CONTACT]
    assert contents(on(qr(CONTACT, 180, "white", "black"), (0, 0, 0))) == [CONTACT]
    assert contents(on(qr(CONTACT, 180, "#a01020", "#ffe9c0"))) == [CONTACT]


def test_a_code_with_a_logo_in_its_middle_is_read() -> None:
    code = qr(CONTACT, 220, error="h")
    ImageDraw.Draw(code).rounded_rectangle((85, 85, 135, 135), 8, fill=(30, 160, 60))
    assert contents(on(code)) == [CONTACT]


@pytest.mark.parametrize("name", ["DataMatrix", "Aztec", "MicroQRCode", "PDF417"])
def test_relatives_of_the_qr_code_are_read(name: str) -> None:
    code = zxingcpp.create_barcode("wx12345", getattr(zxingcpp.BarcodeFormat, name))
    image = ImageOps.expand(Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4)), 20, 255)
    assert [(found.format.replace(" ", ""), found.text) for found in read_codes(image)] == [(name, "wx12345")]


def test_corners_are_in_pixels_of_the_picture_as_given() -> None:
    (code,) = read_codes(on(qr(CONTACT, 120)).resize((2560, 2560)))
    assert code.format == "QR Code"
    assert all(600 < value < 1960 for corner in code.corners for value in corner)


def test_no_code_is_read_where_none_is() -> None:
    assert read_codes(blank()) == []
    assert read_codes(Image.new("L", (1, 1))) == []
