# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that many modules share, as their documentation shows them."""

from __future__ import annotations


class ModuleDocFragment:
    # The connection: every module
    DOCUMENTATION = r"""
options:
  spe_url:
    description:
      - Address of the Management API of a MailStore SPE Management Server, such as V(https://spe.example.com:8474).
      - Only C(https://) is accepted.
      - If not set, the value of the environment variable E(SPE_URL) is used.
    type: str
    required: true
  spe_username:
    description:
      - Name of the system administrator who does the work.
      - If not set, the value of the environment variable E(SPE_USERNAME) is used.
    type: str
    required: true
  spe_password:
    description:
      - Password of O(spe_username). For an administrator with multi-factor authentication this is the API password.
      - If not set, the value of the environment variable E(SPE_PASSWORD) is used.
    type: str
    required: true
  spe_validate_certs:
    description:
      - Whether the certificate of the server is checked.
      - Instead of switching the check off, name the certificate's authority in O(spe_ca_path) or the certificate itself
        in O(spe_certificate_fingerprint).
      - If not set, the value of the environment variable E(SPE_VALIDATE_CERTS) is used.
    type: bool
    default: true
  spe_ca_path:
    description:
      - File or directory with the certificates of the authorities to trust, in PEM format, where the task runs.
      - A directory must have been prepared by C(openssl rehash).
      - They are trusted instead of those that Python trusts by itself.
      - If not set, the value of the environment variable E(SPE_CA_PATH) is used.
    type: path
  spe_certificate_fingerprint:
    description:
      - SHA-256 or SHA-1 fingerprint of the server's certificate, as C(openssl x509 -fingerprint) or the dialog of Windows
        shows it, in hexadecimal digits with or without colons.
      - Nothing is sent to a server whose certificate has another fingerprint. The fingerprint takes the place of the
        check against certificate authorities, which suits the self-signed certificate that MailStore SPE makes for
        itself.
      - If not set, the value of the environment variable E(SPE_CERTIFICATE_FINGERPRINT) is used.
    type: str
  spe_timeout:
    description:
      - Seconds to wait for the connection, and for the whole answer to one request.
      - If not set, the value of the environment variable E(SPE_TIMEOUT) is used.
    type: int
    default: 30
  spe_retries:
    description:
      - How many times a request that failed on its way is repeated, if it can safely be repeated.
      - If not set, the value of the environment variable E(SPE_RETRIES) is used.
    type: int
    default: 3
  spe_proxy:
    description:
      - Address of the HTTP proxy that leads to the server, for example V(http://proxy.example.com:3128).
      - The proxy variables of the environment are not looked at.
      - If not set, the value of the environment variable E(SPE_PROXY) is used.
    type: str
  spe_parallel:
    description:
      - How many calls one task may have under way at the same time, each over a connection of its own. From 1 to 32.
      - The calls of a task that manages one object depend on each other, and are made one after the other.
      - If not set, the value of the environment variable E(SPE_PARALLEL) is used.
    type: int
    default: 4
requirements:
  - requests
notes:
  - The collection is independent of MailStore Software GmbH, the vendor of MailStore Service Provider Edition (SPE).
  - With a local connection, as for the host C(localhost), the work is done inside the controller, in milliseconds. With
    C(async), C(become), another connection or another C(ansible_python_interpreter) an ordinary module does the same
    work.
"""

    # One instance: every module that works inside a tenant
    INSTANCE = r"""
options:
  instance_id:
    description:
      - The ID of the instance (the tenant) to work on.
    type: str
    required: true
  service_provider_access:
    description:
      - What to do when the service provider has no access to the instance, which most functions need.
      - With V(require) the task fails and says so.
      - With V(open) access is switched on when it is needed and switched off again afterwards, also when the task
        fails, and in check mode, too, because even reading needs it. The tenant's audit log records both.
      - Several tasks may work on one instance at once with V(open). A task whose call is refused because another one has
        switched access off switches it on again, and repeats that call. Each task switches off what it has switched on,
        so that access is off again after the last one. A task with V(require) may fail meanwhile.
      - If not set, the value of the environment variable E(SPE_SERVICE_PROVIDER_ACCESS) is used.
    type: str
    choices: [require, open]
    default: require
"""

    # Long-running calls
    WAIT = r"""
options:
  wait:
    description:
      - Whether to wait until the server has finished.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds to wait at most.
    type: int
    default: 600
  wait_interval:
    description:
      - Seconds that one question about the progress may take at most. The server answers earlier when it has news.
    type: int
    default: 5
  cancel_on_timeout:
    description:
      - Whether the server is asked to stop what it does when O(wait_timeout) is over. If not, it goes on, and only the task
        gives up. An interrupted task never stops it.
    type: bool
    default: false
"""

    # Work that takes hours
    LONG_WAIT = r"""
options:
  wait:
    description:
      - Whether to wait until the server has finished.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds to wait at most. The task waits without end if this is not given, because the work may take hours.
    type: int
  wait_interval:
    description:
      - Seconds that one question about the progress may take at most. The server answers earlier when it has news.
    type: int
    default: 5
  cancel_on_timeout:
    description:
      - Whether the server is asked to stop what it does when O(wait_timeout) is over. If not, it goes on, and only the task
        gives up. An interrupted task never stops it.
    type: bool
    default: false
"""

    # Calls that take their time and have to be waited for
    PATIENCE = r"""
options:
  wait_timeout:
    description:
      - Seconds to wait at most for an answer that takes the server its time.
    type: int
    default: 600
  wait_interval:
    description:
      - Seconds that one question about the progress may take at most. The server answers earlier when it has news.
    type: int
    default: 5
  cancel_on_timeout:
    description:
      - Whether the server is asked to stop what it does when O(wait_timeout) is over. If not, it goes on, and only the task
        gives up. An interrupted task never stops it.
    type: bool
    default: false
"""

    # Picking from what was read
    QUERY = r"""
options:
  query:
    description:
      - A JMESPath expression that picks from the result.
      - Needs the Python library C(jmespath).
    type: str
"""

    # Modules that describe a state, whose objects can be given back to them
    ROW = r"""
notes:
  - An object of this module, and of the C(_info) module beside it, can be given back to it as it is, also for another instance.
    What is only read, such as an ID, is ignored then.
  - What a server shows and this collection does not know stands under C(other) in such an object.
# Ansible wants options in each fragment.
options: {}
"""
