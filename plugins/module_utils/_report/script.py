# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the pages do: the switch of the theme, and sorting and filtering of tables. Without it they can still be read."""

from __future__ import annotations

SCRIPT = r"""
"use strict";
(function () {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function kept(theme) {
    try {
      if (theme !== undefined) { window.localStorage.setItem("theme", theme); }
      return window.localStorage.getItem("theme");
    } catch (error) { return null; }
  }

  function isDark() {
    const chosen = root.getAttribute("data-theme");
    return chosen === "dark" || (chosen !== "light" && dark.matches);
  }

  function startTheme() {
    const theme = kept();
    if (theme === "dark" || theme === "light") { root.setAttribute("data-theme", theme); }
    const button = document.querySelector(".switch");
    function show() {
      button.textContent = isDark() ? "Light theme" : "Dark theme";
    }
    button.hidden = false;
    button.addEventListener("click", function () {
      const next = isDark() ? "light" : "dark";
      root.setAttribute("data-theme", next);
      kept(next);
      show();
    });
    dark.addEventListener("change", show);
    show();
  }

  function make(tag, attributes, text) {
    const node = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { node.setAttribute(name, attributes[name]); });
    if (text !== undefined) { node.textContent = text; }
    return node;
  }

  function labelled(text, control, kind) {
    const label = make("label", kind ? { "class": kind } : {}, text);
    label.appendChild(control);
    return label;
  }

  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

  function valueOf(row, column) {
    const cell = row.cells[column];
    const given = cell.getAttribute("data-sort");
    return given === null ? cell.textContent.trim() : given;
  }

  function compare(one, other, isNumber) {
    if (one === other) { return 0; }
    if (one === "") { return 1; }
    if (other === "") { return -1; }
    return isNumber ? Number(one) - Number(other) : collator.compare(one, other);
  }

  function startTable(table) {
    const body = table.tBodies[0];
    const heads = Array.from(table.tHead.rows[0].cells);
    const rows = Array.from(body.rows);
    const texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
    const tools = make("div", { "class": "tools" });
    const box = make("input", { type: "search", autocomplete: "off", "aria-controls": table.id });
    const count = make("output", { "aria-live": "polite" });
    const pick = table.getAttribute("data-pick");
    let picker = null;

    function sort(column, descending) {
      const isNumber = heads[column].hasAttribute("data-number");
      const order = rows.map(function (row, index) { return [valueOf(row, column), index, row]; });
      order.sort(function (one, other) {
        const empty = (one[0] === "") !== (other[0] === "");
        const result = compare(one[0], other[0], isNumber);
        return (descending && !empty ? -result : result) || one[1] - other[1];
      });
      heads.forEach(function (head, index) {
        head.setAttribute("aria-sort", index !== column ? "none" : descending ? "descending" : "ascending");
      });
      const all = document.createDocumentFragment();
      order.forEach(function (entry) { all.appendChild(entry[2]); });
      body.appendChild(all);
    }

    function filter() {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach(function (row, index) {
        const fits = words.every(function (word) { return texts[index].includes(word); }) &&
          (!picker || !picker.value || valueOfPick(row) === picker.value);
        row.hidden = !fits;
        if (fits) { shown += 1; }
      });
      count.textContent = shown + " of " + rows.length;
    }

    function valueOfPick(row) { return row.cells[Number(pick)].textContent.trim(); }

    heads.forEach(function (head, column) {
      const button = make("button", { type: "button" }, head.textContent);
      head.textContent = "";
      head.appendChild(button);
      if (!head.hasAttribute("aria-sort")) { head.setAttribute("aria-sort", "none"); }
      button.addEventListener("click", function () {
        sort(column, head.getAttribute("aria-sort") === "ascending");
      });
    });

    tools.appendChild(labelled("Filter", box));
    if (pick !== null) {
      picker = make("select", { "aria-controls": table.id });
      picker.appendChild(make("option", { value: "" }, "All"));
      Array.from(new Set(rows.map(valueOfPick))).forEach(function (value) {
        picker.appendChild(make("option", { value: value }, value));
      });
      picker.addEventListener("change", filter);
      tools.appendChild(labelled(heads[Number(pick)].textContent, picker));
    }
    const sorter = make("select", { "aria-controls": table.id });
    sorter.appendChild(make("option", { value: "" }, "As it is"));
    heads.forEach(function (head, column) {
      sorter.appendChild(make("option", { value: String(column) }, head.textContent));
    });
    sorter.addEventListener("change", function () {
      if (sorter.value !== "") { sort(Number(sorter.value), false); }
    });
    tools.appendChild(labelled("Sort by", sorter, "narrow"));
    tools.appendChild(count);
    box.addEventListener("input", filter);
    tools.hidden = rows.length < 6;
    table.parentNode.insertBefore(tools, table);
    filter();
  }

  startTheme();
  document.querySelectorAll("table[data-tools]").forEach(startTable);
})();
"""
