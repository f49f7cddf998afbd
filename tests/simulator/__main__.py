# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator as a program: the world is chosen first, since much of it is read at the import of the rest."""

from __future__ import annotations

import argparse
import sys

from .alternatives import AssumptionError, assume, parse


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--assume", action="append", default=[])
    options, remaining = parser.parse_known_args(arguments)
    try:
        assume([parse(text) for text in options.assume])
    except AssumptionError as error:
        print(f"The simulator cannot start: {error}", file=sys.stderr)
        return 2
    # Only now, since the world is chosen.
    from .command_line import main as serve  # noqa: PLC0415

    return serve(remaining)


if __name__ == "__main__":
    sys.exit(main())
