from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.edge import resources

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_checkout_keeps_schemas_and_policies_at_its_root() -> None:
    assert (resources.schemas() / "x12" / "map.xsd").is_file()
    assert resources.policies().is_dir()
    assert resources.policies().parts[-2:] == ("fixtures", "policies")


def test_an_installed_package_carries_them_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "edi_service"
    for name in ("schemas", "policies"):
        (package / "data" / name).mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", package)

    assert resources.schemas() == package / "data" / "schemas"
    assert resources.policies() == package / "data" / "policies"
