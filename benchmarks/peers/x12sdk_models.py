"""x12sdk: a typed model of each transaction set, which validates itself."""

import sys

from x12sdk.io import X12ModelReader

claims = 0
with X12ModelReader(sys.argv[1]) as reader:
    for model in reader.models():
        for provider in model.loop_2000a:
            for subscriber in provider.loop_2000b:
                claims += len(subscriber.loop_2300 or ())
                claims += sum(len(patient.loop_2300) for patient in subscriber.loop_2000c or ())
print(f"{claims} claims")
