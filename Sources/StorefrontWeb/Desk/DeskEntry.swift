internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// A page with one long form, its fields in groups.
struct DeskEntry {
  /// Fields that belong together.
  struct Group {
    let title: String
    var note: String?
    let fields: [FormField]
  }

  let title: String
  /// The path below the tenant to which it is sent.
  let path: String
  let submit: String
  let groups: [Group]
  let back: (path: String, name: String)
  /// Where the form has more places, and what the link says.
  var more: (url: String, name: String)?
  var isUpload = false

  func reply(_ frame: DeskFrame, notice: String?) throws -> Reply {
    let request = frame.request
    let content: View = [
      "back": request.url(back.path), "backName": back.name, "action": request.url(path),
      "token": request.staffFormToken, "key": request.makeIdempotencyKey(), "submit": submit,
      "isUpload": isUpload,
      "more": more.map { ["href": $0.url, "name": $0.name] as View },
      "groups": groups.enumerated().map { number, group -> View in
        [
          "title": group.title, "note": group.note,
          "fields": group.fields.map {
            $0.view(number, optional: frame.texts["checkout.optional"])
          },
        ]
      },
    ]
    return try frame.page("storefront-desk_entry", title, content, notice: notice)
  }
}

/// Columns of the merchant's files as fields of forms.
struct SheetFields {
  let frame: DeskFrame
  /// What is there; what was sent wins over it.
  var cells: [String: String] = [:]

  private var request: TenantRequest { frame.request }

  /// What a field is filled with: what was sent, or what is there.
  func value(_ name: String) -> String {
    request.form.names.isEmpty ? cells[name] ?? "" : request.form[name] ?? ""
  }

  /// A column's name for people; `name.zh` is the name in Chinese, which a locale can call by its name.
  static func label(_ column: String, _ texts: LocalTexts, _ locale: LanguageTag? = nil) -> String {
    let parts = column.split(separator: ".", maxSplits: 1).map(String.init)
    let key = "desk.sheet.\(parts.first ?? column)"
    let name = texts[key] == key ? column : texts[key]
    guard parts.count == 2 else { return name }
    let names = locale.map { Locale(identifier: $0.rawValue) }
    return "\(name) (\(names?.localizedString(forIdentifier: parts[1]) ?? parts[1]))"
  }

  /// A field of a column.
  ///
  /// - Parameters:
  ///   - column: The column.
  ///   - name: The name under which it is sent, where that is another.
  ///   - kind: How it is filled in.
  ///   - hint: What to know about it.
  ///   - maximum: Most characters.
  ///   - isRequired: Whether it has to be filled in.
  /// - Returns: The field, filled in.
  func field(
    _ column: String,
    as name: String? = nil,
    _ kind: FormField.Kind = .text("text"),
    hint: String? = nil,
    maximum: Int = 200,
    isRequired: Bool = false
  ) -> FormField {
    let sent = name ?? column
    var value = value(sent)
    if case .text("datetime-local") = kind { value = Self.browserTime(value) }
    return FormField(
      name: sent,
      label: Self.label(column, frame.texts, request.locale),
      kind: kind,
      value: value,
      hint: hint,
      maximum: maximum,
      isRequired: isRequired
    )
  }

  /// One field for each of the shop's languages; the first has to be filled in where one has.
  func texts(
    _ column: String,
    _ kind: FormField.Kind = .text("text"),
    maximum: Int,
    isRequired: Bool = false
  ) -> [FormField] {
    request.tenant.locales.enumerated().map { index, locale in
      field("\(column).\(locale)", kind, maximum: maximum, isRequired: isRequired && index == 0)
    }
  }

  /// A time of a file as a browser's field takes it, `2026-12-01T10:00`.
  static func browserTime(_ text: String) -> String {
    guard !text.isEmpty else { return "" }
    let time = text.replacing(" ", with: "T")
    return time.contains("T") ? time : time + "T00:00"
  }

  /// What was sent for some columns; times as files write them.
  static func sent(_ columns: [String], _ request: TenantRequest) -> [String: String] {
    let times: Set<String> = ["from", "until"]
    let values = columns.map { column in
      let text = request.form[column] ?? ""
      return (column, times.contains(column) ? text.replacing("T", with: " ") : text)
    }
    return Dictionary(values) { first, _ in first }
  }

  /// What is wrong with a form, cell by cell.
  static func words(_ problems: [SheetProblem], _ texts: LocalTexts) -> String {
    let hasRows = Set(problems.map(\.row)).count > 1 || problems.contains { $0.row > 0 }
    return problems.prefix(8).map { problem in
      let place = problem.column.isEmpty ? "" : label(problem.column, texts)
      let row = hasRows ? texts["desk.sheet.row", ["number": "\(problem.row + 1)"]] : ""
      let name = [row, place].filter { !$0.isEmpty }.joined(separator: " ")
      return "\(name): \(DeskFile.words(problem.message, texts))"
    }
    .joined(separator: "; ")
  }
}
