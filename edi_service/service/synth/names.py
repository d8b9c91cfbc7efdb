"""
Names and places nobody bears.

The states are real, for policies and time zones hang on them.  A postal code that ends in 00 lies
in its state's range and is hardly ever given to a town.
"""

from __future__ import annotations

from typing import NamedTuple


class Town(NamedTuple):
    """An invented town in a real state."""

    name: str
    state: str
    postal_code: str


SURNAMES = (
    "AMBERQUILL", "BRACKENMOOR", "CINDERFELL", "DAPPLEWICK", "EMBERLOFT", "FERNHOLLOW",
    "GLIMMERTON", "HAZELBROOM", "INKLESTONE", "JUNIPERGATE", "KESTRELMERE", "LARKENDALE",
    "MARROWBY", "NETTLECOMBE", "OATHERSHAW", "PEBBLEWICK", "QUILLFEATHER", "ROOKSBRIDGE",
    "SORRELWAY", "THISTLEDOWN", "UMBERLEIGH", "VELLUMHURST", "WILLOWSPAN", "YARROWFIELD",
    "ZEPHYRSTONE",
)  # fmt: skip

WOMEN = (
    "ALDERINE", "BRISELLE", "CORVINA", "DELPHRA", "ELOWYNNE", "FAYELLE", "GWINDA", "ISAMAR",
    "JOVELLE", "KESTRA", "LIRIELLE", "MARENDA",
)  # fmt: skip

MEN = (
    "ARDWIN", "BRANNOCK", "CALDER", "DORRIK", "EDRIAN", "FENWICK", "GARRIC", "HOLVAR", "IVANDER",
    "JORREN", "KELVAN", "LORCAN",
)  # fmt: skip

STREETS = (
    "ACORN HOLLOW LANE", "BUTTERCUP RISE", "CANDLEWICK ROAD", "DRAGONFLY COURT",
    "EVENSONG STREET", "FIDDLEHEAD WAY", "GOSSAMER AVENUE", "HONEYCOMB DRIVE", "INKWELL TERRACE",
    "JACKDAW CLOSE",
)  # fmt: skip

TOWNS = (
    Town("PENNYWHISTLE", "OH", "43000"),
    Town("LANTERN FALLS", "OH", "45200"),
    Town("MOSSGATE", "PA", "17000"),
    Town("COPPER KETTLE", "PA", "15000"),
    Town("WREN HARBOR", "NC", "27500"),
    Town("SADDLEBROOK MILL", "GA", "30000"),
    Town("HERON LANDING", "WA", "98000"),
    Town("TALLGRASS JUNCTION", "IL", "60000"),
)
