internal import PostgresClient

/// COPY takes no values: each becomes a setting of the transaction, which the query reads.
///
/// No value ever becomes part of the text, so it does not matter what it holds.
enum ExportQueries {
  /// The statements that make the settings, and the query that reads them.
  struct Plan {
    var settings: [Statement] = []
    var query: Statement
  }

  /// Replaces the parameters of a query.
  ///
  /// - Throws: ``TenantStoreError/exportTakesNo(type:)`` for a value whose type has no name here.
  static func plan(_ statement: Statement) throws -> Plan {
    var plan = Plan(query: "")
    var replacements: [String] = []
    for (place, value) in statement.values.enumerated() {
      guard let type = value.type.castName else {
        throw TenantStoreError.exportTakesNo(type: value.type.description)
      }
      let name = "app.export_\(place + 1)"
      if value.isNull {
        replacements.append("NULL::\(type)")
      } else {
        plan.settings.append(
          "SELECT set_config(\(name), (\(value))::text, true)"
        )
        replacements.append("current_setting('\(name)')::\(type)")
      }
    }
    plan.query = Statement(unsafeText: replaced(statement.text, by: replacements))
    return plan
  }

  /// Puts the replacements where `$1`, `$2` … stand.
  private static func replaced(_ text: String, by replacements: [String]) -> String {
    var parts = text.split(separator: "$", omittingEmptySubsequences: false)
    var result = String(parts.removeFirst())
    for part in parts {
      let digits = part.prefix { $0.isASCII && $0.isNumber }
      if let number = Int(digits), replacements.indices.contains(number - 1) {
        result += "(\(replacements[number - 1]))" + part.dropFirst(digits.count)
      } else {
        result += "$" + part
      }
    }
    return result
  }
}

extension PostgresType {
  /// What a cast from text calls the type; nothing for types without a name of the server's own.
  fileprivate var castName: String? {
    if self == .unspecified { return "text" }
    let name = description
    return name.hasPrefix("oid ") ? nil : name
  }
}
