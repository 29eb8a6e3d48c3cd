internal import TenantWeb

/// A part of a page of figures: what is said, what is drawn, and the same in a table.
struct FigureSection {
  let title: String
  var text: String?
  var facts: [(name: String, value: String)] = []
  var plot: LinePlot?
  var table: FamilySection.Table?
  var lines: [(name: String, detail: String, amount: String)] = []
  var forms: [View] = []

  /// The section as the template sees it; every name is there, so that none is looked for outside.
  func view(_ numbers: inout FormNumbers) -> View {
    let shown = self.table.map { table -> View in
      [
        "id": "table-\(numbers.next())", "caption": table.caption, "columns": table.columns,
        "rows": table.rows.map { row in
          ["head": row.first ?? "", "cells": Array(row.dropFirst())] as View
        },
      ]
    }
    return [
      "heading": title, "text": Absent.or(text), "hasFacts": !facts.isEmpty,
      "facts": facts.map { View.fact($0.name, $0.value) }, "plot": Absent.or(plot?.svg),
      "table": Absent.or(shown), "hasLines": !lines.isEmpty,
      "lines": lines.map {
        ["name": $0.name, "detail": $0.detail, "amount": $0.amount] as View
      },
      "forms": forms,
    ]
  }

  /// A page of figures.
  static func page(
    _ title: String,
    lead: String,
    _ sections: [Self],
    _ frame: DeskFrame,
    notice: String? = nil
  ) throws -> Reply {
    var numbers = FormNumbers()
    let content: View = ["lead": lead, "sections": sections.map { $0.view(&numbers) }]
    return try frame.page("membership/figures", title, content, notice: notice)
  }
}
