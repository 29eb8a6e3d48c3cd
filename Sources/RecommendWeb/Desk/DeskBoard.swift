internal import TenantWeb

/// Sections of the template `recommend/board`.
enum DeskBoard {
  static func section(
    _ title: String,
    text: String? = nil,
    facts: [View] = [],
    plot: View? = nil,
    table: View? = nil,
    lines: [View] = [],
    go: View? = nil,
    isWide: Bool = false
  ) -> View {
    [
      "title": title, "text": text, "facts": facts, "hasFacts": !facts.isEmpty, "plot": plot,
      "table": table, "lines": lines, "hasLines": !lines.isEmpty, "go": go,
      "isWide": isWide,
    ]
  }

  /// A table whose rows begin with a name that may lead somewhere.
  static func table(
    _ id: String,
    _ title: String,
    columns: [String],
    rows: [(name: String, href: String?, cells: [String])]
  ) -> View {
    [
      "id": id, "title": title, "columns": columns.map { ["text": $0] as View },
      "rows": rows.map { row -> View in
        [
          "name": row.name, "href": row.href,
          "cells": row.cells.map { ["text": $0] as View },
        ]
      },
    ]
  }
}
