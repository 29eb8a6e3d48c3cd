internal import TenantWeb

/// One form of a family's page.
struct FamilyForm {
  typealias Choice = FormField.Choice
  typealias Field = FormField

  /// The path below the tenant.
  let path: String
  let submit: String
  var fields: [Field] = []
  var hidden: [(name: String, value: String)] = []
  var hint: String?
  var isQuiet = false
  /// Whether the answer is a file, after which the page still stands there.
  var isDownload = false
  /// What the button does in a list of many that look alike, for those who hear it.
  var about: String?

  func view(_ request: TenantRequest, _ numbers: inout FormNumbers) -> View {
    let number = numbers.next()
    return [
      "action": request.url(path), "token": request.formToken,
      "key": request.makeIdempotencyKey(), "submit": submit, "formHint": Absent.or(hint),
      "isQuiet": isQuiet, "isOnce": !isDownload, "about": Absent.or(about),
      "hasFields": !fields.isEmpty,
      "hidden": hidden.map { ["name": $0.name, "value": $0.value] as View },
      "fields": fields.map { $0.view(number, optional: request.texts["form.optional"]) },
    ]
  }
}
