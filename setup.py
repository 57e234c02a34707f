"""Builds the native kernel: needs a C compiler and nothing else."""

import html.entities
import os
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

NATIVE = Path("native")


def write_entities(path: Path) -> None:
    """Write the HTML5 character references of the standard library as a C table, sorted by name."""
    rows = []
    for name, text in sorted(html.entities.html5.items()):
        encoded = text.encode("utf-8")
        literal = "".join(f"\\x{byte:02x}" for byte in encoded)
        rows.append(f'{{"{name}", {len(name)}, {len(encoded)}, "{literal}"}},')
    path.write_text("\n".join(rows) + "\n", encoding="ascii")


class BuildKernel(build_ext):
    """Generate the entity table first, and say in one line when there is no compiler."""

    def run(self) -> None:
        write_entities(NATIVE / "entities.inc")
        super().run()

    def build_extension(self, ext: Extension) -> None:
        try:
            super().build_extension(ext)
        except Exception as error:
            needed = "a C compiler (on Debian: apt-get install gcc libc6-dev python3-dev)"
            sys.exit(f"copydesk: its kernel needs {needed}: {error}")


extra = os.environ.get("COPYDESK_CFLAGS", "-O3 -fno-math-errno -fno-trapping-math").split()
setup(
    ext_modules=[
        Extension(
            "copydesk._kernel",
            sources=sorted(str(path) for path in NATIVE.glob("*.c")),
            depends=sorted(str(path) for path in NATIVE.glob("*.h")),
            include_dirs=["native"],
            extra_compile_args=["-std=c11", "-Wall", "-Wextra", *extra],
        ),
        Extension(
            "copydesk.lab._boost",
            sources=["native/lab/boost.c"],
            extra_compile_args=["-std=c11", "-Wall", "-Wextra", "-pthread", *extra],
            extra_link_args=["-pthread"],
        ),
    ],
    cmdclass={"build_ext": BuildKernel},
)
