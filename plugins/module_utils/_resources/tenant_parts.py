# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a tenant consists of, in the order of the documentation."""

from __future__ import annotations

from collections.abc import Mapping

from .._engine.entry import Noun
from .compliance import COMPLIANCE_NOUN
from .credential import CREDENTIAL_NOUN
from .directory_services import DIRECTORY_SERVICES_NOUN
from .index import INDEX_NOUN
from .instance_smtp import INSTANCE_SMTP_NOUN
from .job import JOB_NOUN
from .profile_entry import PROFILE_NOUN
from .store import STORE_NOUN
from .store_auto_create import STORE_AUTO_CREATE_NOUN
from .user_entry import USER_NOUN

#: The configuration of the instance itself, which is there without the instance running.
INSTANCE_PART = "instance"

#: What is inside an instance: lists of objects, and settings that it has once.
PARTS: Mapping[str, Noun] = {
    "stores": STORE_NOUN,
    "store_auto_create": STORE_AUTO_CREATE_NOUN,
    "index": INDEX_NOUN,
    "compliance": COMPLIANCE_NOUN,
    "smtp": INSTANCE_SMTP_NOUN,
    "credentials": CREDENTIAL_NOUN,
    "directory_services": DIRECTORY_SERVICES_NOUN,
    "users": USER_NOUN,
    "profiles": PROFILE_NOUN,
    "jobs": JOB_NOUN,
}
