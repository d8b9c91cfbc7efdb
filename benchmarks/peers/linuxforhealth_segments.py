"""linuxforhealth-x12: segments split into their elements, nothing more."""

import sys

from linuxforhealth.x12.io import X12SegmentReader

claims = 0
with X12SegmentReader(sys.argv[1]) as reader:
    for name, _ in reader.segments():
        claims += name == "CLM"
print(f"{claims} claims")
