"""
Photos are kept without what the camera noted of place, time and owner; picture, turn and colours stay.

The three photos in `photos/` are an invented picture, written by a camera's library with place, owner, device, text
notes, a second picture behind the first, and an orientation of 6.
"""

from __future__ import annotations

import itertools
import random
import re
import struct
import zlib
from pathlib import Path

import pytest

from yizheng.attachment.camera_notes import without_notes

PHOTOS = Path(__file__).parent / "photos"
NAMES = ("turned.jpg", "turned.png", "coloured.jpg")
LATITUDE = [struct.pack(f"{order}6I", 30, 1, 15, 1, 55, 2) for order in "<>"]
NOTES = (b"GPS", b"Yunxi Camera", b"Lin", b"2026:03:16", b"30,15.4583N", b"taken at home", b"adobe:ns:meta", *LATITUDE)


def cleaned(photo, *, cut=()):
    places = [0, *cut, len(photo)]
    return b"".join(without_notes(photo[start:end] for start, end in itertools.pairwise(places)))


def told(photo):
    return [note for note in NOTES if note in photo]


def scans(photo):
    """Return the picture's own data of a JPEG: tables and scans up to the first end, notes left out."""
    end = re.search(rb"\xff\xd9", photo).end()
    return photo[re.search(rb"\xff\xdb", photo).start() : end]


def turn(photo):
    """Return the orientation that the notes of a photo say, read apart from the code that is tested."""
    at = photo.index(b"Exif\x00\x00") + 6 if b"Exif\x00\x00" in photo else photo.index(b"eXIf") + 4
    order = ">" if photo[at : at + 2] == b"MM" else "<"
    entry = photo.index(struct.pack(f"{order}HHI", 0x0112, 3, 1), at)
    return struct.unpack_from(f"{order}H", photo, entry + 8)[0]


@pytest.mark.parametrize("name", NAMES)
def test_no_place_no_owner_and_no_device_stay_but_the_turn_does(name):
    photo = (PHOTOS / name).read_bytes()
    assert b"Yunxi Camera" in told(photo)
    assert any(place in photo for place in LATITUDE)

    kept = cleaned(photo)

    assert (told(kept), turn(kept), len(kept) < len(photo)) == ([], 6, True)
    assert cleaned(kept) == kept


@pytest.mark.parametrize("name", ["turned.jpg", "coloured.jpg"])
def test_the_picture_is_the_same_to_the_byte_and_nothing_stands_behind_it(name):
    photo = (PHOTOS / name).read_bytes()

    kept = cleaned(photo)

    assert scans(kept) == scans(photo)
    assert kept.endswith(scans(photo))
    assert (b"ICC_PROFILE" in kept) == (b"ICC_PROFILE" in photo)


def test_the_parts_of_a_png_stay_whole():
    kept, at, names = cleaned((PHOTOS / "turned.png").read_bytes()), 8, []
    while at < len(kept):
        length, name = struct.unpack_from(">I4s", kept, at)
        (sum_,) = struct.unpack_from(">I", kept, at + 8 + length)
        assert sum_ == zlib.crc32(kept[at + 4 : at + 8 + length])
        names.append(name)
        at += 12 + length

    assert (names[0], names[-1], b"IDAT" in names, b"eXIf" in names) == (b"IHDR", b"IEND", True, True)


def test_it_does_not_matter_in_which_pieces_a_photo_comes():
    photo = (PHOTOS / "turned.jpg").read_bytes()

    assert cleaned(photo, cut=(100, 101, 700)) == cleaned(photo)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 GPS", b"\xff\xd8\xff\xe0" + b"\0" * 60, b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff"]
)
def test_what_is_no_photo_is_passed_on_as_it_came(content):
    assert cleaned(content) == content


def test_a_photo_beyond_the_limit_is_passed_on_whole_to_be_refused(settings):
    settings.MAX_UPLOAD_BYTES = 500
    photo = (PHOTOS / "turned.jpg").read_bytes()

    passed = b"".join(without_notes([photo[:300], photo[300:900]]))

    assert len(passed) == 900


def test_broken_photos_break_nothing():
    photos, luck = [(PHOTOS / name).read_bytes() for name in NAMES], random.Random(1)
    for _ in range(3_000):
        broken = bytearray(luck.choice(photos))
        del broken[luck.randrange(1, len(broken)) :]
        for _ in range(luck.randrange(4)):
            broken[luck.randrange(len(broken))] = luck.randrange(256)

        assert len(cleaned(bytes(broken))) <= len(broken) + 40


SECRET = b"31.2304N 121.4737E"


def segment(marker, told):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(told) + 2) + told


def test_a_thumbnail_in_the_first_segment_goes_too():
    small = segment(0xE0, b"JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x02\x03" + SECRET)
    rest = segment(0xDB, b"\x00" * 65) + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00ab\xff\xd9"

    kept = cleaned(b"\xff\xd8" + small + rest)

    assert kept == b"\xff\xd8" + segment(0xE0, b"JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x00\x00") + rest


def test_what_a_camera_certifies_of_a_png_goes_too():
    def part(name, told):
        return struct.pack(">I", len(told)) + name + told + struct.pack(">I", zlib.crc32(name + told))

    begin, end = b"\x89PNG\r\n\x1a\n" + part(b"IHDR", bytes(13)), part(b"IDAT", b"x") + part(b"IEND", b"")

    assert cleaned(begin + part(b"caBX", SECRET) + end) == begin + end


@pytest.mark.parametrize("name", NAMES)
def test_a_first_piece_of_one_byte_hides_no_photo(name):
    photo = (PHOTOS / name).read_bytes()

    assert cleaned(photo, cut=(1,)) == cleaned(photo)
