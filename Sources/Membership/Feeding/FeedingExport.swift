internal import Foundation
internal import TenantStore

extension Feeding {
  /// A meal as an export of everything that is kept of a child has it.
  var exported: JSONValue {
    var fields: [String: JSONValue] = [
      "fed_at": .string(fedAt.ISO8601Format()), "kind": .string(kind),
    ]
    switch meal {
    case .breast(let side, let minutes):
      fields["side"] = .string(side.rawValue)
      fields["minutes"] = .integer(Int64(minutes))
    case .formula(let millilitres): fields["millilitres"] = .integer(Int64(millilitres))
    case .solid(let food, let isNew, let reaction):
      fields["food"] = .string(food)
      fields["is_new"] = .bool(isNew)
      fields["reaction"] = reaction.map { .string($0.rawValue) } ?? .null
    }
    return .object(fields)
  }
}
