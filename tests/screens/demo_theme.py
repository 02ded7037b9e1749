"""The demo's theme in a plain folder, built by the real builder, for pictures. It must not sign anything."""

import base64
import sys
from pathlib import Path

from theme_builder.package import ThemePackage, build
from theme_builder.source import load_source

SOURCE = Path(__file__).parents[2] / "demo" / "source"


def people_text() -> str:
    officials = "".join(
        f'[[officials]]\nid = "{role.upper()}-01"\nrole = "{role}"\n'
        f'public_key = "{base64.b64encode(bytes([i] * 32)).decode()}"\n'
        for i, role in enumerate(("presidencia", "secretaria", "escrutador"), start=1)
    )
    key = base64.b64encode(b"\x09" * 32).decode()
    return f'{officials}[trustees]\npublic_key = "{key}"\nthreshold = 3\ncount = 5\n'


def write_demo_theme(folder: Path) -> ThemePackage:
    """Write ``theme.json`` and ``assets/`` into ``folder`` and give the package."""
    folder.mkdir(parents=True, exist_ok=True)
    people = folder / "personas.toml"
    people.write_text(people_text(), encoding="utf-8")
    package, findings = build(load_source(SOURCE, people))
    if package is None:
        raise RuntimeError("\n".join(finding.render() for finding in findings))
    (folder / "assets").mkdir(exist_ok=True)
    (folder / "theme.json").write_bytes(package.theme_json)
    for name, data in package.assets.items():
        (folder / "assets" / name).write_bytes(data)
    return package


if __name__ == "__main__":
    write_demo_theme(Path(sys.argv[1]))
