"""The measure of confidence itself."""

from __future__ import annotations

import pytest

from tests.quality.calibration import calibration_error, judge, reliability


def test_buckets_hold_the_mean_and_the_share_that_is_right() -> None:
    assert reliability([(0.9, True), (0.98, False), (0.5, True)]) == [(0.5, 1.0, 1), (0.94, 0.5, 2)]


def test_sure_and_right_is_no_error_and_sure_and_wrong_is_all_of_it() -> None:
    assert calibration_error([(1.0, True)] * 3) == 0
    assert calibration_error([(1.0, False)] * 3) == 1
    assert calibration_error([(0.5, True), (0.5, False)]) == 0
    assert calibration_error([]) == 0


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (None, None),
        ({"value": "2022-02", "confidence": 0.9}, None),
        ({"value": "2022-02-23T05:31", "confidence": 0.9}, (0.9, True)),
        ({"value": "2022-02-22", "confidence": 0.9}, (0.9, False)),
    ],
)
def test_only_a_day_is_judged(published: object, expected: object) -> None:
    assert judge({"dates": ["2022-02-23"]}, {"published": published}) == expected
