internal import Foundation

extension TenantModule {
  /// The keys of settings that the module's type does not read, which are misspelt most likely.
  ///
  /// They are no error to a running gateway, because a newer build may know them.
  package func unknownSettings(in settings: JSONValue) -> [UnknownKey] {
    guard let known = knownKeys(settings) else { return [] }
    return Self.unknown(in: settings, at: ["modules", name], below: [], known: known)
  }

  private static func unknown(
    in value: JSONValue,
    at path: [String],
    below: [String],
    known: [[String]: Set<String>]
  ) -> [UnknownKey] {
    switch value {
    case .object(let members):
      return members.sorted { $0.key < $1.key }.flatMap { key, member in
        if let names = known[below], !names.contains(key) {
          return [UnknownKey(path: path + [key], known: names.sorted())]
        }
        return unknown(in: member, at: path + [key], below: below + [key], known: known)
      }
    case .array(let elements):
      return elements.enumerated().flatMap { index, element in
        unknown(in: element, at: path + ["\(index)"], below: below + ["\(index)"], known: known)
      }
    default: return []
    }
  }
}

/// A key of a document that nothing reads.
package struct UnknownKey: Hashable, Sendable {
  /// Keys and indices from the top of the document to the key.
  package let path: [String]
  /// The keys that are read at this place, sorted.
  package let known: [String]

  package init(path: [String], known: [String]) {
    self.path = path
    self.known = known
  }
}
