/// Where a secret is, as a tenant's settings say it: never the secret itself.
///
/// A reference reaches only what lies under its own tenant's name, so that no merchant's settings
/// lead to another's secret or to one of the process.
/// - `env:SMS_KEY`: the variable `TENANT_NUANYA__SMS_KEY` of the gateway's environment.
/// - `file:sms.key`: the file `nuanya/sms.key` in the folder that `CRADLE_SECRET_FILES` names.
/// - `store:sms`: what `tenant-admin secrets set sms --tenant nuanya` sealed in the database.
public struct SecretReference: Hashable, Sendable {
  /// Where it is kept.
  public enum Place: String, CaseIterable, Sendable {
    /// In the gateway's environment.
    case env
    /// In a file on the gateway's machine.
    case file
    /// Sealed in the database.
    case store
  }

  /// Where it is kept.
  public let place: Place
  /// Its name there.
  public let name: String

  /// What a setting that is none is told.
  static let message =
    "must be a reference, env:NAME, file:NAME or store:NAME, never the secret itself"

  /// Refers to a name, or nothing when the place has no such names.
  public init?(_ place: Place, _ name: String) {
    guard SecretNameRule.isName(name, in: place) else { return nil }
    self.place = place
    self.name = name
  }
}

extension SecretReference: LosslessStringConvertible, Codable {
  /// Reads `env:NAME`, `file:NAME` or `store:NAME`.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let place = Place(rawValue: String(parts[0])) else { return nil }
    self.init(place, String(parts[1]))
  }

  /// The reference as settings write it.
  public var description: String { "\(place.rawValue):\(name)" }

  /// Reads a reference; the error does not repeat the text, which may be a secret.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let reference = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: Self.message)
    }
    self = reference
  }

  /// Writes the reference.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Which names a place has, so that two tenants' names never meet.
enum SecretNameRule {
  static func isName(_ name: String, in place: SecretReference.Place) -> Bool {
    guard (1...60).contains(name.utf8.count) else { return false }
    switch place {
    // Neither a leading nor a double underscore: the double one ends the tenant's part.
    case .env: return name.wholeMatch(of: /[A-Z0-9]+(_[A-Z0-9]+)*/) != nil
    // Neither a slash nor a leading dot: the name stays in the tenant's folder.
    case .file: return name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil
    case .store: return name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil
    }
  }

  static func variable(_ name: String, of slug: String) -> String {
    "TENANT_" + slug.uppercased().replacing("-", with: "_") + "__" + name
  }
}

/// A reference that stands in a document.
public struct PlacedSecretReference: Hashable, Sendable {
  /// Keys and indices from the top of the document.
  public let path: [String]
  /// Where the secret is.
  public let reference: SecretReference
}

extension TenantDocument {
  /// The references to secrets in the modules' settings, in the order of the keys.
  public var secretReferences: [PlacedSecretReference] {
    secrets.compactMap { path, value in
      guard case .string(let text) = value, let reference = SecretReference(text) else {
        return nil
      }
      return PlacedSecretReference(path: path, reference: reference)
    }
  }

  /// Settings that are named like a secret and are no reference to one.
  var secretProblems: [SettingsProblem] {
    secrets.compactMap { path, value in
      if case .string(let text) = value, SecretReference(text) != nil { return nil }
      return SettingsProblem(path: path, message: SecretReference.message)
    }
  }

  private var secrets: [(path: [String], value: JSONValue)] {
    modules.sorted { $0.key < $1.key }.flatMap { Self.secrets(in: $1, at: ["modules", $0]) }
  }

  private static func secrets(in value: JSONValue, at path: [String])
    -> [(path: [String], value: JSONValue)]
  {
    switch value {
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { secrets(in: $1, at: path + [$0]) }
    case .array(let elements):
      elements.enumerated().flatMap { secrets(in: $1, at: path + ["\($0)"]) }
    case .null: []
    default: isNamedLikeSecret(path.last ?? "") ? [(path, value)] : []
    }
  }

  private static func isNamedLikeSecret(_ key: String) -> Bool {
    let key = key.lowercased()
    return ["secret", "password", "token", "apikey", "privatekey"].contains(where: key.hasSuffix)
  }
}
