# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The arguments as the playbook wrote them, before Ansible validates and converts them.

Only here is visible what Ansible's own conversion hides: that a name was a number, that an element of a list was empty.
Both ways of running a module go through `sanitized_arguments` and `refuse_invalid_arguments`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from ansible.module_utils.common.validation import check_type_bool, check_type_int

from .._api.encoding import HALF_OF_A_CHARACTER
from .._api.errors import InputError
from .._engine.mistakes import refuse_all
from .module_definition import ModuleDefinition
from .options import FROM_ENVIRONMENT
from .specified import entries_of, written_options

ArgumentSpec = Mapping[str, Mapping[str, Any]]
Arguments = Mapping[str, Any]

#: Types of options that take a text. Ansible would make a path of a dictionary, too.
TEXTS = frozenset({"str", "path"})

#: Options that take a date, which YAML reads as one; it is handed on in the form that was written.
DATE_OPTIONS = frozenset({"date", "results_since", "since", "until"})

#: Expressions of JMESPath: a template may make a list or a dictionary of one, which Ansible turns back into its text.
EXPRESSION_OPTIONS = frozenset({"query", "until"})

#: Lists of names that stay here, so that a name in them may have a comma.
NEVER_SENT = frozenset({"protect"})

#: What an entry of a list is called by.
NAMES_OF_ENTRIES = ("name", "description", "folder")

#: Numbers that are taken for the text of an option in `ModuleDefinition.years`.
YEARS = range(1900, 2200)


def sanitized_arguments(definition: ModuleDefinition, raw: Arguments) -> dict[str, Any]:
    """The arguments such that validation understands them as they were meant, or refuses them in a sentence."""
    options = _without_empty(_without_what_is_only_read(definition, raw))
    return sanitized_entry(definition.argument_spec, options)


def refuse_invalid_arguments(definition: ModuleDefinition, raw: Arguments) -> None:
    """Raises InputError for what is not a text where one belongs, and for elements that no list can carry."""
    refuse_all(definition.all_mistakes(raw, mistakes_in_arguments(definition, raw)))


def mistakes_in_arguments(definition: ModuleDefinition, raw: Arguments) -> Iterator[str]:
    """A sentence for each argument that refuse_invalid_arguments refuses, in the order of the options."""
    return _mistakes_in_arguments(definition, definition.argument_spec, _without_empty(raw), "", "")


def _without_what_is_only_read(definition: ModuleDefinition, raw: Arguments) -> Arguments:
    """The arguments without what an object has beside the options, when a whole object was given back.

    That is one that has all which every object has: a `status` alone is a mistake for `state`.
    """
    if definition.read_only is None or not all(name in raw for name in definition.read_only.always):
        return raw
    ignored = definition.read_only.names - set(definition.argument_spec)
    return {name: value for name, value in raw.items() if name not in ignored}


def _without_empty(raw: Arguments) -> Arguments:
    """The arguments without empty ones that the environment may give: empty is not given there."""
    return {
        name: value
        for name, value in raw.items()
        if name not in FROM_ENVIRONMENT or not (value is None or (isinstance(value, str) and not value.strip()))
    }


def with_texts_for_other_types(
    argument_spec: Mapping[str, Mapping[str, Any]], raw: Mapping[str, Any]
) -> dict[str, Any]:
    """The arguments with a text for what is not a dictionary, where an option has options of its own.

    Given a number, a truth or a list there, Ansible's validation ends in a traceback. Given a text, it returns what is
    wrong.
    """
    return {name: _with_text_for_other_type(argument_spec.get(name, {}), value) for name, value in raw.items()}


def _with_text_for_other_type(option: Mapping[str, Any], value: Any) -> Any:
    inner = option.get("options")
    if not inner or value is None:
        return value
    if isinstance(value, Mapping):
        return with_texts_for_other_types(inner, value)
    if option.get("type") == "dict":
        return str(value)
    if isinstance(value, list):
        return [with_texts_for_other_types(inner, entry) if isinstance(entry, Mapping) else entry for entry in value]
    return value


def _with_plain_lists(argument_spec: ArgumentSpec, raw: Arguments) -> dict[str, Any]:
    """The arguments with lists of texts as lists, whose elements have no blanks around them."""
    return {name: _with_plain_list(argument_spec.get(name, {}), value) for name, value in raw.items()}


def _with_plain_list(option: Mapping[str, Any], value: Any) -> Any:
    if is_list_of_texts(option):
        return plain_list(value)
    inner = option.get("options")
    if not inner or value is None:
        return value
    if option.get("type") == "list":
        return [_with_plain_entry(inner, entry) for entry in value] if isinstance(value, list) else value
    return _with_plain_entry(inner, value)


def _with_plain_entry(inner: ArgumentSpec, entry: Any) -> Any:
    """A dictionary, also one in a text (JSON, or key=value); what is none is refused by the validation."""
    converted = entries_of({"type": "dict"}, entry)
    return _with_plain_lists(inner, converted[0]) if converted else entry


def is_list_of_texts(option: Mapping[str, Any]) -> bool:
    return option.get("type") == "list" and option.get("elements", "str") == "str"


def plain_list(value: Any) -> Any:
    """The elements without blanks around them, of a list or of one text with commas; an empty text is an empty list."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")] if value.strip() else []
    if isinstance(value, list):
        return [entry.strip() if isinstance(entry, str) else entry for entry in value]
    return value


def _mistakes_in_arguments(
    definition: ModuleDefinition, argument_spec: ArgumentSpec, raw: Arguments, path: str, place: str
) -> Iterator[str]:
    """The path names the options, the place in the sentence also which entry of a list it is."""
    for name, option, written in written_options(argument_spec, raw):
        value = raw[written[0]]
        if option.get("options"):
            yield from _mistakes_in_entries(definition, option, value, f"{path}{name}", f"{place}{name}")
        else:
            yield from mistakes_in_argument(definition, option, value, f"{path}{name}", f"{place}{name}")


def mistakes_in_argument(
    definition: ModuleDefinition, option: Mapping[str, Any], value: Any, path: str, place: str
) -> Iterator[str]:
    """The sentence for an argument without options of its own, if refuse_invalid_arguments refuses it."""
    try:
        _refuse_invalid_argument(definition, option, value, path, place)
    except InputError as mistake:
        yield mistake.message


def _refuse_invalid_argument(
    definition: ModuleDefinition, option: Mapping[str, Any], value: Any, path: str, place: str
) -> None:
    """The path names the option, the place in the sentence also which entry of a list it is."""
    if value is None:
        _refuse_null(option, place)
        return
    _refuse_halves_of_characters(value, place)
    if option.get("no_log"):
        _refuse_other_secrets(option, value, place)
    elif is_list_of_texts(option):
        elements = plain_list(value)
        if isinstance(elements, Mapping):
            raise InputError(f"{place} is a dictionary, not a list of texts; list its texts one by one.")
        listed = elements if isinstance(elements, list) else [value]
        refuse_unusable_elements(listed, place, may_have_commas=path.partition(".")[0] in NEVER_SENT)
    elif option.get("type", "str") in TEXTS and not option.get("choices"):
        refuse_other_types(value, place, years=path in definition.years)
    elif option.get("type") == "int":
        _refuse_other_numbers(value, place)
    elif option.get("type") == "bool":
        _refuse_other_flags(value, place)


def _refuse_null(option: Mapping[str, Any], place: str) -> None:
    """Raises InputError where null means nothing: what is left out has a default, so there is nothing to remove."""
    if option.get("default") is not None:
        raise InputError(f"{place} is null: give it a value, or leave it out.")


def _refuse_other_numbers(value: Any, place: str) -> None:
    """Raises InputError for what is not a whole number. Ansible takes true for one."""
    try:
        if isinstance(value, bool):
            raise TypeError
        check_type_int(value)
    except TypeError:
        raise InputError(f"{place}: {value!r} is not a whole number.") from None


def _refuse_other_flags(value: Any, place: str) -> None:
    try:
        check_type_bool(value)
    except TypeError:
        raise InputError(f"{place}: {value!r} is neither true nor false.") from None


def _refuse_halves_of_characters(value: Any, place: str) -> None:
    """JSON and YAML can name one half of a pair of UTF-16, and bytes that are none of UTF-8 are read as such halves; nothing
    can send them. The value may be a secret."""
    if isinstance(value, str):
        if not value.isascii() and HALF_OF_A_CHARACTER.search(value):
            raise InputError(f"{place} contains a character that is not valid Unicode; correct the text.")
        return
    members = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        _refuse_halves_of_characters(key, place)
        _refuse_halves_of_characters(member, f"{place}[{key}]" if isinstance(value, list) else f"{place}.{key}")


def _mistakes_in_entries(
    definition: ModuleDefinition, option: Mapping[str, Any], value: Any, path: str, place: str
) -> Iterator[str]:
    """What is wrong in options inside an option; also what is not a dictionary, and a key that is not an option: Ansible's
    own sentences do not say in which entry."""
    for here, entry in entries_with_places(option, value, place):
        if isinstance(entry, str):
            yield entry
            continue
        unknown = unknown_options(definition, option["options"], entry)
        yield from (f"{named_place(here, entry)}: {mistake}" for mistake in unknown)
        yield from _mistakes_in_arguments(definition, option["options"], entry, f"{path}.", f"{here}.")


def entries_with_places(option: Mapping[str, Any], value: Any, place: str) -> Iterator[tuple[str, Arguments | str]]:
    """The dictionaries that an option with options of its own holds, each with its place; a sentence for what is none."""
    if value is None:
        return
    is_list = option.get("type") == "list"
    # A text may hold entries, as key=value or JSON.
    if is_list and not isinstance(value, list) and not (isinstance(value, str) and entries_of(option, value)):
        yield place, f"{place} is {kind_in_words(value)}, not a list; begin each of its entries with a dash."
        return
    elements = value if isinstance(value, list) and is_list else [value]
    for number, element in enumerate(elements):
        here = f"{place}[{number}]" if elements is value else place
        converted = entries_of({"type": "dict"}, element)
        if converted:
            yield here, converted[0]
        else:
            yield here, f"{here} is {kind_in_words(element)}, not a dictionary; give its options by name."


def unknown_options(definition: ModuleDefinition, argument_spec: ArgumentSpec, entry: Arguments) -> Iterator[str]:
    """A sentence for each key of an entry that is not among its options."""
    if entry.keys() <= argument_spec.keys():
        return
    known = known_keys(argument_spec)
    for key in entry:
        if key not in known:
            yield f"there is no option {key}; {_advice(definition, known, str(key))}"


def known_keys(argument_spec: ArgumentSpec) -> set[str]:
    """The names of options and their aliases."""
    return {key for option, spec in argument_spec.items() for key in (option, *spec.get("aliases", ()))}


def without_unknown(definition: ModuleDefinition, arguments: Arguments) -> dict[str, Any]:
    """The arguments without those that the module does not have: a mistyped name may hide a secret, which nothing masks."""
    known = known_keys(definition.accepted_options)
    return {name: value for name, value in arguments.items() if name in known}


def _advice(definition: ModuleDefinition, known: set[str], key: str) -> str:
    if key in definition.argument_spec:
        return f"{key} is an option of the task, so check the indentation."
    meant = meant_key(known, key)
    return f"did you mean {meant}?" if meant else f"there are {', '.join(sorted(known))}."


def meant_key(known: set[str], key: str) -> str | None:
    """The option that a mistyped one may be."""
    return next(iter(get_close_matches(key, sorted(known), n=1)), None)


def named_place(place: str, entry: Arguments) -> str:
    """The place of an entry, with what it is called by."""
    names = (entry[key] for key in NAMES_OF_ENTRIES if entry.get(key) not in (None, ""))
    name = next((name for name in names if not isinstance(name, (list, Mapping))), None)
    return place if name is None else f"{place} ({name})"


def sanitized_entry(argument_spec: ArgumentSpec, entry: Arguments) -> dict[str, Any]:
    """As sanitized_arguments, for an entry of an option with options of its own."""
    return _with_plain_lists(argument_spec, with_texts_for_other_types(argument_spec, entry))


def refuse_unusable_elements(elements: list[Any], place: str, *, may_have_commas: bool = False) -> None:
    """Raises InputError for an element that is empty or no text, and for one with a comma: the API joins lists by commas."""
    for element in elements:
        if element in (None, ""):
            raise InputError(f"{place} has an empty element; leave it out.")
        refuse_other_types(element, place)
        if isinstance(element, str) and "," in element and not may_have_commas:
            raise InputError(f"{place}: {element!r} contains a comma; list each value as an element of its own.")


def _refuse_other_secrets(option: Mapping[str, Any], value: Any, place: str) -> None:
    """As for other texts, but the sentence does not show the value: 0123 without quotes is the password 83."""
    if option.get("type", "str") == "str":
        _refuse_other_secret(value, place)
    elif isinstance(value, Mapping):
        for key, secret in value.items():
            # Some settings have settings of their own.
            if not isinstance(secret, (list, Mapping)):
                _refuse_other_secret(secret, f"{place}.{key}")


def _refuse_other_secret(value: Any, place: str) -> None:
    what = _other_type(value)
    if what is not None:
        raise InputError(f"{place} is {what}, not a text: put it in quotes (in a template: | string).")


def refuse_other_types(value: Any, place: str, *, years: bool = False) -> None:
    if isinstance(value, str):
        return
    if isinstance(value, date) and place.rpartition(".")[2] in DATE_OPTIONS:
        return
    if isinstance(value, (list, Mapping)):
        if place in EXPRESSION_OPTIONS:
            return
        raise InputError(f"{place}: {value} is {_other_type(value)}, not a text; give one text.")
    if years and isinstance(value, int) and not isinstance(value, bool) and value in YEARS:
        return
    what = _other_type(value)
    if what is not None:
        raise InputError(
            f"{place}: {value} is {what}, not a text, because YAML reads it that way without quotes: put it in quotes"
            " (in a template: | string)."
        )


def _other_type(value: Any) -> str | None:
    """What the value is when it is not a text, in words; nothing for a text and for null."""
    if isinstance(value, str):
        return None
    return next((described for described, is_one in _OTHER_TYPES if is_one(value)), None)


def kind_in_words(value: Any) -> str:
    """What the value is, in words."""
    return _other_type(value) or ("null" if value is None else "a text")


_OTHER_TYPES: tuple[tuple[str, Callable[[Any], bool]], ...] = (
    ("true or false", lambda value: isinstance(value, bool)),
    ("a number", lambda value: isinstance(value, (int, float))),
    ("a date", lambda value: isinstance(value, date)),
    ("a list", lambda value: isinstance(value, list)),
    ("a dictionary", lambda value: isinstance(value, Mapping)),
)
