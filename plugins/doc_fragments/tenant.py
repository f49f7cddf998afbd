# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parts of a tenant, written by `make pages` from the documentation of the single modules; do not edit."""

from __future__ import annotations


class ModuleDocFragment:
    # What spe_tenant takes of each part
    DOCUMENTATION = r"""
options:
  instance:
    description:
      - It has the options of M(community.mailstore.spe_instance).
    type: dict
    suboptions:
      alias:
        description:
          - A second name of the instance. It must differ from all IDs and aliases.
        type: str
      display_name:
        description:
          - The name that people see.
        type: str
      instance_host:
        description:
          - The instance host that runs the instance. Required to create one.
          - For an existing instance another value is an error, unless O(instance.allow_move=true).
        type: str
      start_mode:
        description:
          - Whether the instance starts automatically, manually, or not at all. A new one gets V(automatic) if this is not
            given.
        type: str
        choices:
          - automatic
          - manual
          - disabled
      base_directory:
        description:
          - Directory of the instance on the instance host. Required to create one.
          - For an existing instance another value is an error, unless O(instance.allow_move=true).
        type: str
      debug_log_enabled:
        description:
          - Whether the instance writes a debug log.
        type: bool
      imap_server_connection_log_enabled:
        description:
          - Whether the instance logs connections to the IMAP server.
        type: bool
      vss_writer_enabled:
        description:
          - Whether the VSS writer is on. Volume shadow copies need it.
        type: bool
      vss_writer_exclude_indexes:
        description:
          - Whether the VSS writer excludes the search indexes.
        type: bool
      create_base_directory:
        description:
          - Whether to create O(instance.base_directory) of a new instance on the instance host if it does not exist.
        type: bool
        default: false
      allow_move:
        description:
          - Whether the task may change O(instance.instance_host) and O(instance.base_directory) of an existing instance.
          - The server only records the new place. Stop the instance and move its files first.
          - The host and the directory must exist. In check mode the task only warns if they do not, because an earlier
            task may create them.
          - The task stops a running instance first, and starts it afterwards unless O(state=stopped). If that fails, it
            starts the instance again in the old place.
        type: bool
        default: false
      safe_mode:
        description:
          - Whether the task starts an instance in safe mode. In safe mode only administrators can log in, and profiles
            and jobs do not run. An instance that runs already stays as it is.
          - Needs MailStore SPE 24.2 or newer.
        type: bool
        default: false
  stores:
    description:
      - Each entry has the options of M(community.mailstore.spe_store).
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the store. The module refuses a name that several stores have.
          - Write a name such as V("2026.10") in quotes. Without quotes YAML reads a number and drops the zero.
        type: str
        required: true
      new_name:
        description:
          - New name of the store. Nothing happens if the store already has it. Refused with O(stores[].state=absent).
        type: str
      database_path:
        description:
          - Directory of the database on the instance host. Required to create or attach a store.
          - The module compares paths as Windows does, and ignores upper and lower case.
          - No two stores may have a directory in common, and nothing may lie in the content or index directory of another
            store. The module refuses to create or move a store otherwise.
        type: str
      content_path:
        description:
          - Directory of the messages' content. The server uses C(Content) below O(stores[].database_path) if this is not
            given.
        type: str
      index_path:
        description:
          - Directory of the search indexes. The server uses C(Index) below O(stores[].database_path) if this is not given.
        type: str
      requested_state:
        description:
          - Purpose of the store. Exactly one store should be V(current), because it receives the new messages.
          - A new store becomes V(normal) if this is not given.
        type: str
        choices:
          - current
          - normal
          - write_protected
          - disabled
      attach:
        description:
          - Whether to attach a missing store from existing files instead of creating a new one.
        type: bool
        default: false
      allow_move:
        description:
          - Whether the task may change the paths of an existing store. Without it other paths are an error.
          - The server only records the new paths. Move the files first, while the store is disabled.
          - Paths that the task does not name stay as they are. If you move content and indexes with the database, name
            all three.
        type: bool
        default: false
      merge_from:
        description:
          - Name of another store of the instance. The server copies all its messages into this one. Then it detaches the
            other store, and the files stay. If there is no such store, the task only warns, because an earlier merge may
            have detached it.
          - You cannot merge the current store into another, because it receives the new messages.
          - A merge may take hours; see O(wait_timeout). The module also reads sizes for it, which takes the server longer.
          - It is not known what a second merge of the same store does. If the answer of the server is lost, the numbers
            of messages show whether the server copied them. If a task was killed during a merge, compare these numbers
            yourself before you run it again.
        type: str
      allow_no_current:
        description:
          - Whether the task may detach the current store, or change its O(stores[].requested_state), while no other store
            is current. The instance then archives nothing.
          - In check mode the task warns instead, because an earlier task may make another store current.
        type: bool
        default: false
      state:
        description:
          - Whether the store is attached to the instance. With V(absent) the server detaches it, and its files stay.
        type: str
        choices:
          - present
          - absent
        default: present
  store_auto_create:
    description:
      - It has the options of M(community.mailstore.spe_store_auto_create).
    type: dict
    suboptions:
      size_threshold:
        description:
          - Size of the current store at which the server creates a new one; V(null) removes the threshold.
          - The server expects a text whose unit is not documented. Copy it from an instance that was set up in the console.
        type: str
      base_directory:
        description:
          - Directory on the instance host for new stores.
        type: str
      content_base_directory:
        description:
          - Directory for the content of new stores, if it differs.
        type: str
      index_base_directory:
        description:
          - Directory for the search indexes of new stores, if it differs.
        type: str
  index:
    description:
      - It has the options of M(community.mailstore.spe_index).
    type: dict
    suboptions:
      attachment_extensions:
        description:
          - File name extensions of the attachments that are indexed, for example V(docx). Order, upper and lower case and
            a leading C(.) or C(*.) make no difference. With an empty list, or V(null), the server chooses.
          - It is not documented in which form the server needs them. The module sends a list.
        type: list
        elements: str
      include_attachments_of_pdfs:
        description:
          - Whether the server also indexes files inside PDF files.
        type: bool
  compliance:
    description:
      - It has the options of M(community.mailstore.spe_compliance).
    type: dict
    suboptions:
      legal_hold_enabled:
        description:
          - Whether legal hold is on. During legal hold nobody can delete messages.
          - The module refuses to switch it off unless O(compliance.allow_weaken=true).
        type: bool
      log_successful_user_activities:
        description:
          - Activities of users that are logged when they succeed, for example V(UserAdd). The names differ between versions
            of the server. M(community.mailstore.spe_settings_info) shows those that an instance logs.
          - The module adds them to those that are logged already. With O(compliance.allow_weaken=true) the server logs
            only these.
          - Servers always log some activities. With O(compliance.allow_weaken=true) list these, too. If one is missing,
            the task fails and names it.
        type: list
        elements: str
      admin_email_preview_enabled:
        description:
          - Whether administrators may see a preview of e-mails.
          - MailStore SPE 25.3 removed it. There the module ignores it, with a warning.
        type: bool
      allow_weaken:
        description:
          - Whether the task may switch off legal hold, and the logging of activities.
        type: bool
        default: false
  smtp:
    description:
      - It has the options of M(community.mailstore.spe_smtp).
    type: dict
    suboptions:
      hostname:
        description:
          - Name of the mail server. Required when SMTP is configured for the first time.
        type: str
      port:
        description:
          - Port of the mail server. Required when SMTP is configured for the first time.
        type: int
      protocol:
        description:
          - How the connection is secured, as the API names it, for example V(SMTP-TLS). Required when SMTP is configured
            for the first time.
        type: str
      ignore_ssl_policy_errors:
        description:
          - Whether the server ignores errors in the certificate of the mail server. The first configuration sets V(false)
            if this is not given.
        type: bool
      authentication_required:
        description:
          - Whether the mail server requires a user name and a password. The first configuration sets V(false) if this is
            not given.
        type: bool
      username:
        description:
          - User name for the mail server.
        type: str
      password:
        description:
          - Password for the mail server. The server never returns it, so the module cannot compare it.
          - Always set it. The module sends it with every other change, because it is not known whether the server would
            keep it.
        type: str
      update_password:
        description:
          - With V(on_create) the module sends the password only when something else changes.
          - With V(always) the module writes it in every run, and every run reports a change.
        type: str
        choices:
          - on_create
          - always
        default: on_create
      from_display_name:
        description:
          - Name of the sender.
        type: str
      from_email_address:
        description:
          - E-mail address of the sender. Required when SMTP is configured for the first time.
        type: str
      recipients:
        description:
          - E-mail addresses that receive the notifications. The order does not matter.
        type: list
        elements: str
      test:
        description:
          - Whether the server sends a test message after the settings are as they should be. The task fails if the server
            cannot send it.
        type: bool
        default: false
  credentials:
    description:
      - Each entry has the options of M(community.mailstore.spe_credential).
    type: list
    elements: dict
    suboptions:
      description:
        description:
          - The name of the credential. The module refuses a name that several credentials have.
        type: str
        required: true
      type:
        description:
          - The type, for example V(Office365_Modern). Required to create a credential; it cannot be changed.
        type: str
      settings:
        description:
          - Settings with the keys of the API, for example C(ApplicationId). The module compares only the keys that are
            given.
          - The module refuses keys whose names show that they are secret, such as C(CertificatePassword).
        type: dict
      secret_settings:
        description:
          - Secret settings, for example a certificate and its password. The server never returns them, so the module cannot
            compare them.
          - Always set them, or V({}) if there are none. The module sends them with every other change. A change without
            them gives a warning, because it is not known whether the server keeps them.
        type: dict
      update_password:
        description:
          - With V(on_create) the module sends O(credentials[].secret_settings) only when something else changes.
          - With V(always) the module writes them in every run, and every run reports a change.
        type: str
        choices:
          - on_create
          - always
        default: on_create
      state:
        description:
          - Whether the credential exists.
        type: str
        choices:
          - present
          - absent
        default: present
  directory_services:
    description:
      - It has the options of M(community.mailstore.spe_directory_services).
    type: dict
    suboptions:
      configuration:
        description:
          - The configuration with the keys of the API. They depend on C(type), for example V(activeDirectory) or V(office365OpenIDConnect).
            M(community.mailstore.spe_settings_info) shows those of an instance.
          - A first configuration and one of another type need all the keys of their type. The server has no function that
            removes directory services.
          - Booleans can have any of Ansible's forms, such as V(yes) and V(true), also as text. The module refuses a value
            whose type differs from that on the server.
        type: dict
      credential:
        description:
          - The description of the credential that the configuration uses, instead of C(credentialId) in O(directory_services.configuration).
          - It must be in the same instance. In check mode it may be missing, because an earlier task may create it.
          - Needs MailStore SPE 24.2 or newer.
        type: str
      password:
        description:
          - The password of the configuration. The server never returns it, so the module cannot compare it.
          - Always set it. The module sends it with every other change, because it is not known whether the server would
            keep it.
          - V(null) means that the configuration has no password.
        type: str
      update_password:
        description:
          - With V(on_create) the module sends the password only when something else changes.
          - With V(always) the module writes it in every run, and every run reports a change.
        type: str
        choices:
          - on_create
          - always
        default: on_create
  users:
    description:
      - Each entry has the options of M(community.mailstore.spe_user).
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the user. Servers store it in lower case. It may contain spaces between words.
          - The module sends letters beyond ASCII as they are. The answer of the server shows whether it accepts them, before
            the module writes anything.
          - The module refuses the service provider's own account C($archiveadmin).
        type: str
        required: true
      new_name:
        description:
          - New name of the user. Nothing happens if the user already has it. Refused with O(users[].state=absent).
          - The server renames only the account. With O(users[].rename_archive=true) the module also renames the archive
            and moves the rights. Profiles and jobs keep the old name.
        type: str
      rename_archive:
        description:
          - Whether to rename the archive, too, and to move the rights of this and of other users to it.
          - The module first changes the archive, then the rights of others, then the user, then the user's own rights.
            If a task is interrupted, the next run finishes it.
          - If somebody was given a right on the new name before, an empty archive with that name exists. The module deletes
            it first. It refuses the task if both archives contain messages.
          - A right that a user already has on the archive of the new name stays as it is.
          - The server does not show the folder privileges of administrators. The module does not change them, and warns.
        type: bool
        default: false
      full_name:
        description:
          - Full name.
        type: str
      distinguished_name:
        description:
          - Distinguished name in the directory service.
        type: str
      authentication:
        description:
          - What checks the user's password.
        type: str
        choices:
          - integrated
          - directory_services
      password:
        description:
          - Password of the user. The server never returns it, so the module cannot compare it.
          - Write a password of digits in quotes, also in a variable. Without quotes YAML reads V(0123) as the number 83,
            which the module refuses.
        type: str
      update_password:
        description:
          - With V(on_create) the module writes the password only when it creates the user.
          - With V(always) the module writes it in every run, and every run reports a change.
        type: str
        choices:
          - on_create
          - always
        default: on_create
      email_addresses:
        description:
          - E-mail addresses that receive the report. The first one is the primary address. The order of the others does
            not matter.
        type: list
        elements: str
      pop3_user_names:
        description:
          - User names for POP3.
        type: list
        elements: str
      privileges:
        description:
          - What the user may do. V(none) and V(admin) must be the only value. An empty list is the same as V(none).
          - A new user gets none if this is not given.
        type: list
        elements: str
        choices:
          - none
          - admin
          - login
          - change_password
          - archive
          - modify_archive_profiles
          - export
          - modify_export_profiles
          - delete
      login_privileges:
        description:
          - Where the user may log in. V(none) must be the only value. An empty list is the same as V(none).
          - A new user may log in everywhere if this is not given.
          - Servers add V(api) to every user. The module compares it only if the playbook names it.
          - V(api) needs MailStore SPE 25.3 or newer. With an older server the task fails before it writes anything.
          - Needs MailStore SPE 22.4 or newer.
        type: list
        elements: str
        choices:
          - none
          - windows
          - web
          - outlook
          - windows_cmd
          - imap
          - api
      folder_privileges:
        description:
          - What the user may do in archives (top-level folders).
          - The module does not change other archives, unless O(users[].purge_folder_privileges=true). An empty list removes
            all privileges.
          - The server does not show the folder privileges of administrators. The module does not change them, and warns.
        type: list
        elements: dict
        suboptions:
          folder:
            description:
              - Name of the archive. Write the name of an existing archive in the same upper and lower case; the module
                refuses another one.
            type: str
            required: true
          privileges:
            description:
              - The privileges. V(none) alone, or an empty list, removes all privileges on this archive.
            type: list
            elements: str
            required: true
            choices:
              - none
              - read
              - write
              - delete
      purge_folder_privileges:
        description:
          - Whether to remove folder privileges that neither O(users[].folder_privileges) nor O(users[].own_archive_privileges)
            names.
          - If neither is given, the module removes nothing.
        type: bool
        default: false
      own_archive_privileges:
        description:
          - What the user may do in the archive with the same name. A new user has no right on it.
        type: list
        elements: str
        choices:
          - none
          - read
          - write
          - delete
      mfa:
        description:
          - Whether multi-factor authentication is on. Switching it on makes a new secret. The user sets it up at the next
            login.
          - Needs MailStore SPE 24.2 or newer.
        type: str
        choices:
          - enabled
          - disabled
      reinitialize_mfa:
        description:
          - Whether an account that already has multi-factor authentication gets a new secret, for example because somebody
            learned the old one. That happens in every run, and every run reports a change.
          - Needs O(users[].mfa=enabled). An account without multi-factor authentication gets its first secret, once.
          - The old secret is no longer valid. The user sets up the new one at the next login.
          - Needs MailStore SPE 24.2 or newer.
        type: bool
        default: false
      delete_app_passwords:
        description:
          - Whether to delete all app passwords of the user. That happens in every run, and every run reports a change.
          - A new user has none.
          - Needs MailStore SPE 24.2 or newer.
        type: bool
        default: false
      state:
        description:
          - Whether the user exists. The archive and the messages of a removed user stay.
        type: str
        choices:
          - present
          - absent
        default: present
  profiles:
    description:
      - Each entry has the options of M(community.mailstore.spe_profile).
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the profile. The module refuses a name that several profiles have.
        type: str
        required: true
      new_name:
        description:
          - New name of the profile. Nothing happens if the profile already has it. Refused with O(profiles[].state=absent).
        type: str
      owner:
        description:
          - The owner of the profile. Required to create a profile.
        type: str
      type:
        description:
          - The type of the profile in the API. A new profile gets V(I), an archiving profile, if this is not given.
        type: str
      connector:
        description:
          - Where the messages come from, as the API names it, for example V(IMAP). Required to create a profile.
          - With another connector than before, the new profile has only the settings of O(profiles[].details) and O(profiles[].secret_details),
            and none of the old connector.
        type: str
      details:
        description:
          - Settings of the connector with the keys of the API, for example C(host). The module compares only the keys that
            are given.
          - The server stores texts. The module writes booleans as V(1) and V(0), and numbers in decimal. V(null) removes
            a setting.
        type: dict
      secret_details:
        description:
          - Secret settings of the connector, such as C(password). The server never returns them, so the module cannot compare
            them.
          - Always set all of them. The module needs them whenever it replaces the profile, and refuses to replace it without
            them. Set V({}) if the connector has none.
          - When the module replaces the profile, it removes a secret that is V(null).
        type: dict
      credential:
        description:
          - The description of the credential that the connector uses, instead of C(credentialId) in O(profiles[].details).
          - It must be in the same instance. In check mode it may be missing, because an earlier task may create it.
          - Needs MailStore SPE 24.2 or newer.
        type: str
      update_password:
        description:
          - With V(on_create) the module writes O(profiles[].secret_details) only when it creates or replaces the profile.
          - With V(always) the module replaces the profile in every run, and every run reports a change.
        type: str
        choices:
          - on_create
          - always
        default: on_create
      automatic:
        description:
          - Whether the server runs the profile automatically. Setting it restarts the profile, so the module sets it only
            if it differs.
          - To change only this, the pause or the windows of an existing profile, the server must be MailStore SPE 24.2
            or newer.
        type: bool
      automatic_pause_between_executions:
        description:
          - Seconds between the end of a run and the start of the next one. Required with O(profiles[].automatic=true).
        type: int
      automatic_maintenance_windows:
        description:
          - Time of day when the profile does not run, for example V(02:00-04:00). V(null) removes it.
          - The module cannot remove it while the profile does not run automatically, because the server then keeps it.
        type: str
      verify:
        description:
          - Whether to test new settings with a run. Such a run archives messages, like every run. Errors with single messages
            (V(completed_with_errors)) are not a failure. If nothing changes, nothing runs.
          - With V(try) the server first runs them as a temporary profile. The module creates and deletes nothing before
            this run succeeds.
          - With V(run) the module creates the new profile without automatic execution and runs it once. After that it deletes
            the old one and switches on automatic execution of the new one. If the run fails, it deletes the new one, and
            the old one stays as it was. If the controller is killed in between, the next task runs the new one again before
            it switches it on.
          - V(run) with O(profiles[].automatic=true) needs MailStore SPE 24.2 or newer.
        type: str
        choices:
          - none
          - try
          - run
        default: none
      state:
        description:
          - Whether the profile exists.
        type: str
        choices:
          - present
          - absent
        default: present
  jobs:
    description:
      - Each entry has the options of M(community.mailstore.spe_job).
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the job. The module refuses a name that several jobs have.
        type: str
        required: true
      new_name:
        description:
          - New name of the job. Nothing happens if the job already has it. Refused with O(jobs[].state=absent).
        type: str
      action:
        description:
          - The command line of the job, as in the Management Shell, without the instance, for example V(VerifyStores --includeIndexes="true").
          - This or O(jobs[].command) is required to create a job.
          - A command that starts, stops or freezes instances must name their IDs, and no job may delete instances.
        type: str
      command:
        description:
          - The command of the job's action, for example V(VerifyStores). Its arguments are given in O(jobs[].arguments).
        type: str
      arguments:
        description:
          - Arguments of O(jobs[].command), with the names of the API, for example C(includeIndexes), without the instance.
          - The module omits arguments that are V(null), and joins lists with commas.
          - When the module creates a job or changes its action, it checks names, booleans and numbers against the server's
            description of the command. It only warns if mandatory arguments are missing, because the Management Shell may
            have a default.
        type: dict
      allow_unknown_command:
        description:
          - Whether O(jobs[].command) or O(jobs[].action) may be a command that the server does not list among its functions,
            such as one that only the Management Shell has. C(ProcessRetentionPolicies) is known and does not need this.
          - The module looks up the command only when it creates a job or changes its action.
        type: bool
        default: false
      owner:
        description:
          - The user that the job runs as, an administrator of the instance. Required to create a job.
        type: str
      enabled:
        description:
          - Whether the job runs as scheduled. If not set, the server decides for a new job.
        type: bool
      time_zone:
        description:
          - Windows ID of the time zone of the schedule, for example V(W. Europe Standard Time), or V($Local) for the server's
            own.
          - The module never treats V($Local) as a difference, because servers may return it in another form.
          - A new job gets V($Local) if this is not given.
        type: str
      date:
        description:
          - Date and time to run once, for example V(2026-12-31T03:30:00).
        type: str
      interval:
        description:
          - Minutes between runs.
        type: int
        choices:
          - 5
          - 10
          - 15
          - 20
          - 30
          - 60
          - 120
          - 180
          - 240
          - 360
          - 720
      time:
        description:
          - Time of day to run every day, or on the days that O(jobs[].day_of_week) and O(jobs[].day_of_month) name, for
            example V("03:30").
          - Write it in quotes. YAML reads some times without quotes as numbers.
        type: str
      day_of_week:
        description:
          - Day of the week to run at O(jobs[].time).
        type: str
        choices:
          - Sunday
          - Monday
          - Tuesday
          - Wednesday
          - Thursday
          - Friday
          - Saturday
      day_of_month:
        description:
          - Day of the month to run at O(jobs[].time), from V(1) to V(31), or V(Last).
          - With O(jobs[].day_of_week) both must be met.
        type: str
        choices:
          - '1'
          - '2'
          - '3'
          - '4'
          - '5'
          - '6'
          - '7'
          - '8'
          - '9'
          - '10'
          - '11'
          - '12'
          - '13'
          - '14'
          - '15'
          - '16'
          - '17'
          - '18'
          - '19'
          - '20'
          - '21'
          - '22'
          - '23'
          - '24'
          - '25'
          - '26'
          - '27'
          - '28'
          - '29'
          - '30'
          - '31'
          - Last
      state:
        description:
          - Whether the job exists.
        type: str
        choices:
          - present
          - absent
        default: present
"""
