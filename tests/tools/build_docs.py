# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Build the documentation site of the collection in .build/docs; a broken link is an error.

Ansible's own documentation has an inventory of its labels, which a build without the network cannot fetch. The few labels
that the pages of a collection refer to stand here instead, so that any other label that nobody knows is a mistake.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from sphobjinv import DataObjStr, Inventory, compress

from tests.tools.collection_tree import copy_collection
from tests.tools.steps import BUILD, tool, tools_environment

COLLECTION = "community.mailstore"
ANSIBLE_DOCUMENTATION = "https://docs.ansible.com/projects/ansible/devel/"
#: Labels of Ansible's documentation: page and title.
ANSIBLE_LABELS = {
    "action_plugins": ("plugins/action.html", "Action plugins"),
    "ansible_configuration_settings": ("reference_appendices/config.html", "Ansible Configuration Settings"),
    "common_return_values": ("reference_appendices/common_return_values.html", "Return Values"),
}

#: Variables of the environment that its page of settings describes.
ANSIBLE_VARIABLES = (
    "ANSIBLE_CACHE_PLUGIN",
    "ANSIBLE_CACHE_PLUGIN_CONNECTION",
    "ANSIBLE_CACHE_PLUGIN_PREFIX",
    "ANSIBLE_CACHE_PLUGIN_TIMEOUT",
)


def use_own_inventory(place: Path) -> None:
    """Make Sphinx look up Ansible's labels in an inventory beside its configuration, instead of on the network."""
    inventory = Inventory()
    inventory.project, inventory.version = "Ansible", "devel"
    inventory.objects += [
        DataObjStr(name=label, domain="std", role="label", priority="-1", uri=page, dispname=title)
        for label, (page, title) in ANSIBLE_LABELS.items()
    ]
    page = ANSIBLE_LABELS["ansible_configuration_settings"][0]
    inventory.objects += [
        DataObjStr(name=name, domain="std", role="envvar", priority="1", uri=f"{page}#envvar-$", dispname="-")
        for name in ANSIBLE_VARIABLES
    ]
    (place / "ansible.inv").write_bytes(compress(inventory.data_file()))
    configuration = place / "conf.py"
    mapping = f"\nintersphinx_mapping = {{'ansible_devel': ({ANSIBLE_DOCUMENTATION!r}, '../ansible.inv')}}\n"
    configuration.write_text(configuration.read_text(encoding="utf-8") + mapping, encoding="utf-8")


def main() -> int:
    place = BUILD / "docs"
    tree = BUILD / "docs-tree"
    copy_collection(tree)
    shutil.rmtree(place, ignore_errors=True)
    # antsibull-docs wants directories that nobody else can write to.
    rst = place / "rst"
    rst.mkdir(mode=0o755, parents=True)
    environment = {**os.environ, **tools_environment(), "ANSIBLE_COLLECTIONS_PATH": str(tree)}
    make_configuration: list[str | Path] = [tool("antsibull-docs"), "sphinx-init", "--use-current", "--dest-dir", place]
    make_pages: list[str | Path] = [
        tool("antsibull-docs"),
        "collection",
        "--use-current",
        "--squash-hierarchy",
        "--dest-dir",
        rst,
    ]
    # A warning, such as one of a label that does not exist, is an error; all of them are shown.
    make_site: list[str | Path] = [
        tool("sphinx-build"),
        "-M",
        "html",
        rst,
        place / "build",
        "-c",
        place,
        "--quiet",
        "-W",
    ]
    subprocess.run([*make_configuration, COLLECTION], cwd=place, env=environment, check=True)
    use_own_inventory(place)
    subprocess.run([*make_pages, COLLECTION], cwd=place, env=environment, check=True)
    if subprocess.run([*make_site, "--keep-going"], cwd=place, env=environment, check=False).returncode:
        print("The documentation has mistakes: see the warnings above.", file=sys.stderr)
        return 1
    print(f"The documentation starts at {place / 'build' / 'html' / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
