internal import TenantWeb

/// A part of a page with a heading of its own.
struct FamilySection {
  /// A line of a list.
  struct Item {
    let name: String
    var href: String?
    var detail: String?
    var state: String?
    var forms: [FamilyForm] = []
  }

  /// Values in rows and columns.
  struct Table {
    let caption: String
    let columns: [String]
    let rows: [[String]]
  }

  let title: String
  var text: String?
  var facts: [(name: String, value: String)] = []
  /// How far something has come, with what it means in words.
  var progress: (value: Int64, of: Int64, words: String)?
  var tabs: [(name: String, href: String, isCurrent: Bool)] = []
  /// Words in paragraphs and lists as HTML, already escaped.
  var prose: String?
  /// A picture as SVG, already escaped.
  var picture: String?
  var table: Table?
  var items: [Item] = []
  /// What is said when there is nothing in the list.
  var empty: String?
  var links: [(name: String, href: String)] = []
  var forms: [FamilyForm] = []
  /// What stands behind a line that is opened by whoever wants it.
  var folded: [(title: String, form: FamilyForm)] = []
  var isWide = false

  /// The section as the template sees it; every name is there, so that none is looked for outside.
  func view(_ frame: FamilyFrame, _ numbers: inout FormNumbers) -> View {
    [
      "heading": title, "text": Absent.or(text), "isWide": isWide,
      "hasFacts": !facts.isEmpty, "facts": facts.map { View.fact($0.name, $0.value) },
      "progress": Absent.or(
        progress.map {
          [
            "value": "\(max(0, min($0.value, $0.of)))", "of": "\(max(1, $0.of))",
            "words": $0.words,
          ] as View
        }
      ),
      "hasTabs": !tabs.isEmpty,
      "tabs": tabs.map {
        ["name": $0.name, "href": $0.href, "isCurrent": $0.isCurrent] as View
      },
      "prose": Absent.or(prose), "picture": Absent.or(picture),
      "table": Absent.or(table.map { Self.view($0, &numbers) }),
      "hasItems": !items.isEmpty, "items": items.map { Self.view($0, frame, &numbers) },
      "empty": Absent.or(items.isEmpty ? empty : nil),
      "links": links.map { ["name": $0.name, "href": $0.href] as View },
      "forms": forms.map { $0.view(frame.request, &numbers) },
      "folded": folded.map {
        ["summary": $0.title, "forms": [$0.form.view(frame.request, &numbers)]] as View
      },
    ]
  }

  private static func view(_ item: Item, _ frame: FamilyFrame, _ numbers: inout FormNumbers) -> View
  {
    [
      "name": item.name, "href": Absent.or(item.href), "detail": Absent.or(item.detail),
      "state": Absent.or(item.state),
      "forms": item.forms.map { $0.view(frame.request, &numbers) },
    ]
  }

  private static func view(_ table: Table, _ numbers: inout FormNumbers) -> View {
    [
      "id": "table-\(numbers.next())", "caption": table.caption, "columns": table.columns,
      "rows": table.rows.map { row in
        ["head": row.first ?? "", "cells": Array(row.dropFirst())] as View
      },
    ]
  }
}

/// A value that is not there, which hides one of the same name farther out.
enum Absent {
  static func or(_ value: (any ViewValue)?) -> any ViewValue { value ?? false }
}

/// Numbers that keep the ids of one page apart.
struct FormNumbers {
  private var last = 0

  mutating func next() -> Int {
    last += 1
    return last
  }
}
