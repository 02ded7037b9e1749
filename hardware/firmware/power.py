"""Percent of the battery by its volts, at rest, for the 12.8 V LiFePO4 pack of the bill of materials.

It must not smooth or judge: a pack under load reads a little low, which errs on the safe side.
"""

# (percent, millivolts), falling. From the maker's curve at 0.2 C; to be measured again on the real pack.
CURVE = (
    (100, 13400),
    (90, 13250),
    (70, 13150),
    (40, 13050),
    (30, 12900),
    (20, 12800),
    (10, 12400),
    (0, 10800),
)


def percent_of(millivolts: int) -> int:
    """0 to 100, rounded down, between the points of the curve."""
    high = CURVE[0]
    if millivolts >= high[1]:
        return high[0]
    for low in CURVE[1:]:
        if millivolts >= low[1]:
            return low[0] + (millivolts - low[1]) * (high[0] - low[0]) // (high[1] - low[1])
        high = low
    return 0


def millivolts_of(percent: int) -> int:
    """The least millivolts that read as `percent`, for a pretended battery."""
    high = CURVE[0]
    for low in CURVE[1:]:
        if percent >= low[0]:
            return low[1] - (low[0] - percent) * (high[1] - low[1]) // (high[0] - low[0])
        high = low
    return CURVE[-1][1]
