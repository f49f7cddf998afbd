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
          - A second name of the instance, which must be free among all IDs and aliases.
        type: str
      display_name:
        description:
          - The name that people see.
        type: str
      instance_host:
        description:
          - The instance host that runs the instance. Required to create one.
          - A difference to an existing instance is an error, unless O(instance.allow_move=true).
        type: str
      start_mode:
        description:
          - Whether the instance starts by itself, by hand, or not at all. A new one gets V(automatic) if this is not given.
        type: str
        choices:
          - automatic
          - manual
          - disabled
      base_directory:
        description:
          - Directory of the instance on the instance host. Required to create one.
          - A difference to an existing instance is an error, unless O(instance.allow_move=true).
        type: str
      debug_log_enabled:
        description:
          - Whether the debug log is written.
        type: bool
      imap_server_connection_log_enabled:
        description:
          - Whether connections to the IMAP server are logged.
        type: bool
      vss_writer_enabled:
        description:
          - Whether the VSS writer is on, which volume shadow copies need.
        type: bool
      vss_writer_exclude_indexes:
        description:
          - Whether the VSS writer leaves the search indexes out.
        type: bool
      create_base_directory:
        description:
          - Whether O(instance.base_directory) of a new instance is created on the instance host if it is not there.
        type: bool
        default: false
      allow_move:
        description:
          - Whether O(instance.instance_host) and O(instance.base_directory) of an existing instance may be changed.
          - The server only notes the new place. Stop the instance and move its files before.
          - The host and the directory must be there. In check mode there is a warning if they are not, because an earlier
            task may make them.
          - An instance that runs is stopped before, and started afterwards unless O(state=stopped). If that fails, it is
            started again where it was.
        type: bool
        default: false
      safe_mode:
        description:
          - Whether an instance that this task starts is started in safe mode, in which only administrators can log in,
            and no profiles and jobs run. An instance that runs already is left as it is.
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
          - Name of the store. Names that several stores have are refused.
          - Write a name such as V("2026.10") in quotes. YAML takes it for a number and drops the zero.
        type: str
        required: true
      new_name:
        description:
          - New name of the store. Nothing happens if the store already has it.
        type: str
      database_path:
        description:
          - Directory of the database on the instance host. Required to create or attach a store.
          - Paths are compared as Windows does, without regard to upper and lower case.
        type: str
      content_path:
        description:
          - Directory of the messages' content. The server takes C(Content) below O(stores[].database_path) if this is not
            given.
        type: str
      index_path:
        description:
          - Directory of the search indexes. The server takes C(Index) below O(stores[].database_path) if this is not given.
        type: str
      requested_state:
        description:
          - What the store is for. Exactly one store should be V(current), because it takes the new messages.
          - A new store becomes V(normal) if this is not given.
        type: str
        choices:
          - current
          - normal
          - write_protected
          - disabled
      attach:
        description:
          - Whether a store that is not there is attached from existing files instead of being made anew.
        type: bool
        default: false
      allow_move:
        description:
          - Whether the paths of an existing store may be changed. Without it a difference is an error.
          - The server only notes the new paths. Move the files before, while the store is disabled.
          - Paths that the task does not name stay as they are. When content and indexes are moved with the database, name
            all three.
        type: bool
        default: false
      merge_from:
        description:
          - Name of another store of the instance, all of whose messages are copied into this one. Then it is detached,
            and its files stay. When there is no such store there is a warning, because it has gone after an earlier merge.
          - The current store cannot be merged into another, because it takes the new messages.
          - That may take hours; see O(wait_timeout). It also makes the module read sizes, which takes the server longer.
          - What a second merge of the same store does is not known. When the answer of the server is lost, the numbers
            of messages show whether the messages were copied. When a task was killed in the middle of a merge, compare
            these numbers yourself before it is run again.
        type: str
      allow_no_current:
        description:
          - Whether the current store may be detached, or get another O(stores[].requested_state), while no other store
            is current. Nothing is archived then.
          - In check mode there is a warning instead of an error, because an earlier task may make another store current.
        type: bool
        default: false
      state:
        description:
          - Whether the store is there. With V(absent) it is detached, and its files stay.
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
          - How large the current store may become before a new one is made; V(null) takes the threshold away.
          - The server takes it as a text, whose unit is not documented; copy it from an instance that was set up in the
            console.
        type: str
      base_directory:
        description:
          - Directory on the instance host in which new stores are made.
        type: str
      content_base_directory:
        description:
          - Directory for the content of new stores, if it is another one.
        type: str
      index_base_directory:
        description:
          - Directory for the search indexes of new stores, if it is another one.
        type: str
  index:
    description:
      - It has the options of M(community.mailstore.spe_index).
    type: dict
    suboptions:
      attachment_extensions:
        description:
          - File name extensions of the attachments that are indexed, for example V(docx). Order, upper and lower case and
            a leading C(.) or C(*.) make no difference. An empty list, or V(null), leaves the choice to the server.
          - In which form a server wants them is not documented; a list is sent.
        type: list
        elements: str
      include_attachments_of_pdfs:
        description:
          - Whether files inside PDF files are indexed, too.
        type: bool
  compliance:
    description:
      - It has the options of M(community.mailstore.spe_compliance).
    type: dict
    suboptions:
      legal_hold_enabled:
        description:
          - Whether legal hold is on, in which no message can be deleted.
          - Switching it off is refused unless O(compliance.allow_weaken=true).
        type: bool
      log_successful_user_activities:
        description:
          - Activities of users that are logged when they succeed, for example V(UserAdd). The words differ between versions
            of the server; M(community.mailstore.spe_settings_info) shows those that an instance logs.
          - They are logged beside those that are logged already. With O(compliance.allow_weaken=true) only these are logged.
          - Servers log some activities always. With O(compliance.allow_weaken=true) these have to be named, too; if one
            is missing, the task fails and names it.
        type: list
        elements: str
      admin_email_preview_enabled:
        description:
          - Whether administrators may see a preview of e-mails.
          - Gone since MailStore SPE 25.3; there it is left alone, with a warning.
        type: bool
      allow_weaken:
        description:
          - Whether legal hold may be switched off, and activities may no longer be logged.
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
          - How the connection is secured, in the word of the API, for example V(SMTP-TLS). Required when SMTP is configured
            for the first time.
        type: str
      ignore_ssl_policy_errors:
        description:
          - Whether the certificate of the mail server is not checked. This is off when SMTP is configured for the first
            time and nothing is given.
        type: bool
      authentication_required:
        description:
          - Whether the mail server wants a user name and a password. This is off when SMTP is configured for the first
            time and nothing is given.
        type: bool
      username:
        description:
          - User name at the mail server.
        type: str
      password:
        description:
          - Password at the mail server. It can be written, but never read or compared.
          - Give it always. It is sent along whenever anything else changes, since it is not known whether the server would
            keep it.
        type: str
      update_password:
        description:
          - With V(on_create) the password is only sent when something else changes.
          - With V(always) it is written every time, and every time the task is changed.
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
          - E-mail addresses that get the notifications. The order has no meaning.
        type: list
        elements: str
      test:
        description:
          - Whether a test message is sent when the settings are as they should be. The task fails when the server cannot
            send it.
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
          - The name under which the credential is shown. Names that several credentials have are refused.
        type: str
        required: true
      type:
        description:
          - The type, for example V(Office365_Modern). Required to create a credential; it cannot be changed.
        type: str
      settings:
        description:
          - Settings with the keys of the API, for example C(ApplicationId). Only the keys that are given are compared.
          - Secrets are refused here, as far as their names tell that they are, such as C(CertificatePassword).
        type: dict
      secret_settings:
        description:
          - Settings that must not be seen, for example a certificate and its password. They can be written, but never read
            or compared.
          - Give them always, or V({}) if there are none. They are sent along whenever anything else changes. Without them
            a change warns, because it is not known whether the server keeps them.
        type: dict
      update_password:
        description:
          - With V(on_create) O(credentials[].secret_settings) are only sent when something else changes.
          - With V(always) they are written every time, and every time the task is changed.
        type: str
        choices:
          - on_create
          - always
        default: on_create
      state:
        description:
          - Whether the credential is there.
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
          - The configuration with the keys of the API. C(type) says which they are, for example V(activeDirectory) or V(office365OpenIDConnect).
            M(community.mailstore.spe_settings_info) shows those of an instance.
          - A first configuration and one of another type need all the keys of their type. The server has no function that
            takes directory services away.
          - Flags take Ansible's words, such as V(yes) and V(true), also in a text. A value of another type than the server
            has is refused.
        type: dict
      credential:
        description:
          - The description of the credential that the configuration uses, in the place of C(credentialId) in O(directory_services.configuration).
          - It must be in the same instance. In check mode an earlier task may make it.
          - Needs MailStore SPE 24.2 or newer.
        type: str
      password:
        description:
          - The password of the configuration. It can be written, but never read or compared.
          - Give it always. It is sent along whenever anything else changes, since it is not known whether the server would
            keep it.
          - V(null) says that the configuration has none.
        type: str
      update_password:
        description:
          - With V(on_create) the password is only sent when something else changes.
          - With V(always) it is written every time, and every time the task is changed.
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
          - Name of the user. Servers have it in lower case. It may have blanks between words.
          - Letters beyond ASCII are sent as they are; whether a server takes them shows in its answer, before anything
            is written.
          - The service provider's own account C($archiveadmin) is refused.
        type: str
        required: true
      new_name:
        description:
          - New name of the user. Nothing happens if the user already has it.
          - The server renames the account alone. The archive and the rights on it follow with O(users[].rename_archive=true).
            Profiles and jobs keep the old name.
        type: str
      rename_archive:
        description:
          - Whether the archive gets the new name, too, together with the rights of this and of other users on it.
          - The archive comes first, then the rights of others, then the user, then the user's own rights. A task that was
            interrupted is finished by the next run.
          - An empty archive that has the new name already, because somebody was given a right on it, is deleted first.
            The task is refused if both archives have messages.
          - A right that a user already has on the archive of the new name is kept as it is.
          - The server does not show the folder privileges of administrators; for them they are left alone, with a warning.
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
          - Password of the user. It can be written, but never read or compared.
          - Write a password of digits in quotes, also in a variable. Without them YAML takes V(0123) for the number 83,
            which is refused.
        type: str
      update_password:
        description:
          - With V(on_create) the password is only given to a user that is created.
          - With V(always) it is written every time, and every time the task is changed.
        type: str
        choices:
          - on_create
          - always
        default: on_create
      email_addresses:
        description:
          - E-mail addresses. The first one is the primary address; the order of the others carries no meaning.
        type: list
        elements: str
      pop3_user_names:
        description:
          - User names for POP3.
        type: list
        elements: str
      privileges:
        description:
          - What the user may do. V(none) and V(admin) must stand alone; an empty list is the same as V(none).
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
          - Where the user may log in. V(none) must stand alone; an empty list is the same as V(none).
          - A new user may log in everywhere if this is not given.
          - Servers add V(api) to every user by themselves; it only counts if the playbook names it.
          - V(api) needs MailStore SPE 25.3 or newer; an older server is reported before anything is written.
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
          - Archives that are not named here are left alone, unless O(users[].purge_folder_privileges=true). An empty list
            removes all.
          - The server does not show the folder privileges of administrators; for them they are left alone, with a warning.
        type: list
        elements: dict
        suboptions:
          folder:
            description:
              - Name of the archive. The name of one that is there is refused in other upper and lower case.
            type: str
            required: true
          privileges:
            description:
              - The privileges; V(none), alone, or an empty list removes all privileges on this archive.
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
          - Whether folder privileges that neither O(users[].folder_privileges) nor O(users[].own_archive_privileges) names
            are removed.
          - Nothing is removed if neither is given.
        type: bool
        default: false
      own_archive_privileges:
        description:
          - What the user may do in the archive of the same name. A new user has no right on it.
        type: list
        elements: str
        choices:
          - none
          - read
          - write
          - delete
      mfa:
        description:
          - Whether multi-factor authentication is on. Switching it on makes a new secret, which the user sets up at the
            next login.
          - Needs MailStore SPE 24.2 or newer.
        type: str
        choices:
          - enabled
          - disabled
      reinitialize_mfa:
        description:
          - Whether one who has multi-factor authentication already gets a new secret, for example because the old one became
            known. That is done every time, and every time the task is changed.
          - Needs O(users[].mfa=enabled). One who has no multi-factor authentication yet gets a secret once, by that.
          - The old secret is no longer valid; the new one is set up at the next login.
          - Needs MailStore SPE 24.2 or newer.
        type: bool
        default: false
      delete_app_passwords:
        description:
          - Whether all app passwords of the user are deleted. That is done every time, and every time the task is changed.
          - A new user has none.
          - Needs MailStore SPE 24.2 or newer.
        type: bool
        default: false
      state:
        description:
          - Whether the user is there. A removed user's archive and messages stay.
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
          - Name of the profile. A name that several profiles have is refused.
        type: str
        required: true
      new_name:
        description:
          - New name of the profile. Nothing happens if the profile already has it.
        type: str
      owner:
        description:
          - The user to whom the profile belongs. Required to create a profile.
        type: str
      type:
        description:
          - The type of the profile in the API. A new profile gets V(I), an archiving profile, if this is not given.
        type: str
      connector:
        description:
          - Where the messages come from, in the word of the API, for example V(IMAP). Required to create a profile.
          - With another connector than before, the new profile has the settings of O(profiles[].details) and O(profiles[].secret_details)
            only. Nothing of the old connector's is kept.
        type: str
      details:
        description:
          - Settings of the connector with the keys of the API, for example C(host). Only the keys that are given are compared.
          - The server has texts. Bools become V(1) and V(0), numbers are written in decimal. V(null) takes a setting away.
        type: dict
      secret_details:
        description:
          - Settings of the connector that must not be seen, such as C(password). They can be written, but never read or
            compared.
          - Give all of them, always. They are needed whenever the profile has to be replaced, and replacing is refused
            without. Give V({}) if the connector has none.
          - A secret that is V(null) is dropped when the profile is replaced.
        type: dict
      credential:
        description:
          - The description of the credential that the connector uses, in the place of C(credentialId) in O(profiles[].details).
          - It must be in the same instance. In check mode an earlier task may make it.
          - Needs MailStore SPE 24.2 or newer.
        type: str
      update_password:
        description:
          - With V(on_create) O(profiles[].secret_details) are only given to a profile that is created or replaced.
          - With V(always) the profile is replaced every time, and every time the task is changed.
        type: str
        choices:
          - on_create
          - always
        default: on_create
      automatic:
        description:
          - Whether the server runs the profile by itself. Setting it anew restarts the profile, so that is only done on
            drift.
          - To change this, the pause or the windows alone of a profile that is there needs MailStore SPE 24.2 or newer.
        type: bool
      automatic_pause_between_executions:
        description:
          - Seconds between the end of a run and the next one. A profile with O(profiles[].automatic=true) must have it.
        type: int
      automatic_maintenance_windows:
        description:
          - Time of day in which the profile does not run, for example V(02:00-04:00). V(null) removes it.
          - It cannot be removed while the profile does not run automatically, because the server keeps it then.
        type: str
      verify:
        description:
          - Whether new settings must prove themselves by a run. A run archives messages, as every run does. Results with
            errors of single messages (V(completed_with_errors)) are good ones. Nothing is run when nothing changes.
          - With V(try) the server first runs them as a profile that is not stored. Nothing is created or deleted before
            that was well.
          - With V(run) the new profile is created without automatic execution and run once. Only then the old one is deleted,
            and the new one runs by itself. If the run was bad, the new one is deleted, and the old one stays as it was.
            Should the controller be killed in between, the next task runs the new one again before it switches it on.
          - With V(run) and O(profiles[].automatic=true) it needs MailStore SPE 24.2 or newer.
        type: str
        choices:
          - none
          - try
          - run
        default: none
      state:
        description:
          - Whether the profile is there.
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
          - Name of the job. Names that several jobs have are refused.
        type: str
        required: true
      new_name:
        description:
          - New name of the job. Nothing happens if the job already has it.
        type: str
      action:
        description:
          - The command line of the job, as in the Management Shell, without the instance, for example V(VerifyStores --includeIndexes="true").
          - This or O(jobs[].command) is required to create a job.
        type: str
      command:
        description:
          - The command of the job's action, for example V(VerifyStores). Its arguments are given in O(jobs[].arguments).
        type: str
      arguments:
        description:
          - Arguments of O(jobs[].command), by the names of the API, for example C(includeIndexes), without the instance.
          - Those that are V(null) are left out, and lists are joined with commas.
          - When a job is created or gets another action, names, flags and numbers are checked against what the server says
            of the command. The module warns of mandatory arguments that are missing, because the Management Shell may have
            a default.
        type: dict
      allow_unknown_command:
        description:
          - Whether O(jobs[].command) or O(jobs[].action) may be a command that the server does not list among its functions,
            such as one of the Management Shell alone. C(ProcessRetentionPolicies) is known and needs no word.
          - It is looked up only when a job is created or gets another action.
        type: bool
        default: false
      owner:
        description:
          - The user as whom the job runs, an administrator of the instance. Required to create a job.
        type: str
      enabled:
        description:
          - Whether the job runs at its times. A new job starts as the server makes it if this is not given.
        type: bool
      time_zone:
        description:
          - Windows ID of the time zone of the schedule, for example V(W. Europe Standard Time), or V($Local) for the server's
            own.
          - V($Local) is never seen as a difference, because servers may read it back in other words.
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
          - Whether the job is there.
        type: str
        choices:
          - present
          - absent
        default: present
"""
