internal import Foundation

extension TenantModule {
  /// The keys of settings that the module's type does not read, which are misspelt most likely.
  ///
  /// They are no error to a running gateway, because a newer build may know them.
  package func unknownSettings(in settings: JSONValue) -> [UnknownKey] {
    let known = knownKeys(settings)
    let path = ["modules", name]
    guard let missing = known.missing else {
      return Self.unknown(in: settings, at: path, below: [], known: known.byPlace)
    }
    let group = missing.place.reduce(JSONValue?.some(settings)) { $0?[step: $1] }
    guard case .object(let members)? = group else { return [] }
    let read = known.byPlace[missing.place] ?? []
    return members.keys.sorted().filter { !read.contains($0) }.map { key in
      UnknownKey(path: path + missing.place + [key], known: [missing.key], isCertain: false)
    }
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
  /// Whether nothing reads it; else it may also be a key that was not come to, because the one
  /// that ``known`` names is missing.
  package let isCertain: Bool

  package init(path: [String], known: [String], isCertain: Bool = true) {
    self.path = path
    self.known = known
    self.isCertain = isCertain
  }
}

extension JSONValue {
  /// The member of an object or the element of an array, by a step of a path.
  package subscript(step step: String) -> JSONValue? {
    switch self {
    case .object(let members): members[step]
    case .array(let elements):
      Int(step).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
    default: nil
    }
  }
}
