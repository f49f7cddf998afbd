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
      - Name of the system administrator to log in as.
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
      - Whether to check the certificate of the server.
      - Instead of switching the check off, set the certificate authority in O(spe_ca_path), or the certificate itself
        in O(spe_certificate_fingerprint). Without any check a task warns.
      - If not set, the value of the environment variable E(SPE_VALIDATE_CERTS) is used.
    type: bool
    default: true
  spe_ca_path:
    description:
      - File or directory with the certificates of the authorities to trust, in PEM format, where the task runs.
      - Prepare a directory with C(openssl rehash).
      - They replace the authorities that Python trusts by default.
      - If not set, the value of the environment variable E(SPE_CA_PATH) is used.
    type: path
  spe_certificate_fingerprint:
    description:
      - SHA-256 or SHA-1 fingerprint of the server's certificate, as C(openssl x509 -fingerprint) or the dialog of Windows
        shows it, in hexadecimal digits with or without colons.
      - The task sends nothing to a server whose certificate has another fingerprint. The fingerprint replaces the
        check against certificate authorities. This suits the self-signed certificate that MailStore SPE creates for
        itself.
      - If not set, the value of the environment variable E(SPE_CERTIFICATE_FINGERPRINT) is used.
    type: str
  spe_timeout:
    description:
      - Seconds to wait for the connection, and for the whole answer to one request, from 1 to 86400.
      - If not set, the value of the environment variable E(SPE_TIMEOUT) is used.
    type: int
    default: 30
  spe_retries:
    description:
      - Number of retries after a connection error or a server error (HTTP 5xx), if it is safe to repeat the request,
        from 0 to 15.
      - If not set, the value of the environment variable E(SPE_RETRIES) is used.
    type: int
    default: 3
  spe_proxy:
    description:
      - Address of the HTTP proxy that leads to the server, for example V(http://proxy.example.com:3128).
      - The task ignores the proxy variables of the environment.
      - If not set, the value of the environment variable E(SPE_PROXY) is used.
    type: str
  spe_read_only:
    description:
      - Whether the task can only read. A task that needs a call that writes fails before it sends that call, and names
        the function.
      - Service provider access is still switched on to read, and off again, with C(service_provider_access=open). A task
        that has nothing to change succeeds, and check mode works as usual.
      - This suits reports. It protects against mistakes, but not against a playbook that sets it to V(false).
      - If not set, the value of the environment variable E(SPE_READ_ONLY) is used.
    type: bool
    default: false
  spe_facts:
    description:
      - Path of a YAML file that says what is special about this server, where the collection can only assume. It holds
        names with their values.
      - C(STATUS_STOPPED), C(STATUS_FROZEN), C(STATUS_STARTING), C(STATUS_STOPPING) and C(STATUS_IN_SAFE_MODE) are the
        words of the server for these statuses of an instance, for example V(paused).
      - C(JOB_TIME_PATTERN) is V(with_seconds) or V(without_seconds) if the server takes the time of a job in this form
        only.
      - C(LEFT_OUT_LIST_EMPTIES) is V(false) if the server keeps the e-mail addresses or POP3 user names of a user when
        the list is left out. The collection then sends an empty text to remove them.
      - C(JOB_OWNER_MUST_BE_ADMINISTRATOR) is V(false) if the server takes other users, too, as owners of jobs.
      - C(RUN_SHOWS_FROM_ITS_START) is V(true) if a job shows its run while it is running. M(community.mailstore.spe_job_run)
        then does not warn that it may not see one.
      - C(API_LOGIN_PRIVILEGE_SINCE) is the first version that takes the login privilege V(api), in quotes.
      - C(CREDENTIAL_ID), C(CREDENTIAL_TYPE), C(CREDENTIAL_DESCRIPTION) and C(CREDENTIAL_SETTINGS) are the names of the
        arguments of the functions for credentials.
      - Most servers need no such file. A message says when one is needed. A name that does not exist, or one that
        contradicts what the server returns, is an error.
      - If not set, the value of the environment variable E(SPE_FACTS) is used.
    type: path
  spe_parallel:
    description:
      - Number of calls that one task may make at the same time, each over its own connection. From 1 to 32.
      - A task that manages one object makes its calls one after the other, because they depend on each other.
      - If not set, the value of the environment variable E(SPE_PARALLEL) is used.
    type: int
    default: 4
  spe_progress:
    description:
      - Whether to show the progress while the task runs, as lines on the standard error of C(ansible-playbook). The
        lines name the tenant, and are not in the result.
      - V(auto) shows them on a terminal and under C(ansible-runner).
      - A task with C(no_log), or one that does not run in the controller, shows nothing.
      - If not set, the value of the environment variable E(SPE_PROGRESS) is used.
    type: str
    choices: [auto, always, never]
    default: auto
requirements:
  - requests
notes:
  - The collection is independent of MailStore Software GmbH, the vendor of MailStore Service Provider Edition (SPE).
  - With a local connection, as for the host C(localhost), the task runs inside the controller and takes milliseconds.
    With C(async), C(become), another connection or another C(ansible_python_interpreter) it runs as an ordinary module
    and does the same.
"""

    # The connection: plugins that are no modules, such as the inventory
    PLUGIN = r"""
options:
  spe_url:
    description:
      - Address of the Management API of a MailStore SPE Management Server, such as V(https://spe.example.com:8474).
      - Only C(https://) is accepted.
      - It must be set in one of the ways that are listed here.
      - This and the other options of the connection can be templates, such as lookups, or come from a vault.
    type: str
    env: [{name: SPE_URL}]
    vars: [{name: spe_url}]
  spe_username:
    description:
      - Name of the system administrator to log in as.
      - It must be set in one of the ways that are listed here.
    type: str
    env: [{name: SPE_USERNAME}]
    vars: [{name: spe_username}]
  spe_password:
    description:
      - Password of O(spe_username). For an administrator with multi-factor authentication this is the API password.
      - It must be set in one of the ways that are listed here.
    type: str
    env: [{name: SPE_PASSWORD}]
    vars: [{name: spe_password}]
  spe_validate_certs:
    description:
      - Whether to check the certificate of the server.
      - Instead of switching the check off, set the certificate authority in O(spe_ca_path), or the certificate itself
        in O(spe_certificate_fingerprint). Without any check there is a warning.
    type: bool
    default: true
    env: [{name: SPE_VALIDATE_CERTS}]
    vars: [{name: spe_validate_certs}]
  spe_ca_path:
    description:
      - File or directory with the certificates of the authorities to trust, in PEM format, where Ansible runs.
      - They replace the authorities that Python trusts by default.
    type: path
    env: [{name: SPE_CA_PATH}]
    vars: [{name: spe_ca_path}]
  spe_certificate_fingerprint:
    description:
      - SHA-256 or SHA-1 fingerprint of the server's certificate, in hexadecimal digits with or without colons. It replaces
        the check against certificate authorities.
    type: str
    env: [{name: SPE_CERTIFICATE_FINGERPRINT}]
    vars: [{name: spe_certificate_fingerprint}]
  spe_timeout:
    description:
      - Seconds to wait for the connection, and for the whole answer to one request, from 1 to 86400.
    type: int
    default: 30
    env: [{name: SPE_TIMEOUT}]
    vars: [{name: spe_timeout}]
  spe_retries:
    description:
      - Number of retries after a connection error or a server error (HTTP 5xx), from 0 to 15.
    type: int
    default: 3
    env: [{name: SPE_RETRIES}]
    vars: [{name: spe_retries}]
  spe_proxy:
    description:
      - Address of the HTTP proxy that leads to the server, for example V(http://proxy.example.com:3128).
      - The proxy variables of the environment are ignored.
    type: str
    env: [{name: SPE_PROXY}]
    vars: [{name: spe_proxy}]
  spe_facts:
    description:
      - Path of a YAML file with what is special about this server, as for the modules.
    type: path
    env: [{name: SPE_FACTS}]
    vars: [{name: spe_facts}]
  spe_parallel:
    description:
      - Number of calls at the same time, each over its own connection. From 1 to 32.
    type: int
    default: 4
    env: [{name: SPE_PARALLEL}]
    vars: [{name: spe_parallel}]
requirements:
  - requests
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
      - With V(require) the task fails and reports it.
      - With V(open) the task switches access on when it needs it, and off again afterwards, also when it fails. Check
        mode does this, too, because even reading needs access. The tenant's audit log records both.
      - With V(open) several tasks can work on one instance at the same time. When another task has switched access
        off and a call is refused, the task switches access on again and repeats the call. Each task switches off what
        it switched on, so access is off after the last one. A task with V(require) may fail meanwhile.
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
      - Maximum number of seconds to wait.
    type: int
    default: 600
  wait_interval:
    description:
      - Maximum number of seconds that one request for the progress may take, from 1 to 3600. The server answers earlier
        when there is progress.
    type: int
    default: 5
  cancel_on_timeout:
    description:
      - Whether to ask the server to stop its work when O(wait_timeout) is over. Otherwise only the task ends, and the
        server continues. An interrupted task never stops the server.
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
      - Maximum number of seconds to wait. If not set, the task waits without limit, because the work may take hours.
    type: int
  wait_interval:
    description:
      - Maximum number of seconds that one request for the progress may take, from 1 to 3600. The server answers earlier
        when there is progress.
    type: int
    default: 5
  cancel_on_timeout:
    description:
      - Whether to ask the server to stop its work when O(wait_timeout) is over. Otherwise only the task ends, and the
        server continues. An interrupted task never stops the server.
    type: bool
    default: false
"""

    # Calls that take their time and have to be waited for
    TIME_LIMITS = r"""
options:
  wait_timeout:
    description:
      - Maximum number of seconds to wait for an answer that the server needs time to prepare.
    type: int
    default: 600
  wait_interval:
    description:
      - Maximum number of seconds that one request for the progress may take, from 1 to 3600. The server answers earlier
        when there is progress.
    type: int
    default: 5
  cancel_on_timeout:
    description:
      - Whether to ask the server to stop its work when O(wait_timeout) is over. Otherwise only the task ends, and the
        server continues. An interrupted task never stops the server.
    type: bool
    default: false
"""

    # Picking from what was read
    QUERY = r"""
options:
  query:
    description:
      - A JMESPath expression that selects from the result.
      - Needs the Python library C(jmespath).
    type: str
"""

    # Modules that describe a state, whose objects can be given back to them
    ROW = r"""
notes:
  - You can pass an object that this module or its C(_info) module returned to this module without changes, also for
    another instance. The module then ignores what is only read, such as an ID.
  - Values that the server returns and this collection does not know are under C(other) in such an object.
# Ansible wants options in each fragment.
options: {}
"""
