internal import Foundation
internal import TenantStore

/// What a shopper's form must look like.
enum ReturnFormRule {
  typealias Line = (position: Int, quantity: Int, isOpened: Bool)

  /// The form with its texts trimmed.
  ///
  /// - Throws: `return_invalid` with the names of the fields that are wrong.
  static func checked(_ form: ReturnForm) throws(StorefrontRefusal) -> ReturnForm {
    var form = form
    form.note = form.note.trimmingCharacters(in: .whitespacesAndNewlines)
    var fields: [String] = []
    if form.note.unicodeScalars.count > 500 { fields.append("note") }
    let codes = Set(form.lines.map(\.code))
    let areCounted = form.lines.allSatisfy { (1...99).contains($0.quantity) }
    if form.lines.isEmpty || codes.count != form.lines.count || !areCounted {
      fields.append("lines")
    }
    guard fields.isEmpty else {
      throw StorefrontRefusal(
        .returnInvalid,
        details: ["fields": .array(fields.map { .string($0) })]
      )
    }
    return form
  }

  /// The form's lines by their position in the order.
  static func lines(of form: ReturnForm, in accounts: [LineAccount]) throws(StorefrontRefusal)
    -> [Line]
  {
    var lines: [Line] = []
    for line in form.lines {
      guard let account = accounts.first(where: { $0.code == line.code }) else {
        throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(line.code)])
      }
      lines.append((account.position, line.quantity, line.isOpened))
    }
    return lines
  }

  /// What the policy's objection is to a caller.
  static func refusal(_ objection: ReturnPolicyRule.Objection, _ code: String)
    -> StorefrontRefusal
  {
    switch objection {
    case .excepted(let exception):
      StorefrontRefusal(
        .returnExcluded,
        details: ["sku": .string(code), "because": .string(exception.rawValue)]
      )
    case .opened: StorefrontRefusal(.returnOpened, details: ["sku": .string(code)])
    case .late(let lastDay):
      StorefrontRefusal(
        .returnTooLate,
        details: ["sku": .string(code), "last_day": .string(lastDay.description)]
      )
    case .kind: StorefrontRefusal(.returnInvalid, details: ["fields": ["kind"]])
    }
  }
}
